"""The end at random moments: kill -9 of a worker, of the whole adapter, of PostgreSQL; and a restart in good order."""

from __future__ import annotations

import time

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
        with stage.load(adapter) as load:
            for _ in range(stage.rounds):
                stage.random_moment(load)
                adapter.kill_worker(stage.chance)
            ended = time.monotonic()
            stage.random_moment(load)
        stage.finish("a worker of two killed", load, stage.rounds, stage.wait_drained(ended))


def test_adapter_killed(stage: Stage) -> None:
    with stage.adapter() as adapter:
        with stage.load(adapter) as load:
            for _ in range(stage.rounds):
                stage.random_moment(load)
                adapter.kill()
                if stage.chance.random() < AT_ONCE:
                    # While it starts.
                    adapter.kill()
            ended = time.monotonic()
            stage.random_moment(load)
        stage.finish("the adapter killed", load, stage.rounds, stage.wait_drained(ended))


def test_adapter_restarted(stage: Stage) -> None:
    with stage.adapter() as adapter:
        with stage.load(adapter) as load:
            for _ in range(stage.rounds):
                stage.random_moment(load)
                adapter.terminate()
            ended = time.monotonic()
            stage.random_moment(load)
        stage.finish("the adapter restarted with SIGTERM", load, stage.rounds, stage.wait_drained(ended))


def test_postgresql_killed(postgresql: Stage, server: Postgresql) -> None:
    with postgresql.adapter() as adapter:
        with postgresql.load(adapter) as load:
            for _ in range(postgresql.rounds):
                postgresql.random_moment(load)
                server.kill()
                server.start()
            ended = time.monotonic()
            postgresql.random_moment(load)
        postgresql.finish("PostgreSQL killed", load, postgresql.rounds, postgresql.wait_drained(ended), repeated=True)


def test_postgresql_backend_killed(postgresql: Stage, server: Postgresql) -> None:
    with postgresql.adapter() as adapter:
        with postgresql.load(adapter) as load:
            for _ in range(postgresql.rounds):
                postgresql.random_moment(load)
                server.kill_backend(postgresql.chance)
            ended = time.monotonic()
            postgresql.random_moment(load)
        postgresql.finish(
            "a process of PostgreSQL killed", load, postgresql.rounds, postgresql.wait_drained(ended), repeated=True
        )


def test_both_killed(postgresql: Stage, server: Postgresql) -> None:
    with postgresql.adapter("--workers", "2") as adapter:
        with postgresql.load(adapter) as load:
            for _ in range(postgresql.rounds):
                postgresql.random_moment(load)
                server.kill()
                postgresql.random_moment(load)
                adapter.kill()
                server.start()
            ended = time.monotonic()
            postgresql.random_moment(load)
        postgresql.finish("both killed", load, postgresql.rounds, postgresql.wait_drained(ended), repeated=True)


def test_killed_while_draining(postgresql: Stage, server: Postgresql) -> None:
    with postgresql.adapter("--workers", "2") as adapter:
        with postgresql.load(adapter) as load:
            for number in range(postgresql.rounds):
                postgresql.random_moment(load)
                server.stop()
                until(lambda: postgresql.backlog() >= WAITING, START, "a backlog")
                server.start()
                left = postgresql.chance.randrange(WAITING)
                until(lambda left=left: postgresql.backlog() <= left, START, f"{left} are left in the spool")  # type: ignore[misc]
                # The whole adapter, or all of its workers, one of which drains.
                if number % 2:
                    adapter.kill()
                else:
                    adapter.kill_workers()
            ended = time.monotonic()
            postgresql.random_moment(load)
        recovery = postgresql.wait_drained(ended)
        postgresql.finish("the adapter killed while it drains", load, postgresql.rounds, recovery, repeated=True)
