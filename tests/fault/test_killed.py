"""The end at random moments: kill -9 of a worker, of the whole adapter, of PostgreSQL; and a restart in good order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.fault.postgresql import Postgresql
from tests.fault.service import START
from tests.fault.stage import Stage
from tests.fault.waiting import until

AT_ONCE = 0.5
"""How often the adapter is killed again before it has started."""

WAITING = 400
"""Callbacks in the spool before they are drained."""


def test_worker_killed(stage: Stage) -> None:
    with stage.adapter("--workers", "2") as adapter:
        strikes = [partial(adapter.kill_worker, stage.chance)] * stage.rounds
        stage.strike("a worker of two killed", stage.load(adapter), strikes)


def test_adapter_killed(stage: Stage) -> None:
    with stage.adapter() as adapter:

        def kill() -> None:
            adapter.kill()
            if stage.chance.random() < AT_ONCE:
                # While it starts.
                adapter.kill()

        stage.strike("the adapter killed", stage.load(adapter), [kill] * stage.rounds)


def test_adapter_restarted(stage: Stage) -> None:
    with stage.adapter() as adapter:
        strikes = [adapter.terminate] * stage.rounds
        stage.strike("the adapter restarted with SIGTERM", stage.load(adapter), strikes)


def test_postgresql_killed(postgresql: Stage, server: Postgresql) -> None:
    def restart() -> None:
        server.kill()
        server.start()

    with postgresql.adapter() as adapter:
        strikes = [restart] * postgresql.rounds
        postgresql.strike("PostgreSQL killed", postgresql.load(adapter), strikes, repeated=True)


def test_postgresql_backend_killed(postgresql: Stage, server: Postgresql) -> None:
    with postgresql.adapter() as adapter:
        strikes = [partial(server.kill_backend, postgresql.chance)] * postgresql.rounds
        postgresql.strike("a process of PostgreSQL killed", postgresql.load(adapter), strikes, repeated=True)


def test_both_killed(postgresql: Stage, server: Postgresql) -> None:
    with postgresql.adapter("--workers", "2") as adapter:
        load = postgresql.load(adapter)

        def kill() -> None:
            server.kill()
            postgresql.random_moment(load)
            adapter.kill()
            server.start()

        postgresql.strike("both killed", load, [kill] * postgresql.rounds, repeated=True)


def test_killed_while_draining(postgresql: Stage, server: Postgresql) -> None:
    def kill(what: Callable[[], None]) -> None:
        server.stop()
        until(lambda: postgresql.backlog() >= WAITING, START, "a backlog")
        server.start()
        left = postgresql.chance.randrange(WAITING)
        until(lambda: postgresql.backlog() <= left, START, f"{left} are left in the spool")
        what()

    with postgresql.adapter("--workers", "2") as adapter:
        # All of its workers, one of which drains, or the whole adapter.
        ways = (adapter.kill_workers, adapter.kill)
        strikes = [partial(kill, ways[number % 2]) for number in range(postgresql.rounds)]
        postgresql.strike("the adapter killed while it drains", postgresql.load(adapter), strikes, repeated=True)
