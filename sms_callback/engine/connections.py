"""One connection a thread, for engines whose server may be used from many: kept open, left alone after a fork."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar


class Closable(Protocol):
    """A driver's connection, or what stands for it."""

    @property
    def closed(self) -> bool:
        """Whether it can be used no more."""

    def close(self) -> None:
        """End the session."""


Handle = TypeVar("Handle", bound=Closable)

_inherited: list[object] = []


def _release(handle: Closable, pid: int) -> None:
    """Close a connection, unless it was inherited by a fork: the parent's session would be ended with it."""
    if os.getpid() == pid:
        handle.close()
    else:
        _inherited.append(handle)


@dataclass(eq=False)
class _Connection(Generic[Handle]):
    """One thread's connection, the process that it belongs to, and since when it is in use (`time.monotonic()`)."""

    handle: Handle
    pid: int
    since: float | None = None
    close: weakref.finalize[[Handle, int], Any] = field(init=False)

    def __post_init__(self) -> None:
        self.close = weakref.finalize(self, _release, self.handle, self.pid)


class Connections(Generic[Handle]):
    """The connections of one engine.

    Args:
        connect: opens one.
    """

    def __init__(self, connect: Callable[[], Handle]) -> None:
        self._connect = connect
        self._local = threading.local()
        self._all: weakref.WeakSet[_Connection[Handle]] = weakref.WeakSet()
        self._guard = threading.Lock()

    @contextmanager
    def use(self) -> Iterator[Handle]:
        """This thread's connection, kept open while the block runs."""
        connection = self._mine()
        outer = connection.since
        connection.since = outer or time.monotonic()
        try:
            yield connection.handle
        finally:
            connection.since = outer

    def busy_for(self, seconds: float) -> list[Handle]:
        """Those that a thread has been using for longer."""
        before = time.monotonic() - seconds
        with self._guard:
            return [one.handle for one in self._all if one.since is not None and one.since < before]

    def close(self) -> None:
        """Close the connections that no thread is using."""
        with self._guard:
            for connection in list(self._all):
                if connection.since is None:
                    connection.close()
                    self._all.discard(connection)

    def _mine(self) -> _Connection[Handle]:
        known: _Connection[Handle] | None = getattr(self._local, "connection", None)
        if known and known.close.alive and known.pid == os.getpid() and not known.handle.closed:
            return known
        connection = _Connection(self._connect(), os.getpid())
        with self._guard:
            if known:
                known.close()
                self._all.discard(known)
            self._all.add(connection)
        self._local.connection = connection
        return connection
