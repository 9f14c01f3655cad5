"""Delivery: an accepted callback goes to the database, or to the spool, before its provider hears a 2xx.

    request ──► queue ──► writer: one transaction for all that wait ──► answer
         │ not committed by the deadline, database away, queue full, refused
         └────► queue ──► spool: one fsync for all that wait ──► answer;  the drainer brings it to the database

Without a spool, or where that fails, the database is all there is, and what it does not take is not acknowledged.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from sms_callback.delivery.answer import committed, spooled
from sms_callback.delivery.breaker import AWAY, FULL, REFUSED, SLOW, Breaker
from sms_callback.delivery.gatherer import Gatherer
from sms_callback.delivery.model import DeliveryLimits, DeliveryObserver, DeliveryState, Silent, Stored
from sms_callback.delivery.pending import Steps, Wait
from sms_callback.delivery.spooling import Spooling
from sms_callback.delivery.watchdog import Watchdog
from sms_callback.engine.base import Engine, Interruptible
from sms_callback.errors import (
    DatabaseAwayError,
    DeniedError,
    NotInstalledError,
    NotStoredError,
    SmsCallbackError,
    SpoolAwayError,
)
from sms_callback.model import Callback, Endpoint, Outcome
from sms_callback.spool import Spool

PATIENCE = 10.0
"""Seconds to wait for the database where there is no spool: then the provider is told to come again."""

LAST_PATIENCE = 5.0
"""The same where the spool failed, which took its time; a provider such as Twilio hangs up after 15 s."""

_AWAY = (DatabaseAwayError, NotInstalledError, DeniedError)
"""Errors that every callback would meet now, and none when time or the operator has mended them."""


_HEAVY = 16 * 1024
"""Characters of parameters that count as one callback more: some engines keep what a transaction writes in memory."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What the database took: the outcome of the first callback, unless it is among those `left`, for a `reason`."""

    left: Sequence[Callback]
    reason: str = ""
    first: Outcome | None = None


class Delivery:
    """Stores callbacks. Safe to use from any thread; its own threads and connections begin with the first callback.

    Args:
        engine: the database.
        spool: where callbacks go that it does not take in time; None: nowhere.
        limits: how much at once.
        observer: is told what happens.
    """

    def __init__(
        self,
        engine: Engine,
        spool: Spool | None,
        limits: DeliveryLimits | None = None,
        observer: DeliveryObserver | None = None,
    ) -> None:
        limits = limits or DeliveryLimits()
        self._observer: DeliveryObserver = observer or Silent()
        self._breaker = Breaker()
        self._database: Gatherer[Callback, Outcome | SmsCallbackError] = Gatherer(
            "writer", engine.deliver, limits.writers, limits.group, limits.waiting, self._observer.group
        )
        self._spooling = Spooling(spool, engine, self._breaker, limits) if spool else None
        self._watchdog = Watchdog(engine) if isinstance(engine, Interruptible) else None

    def store(self, callbacks: Sequence[Callback], endpoint: Endpoint) -> Steps[Stored]:
        """Store the callbacks of one request durably.

        Args:
            callbacks: at least one, all of this endpoint's provider.
            endpoint: says when the answer must go out, and what it is while the database is away.

        Raises:
            NotStoredError: neither database nor spool took all of them; some may be stored all the same.
        """
        if self._spooling is None:
            attempt = yield from self._try_database(callbacks, PATIENCE)
            if attempt.left:
                raise _not_stored(attempt.reason)
        else:
            attempt = _Attempt(callbacks, self._breaker.reason or AWAY)
            if self._breaker.up:
                attempt = yield from self._try_database(callbacks, endpoint.deadline_ms / 1000)
            if attempt.left:
                attempt = yield from self._spool(attempt, self._spooling)
        result = committed(attempt.first) if attempt.first else spooled(callbacks[0], endpoint)
        self._observer.stored(endpoint.provider, result.state, len(callbacks))
        return result

    def start(self) -> None:
        """Begin what does not wait for a callback: draining what an earlier process left, and the watchdog."""
        if self._spooling:
            self._spooling.drain()
        if self._watchdog:
            self._watchdog.start()

    def state(self) -> DeliveryState:
        """How it is at this moment."""
        breaker = self._breaker
        return DeliveryState(breaker.up, breaker.since, breaker.reason, self._database.waiting)

    def close(self, timeout: float) -> None:
        """Finish what was accepted and take no more; give up after so many seconds."""
        until = time.monotonic() + timeout
        self._database.close(until)
        if self._spooling:
            self._spooling.close(until)
        if self._watchdog:
            self._watchdog.stop()

    def _try_database(self, callbacks: Sequence[Callback], seconds: float) -> Steps[_Attempt]:
        """Wait so long for the database to take callbacks."""
        if self._spooling and self._database.stuck() > seconds / 2:
            # Who waits for these writers waits in vain.
            self._trip(SLOW, f"every writer is stuck for more than {seconds / 2:g} s")
            return _Attempt(callbacks, SLOW)
        pending = self._database.offer(callbacks, sum(1 + len(callback.params) // _HEAVY for callback in callbacks))
        if pending is None:
            return _Attempt(callbacks, FULL)
        yield Wait(pending, time.monotonic() + seconds)
        results = pending.results
        if results is None:
            # What a writer has taken may be committed late. From the spool it comes again: one row in the end (rule 2).
            self._database.withdraw(pending)
            self._trip(SLOW, f"not committed within {seconds:g} s")
            return _Attempt(callbacks, SLOW)
        if isinstance(results, Exception):
            return self._none_taken(callbacks, results)
        first = results[0]
        left = [callback for callback, result in zip(callbacks, results, strict=True) if isinstance(result, Exception)]
        failed = next((result for result in results if isinstance(result, Exception)), None)
        reason = self._none_taken(left, failed).reason if failed else ""
        return _Attempt(left, reason, first if isinstance(first, Outcome) else None)

    def _none_taken(self, callbacks: Sequence[Callback], error: Exception) -> _Attempt:
        """The database took none of these; where no other callback would fare better now, the breaker hears of it."""
        if not isinstance(error, _AWAY):
            return _Attempt(callbacks, REFUSED)
        self._trip(AWAY, error.message)
        return _Attempt(callbacks, self._breaker.reason or AWAY)

    def _spool(self, attempt: _Attempt, spooling: Spooling) -> Steps[_Attempt]:
        """Spool what is left of an attempt. If that cannot be, the database is the last resort."""
        try:
            yield from spooling.put(attempt.left, attempt.reason)
        except SpoolAwayError:
            last = yield from self._try_database(attempt.left, LAST_PATIENCE)
            if last.left:
                raise _not_stored(last.reason) from None
            # The drainer may be unable to tell, with a spool that cannot be read.
            self._breaker.reset()
            return _Attempt([], first=attempt.first or last.first)
        self._observer.spooled(len(attempt.left), attempt.reason)
        return attempt

    def _trip(self, reason: str, detail: str) -> None:
        # Without a spool there is nothing else to turn to.
        if self._spooling and self._breaker.trip(reason, detail):
            self._database.release(DatabaseAwayError(f"The database is {reason}."), taken=reason is SLOW)


def _not_stored(reason: str) -> NotStoredError:
    return NotStoredError(f"Not stored: the database is {reason}, and so is the spool.", "See the log of the adapter.")
