"""Is the database taken to be there? While it is not, callbacks go to the spool without waiting for it."""

from __future__ import annotations

import logging
import threading
import time

log = logging.getLogger(__name__)

AWAY = "away"
SLOW = "slow"
REFUSED = "refused"
FULL = "queue full"
"""Why callbacks go to the spool: the set is fixed, since it labels a metric."""


class Breaker:
    """The one switch between database and spool. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.up = True
        self.reason = ""
        self.since = time.time()

    def trip(self, reason: str, detail: str) -> bool:
        """The database did not take a callback in time; whether that is news.

        Args:
            reason: AWAY or SLOW.
            detail: for the log.
        """
        with self._lock:
            if not self.up:
                return False
            self.up, self.reason, self.since = False, reason, time.time()
        log.error("database %s, callbacks go to the spool: %s", reason, detail)
        return True

    def reset(self) -> None:
        """The database took callbacks again, or answers and nothing waits for it."""
        with self._lock:
            if self.up:
                return
            seconds = time.time() - self.since
            self.up, self.reason, self.since = True, "", time.time()
        log.warning("database there again after %.1f s", seconds)
