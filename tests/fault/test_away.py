"""The database does not take callbacks for a while: they are answered all the same, and nothing waits afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager

import psycopg
import pytest

from tests.fault.postgresql import Postgresql
from tests.fault.stage import Stage

EACH = 2.0
LONGEST = 20.0
"""Seconds that an outage lasts: so many for each round, and so many at most."""

SLOWEST = 1000.0
"""Milliseconds within which 99 of 100 callbacks are answered meanwhile."""


@contextmanager
def stopped(server: Postgresql, _: str) -> Iterator[None]:
    """It refuses connections."""
    server.stop()
    try:
        yield
    finally:
        server.start()


@contextmanager
def frozen(server: Postgresql, _: str) -> Iterator[None]:
    """It answers nothing, and refuses nothing."""
    server.freeze()
    try:
        yield
    finally:
        server.thaw()


@contextmanager
def read_only(server: Postgresql, name: str) -> Iterator[None]:
    """Nothing may be written, as on a standby. Sessions that began meanwhile stay so, which is worse than there."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        admin.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only".encode())


@contextmanager
def table_locked(server: Postgresql, name: str) -> Iterator[None]:
    """A DBA has locked the journal: everything else is answered."""
    with psycopg.connect(server.url(name)) as dba:
        dba.execute(b"LOCK TABLE sms.sms_callback IN ACCESS EXCLUSIVE MODE")
        yield
        dba.rollback()


@contextmanager
def file_locked(url: str) -> Iterator[None]:
    """Another process, which this one is, writes to the SQLite file and does not come to an end."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE sms_setting SET value = value")
        yield
        other.execute("ROLLBACK")


def play(stage: Stage, fault: str, outage: AbstractContextManager[None]) -> None:
    """Load before, while and after."""
    seconds = min(LONGEST, EACH * stage.rounds)
    with stage.adapter() as adapter:
        load = stage.load(adapter)
        with stage.outage(f"{fault} for {seconds:.0f} s", load, repeated=stage.engine == "postgresql"), outage:
            load.wait_sent(seconds)
    assert set(load.tally.answers) == {"200"}, load.tally.answers
    assert load.tally.p99 < SLOWEST


OUTAGES: dict[str, Callable[[Postgresql, str], AbstractContextManager[None]]] = {
    "stopped": stopped,
    "frozen": frozen,
    "read-only": read_only,
    "locked by a DBA": table_locked,
}


@pytest.mark.parametrize("fault", OUTAGES)
def test_postgresql_away(postgresql: Stage, server: Postgresql, fault: str) -> None:
    name = postgresql.url.rpartition("/")[2]
    play(postgresql, f"PostgreSQL {fault}", OUTAGES[fault](server, name))


def test_sqlite_locked(sqlite: Stage) -> None:
    play(sqlite, "SQLite locked by another process", file_locked(sqlite.url))
