"""The thread that brings the spool's callbacks to the database when it is back."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from sms_callback.engine.base import Engine
from sms_callback.errors import SmsCallbackError, SpoolAwayError, without_text
from sms_callback.spool.drain import GROUP, Memory, run
from sms_callback.spool.lock import drainer_lock
from sms_callback.spool.spool import Spool

FIRST_PAUSE = 0.1
LAST_PAUSE = 2.0
GROWTH = 1.6
"""Seconds between two attempts while the database is away: the first, the longest, and how they grow."""

IDLE = 2.0
"""Seconds between two looks into the spool while nobody wakes the drainer: another process may have left something."""

STUCK = 30.0
"""Seconds after which the drainer of another process that gets nowhere says nothing about the database any more."""

LONG = 15.0
"""Seconds of draining after which the database counts as working although much is left."""

_log = logging.getLogger("sms_callback.spool")


class Drainer:
    """Drains a spool while it runs, in turn with the drainers of other processes.

    Args:
        spool: what to drain.
        engine: its database.
        on_success: called, in the drainer's thread, whenever the database was seen to work: it took callbacks and few
            are left in the spool, or, if there was none, it answered.
    """

    def __init__(self, spool: Spool, engine: Engine, on_success: Callable[[], None] = lambda: None) -> None:
        self._spool = spool
        self._engine = engine
        self._on_success = on_success
        self._memory = Memory()
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="spool-drainer", daemon=True)
        self._failing = False
        self._spool_failing = False
        self._pause = FIRST_PAUSE
        self._since: float | None = None
        self._moved = time.monotonic()
        self._first = 0

    def start(self) -> None:
        """Start the thread; it looks into the spool at once."""
        self._woken.set()
        self._thread.start()

    def wake(self) -> None:
        """Something went to the spool, or somebody waits for the database: attempts go on until it works."""
        self._woken.set()

    def stop(self, timeout: float | None = 5.0) -> None:
        """Stop after the group that is on its way.

        Args:
            timeout: seconds to wait for it; the thread does not keep the process alive.
        """
        self._stopped.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _loop(self) -> None:
        while not self._stopped.is_set():
            try:
                self._round()
            except Exception as error:  # noqa: BLE001
                # Without this thread everything spooled would wait until somebody looks.
                _log.error("The drainer goes on after what was not expected: %s", without_text(error))
                self._failing = True
                self._stopped.wait(LAST_PAUSE)

    def _round(self) -> None:
        woken = self._woken.is_set()
        self._woken.clear()
        if (woken or self._failing or self._something_waits()) and not self._done():
            # Whoever wakes it now must not make it hurry.
            self._stopped.wait(self._pause)
            self._pause = min(LAST_PAUSE, self._pause * GROWTH)
        else:
            self._woken.wait(IDLE)

    def _done(self) -> bool:
        """Make an attempt; gives whether the database works and nothing is left."""
        if not self._attempt() or self._spool_failing:
            return False
        self._pause = FIRST_PAUSE
        return not self._something_waits()

    def _something_waits(self) -> bool:
        try:
            waits = self._spool.newest() > 0
        except SpoolAwayError as error:
            self._spool_fails(error)
            return False
        self._spool_failing = self._spool_failing and waits
        return waits

    def _attempt(self) -> bool:
        """Ask the database, and drain; gives whether it works."""
        try:
            self._engine.ping()
            return self._drain() if self._something_waits() else self._works()
        except SpoolAwayError as error:
            # The database answered.
            self._spool_fails(error)
            return self._works()
        except SmsCallbackError as error:
            return self._fails(error)

    def _drain(self) -> bool:
        self._since = self._since or time.monotonic()
        with drainer_lock(self._spool.path, 0) as mine:
            if not mine:
                return self._works() if self._others_get_on() else False
            drained = run(
                self._spool,
                self._engine,
                self._memory,
                on_stored=lambda _count: self._on_success() if self._nearly_done() else None,
                keep_on=lambda: not self._stopped.is_set(),
            )
            if drained.stored:
                _log.info("%d callbacks came from the spool to the database.", drained.stored)
            if isinstance(drained.error, SpoolAwayError):
                raise drained.error
            self._spool.shrink()
        self._spool_failing = False
        return self._fails(drained.error) if drained.error else self._works()

    def _nearly_done(self) -> bool:
        """Is little left? Before that the drainer and those that store new callbacks would be in each other's way."""
        return self._spool.status().waiting <= GROUP or time.monotonic() - (self._since or 0) > LONG

    def _others_get_on(self) -> bool:
        """Is the process that drains nearly done? If it gets nowhere it says nothing about the database."""
        oldest = self._spool.oldest(1, 0)
        first = oldest[0].spool_id if oldest else 0
        if first == self._first:
            return time.monotonic() - self._moved > STUCK
        self._first, self._moved = first, time.monotonic()
        return self._nearly_done()

    def _works(self) -> bool:
        if self._failing:
            _log.info("The database takes callbacks again.")
        self._failing = False
        self._since = None
        self._on_success()
        return True

    def _fails(self, error: SmsCallbackError) -> bool:
        if not self._failing:
            _log.warning("The database takes no callbacks from the spool: %s %s", error.message, error.hint)
        self._failing = True
        self._since = None
        return False

    def _spool_fails(self, error: SpoolAwayError) -> None:
        if not self._spool_failing:
            _log.error("The spool cannot be drained: %s %s", error.message, error.hint)
        self._spool_failing = True
