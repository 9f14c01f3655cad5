"""Many adapters at once on PostgreSQL: nothing twice, nothing lost, no deadlock, no waiting for other messages."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import psycopg

from sms_callback.engine.postgresql import PostgresqlEngine
from sms_callback.model import Callback, Outcome
from tests.engine.acme import acme, only, rows, status
from tests.outcome import stored

ADAPTERS = 8
IMPATIENT = "&options=-c%20lock_timeout%3D3000"


def at_once(url: str, shares: Sequence[Sequence[Callback]]) -> list[list[Outcome]]:
    """Deliver each share on an engine, connection and thread of its own, all beginning at the same moment."""
    barrier = Barrier(len(shares))

    def adapter(share: Sequence[Callback]) -> list[Outcome]:
        with closing(PostgresqlEngine(url)) as engine:
            engine.ping()
            barrier.wait()
            return stored(engine, share)

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


def test_the_same_callbacks_in_many_groups_at_once(postgresql_url: str, postgresql_engine: PostgresqlEngine) -> None:
    """Each adapter has all of them in an order of its own, as when a provider and the spool repeat them."""
    sent = [status(f"m{number}", word) for number in range(20) for word in ("queued", "sent", "delivered")]
    sent += [
        acme({"event": "inbound", "id": f"i{number}", "from": f"+{number}", "body": "STOP"}) for number in range(9)
    ]
    chance = random.Random(2)  # noqa: S311
    shares = [chance.sample(sent, len(sent)) for _ in range(ADAPTERS)]

    before = rows(postgresql_engine, DEADLOCKS)
    outcomes = at_once(postgresql_url, shares)
    assert rows(postgresql_engine, DEADLOCKS) == before
    first = [
        callback.params
        for share, found in zip(shares, outcomes, strict=True)
        for callback, outcome in zip(share, found, strict=True)
        if not outcome.duplicate
    ]
    assert sorted(first) == sorted(callback.params for callback in sent)
    assert (
        rows(postgresql_engine, "SELECT hits, state, attempts FROM sms_callback")
        == [{"hits": ADAPTERS, "state": "done", "attempts": 1}] * 69
    )
    assert rows(postgresql_engine, "SELECT status FROM sms_message") == [{"status": "delivered"}] * 20
    assert rows(postgresql_engine, "SELECT count(*) AS found FROM sms_status") == [{"found": 60}]
    assert rows(postgresql_engine, "SELECT count(*) AS found FROM v_sms_opt_out") == [{"found": 9}]


def test_interleaved_statuses_in_many_small_groups(postgresql_url: str, postgresql_engine: PostgresqlEngine) -> None:
    """Every group holds new messages and old ones, so rows are made and locked in each."""
    words = ["accepted", "queued", "sending", "sent", "delivered", "read"]
    sent = [[status(f"m{number:02}", word) for number in range(24)] for word in words]
    chance = random.Random(3)  # noqa: S311
    shares: list[list[list[Callback]]] = [[] for _ in range(ADAPTERS)]
    for wave in sent:
        chance.shuffle(wave)
        for place in range(0, len(wave), 3):
            shares[place // 3 % ADAPTERS].append(wave[place : place + 3])
    for share in shares:
        chance.shuffle(share)

    before = rows(postgresql_engine, DEADLOCKS)
    barrier = Barrier(ADAPTERS)

    def adapter(groups: list[list[Callback]]) -> int:
        with closing(PostgresqlEngine(postgresql_url)) as engine:
            engine.ping()
            barrier.wait()
            return sum(outcome.state == "done" for group in groups for outcome in stored(engine, group))

    with ThreadPoolExecutor(ADAPTERS) as pool:
        assert sum(pool.map(adapter, shares)) == 24 * len(words)
    assert rows(postgresql_engine, DEADLOCKS) == before
    assert rows(postgresql_engine, "SELECT status FROM sms_message") == [{"status": "read"}] * 24
    assert rows(postgresql_engine, "SELECT count(*) AS found FROM sms_status") == [{"found": 24 * len(words)}]


def test_deferred_callbacks_of_many_adapters_are_announced(
    postgresql_url: str, postgresql_engine: PostgresqlEngine
) -> None:
    words = ["queued", "sent", "delivered", "read"]
    shares = [[status(f"m{number}", words[(number + turn) % 4]) for number in range(20)] for turn in range(4)]
    with psycopg.connect(postgresql_url, autocommit=True) as listener:
        listener.execute("UPDATE sms.sms_setting SET value = 'deferred' WHERE name = 'process'")
        listener.execute("LISTEN sms_callback")
        try:
            outcomes = at_once(postgresql_url, shares)
        finally:
            listener.execute("UPDATE sms.sms_setting SET value = 'inline' WHERE name = 'process'")
        announced = list(listener.notifies(timeout=30, stop_after=len(shares)))
    assert {(outcome.state, outcome.duplicate) for share in outcomes for outcome in share} == {("pending", False)}
    assert len(announced) == len(shares)
    assert rows(postgresql_engine, "SELECT count(*) AS found FROM sms_message") == [{"found": 0}]
    with postgresql_engine.transaction() as session:
        assert session.call("sp_sms_process", {}, ["p_done", "p_failed"]) == {"p_done": 80, "p_failed": 0}
    assert rows(postgresql_engine, "SELECT status FROM sms_message") == [{"status": "read"}] * 20


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
        assert [outcome.state for outcome in stored(other, others)] == ["done"] * 3
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
