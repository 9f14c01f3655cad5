"""SQLite: the embedded default. A procedure is a view of its parameters; an INSERT into it is the call."""

from __future__ import annotations

import re
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

from sms_callback.engine.arrival import POLL_SECONDS, Arrivals, Polled
from sms_callback.engine.base import Session
from sms_callback.engine.endpoint import endpoints_of
from sms_callback.engine.group import delivered
from sms_callback.engine.outcome import OUT, group_text, outcome_of, outcomes_of
from sms_callback.engine.sqlite_checkpoint import Checkpoints
from sms_callback.engine.sqlite_connection import (
    Connection,
    bound,
    execute,
    file_at,
    first,
    inherited,
    open_connection,
    rows,
    statements,
    write_lock,
)
from sms_callback.errors import DatabaseAwayError, DatabaseRefusedError, NotInstalledError, SmsCallbackError
from sms_callback.model import Callback, Endpoint, Outcome, Row, Value
from sms_callback.sqlfiles import shipped

OLDEST = (3, 37)
"""The oldest SQLite whose SQL the files in `sql/sqlite` keep to."""

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_GIVEN = tuple(item.name for item in fields(Callback))
_COLUMNS = ", ".join(f"p_{name}" for name in _GIVEN)
_PLACES = ", ".join("?" for _ in _GIVEN)
_CALL = f"INSERT INTO sp_sms_callback ({_COLUMNS}) VALUES ({_PLACES})"
_OUTCOME = f"SELECT {', '.join(OUT)} FROM sp_sms_callback"
_CALL_GROUP = "INSERT INTO sp_sms_callback_group (p_callbacks) VALUES (?)"
_OUTCOMES = "SELECT p_outcomes FROM sp_sms_callback_group"
_given = attrgetter(*_GIVEN)


@dataclass(frozen=True, slots=True)
class SqliteSession:
    """One transaction on a connection."""

    connection: sqlite3.Connection

    def deliver(self, callback: Callback) -> Outcome:
        """Hand one callback to `sp_sms_callback`."""
        execute(self.connection, _CALL, _given(callback))
        return outcome_of(_returned(OUT, execute(self.connection, _OUTCOME)))

    def deliver_group(self, callbacks: Sequence[Callback]) -> list[Outcome]:
        """Hand several callbacks to `sp_sms_callback_group`; outcomes come in the same order."""
        execute(self.connection, _CALL_GROUP, [group_text(callbacks, bound)])
        return outcomes_of(_returned(("p_outcomes",), execute(self.connection, _OUTCOMES))["p_outcomes"])

    def call(self, procedure: str, parameters: dict[str, Value], out: Sequence[str] = ()) -> Row:
        """Call a procedure by name; return its OUT parameters."""
        names = [*parameters]
        for name in (procedure, *names, *out):
            if not _IDENTIFIER.fullmatch(name):
                raise DatabaseRefusedError(f"{name!r} is not a name.")
        columns, places = ", ".join(names), ", ".join(f":{name}" for name in names)
        execute(self.connection, f"INSERT INTO {procedure} ({columns}) VALUES ({places})", parameters)
        return _returned(out, execute(self.connection, f"SELECT {', '.join(out)} FROM {procedure}")) if out else {}

    def query(self, name: str, parameters: dict[str, Value] | None = None) -> list[Row]:
        """Send the statement of `sql/sqlite/query/<name>.sql`; return its rows."""
        return rows(execute(self.connection, shipped("sqlite").query(name), parameters or ()))

    def select(self, text: str) -> list[Row]:
        """Send one SELECT that was made from an SQL file's template; return its rows."""
        return rows(execute(self.connection, text))

    def script(self, text: str) -> None:
        """Execute one or more statements; `executescript` would commit first."""
        for statement in statements(text):
            execute(self.connection, statement)


class _Place(threading.local):
    """Where each thread finds its connection."""

    connection: Connection | None = None


@dataclass
class _Shared:
    """Where all threads find the connection that stores callbacks.

    They take turns in this process anyway, and what one connection wrote makes the page cache of all others worthless.
    """

    connection: Connection | None = None


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
        self._own = _Place()
        self._delivery = _Shared()
        self._checkpoints = Checkpoints(self._path)
        self._connections: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._guard = threading.Lock()

    @property
    def label(self) -> str:
        """The database's URL."""
        return self._label

    def deliver(self, callbacks: Sequence[Callback]) -> list[Outcome | SmsCallbackError]:
        """Store callbacks durably, all in one transaction where that goes; see `Engine.deliver`."""
        return delivered(callbacks, self._once)

    def endpoints(self) -> list[Endpoint]:
        """All providers with their enabled accounts."""
        with self._use(self._own) as connection, _ending(connection, "BEGIN"):
            session = SqliteSession(connection)
            return endpoints_of(session.query("endpoints"), session.query("answers"), session.query("rules"))

    def ping(self) -> None:
        """Raise DatabaseAwayError unless the file can be read; NotInstalledError if it has not our tables."""
        with self._use(self._own) as connection:
            SqliteSession(connection).query("ping")

    @contextmanager
    def transaction(self, *, commit: bool = True, snapshot: bool = False) -> Iterator[Session]:
        """A transaction; one writes at a time, so that each sees a snapshot, asked for or not."""
        del snapshot
        with write_lock(self._path), self._use(self._own) as handle, _ending(handle, "BEGIN IMMEDIATE", commit=commit):
            yield SqliteSession(handle)

    @contextmanager
    def installation(self) -> Iterator[Session]:
        """A transaction that holds the installer's lock."""
        with self.transaction() as session:
            session.query("install_lock")
            yield session

    def arrivals(self, stop: threading.Event, interval: float | None = None) -> AbstractContextManager[Arrivals]:
        """The database tells nobody: one looks from time to time; see `Engine.arrivals`."""
        return nullcontext(Polled(stop, POLL_SECONDS if interval is None else interval))

    def close(self) -> None:
        """Close the connections that no thread is using."""
        self._checkpoints.wait()
        with self._guard:
            for connection in list(self._connections):
                if not connection.uses:
                    connection.close()
                    self._connections.discard(connection)

    def _once(self, callbacks: Sequence[Callback]) -> list[Outcome]:
        with write_lock(self._path):
            with self._use(self._delivery) as handle, _ending(handle, "BEGIN IMMEDIATE"):
                session = SqliteSession(handle)
                one = len(callbacks) == 1
                outcomes = [session.deliver(callbacks[0])] if one else session.deliver_group(callbacks)
            self._checkpoints.stored(len(callbacks))
        return outcomes

    @contextmanager
    def _use(self, place: _Place | _Shared) -> Iterator[sqlite3.Connection]:
        """The connection of that place, kept open while the block runs."""
        connection = self._claim(place) or self._opened(place)
        try:
            yield connection.handle
        except DatabaseAwayError:
            connection.stale = True
            raise
        finally:
            with self._guard:
                connection.uses -= 1

    def _claim(self, place: _Place | _Shared) -> Connection | None:
        """The place's connection if there is one that still leads to the file of that name.

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
            known = place.connection
            if known and known.close.alive:
                if known.file == file and (known.uses or not known.stale):
                    known.uses += 1
                    return known
                known.close()
        if file is None and not self._create:
            raise NotInstalledError(
                f"There is no database at {self._path}.", f"sms-callback --database {self._label} install"
            )
        return None

    def _opened(self, place: _Place | _Shared) -> Connection:
        connection = open_connection(self._path, create=self._create, delivery=place is self._delivery)
        with self._guard:
            self._connections.add(connection)
            place.connection = connection
        return connection


def _returned(out: Sequence[str], cursor: sqlite3.Cursor) -> Row:
    """The OUT parameters, which are the one row of a SELECT."""
    row = first(cursor)
    if row is None:
        raise NotInstalledError("The table sms_call has lost its row.", "INSERT INTO sms_call (call_id) VALUES (1)")
    return dict(zip(out, row, strict=True))


@contextmanager
def _ending(connection: sqlite3.Connection, begin: str, *, commit: bool = True) -> Iterator[None]:
    """A transaction that ends with COMMIT, or with ROLLBACK if `commit` is false or an exception leaves the block."""
    execute(connection, begin)
    try:
        yield
        if commit:
            execute(connection, "COMMIT")
    finally:
        # Some errors (a full disk) have rolled back by themselves.
        if connection.in_transaction:
            execute(connection, "ROLLBACK")
