"""The checkpoints that run beside the deliveries."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from sms_callback.engine.sqlite import SqliteEngine
from sms_callback.engine.sqlite_checkpoint import Checkpoints
from tests.engine.acme import status
from tests.engine.test_sqlite_engine import in_a_fork
from tests.outcome import stored

EVERY = 50
SMALL = 8_000_000
"""More bytes of log than 50 callbacks write one by one, less than 1000 do."""


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sms_callback.engine.sqlite_checkpoint.EVERY", EVERY)
    # No commit makes a checkpoint of its own.
    monkeypatch.setattr("sms_callback.engine.sqlite_connection.DELIVERY_PAGES", 0)


@pytest.fixture
def engine(sqlite_path: Path) -> Iterator[SqliteEngine]:
    """One that makes the checkpoints of this test's file."""
    with closing(SqliteEngine(str(sqlite_path))) as found:
        yield found


def checkpoints() -> list[threading.Thread]:
    """The threads of those that run."""
    return [thread for thread in threading.enumerate() if thread.name == "sqlite-checkpoint"]


def delivered(engine: SqliteEngine, prefix: str, count: int) -> None:
    """One callback a commit; each checkpoint ends before the next callback, so that the log has one length."""
    for number in range(count):
        stored(engine, [status(f"{prefix}{number}", "sent")])
        for thread in checkpoints():
            thread.join()


def log_of(path: Path) -> Path:
    """The write-ahead log."""
    return path.with_name(f"{path.name}-wal")


def messages(path: Path) -> int:
    """How many messages are in the file itself, without its log."""
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as handle:
        return int(handle.execute("SELECT count(*) FROM sms_message").fetchone()[0])


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Another program reads what is there now."""
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sms_callback").fetchone()
        yield


def test_they_bring_the_log_into_the_file_and_it_starts_anew(engine: SqliteEngine, sqlite_path: Path) -> None:
    delivered(engine, "a", EVERY - 1)
    assert messages(sqlite_path) == 0
    delivered(engine, "b", 1)
    assert messages(sqlite_path) == EVERY
    delivered(engine, "c", 1000)
    assert log_of(sqlite_path).stat().st_size < SMALL
    assert messages(sqlite_path) == 1050


def test_without_them_the_log_grows(engine: SqliteEngine, sqlite_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sms_callback.engine.sqlite_checkpoint.EVERY", 10_000)
    delivered(engine, "a", 1000)
    assert log_of(sqlite_path).stat().st_size > SMALL


def test_callbacks_are_counted_not_commits(engine: SqliteEngine, sqlite_path: Path) -> None:
    stored(engine, [status(f"a{number}", "sent") for number in range(EVERY)])
    engine.close()
    assert messages(sqlite_path) == EVERY


def test_a_reader_holds_neither_them_nor_the_deliveries_up(engine: SqliteEngine, sqlite_path: Path) -> None:
    with reading(sqlite_path):
        began = time.monotonic()
        delivered(engine, "a", 2 * EVERY)
        # SQLite would wait ten seconds for the reader, once a checkpoint.
        assert time.monotonic() - began < 10
        assert messages(sqlite_path) == 0
    delivered(engine, "b", EVERY)
    assert messages(sqlite_path) == 3 * EVERY


def test_deliveries_go_on_meanwhile(engine: SqliteEngine, sqlite_path: Path) -> None:
    for number in range(40 * EVERY):
        stored(engine, [status(f"a{number}", "sent")])
    engine.close()
    assert not checkpoints()
    with closing(sqlite3.connect(sqlite_path)) as handle:
        assert handle.execute("SELECT count(*) FROM sms_message").fetchone() == (40 * EVERY,)
        assert handle.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_close_waits_for_it(engine: SqliteEngine) -> None:
    stored(engine, [status(f"a{number}", "sent") for number in range(EVERY)])
    engine.close()
    assert not checkpoints()
    assert in_a_fork(engine) == str(EVERY + 1)


def test_one_does_not_wait_for_a_long_transaction(engine: SqliteEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sms_callback.engine.sqlite_checkpoint.PATIENCE", 0.01)
    with engine.transaction():
        beside = Checkpoints(Path(engine.label.removeprefix("sqlite:///")))
        beside.stored(EVERY)
        beside.wait()
    assert not checkpoints()


def test_a_file_that_is_gone_hurts_nobody(tmp_path: Path) -> None:
    gone = Checkpoints(tmp_path / "none.db")
    gone.stored(EVERY)
    gone.wait()
    assert not list(tmp_path.iterdir())


def test_what_was_committed_counts_though_no_thread_can_be_started(
    engine: SqliteEngine, sqlite_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refused)
        assert len(stored(engine, [status(f"a{number}", "sent") for number in range(EVERY)])) == EVERY
    delivered(engine, "b", EVERY)
    assert messages(sqlite_path) == 2 * EVERY
