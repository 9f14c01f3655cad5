"""Providers and accounts as the adapter knows them: read once, and again when that may change an answer."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from sms_callback.engine.base import Engine
from sms_callback.errors import SmsCallbackError
from sms_callback.model import Endpoint

log = logging.getLogger(__name__)

REFUSAL_PAUSE = 1.0
"""Seconds between two readings because a request would be refused: wrong requests must not load the database."""

MAX_AGE = 30.0
"""Seconds after which an account that was removed or disabled is refused at the latest."""


class Endpoints:
    """The rows of `engine.endpoints()` by provider. Safe to use from any thread.

    Args:
        engine: the database.
        clock: seconds that only grow.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, Endpoint] | None = None
        self._tried_at = 0.0

    def find(self, provider: str) -> Endpoint | None:
        """A provider, or None if there is none of that name.

        Raises:
            SmsCallbackError: nothing was read so far, and the database does not answer.
        """
        if self._known is None:
            with self._lock:
                if self._known is None:
                    self._read()
        elif self._age() >= MAX_AGE and self._lock.acquire(blocking=False):
            # The other threads work with what they know meanwhile.
            try:
                self._read_again()
            finally:
                self._lock.release()
        return (self._known or {}).get(provider)

    def refresh(self) -> bool:
        """Read again because a request would be refused; whether that was done (not more often than REFUSAL_PAUSE)."""
        seen = self._tried_at
        with self._lock:
            # Another thread read while this one waited: that counts for both.
            if self._tried_at != seen:
                return True
            if self._age() < REFUSAL_PAUSE:
                return False
            return self._read_again()

    def _age(self) -> float:
        return self._clock() - self._tried_at

    def _read(self) -> None:
        self._known = {endpoint.provider: endpoint for endpoint in self._engine.endpoints()}
        self._tried_at = self._clock()

    def _read_again(self) -> bool:
        """Read, or keep what is known if the database does not answer."""
        try:
            self._read()
        except SmsCallbackError as error:
            self._tried_at = self._clock()
            log.warning("accounts not read again: %s", error.message)
            return False
        return True
