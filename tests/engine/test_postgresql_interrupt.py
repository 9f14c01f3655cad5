"""Calls that hang are ended from outside, and their thread can go on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from time import monotonic

import psycopg
import pytest

from sms_callback.engine.base import Interruptible
from sms_callback.engine.postgresql import PostgresqlEngine
from sms_callback.errors import DatabaseAwayError, SmsCallbackError
from sms_callback.model import Outcome
from tests.engine.acme import status
from tests.outcome import stored

LATE = 30.0
"""Seconds after which a test gives up."""

NEVER = 1e9


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Somebody keeps the journal locked."""
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE sms.sms_callback IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def interrupt_until_done(
    engine: Interruptible, future: Future[list[Outcome | SmsCallbackError]], cut_after: float
) -> int:
    """Interrupt what hangs until the thread is free; how many calls that took."""
    ended, turn, give_up = 0, Event(), monotonic() + LATE
    while not future.done():
        assert monotonic() < give_up
        ended += engine.interrupt(0.0, cut_after)
        turn.wait(0.02)
    return ended


@pytest.mark.parametrize("cut_after", [NEVER, 0.0], ids=["cancelled", "cut"])
def test_a_call_that_waits_for_a_lock(
    postgresql_url: str, postgresql_engine: PostgresqlEngine, cut_after: float
) -> None:
    assert isinstance(postgresql_engine, Interruptible)
    with ThreadPoolExecutor(1) as pool:
        with locked(postgresql_url):
            future = pool.submit(postgresql_engine.deliver, [status("m1", "sent")])
            assert interrupt_until_done(postgresql_engine, future, cut_after) > 0
            assert isinstance(future.exception(), DatabaseAwayError)
        # The same thread delivers again, over its old connection or a new one.
        (outcome,) = pool.submit(stored, postgresql_engine, [status("m1", "sent")]).result(LATE)
        assert outcome.state == "done"


def test_what_is_quick_or_idle_is_left_alone(postgresql_engine: PostgresqlEngine) -> None:
    stored(postgresql_engine, [status("m1", "sent")])
    assert postgresql_engine.interrupt(0.0, 0.0) == 0
    assert postgresql_engine.interrupt(LATE, LATE) == 0
    assert stored(postgresql_engine, [status("m1", "sent")])[0].duplicate
