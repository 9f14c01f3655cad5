"""The PostgreSQL engine: connections, transactions, errors, values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from sms_callback.engine import open_engine
from sms_callback.engine.postgresql import PostgresqlEngine
from sms_callback.errors import DatabaseAwayError, DatabaseUrlError, NotInstalledError, SmsCallbackError
from sms_callback.model import Value
from tests.engine.acme import acme, only, rows, status
from tests.outcome import stored

OURS = "application_name = 'sms-callback' AND pid <> pg_backend_pid()"


@pytest.fixture
def owner(postgresql_url: str) -> Iterator[psycopg.Connection]:
    """A connection apart from the engine's."""
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        yield connection


def kill(owner: psycopg.Connection) -> None:
    """End the engine's sessions; returns when they are gone."""
    gone = owner.execute(
        f"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE {OURS}".encode()
    ).fetchall()
    assert gone
    assert all(row == (True,) for row in gone)


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("postgresql://u:pw@h:5432/d", "postgresql://u@h:5432/d"),
        ("postgresql://u:p%40w@h/d?sslmode=require", "postgresql://u@h/d?sslmode=require"),
        ("postgresql:///d?host=/tmp&password=pw&user=u", "postgresql:///d?host=/tmp&user=u"),
        ("postgres://h1,h2:5433/d?user=u&sslpassword=pw", "postgres://h1,h2:5433/d?user=u"),
    ],
)
def test_the_label_has_no_password(url: str, label: str) -> None:
    with closing(open_engine(url)) as engine:
        assert engine.label == label


def test_a_wrong_url_is_told_without_its_text() -> None:
    with pytest.raises(DatabaseUrlError) as caught:
        PostgresqlEngine("postgresql://u:se%zzcret@h/d")
    assert "se%zz" not in str(caught.value) + caught.value.hint


def test_a_server_that_is_not_there_is_away() -> None:
    with closing(PostgresqlEngine("postgresql://u:s3cret@127.0.0.1:1/d")) as engine:
        for call in (engine.ping, engine.endpoints, lambda: engine.deliver([status("m1", "sent")])):
            with pytest.raises(DatabaseAwayError) as caught:
                call()
            assert "s3cret" not in str(caught.value) + caught.value.hint


def test_a_database_without_procedures(postgresql_url: str, owner: psycopg.Connection) -> None:
    owner.execute("CREATE DATABASE bare")
    with closing(PostgresqlEngine(postgresql_url.replace("/postgres?", "/bare?", 1))) as engine:
        engine.ping()
        with pytest.raises(NotInstalledError):
            engine.endpoints()
        with pytest.raises(NotInstalledError):
            engine.deliver([status("m1", "sent")])
        with pytest.raises(NotInstalledError), engine.transaction() as session:
            session.call("sp_sms_register", {})


def test_a_database_that_cannot_hold_every_text(postgresql_url: str, owner: psycopg.Connection) -> None:
    owner.execute("CREATE DATABASE narrow ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with (
        closing(PostgresqlEngine(postgresql_url.replace("/postgres?", "/narrow?", 1))) as engine,
        pytest.raises(SmsCallbackError, match="LATIN1"),
    ):
        engine.ping()


def test_a_session_that_ended_while_idle_is_replaced(
    postgresql_engine: PostgresqlEngine, owner: psycopg.Connection
) -> None:
    postgresql_engine.ping()
    kill(owner)
    assert [outcome.state for outcome in stored(postgresql_engine, [status("m1", "sent")])] == ["done"]
    kill(owner)
    postgresql_engine.ping()
    kill(owner)
    with postgresql_engine.transaction() as session:
        assert only(session, "SELECT count(*) AS found FROM sms_callback") == {"found": 1}


def test_a_session_that_ends_in_the_middle_loses_its_transaction(
    postgresql_engine: PostgresqlEngine, owner: psycopg.Connection
) -> None:
    def two() -> None:
        with postgresql_engine.transaction() as session:
            session.deliver(status("m1", "sent"))
            kill(owner)
            session.deliver(status("m2", "sent"))

    with pytest.raises(DatabaseAwayError):
        two()
    assert rows(postgresql_engine, "SELECT message_id FROM sms_message") == []


def test_a_refused_callback_is_stored_with_the_refusal(
    postgresql_engine: PostgresqlEngine, owner: psycopg.Connection
) -> None:
    owner.execute(
        "ALTER TABLE sms.sms_callback ADD CONSTRAINT tried CHECK (state = 'failed' OR method IS DISTINCT FROM 'PUT')"
    )
    try:
        first, second = stored(
            postgresql_engine,
            [acme({"event": "status", "id": "m1", "word": "sent"}, method="PUT"), status("m2", "sent")],
        )
    finally:
        owner.execute("ALTER TABLE sms.sms_callback DROP CONSTRAINT tried")
    assert (first.state, second.state) == ("failed", "done")
    (row,) = rows(postgresql_engine, "SELECT error FROM sms_callback WHERE state = 'failed'")
    assert "tried" in str(row["error"])


def test_a_lock_that_takes_too_long_is_no_refusal(postgresql_url: str, postgresql_engine: PostgresqlEngine) -> None:
    postgresql_engine.deliver([status("m1", "queued")])
    url = postgresql_url + "&options=-c%20lock_timeout%3D50"
    with closing(PostgresqlEngine(url)) as other, postgresql_engine.transaction() as session:
        session.deliver(status("m1", "sent"))
        with pytest.raises(DatabaseAwayError, match="lock timeout"):
            other.deliver([status("m1", "delivered")])
    assert rows(postgresql_engine, "SELECT status FROM sms_message") == [{"status": "sent"}]


def test_a_transaction_ends_as_asked(postgresql_engine: PostgresqlEngine) -> None:
    with postgresql_engine.transaction(commit=False) as session:
        session.deliver(status("m1", "sent"))

    def fail() -> None:
        with postgresql_engine.transaction() as session:
            session.deliver(status("m2", "sent"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with postgresql_engine.transaction() as session:
        session.deliver(status("m3", "sent"))
    assert rows(postgresql_engine, "SELECT message_id FROM sms_message") == [{"message_id": "m3"}]


def test_a_snapshot_does_not_see_later_rows(postgresql_url: str, postgresql_engine: PostgresqlEngine) -> None:
    found = "SELECT count(*) AS found FROM sms_message"
    with closing(PostgresqlEngine(postgresql_url)) as other:
        with postgresql_engine.transaction(snapshot=True) as session:
            assert only(session, found) == {"found": 0}
            other.deliver([status("m1", "sent")])
            session.deliver(status("m2", "sent"))
            assert only(session, found) == {"found": 1}
        with postgresql_engine.transaction() as session:
            assert only(session, found) == {"found": 2}
            other.deliver([status("m3", "sent")])
            assert only(session, found) == {"found": 3}


def test_values_go_in_and_come_out_as_the_model_says(postgresql_engine: PostgresqlEngine) -> None:
    tokyo = dt.timezone(dt.timedelta(hours=9))
    with postgresql_engine.transaction(commit=False) as session:
        given: dict[str, Value] = {
            "p_provider": "acme",
            "p_sid": "m\0\ud8001",
            "p_status": "sent",
            "p_error_code": 30003,
            "p_parts": 2,
        }
        times = {
            "p_occurred_at": dt.datetime(2026, 1, 2, 3, 4, 5, 678900, tokyo),
            "p_received_at": dt.datetime(2026, 1, 2),
        }
        session.call("sp_sms_update", {**given, **times, "p_price": 0.0075})
        assert only(session, "SELECT message_id, parts, price, status_at, body FROM sms_message") == {
            "message_id": "m\ufffd\ufffd1",
            "parts": 2,
            "price": 0.0075,
            "status_at": "2026-01-01 18:04:05.678",
            "body": None,
        }
        session.call("sp_sms_campaign", {"p_provider": "acme", "p_campaign": "c", "p_counts": '{"sent": 1}'})
        assert only(session, "SELECT counts, 'a'::name AS name, true AS flag, '%' AS percent FROM sms_campaign") == {
            "counts": '{"sent": 1}',
            "name": "a",
            "flag": 1,
            "percent": "%",
        }


def test_a_script_runs_again_and_again(postgresql_engine: PostgresqlEngine) -> None:
    with postgresql_engine.transaction(commit=False) as session:
        for _ in range(8):
            session.script("SELECT 1; DO $$ BEGIN PERFORM 1; END $$; SELECT '100%';")


def test_a_wrong_parameter_is_refused(postgresql_engine: PostgresqlEngine) -> None:
    with pytest.raises(NotInstalledError, match="p_no"), postgresql_engine.transaction() as session:
        session.call("sp_sms_register", {"p_no": 1})


def test_close_ends_the_sessions(postgresql_url: str, owner: psycopg.Connection) -> None:
    engine = PostgresqlEngine(postgresql_url)
    engine.ping()
    engine.close()
    owner.execute("SELECT pg_stat_clear_snapshot()")
    ended = f"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE {OURS}".encode()
    owner.execute(ended)
    assert owner.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {OURS}".encode()).fetchone() == (0,)
    engine.ping()
    engine.close()
