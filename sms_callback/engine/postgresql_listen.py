"""PostgreSQL tells at once that a deferred callback was committed: LISTEN on the channel `sms_callback`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sms_callback.engine.postgresql_statement import Handle, execute, translating
from sms_callback.sqlfiles import shipped

LOOK_SECONDS = 60.0
"""How often one looks all the same: behind a pooler that shares connections nobody is told anything."""

SLICE_SECONDS = 0.2
"""How long the end may go unnoticed; psycopg waits for the server's messages and for nothing else."""


class Listening:
    """Arrivals of which the server tells.

    Args:
        connect: opens a connection of its own.
        stop: ends the waiting when it is set.
        interval: seconds after which one looks all the same.
    """

    def __init__(self, connect: Callable[[], Handle], stop: threading.Event, interval: float) -> None:
        self._connect = connect
        self._stop = stop
        self._interval = interval
        self._handle: Handle | None = None

    def wait(self) -> None:
        """Return when the server tells of a callback; see `Arrivals.wait`."""
        if self._handle is None or self._handle.closed:
            # Whatever comes after LISTEN is told; what was there before, the caller finds now.
            self._handle = self._connect()
            execute(self._handle, shipped("postgresql").query("listen").encode())
            return
        end = time.monotonic() + self._interval
        with translating(self._handle):
            while not self._stop.is_set() and (left := end - time.monotonic()) > 0:
                if any(True for _ in self._handle.notifies(timeout=min(left, SLICE_SECONDS), stop_after=1)):
                    return

    def close(self) -> None:
        """End the connection."""
        if self._handle is not None:
            self._handle.close()


@contextmanager
def listening(connect: Callable[[], Handle], stop: threading.Event, interval: float | None) -> Iterator[Listening]:
    """Arrivals for as long as the block runs; see `Listening`."""
    arrivals = Listening(connect, stop, LOOK_SECONDS if interval is None else interval)
    try:
        yield arrivals
    finally:
        arrivals.close()
