"""Procedures and views on PostgreSQL: what contract cases over HTTP do not reach."""

from __future__ import annotations

import json

import pytest

from sms_callback.engine.postgresql import PostgresqlEngine
from sms_callback.errors import DatabaseRefusedError
from sms_callback.model import Value
from tests.engine.acme import acme, only, rows, status
from tests.outcome import stored

OLD = "2001-01-01 00:00:00.000"


def journal(engine: PostgresqlEngine) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in rows(engine, "SELECT state, error FROM sms_callback ORDER BY callback_id")]


@pytest.mark.parametrize(
    "params",
    [
        {"event": "status", "id": "m1", "word": "sent", "body": "x" * 1_000_000},
        {"event": "status", "id": "m1", "word": "sent", **{f"p{number}": str(number) for number in range(5000)}},
        {
            "event": "status",
            "id": "m1",
            "word": "sent",
            'a"b': "'",
            "a.b": "$1 %s",
            "": "x",
            "\0": "\0",
            "\ud800": "\udfff",
        },
        {"event": "status", "id": "m1", "word": "sent", "body": "\\u0000 \\\0 \\\\u0000 \ud83d \U0001f642"},
        {"event": "status", "id": "m1", "word": ["\0" * 64, None]},
        {"event": None, "id": []},
        {},
    ],
    ids=["1 MB", "5000 parameters", "odd names", "escapes", "NULs", "nulls", "nothing"],
)
def test_the_journal_holds_whatever_comes(postgresql_engine: PostgresqlEngine, params: dict[str, object]) -> None:
    (outcome,) = stored(postgresql_engine, [acme(json.dumps(params))])
    (row,) = rows(postgresql_engine, "SELECT params, state FROM sms_callback")
    assert row["state"] == outcome.state
    assert json.loads(str(row["params"])) == params


def test_what_no_column_can_hold_is_replaced_and_nothing_else(postgresql_engine: PostgresqlEngine) -> None:
    text = "\\u0000 \0 \\\\\\u0000 \ud83d \udc00\ud83d\ude42 \U0001f642 \ud800\ud800\udc00"
    postgresql_engine.deliver([acme(json.dumps({"event": "status", "id": "m1", "word": "sent", "body": text}))])
    (message,) = rows(postgresql_engine, "SELECT body FROM sms_message")
    assert message["body"] == "\\u0000 \ufffd \\\\\\u0000 \ufffd \ufffd\U0001f642 \U0001f642 \ufffd\U00010000"


def test_an_unexpected_error_ends_as_failed_and_takes_back_what_it_did(postgresql_engine: PostgresqlEngine) -> None:
    parts = [status("m1", "delivered", part_id=part, parts="2", price="9999999999") for part in ("a", "b")]
    first, second = stored(postgresql_engine, parts)
    assert (first.state, second.state) == ("done", "failed")
    assert journal(postgresql_engine) == [("done", None), ("failed", "numeric field overflow")]
    assert rows(postgresql_engine, "SELECT part_id FROM sms_part") == [{"part_id": "a"}]
    assert rows(postgresql_engine, "SELECT part_id FROM sms_status") == [{"part_id": "a"}]


def test_long_keys_are_kept_short_and_apart(postgresql_engine: PostgresqlEngine) -> None:
    long = "x" * 300
    sent = [acme({"event": "new"}, token=long + end) for end in ("a", "b", "a")]
    assert [outcome.duplicate for outcome in stored(postgresql_engine, sent)] == [False, False, True]
    keys = [str(row["dedupe_key"]) for row in rows(postgresql_engine, "SELECT dedupe_key FROM sms_callback")]
    assert all(len(key) == 165 and key.startswith(f"token:{'x' * 94}#") for key in keys)


def test_process_takes_the_oldest_open_ones_and_stops_trying(postgresql_engine: PostgresqlEngine) -> None:
    postgresql_engine.deliver([acme({"event": "new", "id": f"m{number}", "word": "sent"}) for number in range(3)])
    with postgresql_engine.transaction(commit=False) as session:
        ids = [
            row["callback_id"] for row in session.select("SELECT callback_id FROM sms_callback ORDER BY callback_id")
        ]
        session.script("UPDATE sms_setting SET value = '3' WHERE name = 'process_attempts'")
        out = ["p_done", "p_failed"]
        assert session.call("sp_sms_process", {"p_limit": 2}, out) == {"p_done": 0, "p_failed": 2}
        session.script(
            "INSERT INTO sms_provider_rule (provider, position, param, value, kind)"
            " VALUES ('acme', 9, 'event', 'new', 'status')"
        )
        session.script(f"UPDATE sms_callback SET attempts = 3 WHERE callback_id = {ids[1]}")
        assert session.call("sp_sms_process", {"p_callback_id": None}, out) == {"p_done": 2, "p_failed": 0}
        assert session.call("sp_sms_process", {"p_callback_id": ids[1]}, out) == {"p_done": 1, "p_failed": 0}
        assert session.call("sp_sms_process", {"p_callback_id": 0}, out) == {"p_done": 0, "p_failed": 0}
        states = session.select("SELECT kind, state, attempts, error FROM sms_callback ORDER BY callback_id")
        assert [tuple(row.values()) for row in states] == [
            ("status", "done", 3, None),
            ("status", "done", 4, None),
            ("status", "done", 2, None),
        ]


def test_applying_again_changes_nothing(postgresql_engine: PostgresqlEngine) -> None:
    postgresql_engine.deliver(
        [
            status("m1", "failed", code="5", part_id="a", parts="2", price="0.1"),
            acme({"event": "inbound", "id": "i1", "from": "+1", "to": "+2", "body": " stop\n"}),
            acme({"campaign_id": "c1", "count.delivered": "2"}),
        ]
    )
    tables = ("sms_status", "sms_part", "sms_inbound", "sms_opt_out", "sms_campaign")
    message = "SELECT status, status_at, failed_at, error_code, price FROM sms_message"

    def everything() -> list[object]:
        return [
            rows(postgresql_engine, select) for select in (message, *(f"SELECT * FROM {table}" for table in tables))
        ]

    before = everything()
    with postgresql_engine.transaction() as session:
        for row in session.select("SELECT callback_id FROM sms_callback"):
            assert session.call("sp_sms_process", {"p_callback_id": row["callback_id"]}, ["p_done"]) == {"p_done": 1}
    assert all(before)
    assert everything() == before


def test_purge_keeps_what_the_settings_say(postgresql_engine: PostgresqlEngine) -> None:
    postgresql_engine.deliver(
        [
            *(status(f"m{number}", "delivered", part_id="a", parts="2") for number in range(3)),
            *(acme({"event": "inbound", "id": f"i{number}", "from": "+1", "body": "STOP"}) for number in range(3)),
            acme({"event": "odd"}),
        ]
    )
    with postgresql_engine.transaction(commit=False) as session:
        session.script(
            "UPDATE sms_setting SET value = '30' WHERE name LIKE 'keep%';"
            "UPDATE sms_setting SET value = '0' WHERE name = 'keep_inbound_days'"
        )
        session.script(
            f"UPDATE sms_callback SET received_at = '{OLD}' WHERE params ->> 'id' IS DISTINCT FROM 'm2';"
            f"UPDATE sms_message SET created_at = '{OLD}';"
            f"UPDATE sms_message SET updated_at = '{OLD}' WHERE message_id <> 'm2';"
            f"UPDATE sms_inbound SET received_at = '{OLD}' WHERE message_id <> 'i2'"
        )
        out = ["p_callbacks", "p_messages", "p_inbound"]
        assert session.call("sp_sms_purge", {"p_limit": 4}, out) == {"p_callbacks": 5, "p_messages": 2, "p_inbound": 0}
        session.script("UPDATE sms_setting SET value = '30' WHERE name = 'keep_inbound_days'")
        assert session.call("sp_sms_purge", {}, out) == {"p_callbacks": 1, "p_messages": 0, "p_inbound": 2}
        assert session.call("sp_sms_purge", {}, out) == {"p_callbacks": 0, "p_messages": 0, "p_inbound": 0}
        for table, left in (
            ("message", 1),
            ("status", 1),
            ("part", 1),
            ("callback", 1),
            ("inbound", 1),
            ("opt_out", 1),
        ):
            assert only(session, f"SELECT count(*) AS found FROM sms_{table}") == {"found": left}


def test_update_with_its_first_five_parameters(postgresql_engine: PostgresqlEngine) -> None:
    with postgresql_engine.transaction(commit=False) as session:
        session.script("CALL sp_sms_update('+15551', 'SM1', 'null', 'sent', NULL)")
        session.script("CALL sp_sms_update('null', 'SM1', '30003', 'sent', 'undelivered')")
        row = only(session, "SELECT provider, to_number, status, error_code FROM sms_message")
        assert tuple(row.values()) == ("twilio", "+15551", "undelivered", "30003")
    for given in ({"p_status": "sent"}, {"p_sid": "SM1"}, {"p_sid": "null", "p_status": "sent"}):
        with pytest.raises(DatabaseRefusedError, match="missing"), postgresql_engine.transaction() as session:
            session.call("sp_sms_update", {**given})


def test_a_status_without_its_row_is_an_error(postgresql_engine: PostgresqlEngine) -> None:
    part: dict[str, Value] = {"p_part_id": "a", "p_parts": 2}
    for given in ({}, part):
        with postgresql_engine.transaction(commit=False) as session:
            session.script("DELETE FROM sms_provider_status WHERE status = 'unknown'")
            session.script("DELETE FROM sms_status_code WHERE status = 'unknown'")
            with pytest.raises(DatabaseRefusedError, match="not in sms_status_code"):
                session.call("sp_sms_update", {"p_sid": "m1", "p_status": "odd", "p_provider": "acme", **given})


def test_an_opt_out_of_another_type_is_an_error(postgresql_engine: PostgresqlEngine) -> None:
    with pytest.raises(DatabaseRefusedError, match="STOP nor START"), postgresql_engine.transaction() as session:
        session.call("sp_sms_opt_out", {"p_provider": "acme", "p_number": "+1", "p_type": "HELP"})


def test_the_views_of_one_day(postgresql_engine: PostgresqlEngine) -> None:
    postgresql_engine.deliver([acme({"event": "odd"}), status("m1", "sent"), status("m2", "failed", code="5")])
    with postgresql_engine.transaction(commit=False) as session:
        for message in ("m1", "m2"):
            session.call("sp_sms_register", {"p_provider": "acme", "p_message_id": message, "p_to_number": "+1"})
        session.script(
            "UPDATE sms_message SET updated_at = updated_at - interval '100 hours 10 minutes' WHERE message_id = 'm1'"
        )
        assert only(session, "SELECT message_id, hours FROM v_sms_pending") == {"message_id": "m1", "hours": 100}
        assert only(session, "SELECT phone, verdict, message_id, messages FROM v_sms_phone") == {
            "phone": "+1",
            "verdict": "invalid",
            "message_id": "m2",
            "messages": 2,
        }
        health = "SELECT callbacks_day, pending, failed FROM v_sms_health WHERE provider = 'acme'"
        assert only(session, health) == {"callbacks_day": 3, "pending": 0, "failed": 1}
        assert session.select("SELECT * FROM v_sms_orphan") == []
