"""The clock of the adapter's machine is set forward and back, while the database comes and goes."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

from tests.fault.postgresql import Postgresql
from tests.fault.shim import Shim
from tests.fault.stage import Stage

STEPS = (3600, -3600, 86400 * 400, -86400 * 400, 0)
"""Seconds."""


def test_clock_stepped(postgresql: Stage, server: Postgresql, tmp_path: Path) -> None:
    shim = Shim(tmp_path)
    with postgresql.adapter(environ=shim.environ) as adapter:
        load = postgresql.load(adapter)

        def set_to(step: int) -> None:
            server.stop()
            postgresql.random_moment(load)
            shim.step_clock(step)
            assert abs(shim.time() - time.time() - step) < 5
            postgresql.random_moment(load)
            server.start()

        steps = [partial(set_to, step) for step in STEPS]
        postgresql.strike("the clock stepped, PostgreSQL stopped", load, steps, repeated=True)
    assert set(load.tally.answers) == {"200"}, load.tally.answers
