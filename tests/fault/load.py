"""The load: callbacks at a steady rate over many connections, and what became of each of them."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from tests.fault.provider import Sent
from tests.fault.waiting import until

PATIENCE = 15.0
"""Seconds that the provider waits for an answer, as Twilio does."""

TRIES = 3
"""How often it sends a callback that was not acknowledged."""

CONNECTIONS = 100
"""To each adapter at most; they are kept open between callbacks."""

_TWICE_EVERY = 25
"""Each so many-th callback is sent twice at the same moment."""

_TICK = 0.005
_RETRY_AFTER = 0.25


@dataclass(slots=True)
class Fate:
    """What became of one callback."""

    sent: Sent
    tries: int = 0
    acknowledged: bool = False


@dataclass(slots=True)
class Tally:
    """What became of all of them. `answers` counts tries by their end: a status, `reset` or `timeout`."""

    fates: list[Fate] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        return sum(fate.acknowledged for fate in self.fates)

    @property
    def p99(self) -> float:
        """Milliseconds from the moment when a callback was due until its answer, whatever it was."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] if ordered else 0.0


@dataclass(frozen=True, slots=True)
class _Job:
    fate: Fate
    port: int
    due: float


class Load:
    """Sends callbacks from a thread of its own, while the block runs; then waits for the answers that are still out.

    A callback is sent when it is due, whether those before it were answered or not, and its time counts from then: a
    server that is slow makes no caller wait before he calls.

    Args:
        callbacks: what to send.
        ports: of the adapters, on 127.0.0.1; they take turns.
        rate: callbacks a second.
        everywhere: each callback goes to all the adapters at the same moment.
    """

    def __init__(
        self,
        callbacks: Iterator[Sent],
        ports: Sequence[int],
        rate: float = 500,
        *,
        everywhere: bool = False,
    ) -> None:
        self.tally = Tally()
        self._callbacks = callbacks
        self._ports = ports
        self._rate = rate
        self._everywhere = everywhere
        self._open = 0
        self._abandoned = False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="load")

    def __enter__(self) -> Load:
        self._thread.start()
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        self._abandoned = error is not None
        self._stopped.set()
        self._thread.join(TRIES * (PATIENCE + _RETRY_AFTER) + 5)
        assert not self._thread.is_alive(), "the load does not end"

    def wait_acknowledged(self, more: int, seconds: float = 30) -> None:
        """Wait until so many more answers were 2xx."""
        self.wait_answered("200", more, seconds)

    def wait_answered(self, answer: str, more: int, seconds: float = 30) -> None:
        """Wait until so many more tries ended so."""
        wanted = self.tally.answers[answer] + more
        until(lambda: self.tally.answers[answer] >= wanted, seconds, f"{more} more {answer}, {self.tally.answers}")

    def wait_sent(self, seconds: float) -> None:
        """Wait until as many callbacks more were begun as are due in so many seconds."""
        wanted = len(self.tally.fates) + int(seconds * self._rate)
        until(lambda: len(self.tally.fates) >= wanted, seconds * 3 + 10, f"{seconds:g} s of load")

    async def _run(self) -> None:
        self._queue: asyncio.Queue[_Job | None] = asyncio.Queue()
        senders = [asyncio.create_task(self._sender()) for _ in range(CONNECTIONS)]
        began = time.monotonic()
        while not self._stopped.is_set():
            due = int((time.monotonic() - began) * self._rate) - len(self.tally.fates)
            for sent in islice(self._callbacks, due):
                self._begin(sent, began + len(self.tally.fates) / self._rate)
            await asyncio.sleep(_TICK)
        while self._open and not self._abandoned:
            await asyncio.sleep(_TICK)
        while self._abandoned and not self._queue.empty():
            self._queue.get_nowait()
        for _ in senders:
            self._queue.put_nowait(None)
        await asyncio.gather(*senders)

    def _begin(self, sent: Sent, due: float) -> None:
        fate, number = Fate(sent), len(self.tally.fates)
        self.tally.fates.append(fate)
        ports = self._ports if self._everywhere else [self._ports[number % len(self._ports)]]
        for port in ports:
            for _ in range(2 if number % _TWICE_EVERY == 0 else 1):
                self._open += 1
                self._queue.put_nowait(_Job(fate, port, due))

    async def _sender(self) -> None:
        """One connection to each adapter, or none, if the last one broke."""
        connections: dict[int, _Connection] = {}
        while job := await self._queue.get():
            connection = connections.get(job.port)
            job.fate.tries += 1
            try:
                async with asyncio.timeout(PATIENCE):
                    if connection is None:
                        connection = connections[job.port] = await _Connection.open(job.port)
                    status = await connection.post(job.fate.sent)
            except (OSError, EOFError, TimeoutError) as error:
                ended = "timeout" if isinstance(error, TimeoutError) else "reset"
                if broken := connections.pop(job.port, None):
                    broken.close()
            else:
                ended = str(status)
                self.tally.milliseconds.append((time.monotonic() - job.due) * 1000)
            self._ended(job, ended)
        for connection in connections.values():
            connection.close()

    def _ended(self, job: _Job, ended: str) -> None:
        self.tally.answers[ended] += 1
        if ended.startswith("2"):
            job.fate.acknowledged = True
        elif job.fate.tries < TRIES * len(self._ports):
            again = _Job(job.fate, job.port, time.monotonic() + _RETRY_AFTER)
            asyncio.get_running_loop().call_later(_RETRY_AFTER, self._queue.put_nowait, again)
            return
        self._open -= 1


@dataclass(frozen=True, slots=True)
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, port: int) -> _Connection:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def post(self, sent: Sent) -> int:
        """Send a callback; the answer's status, after all of the answer was read."""
        self.writer.write(sent.head + sent.body)
        head = await self.reader.readuntil(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        lengths = [int(line[len(b"content-length:") :]) for line in lines if line.startswith(b"content-length:")]
        await self.reader.readexactly(lengths[0] if lengths else 0)
        if b"connection: close" in lines:
            self.writer.close()
        return int(head.split(b" ", 2)[1])

    def close(self) -> None:
        self.writer.transport.abort()
