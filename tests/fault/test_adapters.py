"""Two adapters over one database: they get the same callbacks, share messages or a spool, and die now and then."""

from __future__ import annotations

import time

from tests.fault.postgresql import Postgresql
from tests.fault.service import START
from tests.fault.stage import Stage
from tests.fault.waiting import until

WAITING = 400
"""Callbacks in the spool before they are drained."""


def test_two_adapters_one_database(stage: Stage) -> None:
    with stage.adapter() as first, stage.adapter() as second:
        with stage.load(first, second, rate=250, everywhere=True) as load:
            for adapter in [first, second] * stage.rounds:
                stage.random_moment(load)
                adapter.kill()
            ended = time.monotonic()
            stage.random_moment(load)
        times = 2 * stage.rounds
        stage.finish("two adapters, the same callbacks, one killed", load, times, stage.wait_drained(ended))


def test_two_adapters_share_messages(stage: Stage) -> None:
    with stage.adapter() as first, stage.adapter() as second:
        with stage.load(first, second) as load:
            load.wait_sent(2)
        recovery = stage.wait_drained(time.monotonic())
        stage.finish("two adapters, the same messages", load, 0, recovery)
    assert set(load.tally.answers) == {"200"}, load.tally.answers


def test_two_adapters_one_spool(postgresql: Stage, server: Postgresql) -> None:
    spool = postgresql.folder / "shared.db"
    with postgresql.adapter(spool=spool) as first, postgresql.adapter(spool=spool) as second:
        with postgresql.load(first, second) as load:
            for adapter in [first, second] * postgresql.rounds:
                postgresql.random_moment(load)
                server.stop()
                until(lambda: postgresql.backlog() >= WAITING, START, "a backlog")
                server.start()
                adapter.kill()
            ended = time.monotonic()
            postgresql.random_moment(load)
        times, recovery = 2 * postgresql.rounds, postgresql.wait_drained(ended)
        postgresql.finish("two adapters, one spool, one killed", load, times, recovery, repeated=True)
