"""The network between adapter and PostgreSQL: a TCP proxy that cuts connections where it hurts most."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto

from tests.fault.adapter import free_port
from tests.fault.waiting import until

START = 10
_CHUNK = 65536

# What the server says of a statement that ended (CommandComplete's tag), and that no transaction is open after it
# (ReadyForQuery, idle): https://www.postgresql.org/docs/current/protocol-message-formats.html
_ENDED = (b"CALL\0", b"COMMIT\0")
_COMMITTED = b"Z\0\0\0\x05I"


class Cut(Enum):
    """Where a connection ends."""

    COMMITTED = auto()
    """After a commit, before its answer: the adapter cannot know whether it was committed."""
    ASKED = auto()
    """As soon as something was asked of the database: it may or may not do it."""


class Proxy:
    """Forwards connections to a port of 127.0.0.1.

    Args:
        target: that port.
    """

    def __init__(self, target: int) -> None:
        self.port = free_port()
        self.cuts = 0
        self._target = target
        self._armed: Cut | None = None
        self._loop = asyncio.new_event_loop()
        self._connections: set[_Connection] = set()
        self._thread = threading.Thread(target=self._run, name="proxy")

    def start(self) -> None:
        """Begin to forward."""
        self._thread.start()
        until(self._listening, START, "the proxy listens")

    def close(self) -> None:
        """End all connections."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START)

    def cut(self, where: Cut, seconds: float = 10) -> None:
        """End the next connection that comes to such a point, and wait until one did."""
        wanted = self.cuts + 1
        self._armed = where
        until(lambda: self.cuts >= wanted, seconds, f"a connection is cut: {where.name}")

    def silence(self) -> None:
        """All connections that are open stay so, and nothing comes through any more; new ones work."""
        for connection in list(self._connections):
            connection.silent = True

    def _listening(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), START).close()
        except OSError:
            return False
        return True

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", self.port))
        self._loop.run_forever()
        server.close()
        for connection in self._connections:
            connection.end()
        self._loop.run_until_complete(asyncio.gather(*asyncio.all_tasks(self._loop)))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            _reset(writer)
            return
        connection = _Connection(self, writer, far_writer)
        self._connections.add(connection)
        await asyncio.gather(
            connection.pump(reader, far_writer, from_client=True),
            connection.pump(far_reader, writer, from_client=False),
        )
        connection.end()
        self._connections.discard(connection)

    def strike(self, chunk: bytes, *, from_client: bool) -> Cut | None:
        """Whether the connection ends at this chunk."""
        where = self._armed
        if where is None:
            return None
        if where is Cut.COMMITTED:
            hit = not from_client and chunk.endswith(_COMMITTED) and any(tag in chunk for tag in _ENDED)
        else:
            hit = from_client
        if not hit:
            return None
        self._armed = None
        self.cuts += 1
        return where


class _Connection:
    def __init__(self, proxy: Proxy, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self._proxy = proxy
        self._writers = (near, far)
        self.silent = False

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, from_client: bool) -> None:
        """Forward one direction until it ends."""
        try:
            while chunk := await reader.read(_CHUNK):
                if self.silent:
                    continue
                where = self._proxy.strike(chunk, from_client=from_client)
                if where is not Cut.COMMITTED:
                    writer.write(chunk)
                    await writer.drain()
                if where is not None:
                    break
        except OSError:
            pass
        # The end of one side does not come through a silent connection either.
        if not self.silent:
            self.end()

    def end(self) -> None:
        """Cut it, on both sides."""
        for writer in self._writers:
            _reset(writer)


def _reset(writer: asyncio.StreamWriter) -> None:
    """End a connection at once, with a reset."""
    if (connection := writer.get_extra_info("socket")) is not None and connection.fileno() >= 0:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@contextmanager
def forwarding(target: int) -> Iterator[Proxy]:
    """A proxy to a port, until the block ends."""
    proxy = Proxy(target)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.close()
