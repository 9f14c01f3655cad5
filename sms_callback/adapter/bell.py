"""Waits of an event loop for what other threads do. All that end together wake the loop once, which is what costs."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable

from sms_callback.delivery.pending import Wait


class Bell:
    """Rung by other threads when something is there that the loop waits for.

    Args:
        loop: whose tasks wait.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._ended: deque[asyncio.Future[None]] = deque()

    async def wait(self, wait: Wait) -> None:
        """Wait for the results, or until the time is over."""
        future: asyncio.Future[None] = self._loop.create_future()
        if not wait.pending.watch(_Waiter(future, self._ended, self._ring)):
            return
        timer = self._loop.call_later(wait.until - time.monotonic(), _end, future)
        try:
            await future
        finally:
            timer.cancel()

    def _ring(self) -> None:
        self._loop.call_soon_threadsafe(self._end_all)

    def _end_all(self) -> None:
        while self._ended:
            _end(self._ended.popleft())


class _Waiter:
    """A task that waits."""

    __slots__ = ("_ended", "_future", "_ring")

    def __init__(
        self, future: asyncio.Future[None], ended: deque[asyncio.Future[None]], ring: Callable[[], None]
    ) -> None:
        self._future = future
        self._ended = ended
        self._ring = ring

    def end(self) -> Callable[[], None]:
        self._ended.append(self._future)
        return self._ring


def _end(future: asyncio.Future[None]) -> None:
    # Its time may be over, or its task cancelled.
    if not future.done():
        future.set_result(None)
