"""What goes into a delivery and comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

DEFAULT_WRITERS = 1
"""Larger groups of one writer save a database that is near more than a second one wins."""


@dataclass(frozen=True, slots=True)
class DeliveryLimits:
    """How much may go on at once in one process.

    Args:
        writers: threads that write to the database, each with a connection of its own. Two make smaller groups.
        group: callbacks in a transaction at most, fewer if they are large; those of one request are never parted.
        waiting: requests that may wait for the database, and as many again for the spool.
    """

    writers: int = DEFAULT_WRITERS
    group: int = 64
    waiting: int = 1000


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of the first callback of a request, all of whose callbacks are stored durably.

    The answer is what the provider wants to hear. `spooled` says that it is in the spool, and not yet in the database;
    its `state` is `spooled` then, and `callback_id` None.
    """

    answer_status: int
    answer_type: str | None
    answer_body: str
    state: str
    duplicate: bool = False
    spooled: bool = False
    callback_id: int | None = None


@dataclass(frozen=True, slots=True)
class DeliveryState:
    """How the delivery is at this moment.

    `up` is False while the database is taken to be away, for the `reason`, since `since` (seconds of `time.time()`).
    """

    up: bool
    since: float
    reason: str
    waiting: int


class DeliveryObserver(Protocol):
    """Is told what happens; called from several threads, and must not raise."""

    def group(self, size: int, seconds: float) -> None:
        """A transaction with so many callbacks was committed and took so long."""

    def stored(self, provider: str, state: str, count: int) -> None:
        """So many callbacks of a provider ended so: `done`, `failed`, `pending`, `spooled`."""

    def spooled(self, count: int, reason: str) -> None:
        """So many callbacks went to the spool, for a reason of a fixed set."""


class Silent:
    """The observer where nobody wants to know."""

    def group(self, size: int, seconds: float) -> None:
        """Nothing is done with it."""

    def stored(self, provider: str, state: str, count: int) -> None:
        """Nothing is done with it."""

    def spooled(self, count: int, reason: str) -> None:
        """Nothing is done with it."""
