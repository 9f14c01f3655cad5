"""A group of callbacks whose new message another transaction makes at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event
from time import monotonic

import psycopg

from sms_callback.engine.postgresql import PostgresqlEngine
from tests.engine.acme import rows, status
from tests.outcome import stored

LATE = 30.0
"""Seconds after which a test gives up."""

DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
WAITERS = "SELECT pg_blocking_pids(pid) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0"


def wait_until_blocked_by(watcher: psycopg.Connection, pid: int) -> None:
    """Return when one session waits for a transaction of that one."""
    turn, give_up = Event(), monotonic() + LATE
    while watcher.execute(WAITERS).fetchall() != [([pid],)]:
        assert monotonic() < give_up
        turn.wait(0.02)


def test_a_group_that_was_too_late_holds_nothing_out_of_order(
    postgresql_url: str, postgresql_engine: PostgresqlEngine
) -> None:
    """It gives back what it had made, takes the old message first as all do, and then the one that it lost."""
    stored(postgresql_engine, [status("a-old", "queued")])
    deadlocks = rows(postgresql_engine, DEADLOCKS)
    group = [status("z-new", "delivered"), status("a-old", "sent"), status("b-new", "sent")]
    with (
        closing(PostgresqlEngine(postgresql_url)) as first,
        closing(PostgresqlEngine(postgresql_url)) as second,
        psycopg.connect(postgresql_url, autocommit=True) as watcher,
        ThreadPoolExecutor(1) as pool,
        second.transaction() as old,
    ):
        old.deliver(status("a-old", "delivered"))
        with first.transaction() as new:
            new.deliver(status("z-new", "sent"))
            found = pool.submit(stored, postgresql_engine, group)
            wait_until_blocked_by(watcher, int(str(new.select("SELECT pg_backend_pid() AS pid")[0]["pid"])))
        wait_until_blocked_by(watcher, int(str(old.select("SELECT pg_backend_pid() AS pid")[0]["pid"])))
        # Were it locked, the two would wait for each other.
        old.deliver(status("z-new", "read"))
    assert [outcome.state for outcome in found.result(LATE)] == ["done"] * 3
    assert rows(postgresql_engine, DEADLOCKS) == deadlocks
    assert rows(postgresql_engine, "SELECT message_id, status FROM sms_message ORDER BY message_id") == [
        {"message_id": "a-old", "status": "delivered"},
        {"message_id": "b-new", "status": "sent"},
        {"message_id": "z-new", "status": "read"},
    ]
    history = rows(postgresql_engine, "SELECT message_id, status, applied FROM sms_status ORDER BY 1, 2")
    assert [tuple(row.values()) for row in history] == [
        ("a-old", "delivered", 1),
        ("a-old", "queued", 1),
        ("a-old", "sent", 0),
        ("b-new", "sent", 1),
        ("z-new", "delivered", 0),
        ("z-new", "read", 1),
        ("z-new", "sent", 1),
    ]
    assert rows(postgresql_engine, "SELECT hits, state FROM sms_callback") == [{"hits": 1, "state": "done"}] * 7


def test_a_single_callback_that_was_too_late_counts(postgresql_url: str, postgresql_engine: PostgresqlEngine) -> None:
    with (
        closing(PostgresqlEngine(postgresql_url)) as first,
        psycopg.connect(postgresql_url, autocommit=True) as watcher,
        ThreadPoolExecutor(1) as pool,
    ):
        with first.transaction() as new:
            new.call("sp_sms_register", {"p_provider": "acme", "p_message_id": "m1", "p_campaign": "spring"})
            found = pool.submit(stored, postgresql_engine, [status("m1", "sent")])
            wait_until_blocked_by(watcher, int(str(new.select("SELECT pg_backend_pid() AS pid")[0]["pid"])))
        assert found.result(LATE)[0].state == "done"
    message = "SELECT status, campaign, registered_at IS NOT NULL AS registered FROM sms_message"
    assert rows(postgresql_engine, message) == [{"status": "sent", "campaign": "spring", "registered": True}]
    assert rows(postgresql_engine, "SELECT status, applied FROM sms_status") == [{"status": "sent", "applied": 1}]


def test_a_status_does_not_make_a_message_registered(postgresql_engine: PostgresqlEngine) -> None:
    for words in (["queued"], ["sent", "delivered"]):
        stored(postgresql_engine, [status("m1", word) for word in words])
        stored(postgresql_engine, [status("m2", words[0])])
    assert rows(postgresql_engine, "SELECT registered_at FROM sms_message") == [{"registered_at": None}] * 2
