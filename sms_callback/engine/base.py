"""What every database engine can do for the adapter, the command line and the installer."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol, runtime_checkable

from sms_callback.engine.arrival import Arrivals
from sms_callback.errors import SmsCallbackError
from sms_callback.model import Callback, Endpoint, Outcome, Row, Value


class Session(Protocol):
    """One transaction. All of it is committed, or nothing."""

    def deliver(self, callback: Callback) -> Outcome:
        """Hand one callback to `sp_sms_callback`."""

    def call(self, procedure: str, parameters: dict[str, Value], out: Sequence[str] = ()) -> Row:
        """Call a stored procedure with IN parameters by name (`p_…`); return the OUT parameters named in `out`."""

    def query(self, name: str, parameters: dict[str, Value] | None = None) -> list[Row]:
        """Send the statement of `query/<name>.sql` with named parameters; return its rows (none for DML)."""

    def select(self, text: str) -> list[Row]:
        """Send one SELECT that was made from an SQL file's template (the installer's); return its rows."""

    def script(self, text: str) -> None:
        """Execute the text of an SQL file, one or more statements, inside this transaction (the installer's)."""


@runtime_checkable
class SteppingSession(Session, Protocol):
    """A session of an engine whose definitions commit by themselves: the installer goes in steps that are kept."""

    def commit(self) -> None:
        """Keep what was done so far."""

    def ask(self, text: str, parameters: dict[str, Value]) -> list[Row]:
        """Send one SELECT that was made from an SQL file's template, with named parameters; return its rows."""


class Engine(Protocol):
    """A database that carries the contract. One connection a thread; every method may be called from any thread."""

    name: str
    """The folder below `sql/`: `sqlite`, `postgresql`, `sqlanywhere`."""

    @property
    def label(self) -> str:
        """The database as shown to people: the URL without its password."""

    def deliver(self, callbacks: Sequence[Callback]) -> list[Outcome | SmsCallbackError]:
        """Store callbacks durably, all in one transaction where that goes (`group.delivered`).

        Returns:
            what became of each, in the same order. One that the database refuses is stored as failed with the refusal
            as its reason (rule 5); where even that is refused, or the database went away meanwhile, the error stands.

        Raises:
            DatabaseAwayError: none was stored, the caller must not acknowledge.
            NotInstalledError: the procedures are not there.
        """

    def endpoints(self) -> list[Endpoint]:
        """All providers with their enabled accounts."""

    def ping(self) -> None:
        """Raise DatabaseAwayError unless the database answers."""

    def transaction(self, *, commit: bool = True, snapshot: bool = False) -> AbstractContextManager[Session]:
        """A transaction that ends with COMMIT (or ROLLBACK, if `commit` is false or an exception leaves the block).

        With `snapshot` it sees only rows committed before it began, and its own.
        """

    def installation(self) -> AbstractContextManager[Session]:
        """A session for the installer, which holds its lock until the end: no other installer works meanwhile.

        It is one transaction where definitions are part of it. On SQL Anywhere they commit by themselves, so there the
        session is a `SteppingSession`.
        """

    def arrivals(self, stop: threading.Event, interval: float | None = None) -> AbstractContextManager[Arrivals]:
        """How one who works off the journal learns that callbacks wait there.

        Args:
            stop: ends the waiting when it is set.
            interval: seconds after which to look in any case; None: what fits the engine.
        """

    def close(self) -> None:
        """Close this thread's connection (and any other that is idle)."""


@runtime_checkable
class Interruptible(Protocol):
    """An engine whose calls may hang for ever and can be ended from outside; SQLite's end by themselves."""

    def interrupt(self, cancel_after: float, cut_after: float) -> int:
        """End calls that take too long; they fail with DatabaseAwayError in the threads that made them.

        Args:
            cancel_after: seconds after which the server is asked to cancel a call.
            cut_after: seconds after which its connection is cut.

        Returns:
            how many calls this was done to.
        """
