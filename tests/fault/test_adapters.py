"""Two adapters over one database: they get the same callbacks, share messages or a spool, and die now and then."""

from __future__ import annotations

import time
from functools import partial

from tests.fault.adapter import Adapter
from tests.fault.postgresql import Postgresql
from tests.fault.service import START
from tests.fault.stage import Stage
from tests.fault.waiting import until

WAITING = 400
"""Callbacks in the spool before they are drained."""


def test_two_adapters_one_database(stage: Stage) -> None:
    with stage.adapter() as first, stage.adapter() as second:
        load = stage.load(first, second, rate=250, everywhere=True)
        kills = [first.kill, second.kill] * stage.rounds
        stage.strike("two adapters, the same callbacks, one killed", load, kills)


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

        def kill(adapter: Adapter) -> None:
            server.stop()
            until(lambda: postgresql.backlog() >= WAITING, START, "a backlog")
            server.start()
            adapter.kill()

        kills = [partial(kill, adapter) for adapter in [first, second] * postgresql.rounds]
        postgresql.strike("two adapters, one spool, one killed", postgresql.load(first, second), kills, repeated=True)
