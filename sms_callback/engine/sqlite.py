"""SQLite: the embedded default. A procedure is a view of its parameters; an INSERT into it is the call."""

from __future__ import annotations

import re
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sms_callback.engine.base import Session
from sms_callback.engine.endpoint import endpoints_of
from sms_callback.engine.outcome import OUT, given, outcome_of
from sms_callback.engine.sqlite_connection import (
    Connection,
    execute,
    file_at,
    inherited,
    open_connection,
    rows,
    write_lock,
)
from sms_callback.errors import DatabaseAwayError, DatabaseRefusedError, NotInstalledError, SmsCallbackError
from sms_callback.model import Callback, Endpoint, Outcome, Row, Value
from sms_callback.sqlfiles import shipped

OLDEST = (3, 37)
"""The oldest SQLite whose SQL the files in `sql/sqlite` keep to."""

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class SqliteSession:
    """One transaction on a connection."""

    connection: sqlite3.Connection

    def deliver(self, callback: Callback) -> Outcome:
        """Hand one callback to `sp_sms_callback`."""
        return outcome_of(self.call("sp_sms_callback", given(callback), OUT))

    def call(self, procedure: str, parameters: dict[str, Value], out: Sequence[str] = ()) -> Row:
        """Call a procedure by name; return its OUT parameters."""
        names = [*parameters]
        for name in (procedure, *names, *out):
            if not _IDENTIFIER.fullmatch(name):
                raise DatabaseRefusedError(f"{name!r} is not a name.")
        columns, places = ", ".join(names), ", ".join(f":{name}" for name in names)
        execute(self.connection, f"INSERT INTO {procedure} ({columns}) VALUES ({places})", parameters)
        if not out:
            return {}
        returned = rows(execute(self.connection, f"SELECT {', '.join(out)} FROM {procedure}"))
        if not returned:
            raise NotInstalledError("The table sms_call has lost its row.", "INSERT INTO sms_call (call_id) VALUES (1)")
        return returned[0]

    def query(self, name: str, parameters: dict[str, Value] | None = None) -> list[Row]:
        """Send the statement of `sql/sqlite/query/<name>.sql`; return its rows."""
        return rows(execute(self.connection, shipped("sqlite").query(name), parameters or {}))

    def select(self, text: str) -> list[Row]:
        """Send one SELECT that was made from an SQL file's template; return its rows."""
        return rows(execute(self.connection, text))

    def script(self, text: str) -> None:
        """Execute one or more statements; `executescript` would commit first."""
        statement = ""
        for piece in re.split(r"(?<=;)", text):
            statement += piece
            if sqlite3.complete_statement(statement):
                execute(self.connection, statement)
                statement = ""
        if statement.strip():
            execute(self.connection, statement)


class SqliteEngine:
    """A SQLite file that carries the contract.

    Args:
        path: the file, relative to the working directory at this moment or absolute.
        create: make the file if it is missing.

    Raises:
        SmsCallbackError: Python's SQLite is too old.
    """

    name = "sqlite"

    def __init__(self, path: str, *, create: bool = False) -> None:
        if sqlite3.sqlite_version_info < OLDEST:
            raise SmsCallbackError(
                f"This Python has SQLite {sqlite3.sqlite_version}; 3.37 or newer is needed.",
                "Use a newer Python, or PostgreSQL.",
            )
        self._label = f"sqlite:///{path}"
        self._path = Path(path).resolve()
        self._create = create
        self._local = threading.local()
        self._connections: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._guard = threading.Lock()

    @property
    def label(self) -> str:
        """The database's URL."""
        return self._label

    def deliver(self, callbacks: Sequence[Callback]) -> list[Outcome]:
        """Store callbacks durably, each in a transaction of its own; see `Engine.deliver`."""
        return [self._deliver(callback) for callback in callbacks]

    def endpoints(self) -> list[Endpoint]:
        """All providers with their enabled accounts."""
        with self._use() as connection:
            return endpoints_of(SqliteSession(connection).query("endpoints"))

    def ping(self) -> None:
        """Raise DatabaseAwayError unless the file can be read; NotInstalledError if it has not our tables."""
        with self._use() as connection:
            SqliteSession(connection).query("ping")

    @contextmanager
    def transaction(self, *, commit: bool = True, snapshot: bool = False) -> Iterator[Session]:
        """A transaction; one writes at a time, so that each sees a snapshot, asked for or not."""
        del snapshot
        with write_lock(self._path), self._use() as connection:
            execute(connection, "BEGIN IMMEDIATE")
            try:
                yield SqliteSession(connection)
                if commit:
                    execute(connection, "COMMIT")
            finally:
                # Some errors (a full disk) have rolled back by themselves.
                if connection.in_transaction:
                    execute(connection, "ROLLBACK")

    @contextmanager
    def installation(self) -> Iterator[Session]:
        """A transaction that holds the installer's lock."""
        with self.transaction() as session:
            session.query("install_lock")
            yield session

    def close(self) -> None:
        """Close the connections that no thread is using."""
        with self._guard:
            for connection in list(self._connections):
                if not connection.uses:
                    connection.close()
                    self._connections.discard(connection)

    def _deliver(self, callback: Callback) -> Outcome:
        try:
            with self.transaction() as session:
                return session.deliver(callback)
        except DatabaseRefusedError as error:
            if callback.error is not None:
                raise
            return self._deliver(replace(callback, error=error.message))

    @contextmanager
    def _use(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection, kept open while the block runs."""
        connection = self._claim() or self._opened()
        try:
            yield connection.handle
        finally:
            with self._guard:
                connection.uses -= 1

    def _claim(self) -> Connection | None:
        """This thread's connection if it has one that still leads to the file of that name.

        What is written to a file that was deleted or replaced meanwhile would be lost without an error.

        Raises:
            DatabaseAwayError: the file was open when this process was forked.
            NotInstalledError: there is no file.
        """
        if inherited(self._path):
            raise DatabaseAwayError(
                f"{self._path} was open when this process was forked.", "Close the engine before the fork."
            )
        file = file_at(self._path)
        with self._guard:
            known: Connection | None = getattr(self._local, "connection", None)
            if known and known.close.alive:
                if known.file == file:
                    known.uses += 1
                    return known
                known.close()
        if file is None and not self._create:
            raise NotInstalledError(
                f"There is no database at {self._path}.", f"sms-callback --database {self._label} install"
            )
        return None

    def _opened(self) -> Connection:
        connection = open_connection(self._path, create=self._create)
        with self._guard:
            self._connections.add(connection)
            self._local.connection = connection
        return connection
