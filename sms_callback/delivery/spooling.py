"""The way to the spool: one thread writes what waits with one fsync, and the drainer hears of it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sms_callback.delivery.breaker import Breaker
from sms_callback.delivery.gatherer import Gatherer
from sms_callback.delivery.model import DeliveryLimits
from sms_callback.delivery.pending import Steps, Wait
from sms_callback.engine.base import Engine
from sms_callback.errors import SpoolAwayError
from sms_callback.model import Callback
from sms_callback.spool import Drainer, Spool

log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds to wait for the spool; after a shorter time it says itself that it cannot be written."""


@dataclass(frozen=True, slots=True)
class _Item:
    callback: Callback
    reason: str


class Spooling:
    """Callbacks into the spool, and from there to the database. Safe to use from any thread.

    Args:
        spool: the file.
        engine: the database.
        breaker: is reset when the database takes callbacks again and few are left here.
        limits: how much at once.
    """

    def __init__(self, spool: Spool, engine: Engine, breaker: Breaker, limits: DeliveryLimits) -> None:
        self._spool = spool
        self._drainer = Drainer(spool, engine, breaker.reset)
        self._gatherer: Gatherer[_Item, None] = Gatherer(
            "spool", self._write, 1, limits.group, limits.waiting, lambda _size, _seconds: None
        )
        self._lock = threading.Lock()
        self._draining = False
        self._closed = False

    def put(self, callbacks: Sequence[Callback], reason: str) -> Steps[None]:
        """Store callbacks durably.

        Args:
            callbacks: at least one.
            reason: why they are not in the database.

        Raises:
            SpoolAwayError: they are not stored.
        """
        pending = self._gatherer.offer([_Item(callback, reason) for callback in callbacks])
        if pending is None:
            raise SpoolAwayError("Too many callbacks wait for the spool.", "Look at the disk that it is on.")
        yield Wait(pending, time.monotonic() + PATIENCE)
        results = pending.results
        if results is None:
            self._gatherer.withdraw(pending)
            raise SpoolAwayError(f"The spool took nothing for {PATIENCE:g} s.", "Look at the disk that it is on.")
        if isinstance(results, SpoolAwayError):
            raise results
        if isinstance(results, Exception):
            raise SpoolAwayError("The spool failed.", "See the log of the adapter.") from results

    def drain(self) -> None:
        """Begin to drain what waits, also from before this process; doing that twice is doing it once."""
        with self._lock:
            if not self._draining and not self._closed:
                self._drainer.start()
                self._draining = True

    def close(self, until: float) -> None:
        """Finish what was accepted, until a moment of `time.monotonic()`, and take no more."""
        self._gatherer.close(until)
        with self._lock:
            self._closed = True
            if self._draining:
                self._drainer.stop(max(0.0, until - time.monotonic()))

    def _write(self, items: Sequence[_Item]) -> Sequence[None]:
        try:
            for reason, group in groupby(items, key=lambda item: item.reason):
                self._spool.put([item.callback for item in group], reason)
        except SpoolAwayError as error:
            log.error("spool: %s", error.message)
            raise
        self.drain()
        self._drainer.wake()
        return [None] * len(items)
