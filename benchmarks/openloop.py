"""A fixed rate, whatever the answers do: python -m benchmarks.openloop PORT RATE SECONDS SEED OUTPUT.

The clock is not the loop's, which counts whole milliseconds. Each request has its time, and its latency counts from then, even if it had to wait for the program or for a connection:
what a closed loop leaves out when the server stalls (coordinated omission) is in.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import uvloop

from benchmarks.callbacks import Callbacks

CONNECTIONS = 64
"""Opened at once; more where all are busy, as providers do."""

MOST = 3000
TICK = 0.001
LOOK = 0.1
"""Seconds between two looks for requests that are overdue."""

TIMEOUT = 15.0
"""What Twilio waits: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides"""

CLASSES = ("2xx", "4xx", "5xx", "broken", "timeout")


@dataclass(slots=True)
class Reply:
    """What came of a request: its number, when it was due, what it got (one of CLASSES), after how many seconds."""

    index: int
    due: float
    kind: str
    took: float


class Connection(asyncio.Protocol):
    """A connection that is kept, with one request at a time."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._transport: asyncio.Transport | None = None
        self._received = b""
        self.index = -1
        self.due = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Nothing to do but to remember it."""
        self._transport = cast(asyncio.Transport, transport)

    def send(self, index: int, due: float, request: bytes) -> bool:
        """Send a request, of which `driver` hears; false if the connection is gone."""
        if self._transport is None:
            return False
        self.index, self.due, self._received = index, due, b""
        self._transport.write(request)
        return True

    def give_up(self) -> None:
        """Break it."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take what came; the answer may be complete."""
        self._received += data
        head, separator, body = self._received.partition(b"\r\n\r\n")
        if not separator or self.index < 0:
            return
        lower = head.lower()
        if b"\r\ntransfer-encoding: chunked" in lower:
            if not body.endswith(b"0\r\n\r\n"):
                return
        else:
            announced = lower.partition(b"\r\ncontent-length:")[2].split(b"\r\n")[0].strip()
            if len(body) < int(announced or b"0"):
                return
        index, self.index = self.index, -1
        kept = b"\r\nconnection: close" not in lower
        if not kept:
            self.give_up()
        self._driver.done(self, index, f"{chr(head[9])}xx", kept=kept)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """The server closed it, or it broke."""
        self._transport = None
        self._driver.lost(self)


@dataclass
class Driver:
    """Sends requests at their times.

    Args:
        port: of the application.
        rate: requests a second.
        seconds: to send.
        callbacks: what to send.
    """

    port: int
    rate: float
    seconds: float
    callbacks: Callbacks
    replies: list[Reply] = field(default_factory=list)
    _idle: deque[Connection] = field(default_factory=deque)
    _busy: set[Connection] = field(default_factory=set)
    _waiting: deque[tuple[int, float]] = field(default_factory=deque)
    _opening: set[asyncio.Task[None]] = field(default_factory=set)
    _requests: list[bytes] = field(default_factory=list)
    _looked: float = 0.0

    async def run(self) -> float:
        """Send all, wait for what is under way; when it began, in seconds since 1970."""
        loop = asyncio.get_running_loop()
        total = int(self.rate * self.seconds)
        self._requests = [self.callbacks.request(index) for index in range(total)]
        for _ in range(CONNECTIONS):
            self._idle.append((await loop.create_connection(lambda: Connection(self), "127.0.0.1", self.port))[1])
        began, wall, index = time.monotonic(), time.time(), 0
        while index < total or len(self.replies) < total:
            now = time.monotonic()
            while index < total and index / self.rate <= now - began:
                self._next(index, began + index / self.rate)
                index += 1
            self._time_out(now)
            await asyncio.sleep(TICK)
        return wall

    def done(self, connection: Connection, index: int, kind: str, *, kept: bool) -> None:
        """A request has its answer."""
        self._busy.discard(connection)
        self._note(index, connection.due, kind)
        if not kept:
            return
        if self._waiting:
            self._send(connection, *self._waiting.popleft())
        else:
            self._idle.append(connection)

    def lost(self, connection: Connection) -> None:
        """A connection is gone, perhaps with a request."""
        if connection in self._busy:
            self._busy.discard(connection)
            self._note(connection.index, connection.due, "broken")
        elif connection in self._idle:
            self._idle.remove(connection)

    def _next(self, index: int, due: float) -> None:
        if self._idle:
            self._send(self._idle.popleft(), index, due)
        elif len(self._busy) + len(self._opening) < MOST:
            task = asyncio.get_running_loop().create_task(self._open(index, due))
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)
        else:
            self._waiting.append((index, due))

    async def _open(self, index: int, due: float) -> None:
        loop = asyncio.get_running_loop()
        try:
            _, connection = await asyncio.wait_for(
                loop.create_connection(lambda: Connection(self), "127.0.0.1", self.port), TIMEOUT
            )
        except TimeoutError:
            self._note(index, due, "timeout")
        except OSError:
            self._note(index, due, "broken")
        else:
            self._send(connection, index, due)

    def _send(self, connection: Connection, index: int, due: float) -> None:
        if connection.send(index, due, self._requests[index]):
            self._busy.add(connection)
        else:
            self._note(index, due, "broken")

    def _time_out(self, now: float) -> None:
        if now - self._looked < LOOK:
            return
        self._looked = now
        for connection in [busy for busy in self._busy if now - busy.due > TIMEOUT]:
            self._busy.discard(connection)
            self._note(connection.index, connection.due, "timeout")
            connection.give_up()
        while self._waiting and now - self._waiting[0][1] > TIMEOUT:
            self._note(*self._waiting.popleft(), "timeout")

    def _note(self, index: int, due: float, kind: str) -> None:
        self.replies.append(Reply(index, due, kind, time.monotonic() - due))


def main(arguments: list[str]) -> None:
    """Run, and write what came: one JSON object."""
    port, rate, seconds, seed, output = arguments
    driver = Driver(int(port), float(rate), float(seconds), Callbacks(seed))
    began = uvloop.run(driver.run())
    replies = sorted(driver.replies, key=lambda reply: reply.index)
    found = {"began": began, "replies": [[reply.index, reply.kind, reply.took] for reply in replies]}
    Path(output).write_text(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
