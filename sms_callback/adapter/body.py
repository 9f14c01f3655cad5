"""Bodies of requests while they come in: how long one may take, and how many large ones come in at once.

The server knows no time-out for a body, and reading one cannot be broken off. So each request has a thread of its own
for as long as its body comes in, and the connection of a sender that takes too long is ended from outside.
"""

from __future__ import annotations

import threading
import time
from typing import IO

from sms_callback.adapter.silence import hang_up_on_silence

DEFAULT_SECONDS = 10.0
"""Seconds that a sender may take for its headers, and again for its body."""

LARGE = 32 * 1024
"""Bytes of a large body."""

_LARGE_AT_ONCE = 8
"""Large bodies that are in memory at once, while they come in and while they are worked on."""


class Bodies:
    """All bodies that come in. Safe to use from any thread.

    Args:
        seconds: that a sender may take for its body; it is hung up on after twice that time (Linux only).
    """

    def __init__(self, seconds: float = DEFAULT_SECONDS) -> None:
        self._seconds = seconds
        self._large = threading.BoundedSemaphore(_LARGE_AT_ONCE)
        self._lock = threading.Lock()
        self._reading: dict[Body, float] = {}
        self._watched = False

    def of(self, stream: IO[bytes], port: int) -> Body:
        """A request's body; `port` is where the server listens."""
        return Body(self, self._large, stream, port)

    def begin(self, body: Body) -> None:
        """Its sender is waited for."""
        self._reading[body] = time.monotonic()
        if not self._watched:
            with self._lock:
                watched, self._watched = self._watched, True
            if not watched:
                threading.Thread(target=self._watch, args=(body.port,), name="silence", daemon=True).start()

    def end(self, body: Body) -> None:
        """It is there, or its sender hung up."""
        del self._reading[body]

    def _watch(self, port: int) -> None:
        while True:
            time.sleep(self._seconds / 4)
            late = time.monotonic() - self._seconds
            if any(began < late for began in list(self._reading.values())):
                # A connection that was idle for as long as the server allows has the same time for its next request.
                hang_up_on_silence(port, 2 * self._seconds)


class Body:
    """Stands for `wsgi.input`, and holds a place among the large bodies until it is closed."""

    __slots__ = ("_all", "_large", "_places", "_stream", "_taken", "port")

    def __init__(self, bodies: Bodies, places: threading.BoundedSemaphore, stream: IO[bytes], port: int) -> None:
        self.port = port
        self._all = bodies
        self._places = places
        self._stream = stream
        self._taken = 0
        self._large = False

    @property
    def large(self) -> bool:
        """More than LARGE of it was asked for."""
        return self._large

    def read(self, size: int) -> bytes:
        """Up to so many bytes, at least one unless the body is at its end."""
        if self._taken == LARGE and not self._large:
            self._places.acquire()
            self._large = True
        most = size if self._large else min(size, LARGE - self._taken)
        self._all.begin(self)
        try:
            data = self._stream.read(most)
        finally:
            self._all.end(self)
        self._taken += len(data)
        return data

    def close(self) -> None:
        """The request is answered."""
        if self._large:
            self._large = False
            self._places.release()
