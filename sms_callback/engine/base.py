"""What every database engine can do for the adapter, the command line and the installer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol, runtime_checkable

from sms_callback.errors import DatabaseRefusedError
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


class DeniedError(DatabaseRefusedError):
    """The user may not do that."""


class Engine(Protocol):
    """A database that carries the contract. One connection a thread; every method may be called from any thread."""

    name: str
    """The folder below `sql/`: `sqlite`, `postgresql`, `sqlanywhere`."""

    @property
    def label(self) -> str:
        """The database as shown to people: the URL without its password."""

    def deliver(self, callbacks: Sequence[Callback]) -> list[Outcome]:
        """Store callbacks durably, each in a transaction of its own; outcomes come in the same order.

        A callback that the database refuses is stored again with the refusal as its reason (rule 5).

        Raises:
            DatabaseAwayError: not stored, the caller must not acknowledge.
            NotInstalledError: the procedures are not there.
            DatabaseRefusedError: refused even as a failed callback; not stored.
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

    def close(self) -> None:
        """Close this thread's connection (and any other that is idle)."""
