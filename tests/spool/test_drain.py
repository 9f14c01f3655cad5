"""What waits in the spool reaches the database: oldest first, once, and no bad callback holds up the others."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from sms_callback.engine.base import Engine
from sms_callback.errors import DatabaseAwayError, DeniedError, SmsCallbackError, SpoolAwayError
from sms_callback.model import Callback, Outcome
from sms_callback.spool import Spool, drain
from sms_callback.spool.drain import LOST, Memory, run
from tests.spool.conftest import LABEL, REASON, REFUSE, Database, callback, callbacks

BREAK = """
CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_terminate_backend(pg_backend_pid());
    RETURN NEW;
END $$;
CREATE TRIGGER break_off BEFORE INSERT ON sms.sms_callback
    FOR EACH ROW WHEN (NEW.params::text LIKE '%bad%') EXECUTE FUNCTION break_off();
"""
"""A callback over which the server ends the connection, whatever else it is asked."""

HITS = "SELECT callback_id, hits, via, received_at FROM {s}sms_callback ORDER BY callback_id"


@dataclass
class Counting:
    """The engine, and the sizes of the groups that it was given."""

    engine: Engine
    groups: list[int] = field(default_factory=list)

    def deliver(self, callbacks: list[Callback]) -> list[Outcome | SmsCallbackError]:
        self.groups.append(len(callbacks))
        return self.engine.deliver(callbacks)

    def ping(self) -> None:
        self.engine.ping()


def test_the_oldest_comes_first_and_the_spool_is_empty_then(its_spool: Spool, database: Database) -> None:
    its_spool.put(callbacks(450), REASON)
    steps: list[int] = []
    drained = drain(its_spool, database.engine, steps.append)
    assert (drained.stored, drained.poison, drained.error) == (450, 0, None)
    assert database.names() == [f"SM{n}" for n in range(450)]
    assert steps == [200, 200, 50]
    status = its_spool.status()
    assert (status.waiting, status.oldest_at) == (0, None)


def test_they_keep_the_time_of_their_arrival_and_say_where_they_were(its_spool: Spool, database: Database) -> None:
    its_spool.put([callback("SM1")], REASON)
    drain(its_spool, database.engine)
    [row] = database.rows(HITS)
    assert (row["via"], row["received_at"], row["hits"]) == ("spool", "2026-01-31 13:02:08.123", 1)


def test_a_drain_takes_what_is_there_and_no_more(its_spool: Spool, database: Database) -> None:
    its_spool.put(callbacks(3), REASON)
    drained = drain(its_spool, database.engine, lambda _count: its_spool.put([callback("late")], REASON))
    assert drained.stored == 3
    assert its_spool.status().waiting == 1


def test_a_spool_that_is_not_there_is_empty(path: Path, database: Database) -> None:
    assert drain(Spool(path, database.engine.label), database.engine).stored == 0
    assert not path.exists()


def test_what_the_database_refuses_is_set_aside_and_can_be_tried_again(its_spool: Spool, database: Database) -> None:
    database.execute(REFUSE[database.engine.name])
    group = callbacks(10)
    group[3] = callback("bad3")
    group[7] = callback("bad7")
    its_spool.put(group, REASON)
    drained = drain(its_spool, database.engine)
    assert (drained.stored, drained.poison, drained.error) == (8, 2, None)
    assert database.names() == [f"SM{n}" for n in range(10) if n not in (3, 7)]
    status = its_spool.status()
    assert (status.waiting, status.poison) == (0, 2)
    [why] = status.reasons
    assert (why.provider, why.callbacks) == ("twilio", 2)
    assert "not_this_one" in why.reason or "not this one" in why.reason
    assert "+4179" not in why.reason
    database.execute(
        "DROP TRIGGER refuse"
        if database.engine.name == "sqlite"
        else "ALTER TABLE sms.sms_callback DROP CONSTRAINT not_this_one"
    )
    assert drain(its_spool, database.engine).stored == 0
    assert drain(its_spool, database.engine, poison=True).stored == 2
    assert database.names()[8:] == ["bad3", "bad7"]
    assert its_spool.status().poison == 0


def test_a_callback_that_breaks_the_connection_is_set_aside_at_once(path: Path, postgresql: Database) -> None:
    postgresql.execute(BREAK)
    engine = Counting(postgresql.engine)
    with closing(Spool(path, postgresql.engine.label)) as spool:
        spool.put([*callbacks(100), callback("bad"), callback("SM100"), callback("SM101")], REASON)
        drained = run(spool, engine, Memory())  # type: ignore[arg-type]
        assert (drained.stored, drained.poison, drained.error) == (102, 1, None)
        assert postgresql.names() == [f"SM{n}" for n in range(102)]
        assert len(engine.groups) < 30
        [why] = spool.status().reasons
        assert why.callbacks == 1


def test_the_only_callback_there_is_must_break_it_several_times(path: Path, postgresql: Database) -> None:
    postgresql.execute(BREAK)
    with closing(Spool(path, postgresql.engine.label)) as spool:
        spool.put([callback("bad")], REASON)
        memory = Memory()
        for _ in range(LOST - 1):
            assert isinstance(run(spool, postgresql.engine, memory).error, DatabaseAwayError)
        assert spool.status().waiting == 1
        drained = run(spool, postgresql.engine, memory)
        assert (drained.poison, drained.error) == (1, None)
        assert spool.status().waiting == 0


def test_a_database_that_takes_nothing_makes_no_poison(path: Path, postgresql: Database) -> None:
    """It answers, but it is read-only."""
    engine = Counting(postgresql.engine)
    # For the connection that there is, and for those to come.
    name = urlsplit(postgresql.url).path.removeprefix("/")
    for where in (f"ALTER DATABASE {name} SET", "SET"):
        postgresql.execute(f"{where} default_transaction_read_only = on")
    with closing(Spool(path, postgresql.engine.label)) as spool:
        spool.put(callbacks(200), REASON)
        memory = Memory()
        for _ in range(LOST + 1):
            assert isinstance(run(spool, engine, memory).error, DatabaseAwayError)  # type: ignore[arg-type]
        assert (spool.status().waiting, spool.status().poison) == (200, 0)
        assert len(engine.groups) < 12 * (LOST + 1)
        with psycopg.connect(postgresql.url, autocommit=True, options="-c default_transaction_read_only=off") as admin:
            admin.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only".encode())
        postgresql.engine.close()
        assert run(spool, engine, memory).stored == 200  # type: ignore[arg-type]


FULL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER no_room BEFORE INSERT ON sms.sms_callback
    FOR EACH ROW WHEN (NEW.params::text LIKE '%large%') EXECUTE FUNCTION no_room();
"""
"""A disk that has room for some callbacks, and for one it has not."""


def test_what_finds_no_room_waits_and_holds_nothing_up(path: Path, postgresql: Database) -> None:
    postgresql.execute(FULL)
    with closing(Spool(path, postgresql.engine.label)) as spool:
        spool.put([*callbacks(100), callback("large"), callback("SM100"), callback("SM101")], REASON)
        memory = Memory()
        for stored in (102, 0, 0):
            drained = run(spool, postgresql.engine, memory)
            assert (drained.stored, drained.poison) == (stored, 0)
            assert isinstance(drained.error, DatabaseAwayError)
        assert postgresql.names() == [f"SM{n}" for n in range(102)]
        postgresql.execute("DROP TRIGGER no_room ON sms.sms_callback")
        assert run(spool, postgresql.engine, memory).stored == 1
        assert (spool.status().waiting, spool.status().poison) == (0, 0)


def test_a_right_that_is_missing_is_not_the_callbacks_fault(path: Path, postgresql: Database) -> None:
    postgresql.execute("SET ROLE sms_reader")
    with closing(Spool(path, postgresql.engine.label)) as spool:
        spool.put(callbacks(5), REASON)
        assert isinstance(run(spool, postgresql.engine, Memory()).error, DeniedError)
        assert (spool.status().waiting, spool.status().poison) == (5, 0)


def test_what_the_database_has_already_is_no_second_arrival(its_spool: Spool, database: Database) -> None:
    """The database committed after all, too late for the provider's deadline."""
    database.engine.deliver([callback("SM1")])
    its_spool.put([callback("SM1")], REASON)
    assert drain(its_spool, database.engine).stored == 1
    assert [row["hits"] for row in database.rows(HITS)] == [1]


KILLED = """
import os, signal, sys
from pathlib import Path
from sms_callback.engine import open_engine
from sms_callback.spool import Spool, drain

class Killed:
    def __init__(self, engine):
        self.engine, self.label, self.ping = engine, engine.label, engine.ping
    def deliver(self, callbacks):
        self.engine.deliver(callbacks)
        os.kill(os.getpid(), signal.SIGKILL)

engine = open_engine(sys.argv[2])
drain(Spool(Path(sys.argv[1]), engine.label), Killed(engine))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_between_commit_and_deletion_all_arrive_once(its_spool: Spool, database: Database) -> None:
    its_spool.put(callbacks(5), REASON)
    process = subprocess.run([sys.executable, "-c", KILLED, str(its_spool.path), database.url], check=False)
    assert process.returncode == -9
    assert len(database.names()) == 5
    assert its_spool.status().waiting == 5
    assert drain(its_spool, database.engine).stored == 5
    assert its_spool.status().waiting == 0
    assert [row["hits"] for row in database.rows(HITS)] == [1] * 5


def test_a_spool_of_another_database_is_not_drained(spool: Spool, sqlite: Database) -> None:
    spool.put([callback("SM1")], REASON)
    with closing(Spool(spool.path, sqlite.engine.label)) as other, pytest.raises(SpoolAwayError, match=LABEL):
        drain(other, sqlite.engine)
    assert sqlite.names() == []


def test_the_file_shrinks_when_it_has_been_drained(its_spool: Spool, database: Database) -> None:
    its_spool.put([callback(f"SM{n}", Body="x" * 30_000) for n in range(50)], REASON)
    assert its_spool.status().used_bytes > 1_500_000
    drain(its_spool, database.engine)
    assert its_spool.path.stat().st_size < 100_000
    assert its_spool.status().bytes < 5_000_000, "SQLite's log keeps some space"
    its_spool.put([callback("SM1")], REASON)
    assert its_spool.newest() == 51, "a spool_id never comes again"
