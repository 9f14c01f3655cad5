"""How somebody who works off the journal learns that callbacks wait there."""

from __future__ import annotations

import threading
from typing import Protocol

POLL_SECONDS = 1.0
"""How often one looks where the database tells nobody."""


class Arrivals(Protocol):
    """What `Engine.arrivals` gives."""

    def wait(self) -> None:
        """Return when callbacks may have come since the last call, when it is time to look again, or at the end.

        The first call returns at once, and so does the first after a failure.

        Raises:
            DatabaseAwayError: the database cannot tell at the moment; call again later.
        """


class Polled:
    """Arrivals that nobody tells: one looks from time to time.

    Args:
        stop: ends the waiting when it is set.
        interval: seconds between two looks.
    """

    def __init__(self, stop: threading.Event, interval: float) -> None:
        self._stop = stop
        self._interval = interval
        self._looked = False

    def wait(self) -> None:
        """Return after the interval; see `Arrivals.wait`."""
        if self._looked:
            self._stop.wait(self._interval)
        self._looked = True
