"""sp_sms_process and sp_sms_purge, and the events that call them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.sqlanywhere.installed import EMPTY, Client, callback, message, names
from tests.sqlanywhere.machine import Database
from tests.sqlanywhere.runtime import Value
from tests.sqlanywhere.test_sql_callback import deliver

OLD = "2001-01-01 00:00:00"
NEW = '{"event":"new","id":"m%d","word":"sent"}'
RULE = (
    "INSERT INTO sms.sms_provider_rule (provider, position, param, value, kind)"
    " VALUES ('acme', 9, 'event', 'new', 'status')"
)


def journal(client: Client) -> list[tuple[Value, ...]]:
    return client.rows("SELECT kind, state, attempts, error FROM sms.sms_callback ORDER BY callback_id")


def test_process_takes_the_oldest_open_ones_and_stops_trying(client: Client) -> None:
    ids = [callback(client, f"k{number}", "failed", params=NEW % number, kind="unknown") for number in range(3)]
    client.run("UPDATE sms.sms_setting SET value = '3' WHERE name = 'process_attempts'")
    assert client.call("sp_sms_process", p_callback_id=None, p_limit=2) == {"p_done": 0, "p_failed": 2}
    client.run(RULE)
    client.run("UPDATE sms.sms_callback SET attempts = 3 WHERE callback_id = ?", ids[1])
    assert client.call("sp_sms_process", p_callback_id=None, p_limit=None) == {"p_done": 2, "p_failed": 0}
    assert client.call("sp_sms_process", p_callback_id=ids[1], p_limit=None) == {"p_done": 1, "p_failed": 0}
    assert client.call("sp_sms_process", p_callback_id=0, p_limit=None) == {"p_done": 0, "p_failed": 0}
    assert journal(client) == [("status", "done", 3, None), ("status", "done", 4, None), ("status", "done", 2, None)]


def test_process_takes_what_is_pending_whatever_its_attempts(client: Client) -> None:
    client.run(RULE)
    callback(client, "k1", "pending", params=NEW % 1, attempts=99)
    callback(client, "k2", "done", params=NEW % 2)
    callback(client, "k3", "failed", params=NEW % 3, attempts=99)
    assert client.call("sp_sms_process", p_callback_id=None, p_limit=1000) == {"p_done": 1, "p_failed": 0}
    assert names(client.rows("SELECT message_id FROM sms.sms_message")) == ["m1"]
    assert client.call("sp_sms_process", p_callback_id=None, p_limit=0) == {"p_done": 0, "p_failed": 0}


def test_process_again_says_that_it_failed(client: Client) -> None:
    number = callback(client, "k1", "done", params="{}", kind="unknown")
    assert client.call("sp_sms_process", p_callback_id=number, p_limit=None) == {"p_done": 0, "p_failed": 1}


def old_rows(client: Client) -> None:
    """Of three messages, callbacks and inbound messages each one is young, and one callback failed."""
    for number in range(3):
        updated_at = "2099-01-01 00:00:00" if number == 2 else OLD
        message(client, f"m{number}", created_at=OLD, updated_at=updated_at)
        for case in (f"m{number}", f"M{number}"):
            client.insert("sms_status", provider="acme", message_id=case, status="sent", received_at=OLD, applied=1)
            client.insert("sms_part", provider="acme", message_id=case, part_id="a", status="sent")
        received_at = "2099-01-01 00:00:00" if number == 2 else OLD
        callback(client, f"k{number}", "failed" if number == 1 else "done", received_at=received_at)
        client.insert(
            "sms_inbound", provider="acme", from_number="+1", natural_key=f"i{number}", received_at=received_at
        )
    client.insert("sms_opt_out", provider="acme", number="+1", sender="", opted_out_at=OLD)


def test_purge_keeps_what_the_settings_say(client: Client) -> None:
    old_rows(client)
    client.run("UPDATE sms.sms_setting SET value = '30' WHERE name LIKE 'keep%'")
    client.run("UPDATE sms.sms_setting SET value = '0' WHERE name = 'keep_inbound_days'")
    assert client.call("sp_sms_purge", p_limit=None) == {"p_callbacks": 2, "p_messages": 2, "p_inbound": 0}
    client.run("UPDATE sms.sms_setting SET value = '030' WHERE name = 'keep_inbound_days'")
    assert client.call("sp_sms_purge", p_limit=10) == {"p_callbacks": 0, "p_messages": 0, "p_inbound": 2}
    assert client.call("sp_sms_purge", p_limit=10) == {"p_callbacks": 0, "p_messages": 0, "p_inbound": 0}
    left = {
        "sms_message": ["m2"],
        # Of the same letters in another case, so of other messages.
        "sms_status": ["M0", "M1", "M2", "m2"],
        "sms_part": ["M0", "M1", "M2", "m2"],
    }
    for table, expected in left.items():
        assert sorted(map(str, names(client.rows(f"SELECT message_id FROM sms.{table}")))) == expected
    assert names(client.rows("SELECT dedupe_key FROM sms.sms_callback")) == ["k2"]
    assert names(client.rows("SELECT natural_key FROM sms.sms_inbound")) == ["i2"]
    assert names(client.rows("SELECT number FROM sms.sms_opt_out")) == ["+1"]


def test_purge_takes_a_limited_number_of_each_kind(client: Client) -> None:
    old_rows(client)
    client.run("UPDATE sms.sms_setting SET value = '30' WHERE name LIKE 'keep%'")
    assert client.call("sp_sms_purge", p_limit=1) == {"p_callbacks": 2, "p_messages": 1, "p_inbound": 1}
    assert client.call("sp_sms_purge", p_limit=1) == {"p_callbacks": 0, "p_messages": 1, "p_inbound": 1}
    assert client.call("sp_sms_purge", p_limit=1) == {"p_callbacks": 0, "p_messages": 0, "p_inbound": 0}


@pytest.mark.parametrize("value", ["0", "1e9", "1 day", "-1", "1.5", "", "1000000"])
def test_purge_keeps_what_no_number_tells_to_delete(client: Client, value: str) -> None:
    old_rows(client)
    client.run("UPDATE sms.sms_setting SET value = ? WHERE name LIKE 'keep%'", value)
    assert client.call("sp_sms_purge", p_limit=None) == {"p_callbacks": 0, "p_messages": 0, "p_inbound": 0}


def test_each_minute_open_callbacks_are_applied(objects: Database) -> None:
    with_rows = Client(objects.connect("dba", "sql"))
    with_rows.run(RULE)
    for number in range(2):
        callback(with_rows, f"k{number}", "pending", params=NEW % number, kind="unknown")
    with_rows.connection.commit()
    try:
        objects.trigger_event("sms_process")
        assert [row[:2] for row in journal(with_rows)] == [("status", "done"), ("status", "done")]
        assert objects.log == []
    finally:
        clean(with_rows)


def test_the_event_works_off_what_deferred_mode_left(objects: Database) -> None:
    with_rows = Client(objects.connect("dba", "sql"))
    with_rows.run("UPDATE sms.sms_setting SET value = 'deferred' WHERE name = 'process'")
    for word in ("queued", "sent"):
        deliver(with_rows, {"MessageSid": "m1", "MessageStatus": word}, "twilio")
    with_rows.connection.commit()
    try:
        assert journal(with_rows) == [("status", "pending", 0, None)] * 2
        objects.trigger_event("sms_process")
        assert journal(with_rows) == [("status", "done", 1, None)] * 2
        assert with_rows.rows("SELECT status, applied FROM sms.sms_status ORDER BY status_id") == [
            ("queued", 1),
            ("sent", 1),
        ]
    finally:
        clean(with_rows)


def test_each_night_old_rows_go(objects: Database) -> None:
    with_rows = Client(objects.connect("dba", "sql"))
    for number in range(1002):
        callback(with_rows, f"k{number}", "done", received_at=OLD)
    with_rows.connection.commit()
    try:
        objects.trigger_event("sms_purge")
        assert journal(with_rows) == []
        assert objects.log == []
    finally:
        clean(with_rows)


def test_the_events_are_enabled_and_due(objects: Database, client: Client) -> None:
    found = client.rows("SELECT event_name, enabled FROM SYS.SYSEVENT ORDER BY event_name")
    assert found == [("sms_process", "Y"), ("sms_purge", "Y")]
    night = dt.datetime(2026, 1, 1, 3, 29, 30)
    objects.run_due_events(night)
    assert objects.run_due_events(night + dt.timedelta(seconds=20)) == []
    assert sorted(objects.run_due_events(night + dt.timedelta(seconds=30))) == ["sms_process", "sms_purge"]
    assert objects.run_due_events(night + dt.timedelta(seconds=90)) == ["sms_process"]


def clean(client: Client) -> None:
    """As it was before a test that had to commit."""
    client.connection.rollback()
    client.script(EMPTY.read_text())
    client.run("DELETE FROM sms.sms_provider_rule WHERE provider = 'acme' AND position = 9")
    client.run("UPDATE sms.sms_setting SET value = 'inline' WHERE name = 'process'")
    client.connection.commit()
    client.connection.close()
