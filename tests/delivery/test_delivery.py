"""From an accepted request to the database, or to the spool: what the provider hears, and what stands in the end."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from sms_callback.delivery.delivery import Delivery
from sms_callback.delivery.model import DeliveryLimits, Stored
from sms_callback.delivery.pending import run
from sms_callback.engine.sqlite import SqliteEngine
from sms_callback.errors import NotStoredError, SmsCallbackError
from sms_callback.install import install
from sms_callback.model import Callback, Endpoint, Outcome
from sms_callback.spool import Spool

LATE = 30.0
"""Seconds after which a test gives up."""

DEADLINE_MS = 150


class Told:
    """An observer that remembers."""

    def __init__(self) -> None:
        self.groups: list[int] = []
        self.stored_states: list[tuple[str, str, int]] = []
        self.reasons: list[tuple[int, str]] = []

    def group(self, size: int, seconds: float) -> None:
        assert seconds >= 0
        self.groups.append(size)

    def stored(self, provider: str, state: str, count: int) -> None:
        self.stored_states.append((provider, state, count))

    def spooled(self, count: int, reason: str) -> None:
        self.reasons.append((count, reason))


class Desk:
    """An installed SQLite file with a delivery over it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        engine = SqliteEngine(str(path), create=True)
        install(engine)
        (found,) = (endpoint for endpoint in engine.endpoints() if endpoint.provider == "twilio")
        self.endpoint: Endpoint = replace(found, deadline_ms=DEADLINE_MS)
        engine.close()
        self.told = Told()
        self.spool = Spool(path.with_suffix(".spool"), engine.label)

    @contextmanager
    def open(
        self, *, spool: bool = True, limits: DeliveryLimits | None = None, engine: SqliteEngine | None = None
    ) -> Iterator[Delivery]:
        engine = engine or SqliteEngine(str(self.path))
        delivery = Delivery(engine, self.spool if spool else None, limits, self.told)
        delivery.start()
        try:
            yield delivery
        finally:
            delivery.close(LATE)

    def journal(self) -> list[tuple[str, str, int]]:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(
                "SELECT json_extract(params, '$.MessageSid'), via, hits FROM sms_callback ORDER BY callback_id"
            ).fetchall()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another process keeps the database locked."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")

    @contextmanager
    def away(self) -> Iterator[None]:
        aside = self.path.rename(self.path.with_suffix(".aside"))
        yield
        aside.rename(self.path)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "sms.db")


def status(sid: str) -> list[Callback]:
    params = {"MessageSid": sid, "MessageStatus": "sent", "To": "+15550001"}
    return [Callback("twilio", json.dumps(params), received_at=datetime(2026, 11, 1, 12))]


def inbound(sid: str) -> list[Callback]:
    params = {"messagesid": sid, "smsstatus": ["Received", "x"], "From": "+15550001", "Body": "Hi", "To": None}
    return [Callback("twilio", json.dumps(params), received_at=datetime(2026, 11, 1, 12))]


def until(condition: Callable[[], bool]) -> None:
    give_up = time.monotonic() + LATE
    turn = threading.Event()
    while not condition():
        assert time.monotonic() < give_up
        turn.wait(0.01)


def test_stored_is_answered_as_the_database_says(desk: Desk) -> None:
    with desk.open() as delivery:
        assert run(delivery.store(status("SM1"), desk.endpoint)) == Stored(200, None, "", "done", callback_id=1)
        assert run(delivery.store(status("SM1"), desk.endpoint)).duplicate
        assert run(delivery.store(inbound("SM2"), desk.endpoint)).answer_body == "<Response/>"
    assert desk.journal()[0] == ("SM1", "adapter", 2)
    assert desk.told.groups == [1, 1, 1]
    assert desk.told.stored_states == [("twilio", "done", 1)] * 3


class Watched(SqliteEngine):
    """Tells which groups it was given, also before they are stored."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.given: list[int] = []

    def deliver(self, callbacks: Sequence[Callback]) -> list[Outcome | SmsCallbackError]:
        self.given.append(len(callbacks))
        return super().deliver(callbacks)


def test_what_waits_for_a_transaction_shares_the_next(desk: Desk) -> None:
    engine = Watched(desk.path)
    endpoint = replace(desk.endpoint, deadline_ms=60_000)
    with desk.open(engine=engine) as delivery, ThreadPoolExecutor(20) as threads:
        with desk.locked():
            stored = [
                threads.submit(lambda sid: run(delivery.store(status(sid), endpoint)), f"SM{number}")
                for number in range(20)
            ]
            until(lambda: sum(engine.given) + delivery.state().waiting == 20)
        assert {result.result(LATE).state for result in stored} == {"done"}
    # All that were there when the writer woke, and the others.
    assert len(engine.given) <= 2
    assert desk.told.groups == engine.given
    assert len(desk.journal()) == 20


def test_what_the_database_does_not_take_in_time_is_spooled_and_drained(desk: Desk) -> None:
    with desk.open() as delivery:
        with desk.locked():
            began = time.monotonic()
            stored = run(delivery.store(status("SM1"), desk.endpoint))
            assert time.monotonic() - began >= DEADLINE_MS / 1000
            assert stored == Stored(200, None, "", "spooled", spooled=True)
            assert not delivery.state().up
            # Now nobody waits for the database any more, and the answer is the same as the database would give.
            assert run(delivery.store(inbound("SM2"), desk.endpoint)) == Stored(
                200, "text/xml", "<Response/>", "spooled", spooled=True
            )
            assert desk.spool.status().waiting == 2
        until(lambda: delivery.state().up)
        until(lambda: desk.spool.status().waiting == 0)
    # The first may have been committed late by its writer and then came from the spool: one row, one arrival.
    assert sorted((sid or "SM2", hits) for sid, _, hits in desk.journal()) == [("SM1", 1), ("SM2", 1)]
    assert desk.told.reasons[0] == (1, "slow")


def test_away_and_back(desk: Desk) -> None:
    with desk.open() as delivery:
        with desk.away():
            for number in range(5):
                assert run(delivery.store(status(f"SM{number}"), desk.endpoint)).spooled
            assert delivery.state().reason == "away"
        until(lambda: delivery.state().up)
        until(lambda: desk.spool.status().waiting == 0)
        assert not run(delivery.store(status("SM5"), desk.endpoint)).spooled
    assert sorted(desk.journal()) == [*((f"SM{number}", "spool", 1) for number in range(5)), ("SM5", "adapter", 1)]
    assert desk.told.reasons == [(1, "away")] * 5


def test_what_an_earlier_process_left_is_drained_at_the_start(desk: Desk) -> None:
    desk.spool.put(status("SM1"), "away")
    with desk.open():
        until(lambda: desk.spool.status().waiting == 0)
    assert desk.journal() == [("SM1", "spool", 1)]


def test_a_callback_that_the_database_refuses_even_as_failed_is_kept_as_poison(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.path)) as connection:
        connection.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON sms_callback WHEN NEW.params LIKE '%SMbad%'"
            " BEGIN SELECT RAISE(ABORT, 'not here'); END"
        )
    with desk.open() as delivery:
        # One request with several callbacks: the others are stored, the bad one waits for a person.
        stored = run(delivery.store([*status("SM1"), *status("SMbad"), *status("SM2")], desk.endpoint))
        assert (stored.state, stored.spooled) == ("done", False)
        assert delivery.state().up
        until(lambda: desk.spool.status().poison == 1)
        assert desk.spool.status().waiting == 0
    assert desk.journal() == [("SM1", "adapter", 1), ("SM2", "adapter", 1)]
    assert desk.told.reasons == [(1, "refused")]


def test_without_a_spool_nothing_is_acknowledged_that_the_database_does_not_take(desk: Desk) -> None:
    with desk.open(spool=False) as delivery:
        with desk.away(), pytest.raises(NotStoredError):
            run(delivery.store(status("SM1"), desk.endpoint))
        assert run(delivery.store(status("SM2"), desk.endpoint)).state == "done"
    assert desk.journal() == [("SM2", "adapter", 1)]


def test_neither_database_nor_spool(desk: Desk) -> None:
    desk.spool.path.mkdir()
    with desk.open() as delivery:
        with desk.away(), pytest.raises(NotStoredError):
            run(delivery.store(status("SM1"), desk.endpoint))
        # The spool is still broken; the database is asked all the same.
        assert run(delivery.store(status("SM2"), desk.endpoint)).state == "done"
    assert desk.journal() == [("SM2", "adapter", 1)]


def test_a_full_queue_overflows_into_the_spool(desk: Desk) -> None:
    limits = DeliveryLimits(writers=1, group=1, waiting=1)
    endpoint = replace(desk.endpoint, deadline_ms=60_000)
    answers: list[Stored] = []
    with desk.open(limits=limits) as delivery:

        def store(sid: str) -> None:
            answers.append(run(delivery.store(status(sid), endpoint)))

        threads = [threading.Thread(target=store, args=(f"SM{number}",)) for number in range(3)]
        with desk.locked():
            for index, thread in enumerate(threads):
                thread.start()
                # One is being written, one waits, and there is no room for the third.
                until(lambda: delivery.state().waiting == (index if index < 2 else 1))  # noqa: B023
            until(lambda: any(answer.spooled for answer in answers))
        for thread in threads:
            thread.join(LATE)
        until(lambda: desk.spool.status().waiting == 0)
    assert len(answers) == 3
    assert sorted(sid for sid, _, _ in desk.journal()) == ["SM0", "SM1", "SM2"]
    assert (1, "queue full") in desk.told.reasons
