"""Providers and accounts as the adapter knows them: read once, and again when that may change an answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from enum import Enum

from sms_callback.adapter.remembered import Remembered
from sms_callback.delivery.gatherer import Gatherer
from sms_callback.delivery.pending import Steps, Wait
from sms_callback.engine.base import Engine
from sms_callback.errors import DatabaseAwayError, SmsCallbackError
from sms_callback.model import Endpoint

log = logging.getLogger(__name__)

REFUSAL_PAUSE = 1.0
"""Seconds between two readings because a request would be refused: wrong requests must not load the database."""

MAX_AGE = 30.0
"""Seconds after which an account that was removed or disabled is refused at the latest."""

FIRST_PATIENCE = 5.0
"""Seconds that a request waits for the first reading of all."""

PATIENCE = 0.5
"""Seconds that a request waits for another reading: no provider waits long for an answer."""


class Want(Enum):
    """What a request waits for: any reading, or one that begins after it asked."""

    ANY = "any"
    NEW = "new"


class Endpoints:
    """The rows of `engine.endpoints()` by provider. Safe to use from any thread.

    A thread of its own reads, so that a database that hangs holds no request up.

    Args:
        engine: the database.
        remembered: where they are kept for a start while the database is away; None: nowhere.
        clock: seconds that only grow.
    """

    def __init__(
        self, engine: Engine, remembered: Remembered | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine = engine
        self._remembered = remembered
        self._clock = clock
        self._known: dict[str, Endpoint] | None = None
        self._tried_at = 0.0
        self._reader: Gatherer[Want, None] = Gatherer("accounts", self._read, 1, 1000, 1000, lambda _size, _time: None)

    def find(self, provider: str) -> Steps[Endpoint | None]:
        """A provider, or None if there is none of that name.

        Raises:
            SmsCallbackError: nothing was read so far, nothing is remembered, and the database does not answer.
        """
        known = self._known
        if known is None:
            known = yield from self._first()
        elif self._age() >= MAX_AGE:
            # Meanwhile the other requests work with what is known, and so does this one if the database hangs.
            self._tried_at = self._clock()
            yield from self._wait(Want.NEW, PATIENCE)
            known = self._known or known
        return known.get(provider)

    def refresh(self) -> Steps[bool]:
        """Read again because a request would be refused; whether that was done (not more often than REFUSAL_PAUSE)."""
        if self._age() < REFUSAL_PAUSE:
            return False
        return (yield from self._wait(Want.NEW, PATIENCE)) is None

    def reload(self) -> None:
        """Read again soon, because the operator wants it."""
        self._reader.offer([Want.NEW])

    def _age(self) -> float:
        return self._clock() - self._tried_at

    def _first(self) -> Steps[dict[str, Endpoint]]:
        error = yield from self._wait(Want.ANY, FIRST_PATIENCE)
        if self._known is None:
            self._known = (self._remembered.read() if self._remembered else None) or None
            if self._known is None:
                raise error or DatabaseAwayError("The accounts could not be read.", "Look at the database.")
            log.warning("accounts as they were read last, since the database does not answer")
        return self._known

    def _wait(self, want: Want, seconds: float) -> Steps[Exception | None]:
        """Have the thread read, and wait so long for it; what went wrong."""
        pending = self._reader.offer([want])
        if pending:
            yield Wait(pending, time.monotonic() + seconds)
        if pending is None or pending.results is None:
            return DatabaseAwayError(f"The accounts could not be read within {seconds:g} s.", "Look at the database.")
        return pending.results if isinstance(pending.results, Exception) else None

    def _read(self, wants: Sequence[Want]) -> Sequence[None]:
        """Read, or keep what is known if the database does not answer."""
        done = [None] * len(wants)
        if self._known is not None and Want.NEW not in wants:
            return done
        try:
            self._known = {endpoint.provider: endpoint for endpoint in self._engine.endpoints()}
        except SmsCallbackError as error:
            log.warning("accounts not read: %s", error.message)
            raise
        finally:
            self._tried_at = self._clock()
        if self._remembered:
            self._remembered.write(self._known)
        return done
