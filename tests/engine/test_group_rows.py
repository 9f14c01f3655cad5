"""Groups of callbacks on every engine: the same outcomes and rows as one by one, whatever is in them.

tests/engine/sqlanywhere/test_group_rows.py runs the same on SQL Anywhere.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from sms_callback.engine.base import Engine
from sms_callback.model import Callback, Outcome
from tests.engine.acme import acme, rows, status
from tests.outcome import stored

ARRIVAL = dt.datetime(2026, 1, 1, 12, 0, 0, 123000)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    return found


def told(outcomes: list[Outcome]) -> list[tuple[str, bool]]:
    return [(outcome.state, outcome.duplicate) for outcome in outcomes]


def words(engine: Engine) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in rows(engine, "SELECT status, applied FROM sms_status ORDER BY status_id")]


def test_outcomes_come_in_the_order_of_the_callbacks(engine: Engine) -> None:
    group = [
        Callback("zeta", '{"a": "1"}'),
        status("m9", "sent"),
        acme({"event": "inbound", "id": "i1", "from": "+1", "body": "hi"}),
        Callback("", "{}"),
        status("m1", "sent"),
        acme("no JSON"),
        acme({"campaign_id": "c", "count.sent": "1"}),
    ]
    outcomes = stored(engine, group)
    journal = {
        row["callback_id"]: (row["provider"], row["kind"], row["state"])
        for row in rows(engine, "SELECT callback_id, provider, kind, state FROM sms_callback")
    }
    assert [journal[outcome.callback_id] for outcome in outcomes] == [
        ("zeta", "unknown", "failed"),
        ("acme", "status", "done"),
        ("acme", "inbound", "done"),
        ("", "unknown", "failed"),
        ("acme", "status", "done"),
        ("acme", "unknown", "failed"),
        ("acme", "campaign", "done"),
    ]
    assert [outcome.answer_body for outcome in outcomes] == ["", "", "<ok/>", "", "", "", ""]


def test_a_message_that_comes_several_times_is_worked_in_the_order_of_arrival(
    engine: Engine,
) -> None:
    group = [status("m1", "sent"), status("m2", "sent"), status("m1", "queued"), status("m1", "delivered")]
    assert told(stored(engine, group)) == [("done", False)] * 4
    assert words(engine) == [("sent", 1), ("sent", 1), ("queued", 0), ("delivered", 1)]
    assert rows(engine, "SELECT message_id, status FROM sms_message ORDER BY message_id") == [
        {"message_id": "m1", "status": "delivered"},
        {"message_id": "m2", "status": "sent"},
    ]


def test_a_callback_that_comes_several_times_is_one(engine: Engine) -> None:
    def came(via: str, seconds: int) -> Callback:
        return acme(
            {"event": "status", "id": "m1", "word": "sent"}, via=via, received_at=ARRIVAL + dt.timedelta(0, seconds)
        )

    group = [came("adapter", 0), came("spool", 0), came("adapter", 1), came("spool", 2)]
    assert told(stored(engine, group)) == [("done", False), *[("done", True)] * 3]
    assert rows(engine, "SELECT hits FROM sms_callback") == [{"hits": 3}]
    assert told(stored(engine, [came("spool", 0), status("m2", "sent"), came("adapter", 3)])) == [
        ("done", True),
        ("done", False),
        ("done", True),
    ]
    assert rows(engine, "SELECT hits FROM sms_callback ORDER BY callback_id") == [{"hits": 4}, {"hits": 1}]


def test_tokens_with_a_nul_are_told_apart(engine: Engine) -> None:
    """No database keeps one; nothing behind it may be lost."""
    group = [status("m1", "sent") for _ in range(3)]
    group = [replace(callback, token=f"a\0{name}") for callback, name in zip(group, "bcb", strict=True)]
    assert told(stored(engine, group)) == [("done", False), ("done", False), ("done", True)]
    assert rows(engine, "SELECT dedupe_key, hits FROM sms_callback ORDER BY dedupe_key") == [
        {"dedupe_key": "token:a\ufffdb", "hits": 2},
        {"dedupe_key": "token:a\ufffdc", "hits": 1},
    ]
