"""What every database engine can do for the adapter, the command line and the installer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

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


class Engine(Protocol):
    """A database that carries the contract. One connection a thread; every method may be called from any thread."""

    name: str
    """The folder below `sql/`: `sqlite`, `postgresql`."""

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

    def close(self) -> None:
        """Close this thread's connection (and any other that is idle)."""
