"""Opening a SQLite database, its transactions and its errors."""

from __future__ import annotations

import datetime as dt
import os
import resource
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from sms_callback.engine import open_engine
from sms_callback.engine.sqlite import SqliteEngine
from sms_callback.errors import (
    DatabaseAwayError,
    DatabaseRefusedError,
    DatabaseUrlError,
    NotInstalledError,
    SmsCallbackError,
)
from sms_callback.model import Account
from tests.engine.acme import acme, only, rows, status
from tests.outcome import stored

BOGUS_STATUS = "UPDATE sms_provider_status SET status = 'bogus' WHERE word = 'sent'"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sms.db", "not given as a URL"),
        ("sqlite://sms.db", "three slashes"),
        ("sqlite:///:memory:", "in memory"),
        ("sqlite:///", "in memory"),
        ("sqlite:///a%00b.db", "%00"),
        ("mysql://u:secret@host/db", "'mysql'"),
    ],
)
def test_urls_that_no_engine_takes(url: str, message: str) -> None:
    with pytest.raises(DatabaseUrlError, match=message) as caught:
        open_engine(url)
    assert "sqlite:///relative.db" in caught.value.hint
    assert "secret" not in caught.value.message


def test_relative_and_absolute_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for url in ("sqlite:///a%20b.db", f"sqlite:///{tmp_path}/c.db"):
        with closing(open_engine(url, create=True)) as engine, engine.transaction() as session:
            session.script("CREATE TABLE t (a INTEGER)")
    assert {"a b.db", "c.db"} <= {path.name for path in tmp_path.iterdir()}


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(NotInstalledError, match=r"none\.db") as caught:
        engine.ping()
    assert caught.value.hint == f"sms-callback --database sqlite:///{tmp_path}/none.db install"
    assert not list(tmp_path.iterdir())


def test_an_empty_database_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with closing(open_engine(f"sqlite:///{tmp_path}/empty.db")) as engine:
        with pytest.raises(NotInstalledError):
            stored(engine, [status("m", "sent")])
        with pytest.raises(NotInstalledError):
            engine.ping()


def test_a_folder_that_is_not_there_or_a_file_that_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseAwayError, match="unable to open"):
        open_engine(f"sqlite:///{tmp_path}/no/such.db", create=True).ping()
    (tmp_path / "text.db").write_text("x" * 5000)
    with pytest.raises(DatabaseAwayError, match="not a database"):
        open_engine(f"sqlite:///{tmp_path}/text.db").ping()


def test_pragmas(sqlite_engine: SqliteEngine) -> None:
    with sqlite_engine.transaction() as session:
        found = {
            name: only(session, f"PRAGMA {name}")
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }
        assert [next(iter(row.values())) for row in found.values()] == ["wal", 2, 1, 0]


def test_a_locked_database_is_away(sqlite_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sms_callback.engine.sqlite_connection.DELIVERY_TIMEOUT", 0)
    with (
        closing(sqlite3.connect(sqlite_path, isolation_level=None)) as other,
        closing(SqliteEngine(str(sqlite_path))) as engine,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseAwayError, match="locked"):
            stored(engine, [status("m", "sent")])
        engine.ping()
        other.execute("ROLLBACK")
        assert stored(engine, [status("m", "sent")])[0].state == "done"


def test_a_disk_that_takes_no_more_is_away_until_it_does(sqlite_engine: SqliteEngine, sqlite_path: Path) -> None:
    stored(sqlite_engine, [status("before", "sent")])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # No file of this process may grow beyond that: each write that would make one fails.
    resource.setrlimit(resource.RLIMIT_FSIZE, (sqlite_path.stat().st_size // 2, limits[1]))
    try:
        with pytest.raises(DatabaseAwayError):
            stored(sqlite_engine, [acme({"event": "inbound", "id": "m", "from": "1", "more": "x" * 1_000_000})])
        sqlite_engine.ping()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert stored(sqlite_engine, [status("after", "sent")])[0].callback_id == 2
    assert rows(sqlite_engine, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]


def test_the_log_stays_small(sqlite_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sms_callback.engine.sqlite_connection.DELIVERY_PAGES", 50)
    monkeypatch.setattr("sms_callback.engine.sqlite_connection.LARGEST_LOG", 400_000)
    log = sqlite_path.with_name(f"{sqlite_path.name}-wal")
    with (
        closing(SqliteEngine(str(sqlite_path))) as engine,
        closing(sqlite3.connect(sqlite_path, isolation_level=None)) as reader,
    ):
        for number in range(100):
            stored(engine, [status(f"a{number}", "sent")])
        assert log.stat().st_size < 400_000
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sms_callback").fetchone()
        for number in range(100):
            stored(engine, [status(f"b{number}", "sent")])
        assert log.stat().st_size > 400_000
        reader.execute("COMMIT")
        for number in range(2):
            stored(engine, [status(f"c{number}", "sent")])
        assert log.stat().st_size <= 400_000


def test_what_the_database_refuses_is_journaled_with_the_reason(sqlite_engine: SqliteEngine) -> None:
    with sqlite_engine.transaction() as session:
        # A DBA allows more than the column takes.
        session.script(
            "UPDATE sms_kind_column SET max_length = 200 WHERE kind = 'status' AND column_name = 'message_id'"
        )
    outcomes = stored(sqlite_engine, [status("m" * 150, "sent"), status("m1", "sent")])
    assert [outcome.state for outcome in outcomes] == ["failed", "done"]
    (row,) = rows(sqlite_engine, "SELECT error, attempts FROM v_sms_dead_letter")
    assert row == {"error": "SQLite: CHECK constraint failed: length(message_id) <= 128", "attempts": 1}
    assert rows(sqlite_engine, "SELECT message_id FROM sms_status") == [{"message_id": "m1"}]


def test_a_replaced_file_is_opened_anew(sqlite_engine: SqliteEngine, sqlite_path: Path, sqlite_template: Path) -> None:
    stored(sqlite_engine, [status("m1", "sent")])
    for file in sqlite_path.parent.glob(f"{sqlite_path.name}*"):
        file.unlink()
    with pytest.raises(NotInstalledError):
        stored(sqlite_engine, [status("m2", "sent")])
    sqlite_path.write_bytes(sqlite_template.read_bytes())
    stored(sqlite_engine, [status("m3", "sent")])
    with closing(sqlite3.connect(sqlite_path)) as other:
        assert other.execute("SELECT message_id FROM sms_message").fetchall() == [("m3",)]


def test_an_error_rolls_the_transaction_back(sqlite_engine: SqliteEngine) -> None:
    def broken() -> None:
        with sqlite_engine.transaction() as session:
            session.deliver(status("m1", "sent"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    with sqlite_engine.transaction(commit=False) as session:
        session.deliver(status("m1", "sent"))
    assert not rows(sqlite_engine, "SELECT 1 FROM sms_callback")


def test_a_transaction_in_a_transaction_is_refused(sqlite_engine: SqliteEngine) -> None:
    with (
        sqlite_engine.transaction(),
        pytest.raises(DatabaseRefusedError, match="within a transaction"),
        sqlite_engine.transaction(),
    ):
        pytest.fail("two transactions on one connection")


def test_script_splits_statements_and_commits_nothing(sqlite_engine: SqliteEngine) -> None:
    text = """
        -- a comment; with a semicolon
        CREATE TABLE t (a TEXT);
        CREATE TRIGGER t_i AFTER INSERT ON t WHEN NEW.a = 'x;y'
        BEGIN
            UPDATE t SET a = 'done;' WHERE a = NEW.a; -- END;
            SELECT CASE WHEN 1 THEN 2 END;
        END;
        INSERT INTO t (a) VALUES ('x;y')
    """
    with sqlite_engine.transaction(commit=False) as session:
        session.script(text)
        assert session.select("SELECT a FROM t") == [{"a": "done;"}]
    assert not rows(sqlite_engine, "SELECT 1 FROM sqlite_master WHERE name = 't'")


def test_parameters_of_python(sqlite_engine: SqliteEngine) -> None:
    zone = dt.timezone(dt.timedelta(hours=2))
    times = [dt.datetime(2026, 1, 1, 12, 0, 0, 123999), dt.datetime(2026, 1, 1, 12, tzinfo=zone)]
    for number, time in enumerate(times):
        stored(sqlite_engine, [acme({"id": str(number)}, received_at=time, path="/\ud800")])
    found = rows(sqlite_engine, "SELECT received_at, path FROM sms_callback")
    assert [tuple(row.values()) for row in found] == [
        ("2026-01-01 12:00:00.123", "/\ufffd"),
        ("2026-01-01 10:00:00.000", "/\ufffd"),
    ]


def test_text_that_is_no_utf8_can_be_read(sqlite_engine: SqliteEngine) -> None:
    assert rows(sqlite_engine, "SELECT CAST(x'61ff' AS TEXT) AS a") == [{"a": "a\ufffd"}]


def test_names_are_names(sqlite_engine: SqliteEngine) -> None:
    with pytest.raises(DatabaseRefusedError, match="is not a name"), sqlite_engine.transaction() as session:
        session.call("sp_sms_update; DROP TABLE sms_message", {})


def test_endpoints(sqlite_engine: SqliteEngine) -> None:
    with sqlite_engine.transaction() as session:
        session.script(
            "INSERT INTO sms_account (provider, account, scheme, secret, second_secret, networks)"
            " VALUES ('acme', 'b', 'token', 's1', 's2', '10.0.0.0/8, 192.168.0.0/16');"
            "INSERT INTO sms_account (provider, account, scheme, enabled) VALUES ('acme', 'c', 'none', 0);"
            "INSERT INTO sms_provider (provider, title, scheme, idempotency_header)"
            " VALUES ('bare', 'Bare', 'none', 'X-Id');"
        )
    found = {endpoint.provider: endpoint for endpoint in sqlite_engine.endpoints()}
    assert found["acme"].accounts == (Account("acme", "b", "token", ("s1", "s2"), ("10.0.0.0/8", "192.168.0.0/16")),)
    assert found["bare"].accounts == ()
    assert found["bare"].idempotency_header == "X-Id"


def test_close_leaves_a_connection_in_use_and_the_engine_usable(sqlite_engine: SqliteEngine) -> None:
    inside, closed = threading.Event(), threading.Event()

    def hold() -> None:
        with sqlite_engine.transaction() as session:
            inside.set()
            assert closed.wait(30)
            session.deliver(status("m1", "sent"))

    thread = threading.Thread(target=hold)
    thread.start()
    assert inside.wait(30)
    sqlite_engine.close()
    closed.set()
    thread.join()
    assert rows(sqlite_engine, "SELECT message_id FROM sms_message") == [{"message_id": "m1"}]


def _told(engine: SqliteEngine) -> str:
    try:
        return str(stored(engine, [status("m2", "sent")])[0].callback_id)
    except SmsCallbackError as error:
        return type(error).__name__


def in_a_fork(engine: SqliteEngine) -> str:
    """What a forked process gets for a delivery: the callback's id, or the name of the error."""
    reading, writing = os.pipe()
    if (pid := os.fork()) == 0:
        try:
            os.write(writing, _told(engine).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(pid, 0)
    with os.fdopen(reading) as pipe:
        return pipe.read()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this platform")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_uses_no_file_that_was_open_at_the_fork(sqlite_engine: SqliteEngine) -> None:
    stored(sqlite_engine, [status("m1", "sent")])
    assert in_a_fork(sqlite_engine) == "DatabaseAwayError"
    sqlite_engine.close()
    assert in_a_fork(sqlite_engine) == "2"
    assert stored(sqlite_engine, [status("m2", "sent")])[0].duplicate


def test_a_lost_row_of_variables_is_told_and_nothing_is_stored(sqlite_engine: SqliteEngine) -> None:
    with sqlite_engine.transaction() as session:
        session.script("DELETE FROM sms_call")
    with pytest.raises(NotInstalledError, match="sms_call") as caught:
        stored(sqlite_engine, [status("M1", "sent")])
    with sqlite_engine.transaction() as session:
        session.script(caught.value.hint)
    assert stored(sqlite_engine, [status("M1", "sent")])[0].callback_id == 1


@pytest.mark.parametrize("edit", ["DELETE FROM sms_status_code WHERE status = 'sent'", BOGUS_STATUS])
def test_a_word_whose_status_is_gone_is_journaled_with_the_reason(sqlite_engine: SqliteEngine, edit: str) -> None:
    # The foreign keys are off in the sqlite3 shell, where a DBA works.
    with closing(sqlite3.connect(sqlite_engine.label.removeprefix("sqlite:///"))) as shell, shell:
        shell.execute(edit)
    outcome = stored(sqlite_engine, [status("M1", "sent")])[0]
    assert outcome.state == "failed"
    (row,) = rows(sqlite_engine, "SELECT error FROM sms_callback")
    assert row["error"] == "SQLite: NOT NULL constraint failed: sms_status.status"
