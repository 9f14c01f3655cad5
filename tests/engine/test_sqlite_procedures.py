"""The other procedures and the views on SQLite: what contract cases over HTTP do not reach."""

from __future__ import annotations

import pytest

from sms_callback.engine.sqlite import SqliteEngine
from sms_callback.errors import DatabaseRefusedError
from sms_callback.model import Value
from tests.engine.acme import acme, only, rows, status
from tests.outcome import stored

OLD = "2001-01-01 00:00:00.000"


def test_process_takes_the_oldest_open_ones_and_stops_trying(sqlite_engine: SqliteEngine) -> None:
    stored(sqlite_engine, [acme({"event": "new", "id": f"m{number}", "word": "sent"}) for number in range(3)])
    with sqlite_engine.transaction() as session:
        session.script("UPDATE sms_setting SET value = '3' WHERE name = 'process_attempts'")
        out = ["p_done", "p_failed"]
        assert session.call("sp_sms_process", {"p_limit": 2}, out) == {"p_done": 0, "p_failed": 2}
        # What a DBA adds makes them understood.
        session.script(
            "INSERT INTO sms_provider_rule (provider, position, param, value, kind)"
            " VALUES ('acme', 9, 'event', 'new', 'status')"
        )
        session.script("UPDATE sms_callback SET attempts = 3 WHERE callback_id = 2")
        assert session.call("sp_sms_process", {"p_callback_id": None}, out) == {"p_done": 2, "p_failed": 0}
        assert session.call("sp_sms_process", {"p_callback_id": 2}, out) == {"p_done": 1, "p_failed": 0}
        assert session.call("sp_sms_process", {"p_callback_id": 99}, out) == {"p_done": 0, "p_failed": 0}
        states = session.select(
            "SELECT callback_id, kind, state, attempts, error FROM sms_callback ORDER BY callback_id"
        )
        assert [tuple(row.values()) for row in states] == [
            (1, "status", "done", 3, None),
            (2, "status", "done", 4, None),
            (3, "status", "done", 2, None),
        ]


def test_applying_again_changes_nothing(sqlite_engine: SqliteEngine) -> None:
    stored(
        sqlite_engine,
        [
            status("m1", "failed", code="5", part_id="a", parts="2", price="0.1"),
            acme({"event": "inbound", "id": "i1", "from": "+1", "to": "+2", "body": " stop\n"}),
            acme({"campaign_id": "c1", "count.delivered": "2"}),
        ],
    )
    tables = ("sms_status", "sms_part", "sms_inbound", "sms_opt_out", "sms_campaign")
    message = "SELECT status, status_at, failed_at, error_code, price FROM sms_message"

    def everything() -> list[object]:
        return [rows(sqlite_engine, select) for select in (message, *(f"SELECT * FROM {table}" for table in tables))]

    before = everything()
    with sqlite_engine.transaction() as session:
        for callback_id in (1, 2, 3):
            assert session.call("sp_sms_process", {"p_callback_id": callback_id}, ["p_done"]) == {"p_done": 1}
    assert all(before)
    assert everything() == before


def test_purge(sqlite_engine: SqliteEngine) -> None:
    stored(sqlite_engine, [status(f"m{number}", "sent", part_id="a", parts="2") for number in range(4)])
    stored(sqlite_engine, [acme({"event": "status", "id": "x"}), acme({"event": "inbound", "id": "i1", "from": "+1"})])
    out = ["p_callbacks", "p_messages", "p_inbound"]
    with sqlite_engine.transaction() as session:
        session.script(
            f"UPDATE sms_callback SET received_at = '{OLD}' WHERE callback_id <> 4;"
            f"UPDATE sms_message SET created_at = '{OLD}', updated_at = '{OLD}' WHERE message_id IN ('m0', 'm1', 'm2');"
            f"UPDATE sms_message SET created_at = '{OLD}' WHERE message_id = 'm3';"
            f"UPDATE sms_inbound SET received_at = '{OLD}';"
            "UPDATE sms_setting SET value = '30' WHERE name LIKE 'keep_%';"
        )
        assert session.call("sp_sms_purge", {"p_limit": 2}, out) == {"p_callbacks": 3, "p_messages": 2, "p_inbound": 1}
        assert session.call("sp_sms_purge", {"p_limit": 2}, out) == {"p_callbacks": 2, "p_messages": 1, "p_inbound": 0}
        assert session.call("sp_sms_purge", {"p_limit": None}, out) == {
            "p_callbacks": 0,
            "p_messages": 0,
            "p_inbound": 0,
        }
        for table in ("sms_message", "sms_status", "sms_part"):
            assert session.select(f"SELECT message_id FROM {table}") == [{"message_id": "m3"}]
        assert session.select("SELECT callback_id FROM sms_callback") == [{"callback_id": 4}]


def test_no_number_is_given_twice(sqlite_engine: SqliteEngine) -> None:
    group = [status("m1", "sent"), acme({"event": "inbound", "id": "i1", "from": "+1"})]
    numbers = (
        "SELECT (SELECT max(callback_id) FROM sms_callback) AS callback,"
        " (SELECT max(status_id) FROM sms_status) AS status, (SELECT max(inbound_id) FROM sms_inbound) AS inbound"
    )
    stored(sqlite_engine, group)
    with sqlite_engine.transaction() as session:
        assert session.select(numbers) == [{"callback": 2, "status": 1, "inbound": 1}]
        session.script(
            f"UPDATE sms_callback SET received_at = '{OLD}';"
            f"UPDATE sms_message SET created_at = '{OLD}', updated_at = '{OLD}';"
            f"UPDATE sms_inbound SET received_at = '{OLD}';"
            "UPDATE sms_setting SET value = '30' WHERE name LIKE 'keep_%';"
        )
        gone = session.call("sp_sms_purge", {"p_limit": None}, ["p_callbacks", "p_messages", "p_inbound"])
        assert gone == {"p_callbacks": 2, "p_messages": 1, "p_inbound": 1}
    stored(sqlite_engine, group)
    assert rows(sqlite_engine, numbers) == [{"callback": 4, "status": 2, "inbound": 2}]


def test_purge_keeps_for_ever_where_the_setting_is_zero(sqlite_engine: SqliteEngine) -> None:
    stored(sqlite_engine, [status("m1", "sent")])
    with sqlite_engine.transaction() as session:
        session.script(
            f"UPDATE sms_callback SET received_at = '{OLD}';"
            f"UPDATE sms_message SET created_at = '{OLD}', updated_at = '{OLD}';"
            "UPDATE sms_setting SET value = '0' WHERE name LIKE 'keep_%';"
        )
        out = ["p_callbacks", "p_messages", "p_inbound"]
        assert session.call("sp_sms_purge", {"p_limit": None}, out) == {
            "p_callbacks": 0,
            "p_messages": 0,
            "p_inbound": 0,
        }


def test_register_wins_where_it_says_something(sqlite_engine: SqliteEngine) -> None:
    stored(sqlite_engine, [status("m1", "delivered", body="from the provider")])
    with sqlite_engine.transaction() as session:
        for label in ("first", None):
            session.call(
                "sp_sms_register",
                {
                    "p_provider": "acme",
                    "p_message_id": "m1",
                    "p_body": "ours",
                    "p_label": label,
                    "p_status": "queued",
                    "p_registered_at": "2026-01-01 00:00:00" if label else None,
                },
            )
        row = only(session, "SELECT status, body, label, registered_at FROM sms_message")
        assert row == {
            "status": "delivered",
            "body": "ours",
            "label": "first",
            "registered_at": "2026-01-01 00:00:00.000",
        }
        assert session.select("SELECT * FROM v_sms_orphan") == []


@pytest.mark.parametrize(
    ("steps", "opted_out", "keyword"),
    [
        ([("STOP", 1)], 1, "k0"),
        ([("STOP", 1), ("START", 2)], 0, "k1"),
        ([("START", 2), ("stop", 1)], 0, "k1"),
        ([("STOP", 2), ("START", 1), ("STOP", 1)], 1, "k1"),
        ([("START", 1), (None, 2)], 1, "k1"),
    ],
)
def test_opt_out_in_any_order(
    sqlite_engine: SqliteEngine, steps: list[tuple[str | None, int]], opted_out: int, keyword: str
) -> None:
    with sqlite_engine.transaction() as session:
        for number, (word, second) in enumerate(steps):
            given: dict[str, Value] = {
                "p_provider": "acme",
                "p_number": "+1",
                "p_type": word,
                "p_keyword": f"k{number}",
            }
            session.call("sp_sms_opt_out", given | {"p_occurred_at": f"2026-01-01 00:00:0{second}"})
        assert only(session, "SELECT opted_out, keyword FROM v_sms_opt_out") == {
            "opted_out": opted_out,
            "keyword": keyword,
        }


@pytest.mark.parametrize(
    ("procedure", "given"),
    [
        ("sp_sms_opt_out", {"p_provider": "acme", "p_number": "+1", "p_type": "HELP"}),
        ("sp_sms_update", {"p_provider": "acme", "p_sid": " ", "p_status": "sent"}),
        ("sp_sms_update", {"p_provider": "acme", "p_sid": "m", "p_status": "null"}),
    ],
)
def test_a_direct_callers_mistake_is_an_error(
    sqlite_engine: SqliteEngine, procedure: str, given: dict[str, Value]
) -> None:
    with pytest.raises(DatabaseRefusedError, match=procedure), sqlite_engine.transaction() as session:
        session.call(procedure, given)


def test_campaign_reports_out_of_order(sqlite_engine: SqliteEngine) -> None:
    reports = ('{"sent": 9}', '{"Delivered": 9}', '{"queued": 9}')
    with sqlite_engine.transaction() as session:
        for number, counts in enumerate(reports):
            given: dict[str, Value] = {
                "p_provider": "acme",
                "p_campaign": "c",
                "p_counts": counts,
                "p_status": f"s{number}",
            }
            session.call("sp_sms_campaign", given | {"p_name": "late" if number == 2 else None})
        row = only(session, "SELECT name, reported_status, reported_counts, messages FROM v_sms_campaign")
        assert row == {"name": "late", "reported_status": "s1", "reported_counts": reports[1], "messages": 0}


def test_the_phone_is_judged_by_the_latest_message_that_says_something(sqlite_engine: SqliteEngine) -> None:
    def update(sid: str, word: str, code: str | None, at: str) -> None:
        with sqlite_engine.transaction() as session:
            given: dict[str, Value] = {
                "p_to": "+1",
                "p_sid": sid,
                "p_provider": "acme",
                "p_status": word,
                "p_error_code": code,
            }
            session.call("sp_sms_update", given)
            session.script(f"UPDATE sms_message SET updated_at = '{at}' WHERE message_id = '{sid}'")

    def verdict() -> tuple[Value, ...]:
        (row,) = rows(sqlite_engine, "SELECT verdict, message_id, messages FROM v_sms_phone WHERE phone = '+1'")
        return tuple(row.values())

    update("a", "sent", None, "2026-01-01")
    assert verdict() == ("unknown", None, 1)
    update("b", "delivered", None, "2026-01-02")
    update("c", "canceled", None, "2026-01-03")
    assert verdict() == ("valid", "b", 3)
    update("d", "failed", "5", "2026-01-04")
    assert verdict() == ("invalid", "d", 4)
    (row,) = rows(
        sqlite_engine, "SELECT error_code, text, permanent, messages, phones FROM v_sms_failure WHERE status = 'failed'"
    )
    assert tuple(row.values()) == ("5", "no such phone", 1, 1, 1)


def test_views_of_what_waits(sqlite_engine: SqliteEngine) -> None:
    stored(sqlite_engine, [status("m1", "sent"), status("m2", "delivered"), acme({"event": "status"})])
    with sqlite_engine.transaction() as session:
        session.script(f"UPDATE sms_message SET updated_at = '{OLD}'")
        assert [
            row["message_id"] for row in session.select("SELECT message_id FROM v_sms_pending WHERE hours > 100000")
        ] == ["m1"]
        row = only(
            session, "SELECT callbacks_day, pending, failed, lag_seconds FROM v_sms_health WHERE provider = 'acme'"
        )
        assert row == {"callbacks_day": 3, "pending": 0, "failed": 1, "lag_seconds": 0}
        assert (
            only(session, "SELECT error FROM v_sms_dead_letter")["error"]
            == "message_id: missing; provider_status: missing"
        )


@pytest.mark.parametrize("value", ["1e9", "1 day", "-1", "1.5", "", "1000000"])
def test_purge_keeps_what_no_number_tells_to_delete(sqlite_engine: SqliteEngine, value: str) -> None:
    stored(sqlite_engine, [status("M1", "sent", at="2020-01-01T00:00:00Z")])
    with sqlite_engine.transaction() as session:
        session.script("UPDATE sms_callback SET received_at = '2020-01-01 00:00:00.000'")
        session.script(f"UPDATE sms_setting SET value = '{value}' WHERE name = 'keep_callback_days'")
        assert session.call("sp_sms_purge", {"p_limit": None}, ("p_callbacks",)) == {"p_callbacks": 0}
