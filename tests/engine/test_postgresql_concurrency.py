"""Many adapters at once on PostgreSQL: nothing twice, nothing lost, no deadlock, no waiting for other messages."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

from sms_callback.engine.postgresql import PostgresqlEngine
from sms_callback.model import Callback, Outcome
from tests.engine.acme import acme, only, rows, status

ADAPTERS = 8
IMPATIENT = "&options=-c%20lock_timeout%3D3000"


def at_once(url: str, shares: Sequence[Sequence[Callback]]) -> list[list[Outcome]]:
    """Deliver each share on an engine, connection and thread of its own, all beginning at the same moment."""
    barrier = Barrier(len(shares))

    def adapter(share: Sequence[Callback]) -> list[Outcome]:
        with closing(PostgresqlEngine(url)) as engine:
            engine.ping()
            barrier.wait()
            return engine.deliver(share)

    with ThreadPoolExecutor(len(shares)) as pool:
        return list(pool.map(adapter, shares))


def test_the_same_callback_at_once_is_one(postgresql_url: str, postgresql_engine: PostgresqlEngine) -> None:
    for message in ("m1", "m2", "m3"):
        outcomes = at_once(postgresql_url, [[status(message, "sent")]] * ADAPTERS)
        assert sorted(outcome.duplicate for (outcome,) in outcomes) == [False] + [True] * (ADAPTERS - 1)
        assert {outcome.state for (outcome,) in outcomes} == {"done"}
        assert len({outcome.callback_id for (outcome,) in outcomes}) == 1
    assert (
        rows(postgresql_engine, "SELECT hits, state, attempts FROM sms_callback")
        == [{"hits": ADAPTERS, "state": "done", "attempts": 1}] * 3
    )
    assert rows(postgresql_engine, "SELECT applied FROM sms_status") == [{"applied": 1}] * 3


def test_the_first_statuses_of_a_message_at_once(postgresql_url: str, postgresql_engine: PostgresqlEngine) -> None:
    words = ["accepted", "scheduled", "queued", "sending", "sent", "delivered", "read", "odd"]
    for number in range(5):
        at_once(postgresql_url, [[status(f"m{number}", word)] for word in words])
    assert rows(postgresql_engine, "SELECT status FROM sms_message") == [{"status": "read"}] * 5
    assert rows(postgresql_engine, "SELECT count(*) AS found FROM sms_status") == [{"found": 40}]


def test_the_first_parts_of_a_message_at_once(postgresql_url: str, postgresql_engine: PostgresqlEngine) -> None:
    for number in range(5):
        parts = [status(f"m{number}", "delivered", part_id=f"p{part}", parts="8", price="0.5") for part in range(8)]
        at_once(postgresql_url, [[part] for part in parts])
    assert (
        rows(postgresql_engine, "SELECT status, price, parts FROM sms_message")
        == [{"status": "delivered", "price": 4.0, "parts": 8}] * 5
    )


def test_adapters_with_shuffled_callbacks_never_deadlock(
    postgresql_url: str, postgresql_engine: PostgresqlEngine
) -> None:
    sent: list[Callback] = []
    for number in range(30):
        sent += [status(f"good{number}", word) for word in ("queued", "sent", "delivered")]
        sent += [status(f"bad{number}", word, code="5") for word in ("queued", "sent", "failed")]
        sent += [status(f"long{number}", "delivered", part_id=part, parts="2", price="0.5") for part in ("a", "b")]
        sent += [acme({"event": "inbound", "id": f"i{number}", "from": f"+{number % 3}", "to": "+9", "body": "STOP"})]
        sent += [acme({"campaign_id": "c", "count.delivered": str(number + 1)})]
    chance = random.Random(1)  # noqa: S311
    sent += chance.sample(sent, 60)
    chance.shuffle(sent)

    before = rows(postgresql_engine, DEADLOCKS)
    outcomes = at_once(postgresql_url, [sent[adapter::ADAPTERS] for adapter in range(ADAPTERS)])
    flat = [outcome for share in outcomes for outcome in share]
    assert {outcome.state for outcome in flat} == {"done"}
    assert sum(outcome.duplicate for outcome in flat) == 60
    assert rows(postgresql_engine, DEADLOCKS) == before

    ended = rows(
        postgresql_engine,
        "SELECT rtrim(message_id, '0123456789') AS name, status, price, count(*) AS found FROM sms_message"
        " GROUP BY 1, 2, 3 ORDER BY 1",
    )
    assert [tuple(row.values()) for row in ended] == [
        ("bad", "failed", None, 30),
        ("good", "delivered", None, 30),
        ("long", "delivered", 1.0, 30),
    ]
    assert rows(postgresql_engine, "SELECT count(*) AS found FROM sms_status") == [{"found": 240}]
    assert rows(postgresql_engine, "SELECT count(*) AS found FROM v_sms_opt_out WHERE opted_out = 1") == [{"found": 3}]
    assert rows(postgresql_engine, "SELECT counts FROM sms_campaign") == [{"counts": '{"delivered":30}'}]


DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def test_nobody_waits_for_another_message(postgresql_url: str, postgresql_engine: PostgresqlEngine) -> None:
    postgresql_engine.deliver([status("m1", "queued"), status("m2", "queued")])
    with closing(PostgresqlEngine(postgresql_url + IMPATIENT)) as other, postgresql_engine.transaction() as session:
        session.deliver(status("m1", "sent"))
        session.deliver(status("new", "failed", code="5", part_id="a", parts="2"))
        session.call("sp_sms_register", {"p_provider": "acme", "p_message_id": "r1", "p_status": "sent"})
        session.deliver(acme({"event": "inbound", "id": "i1", "from": "+1", "body": "STOP"}))
        others = [
            status("m2", "sent"),
            status("other", "failed", code="5", part_id="a", parts="2"),
            acme({"event": "inbound", "id": "i2", "from": "+2", "body": "STOP"}),
        ]
        assert [outcome.state for outcome in other.deliver(others)] == ["done"] * 3
        with other.transaction() as mine:
            mine.call("sp_sms_register", {"p_provider": "acme", "p_message_id": "r2", "p_status": "sent"})
            assert mine.call("sp_sms_purge", {}, ["p_messages"]) == {"p_messages": 0}
            assert mine.call("sp_sms_process", {}, ["p_done"]) == {"p_done": 0}
    assert len(rows(postgresql_engine, "SELECT message_id FROM sms_message")) == 6


def test_two_batches_take_turns(postgresql_url: str, postgresql_engine: PostgresqlEngine) -> None:
    with postgresql_engine.transaction() as session:
        for number in range(40):
            session.deliver(status(f"m{number % 4}", "sent", iso=f"2026-01-01T00:00:{number:02}Z"))
        session.script("UPDATE sms_callback SET state = 'pending'")
    barrier = Barrier(2)

    def process(_: int) -> object:
        with closing(PostgresqlEngine(postgresql_url)) as engine, engine.transaction() as session:
            only(session, "SELECT 1 AS one")
            barrier.wait()
            return session.call("sp_sms_process", {}, ["p_done"])["p_done"]

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(process, range(2)))
    assert sum(int(str(one)) for one in done) == 40
    assert rows(postgresql_engine, "SELECT count(*) AS found FROM sms_status") == [{"found": 40}]
