"""The order rule of docs/rules.md, section 3, against a model of it that shares nothing with the SQL."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sms_callback.engine.sqlite import SqliteEngine
from sms_callback.model import Value
from tests.engine.acme import only, rows

STATUSES = [
    "accepted",
    "queued",
    "sending",
    "sent",
    "delivered",
    "read",
    "undelivered",
    "failed",
    "canceled",
    "unknown",
]
EVENTS = st.lists(
    st.tuples(st.sampled_from(STATUSES), st.sampled_from([None, "2026-01-01 00:00:01.000", "2026-01-01 00:00:02.500"])),
    max_size=7,
)
PART_EVENTS = st.lists(
    st.tuples(st.sampled_from(["queued", "sent", "delivered", "failed"]), st.integers(1, 3)), max_size=8
)


class Code(NamedTuple):
    """What sms_status_code says of a status."""

    rank: int
    final: bool
    outcome: str


def codes(engine: SqliteEngine) -> dict[str, Code]:
    found = rows(engine, "SELECT status, rank, final, outcome FROM sms_status_code")
    return {str(row["status"]): Code(int(str(row["rank"])), row["final"] == 1, str(row["outcome"])) for row in found}


def moves(old: tuple[str, str | None] | None, new: tuple[str, str | None], code: dict[str, Code]) -> bool:
    if old is None:
        return True
    before, after = code[old[0]], code[new[0]]
    if before.final != after.final:
        return after.final
    if after.final and old[1] and new[1] and old[1] != new[1]:
        return new[1] > old[1]
    return after.rank > before.rank


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
def test_statuses_in_any_order_end_where_the_model_ends(
    sqlite_engine: SqliteEngine, events: list[tuple[str, str | None]]
) -> None:
    code = codes(sqlite_engine)
    state: tuple[str, str | None] | None = None
    applied = []
    with sqlite_engine.transaction(commit=False) as session:
        for event in events:
            session.call(
                "sp_sms_update",
                {"p_provider": "acme", "p_sid": "m", "p_status": event[0], "p_occurred_at": event[1]},
            )
            applied.append(int(moves(state, event, code)))
            state = event if applied[-1] else state
        assert [
            row["applied"] for row in session.select("SELECT applied FROM sms_status ORDER BY status_id")
        ] == applied
        if state:
            row = only(session, "SELECT status, provider_status, status_at, delivered_at, failed_at FROM sms_message")
            assert (row["status"], row["provider_status"], row["status_at"]) == (state[0], state[0], state[1])
            assert (row["delivered_at"] is not None) == (code[state[0]].outcome == "good")
            assert (row["failed_at"] is not None) == (code[state[0]].outcome == "bad")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=PART_EVENTS)
def test_a_message_of_parts_is_delivered_when_all_are_and_failed_when_one_is(
    sqlite_engine: SqliteEngine, events: list[tuple[str, int]]
) -> None:
    code = codes(sqlite_engine)
    parts: dict[int, tuple[str, str | None]] = {}
    message: tuple[str, str | None] | None = None
    applied = []
    with sqlite_engine.transaction(commit=False) as session:
        for word, part in events:
            session.call(
                "sp_sms_update",
                {
                    "p_provider": "acme",
                    "p_sid": "m",
                    "p_status": word,
                    "p_part_id": f"p{part}",
                    "p_parts": 3,
                    "p_price": 0.1,
                },
            )
            part_moved = moves(parts.get(part), (word, None), code)
            if part_moved:
                parts[part] = (word, None)
            good = sum(code[status].outcome == "good" for status, _ in parts.values())
            seen = "sent" if code[word].outcome == "good" and good < 3 else word
            moved = moves(message, (seen, None), code)
            if moved:
                message = (seen, None)
            assert message
            applied.append(int(moved or (part_moved and not code[message[0]].final)))
        assert [
            row["applied"] for row in session.select("SELECT applied FROM sms_status ORDER BY status_id")
        ] == applied
        if message:
            row = only(session, "SELECT status, parts, price, currency FROM sms_message")
            assert row == {"status": message[0], "parts": 3, "price": round(0.1 * len(parts), 8), "currency": None}


def test_a_good_part_after_a_bad_one_does_not_erase_it(sqlite_engine: SqliteEngine) -> None:
    with sqlite_engine.transaction() as session:
        for part, word in (("a", "delivered"), ("b", "failed"), ("c", "delivered")):
            session.call(
                "sp_sms_update",
                {
                    "p_provider": "acme",
                    "p_sid": "m",
                    "p_status": word,
                    "p_part_id": part,
                    "p_parts": 3,
                    "p_error_code": "5",
                },
            )
        row = only(session, "SELECT status, error_code, error_message FROM sms_message")
        assert row == {"status": "failed", "error_code": "5", "error_message": "no such phone"}
        history = session.select("SELECT part_id, status, applied FROM sms_status ORDER BY status_id")
        assert [tuple(row.values()) for row in history] == [
            ("a", "delivered", 1),
            ("b", "failed", 1),
            ("c", "delivered", 0),
        ]


def test_only_the_first_five_parameters(sqlite_engine: SqliteEngine) -> None:
    with sqlite_engine.transaction() as session:
        session.call(
            "sp_sms_update",
            {"p_to": "+1", "p_sid": "SM1", "p_error_code": "null", "p_status": "sent", "p_message": " "},
        )
        row = only(session, "SELECT message_id, to_number, provider_status, error_code FROM sms_message")
        assert row == {"message_id": "SM1", "to_number": "+1", "provider_status": "sent", "error_code": None}


def test_times_of_the_row(sqlite_engine: SqliteEngine) -> None:
    base: dict[str, Value] = {"p_provider": "acme", "p_sid": "m", "p_received_at": "2026-01-02 00:00:00.000"}
    with sqlite_engine.transaction() as session:
        session.call("sp_sms_update", base | {"p_status": "delivered", "p_occurred_at": "2026-01-01 10:00:00"})
        session.call("sp_sms_update", base | {"p_status": "sent", "p_occurred_at": "2026-01-01 09:00:00"})
        session.call("sp_sms_update", base | {"p_status": "queued"})
        session.call("sp_sms_update", base | {"p_status": "read"})
        row = only(session, "SELECT status, queued_at, sent_at, delivered_at FROM sms_message")
        assert row == {
            "status": "read",
            "queued_at": None,
            "sent_at": "2026-01-01 09:00:00.000",
            "delivered_at": "2026-01-01 10:00:00.000",
        }
