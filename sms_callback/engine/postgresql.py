"""PostgreSQL: many adapters, one database. A group of callbacks is one CALL: one transaction and one round trip."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field

from sms_callback.engine.arrival import Arrivals
from sms_callback.engine.base import Session
from sms_callback.engine.connections import Connections
from sms_callback.engine.endpoint import endpoints_of
from sms_callback.engine.group import LostError, delivered
from sms_callback.engine.outcome import OUT, given, group_text, outcome_of, outcomes_of
from sms_callback.errors import (
    DatabaseAwayError,
    DatabaseUrlError,
    DriverMissingError,
    NotInstalledError,
    SmsCallbackError,
)
from sms_callback.model import Callback, Endpoint, Outcome, Row, Value
from sms_callback.sqlfiles import shipped

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo
    from psycopg.types.string import TextLoader

    from sms_callback.engine.postgresql_interrupt import end
    from sms_callback.engine.postgresql_listen import listening
    from sms_callback.engine.postgresql_statement import (
        Handle,
        bound,
        call_statement,
        execute,
        reason,
        rows,
        translating,
    )
except ImportError as error:
    raise DriverMissingError(
        "The PostgreSQL driver psycopg is not installed, or finds no libpq.",
        "Run: pip install 'sms-callback[postgresql]'",
    ) from error

OLDEST = 150000
"""The oldest server that the files in `sql/postgresql` work on, as libpq counts versions."""

CONNECT_TIMEOUT = "5"
"""Seconds to wait for a connection, unless the URL or PGCONNECT_TIMEOUT says otherwise."""

WATCH = {"keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "20000"}
"""How soon a host that vanished is noticed (seconds; the last in milliseconds), unless the URL says otherwise."""

_PASSWORD = re.compile(r"^([a-z]+://)([^:/]*):[^/]*@")
_PASSWORD_OPTION = re.compile(r"(?<![^&])(?:password|sslpassword)=[^&]*&?")


@dataclass(frozen=True, slots=True)
class PostgresqlSession:
    """One transaction on a connection. `procedures` remembers the parameters of those that were called."""

    connection: Handle
    procedures: dict[str, list[Row]] = field(default_factory=dict)

    def deliver(self, callback: Callback) -> Outcome:
        """Hand one callback to `sp_sms_callback`."""
        parameters = given(callback)
        statement = call_statement("sp_sms_callback", tuple(parameters), OUT)
        return outcome_of(rows(execute(self.connection, statement, parameters))[0])

    def deliver_group(self, callbacks: Sequence[Callback]) -> list[Outcome]:
        """Hand several callbacks to `sp_sms_callback_group`; outcomes come in the same order."""
        parameters: dict[str, Value] = {"p_callbacks": group_text(callbacks, bound)}
        statement = call_statement("sp_sms_callback_group", ("p_callbacks",), ("p_outcomes",))
        ((outcomes,),) = execute(self.connection, statement, parameters)
        return outcomes_of(outcomes)

    def call(self, procedure: str, parameters: dict[str, Value], out: Sequence[str] = ()) -> Row:
        """Call a procedure by name; return its OUT parameters. Where PostgreSQL has no default, NULL stands for it."""
        known = self.procedures.get(procedure) or self.query("procedure_parameters", {"name": procedure})
        if not known:
            raise NotInstalledError(f"PostgreSQL has no procedure sms.{procedure}.", "Run: sms-callback install")
        self.procedures[procedure] = known
        # A name that the procedure does not have stays in, so that PostgreSQL says so.
        taken = {str(item["name"]): None for item in known if item["mode"] == "i" and not item["optional"]} | parameters
        returned = tuple(str(item["name"]) for item in known if item["mode"] == "o")
        answer = rows(execute(self.connection, call_statement(procedure, tuple(taken), returned), taken))
        return {name: answer[0][name] for name in out}

    def query(self, name: str, parameters: dict[str, Value] | None = None) -> list[Row]:
        """Send the statement of `sql/postgresql/query/<name>.sql`; return its rows."""
        return rows(execute(self.connection, shipped("postgresql").query(name).encode(), parameters))

    def select(self, text: str) -> list[Row]:
        """Send one SELECT that was made from an SQL file's template; return its rows."""
        return rows(execute(self.connection, text.encode()))

    def script(self, text: str) -> None:
        """Execute one or more statements."""
        execute(self.connection, text.encode(), prepare=False)


class PostgresqlEngine:
    """A PostgreSQL database that carries the contract.

    Args:
        url: as libpq takes it (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS).

    Raises:
        DatabaseUrlError: libpq cannot read the URL.
        DriverMissingError: psycopg is not installed.
    """

    name = "postgresql"

    def __init__(self, url: str) -> None:
        try:
            parameters = conninfo_to_dict(url)
        except psycopg.ProgrammingError:
            # libpq would quote the part that it cannot read, which may be the password.
            raise DatabaseUrlError(
                "PostgreSQL cannot read the database URL.",
                "Write postgresql://user@host:5432/name, and % followed by two digits for characters such as @ and /.",
            ) from None
        parameters.setdefault("fallback_application_name", "sms-callback")
        if "PGCONNECT_TIMEOUT" not in os.environ:
            parameters.setdefault("connect_timeout", CONNECT_TIMEOUT)
        self._conninfo = make_conninfo("", **{**WATCH, **parameters, "client_encoding": "UTF8"})
        self._label = _without_password(url)
        self._connections = Connections(self._open)
        self._procedures: dict[str, list[Row]] = {}

    @property
    def label(self) -> str:
        """The database's URL without its password."""
        return self._label

    def deliver(self, callbacks: Sequence[Callback]) -> list[Outcome | SmsCallbackError]:
        """Store callbacks durably, all in one transaction where that goes; see `Engine.deliver`."""
        return delivered(callbacks, self._once)

    def endpoints(self) -> list[Endpoint]:
        """All providers with their enabled accounts."""
        with self.transaction() as session:
            return endpoints_of(session.query("endpoints"), session.query("answers"), session.query("rules"))

    def ping(self) -> None:
        """Raise DatabaseAwayError unless the database answers."""
        with self.transaction() as session:
            session.query("ping")

    @contextmanager
    def transaction(self, *, commit: bool = True, snapshot: bool = False) -> Iterator[PostgresqlSession]:
        """A transaction; a snapshot is REPEATABLE READ."""
        level = psycopg.IsolationLevel.REPEATABLE_READ if snapshot else psycopg.IsolationLevel.READ_COMMITTED
        with ExitStack() as stack:
            try:
                handle = self._begin(stack, level, commit=commit)
            except LostError:
                # It broke while nobody used it. Nothing was sent, so the second attempt repeats nothing.
                handle = self._begin(stack, level, commit=commit)
            yield PostgresqlSession(handle, self._procedures)

    @contextmanager
    def installation(self) -> Iterator[Session]:
        """A transaction that holds the installer's lock."""
        with self.transaction() as session:
            session.query("install_lock")
            yield session

    def arrivals(self, stop: threading.Event, interval: float | None = None) -> AbstractContextManager[Arrivals]:
        """The server tells at once; see `Engine.arrivals`."""
        return listening(self._open, stop, interval)

    def interrupt(self, cancel_after: float, cut_after: float) -> int:
        """Cancel calls that take too long, or cut their connections; see `Interruptible`."""
        overdue = self._connections.busy_for(cancel_after)
        hopeless = {id(handle) for handle in self._connections.busy_for(cut_after)}
        for handle in overdue:
            end(handle, cut=id(handle) in hopeless)
        return len(overdue)

    def close(self) -> None:
        """Close the connections that no thread is using."""
        self._connections.close()

    def _begin(self, stack: ExitStack, level: psycopg.IsolationLevel, *, commit: bool) -> Handle:
        handle = stack.enter_context(self._connections.use())
        stack.enter_context(translating(handle))
        with translating(handle):
            handle.isolation_level = level
            stack.enter_context(handle.transaction(force_rollback=not commit))
        return handle

    def _once(self, callbacks: Sequence[Callback]) -> list[Outcome]:
        with self._connections.use() as handle:
            session = PostgresqlSession(handle)
            return [session.deliver(callbacks[0])] if len(callbacks) == 1 else session.deliver_group(callbacks)

    def _open(self) -> Handle:
        try:
            handle = psycopg.connect(self._conninfo, autocommit=True)
        except psycopg.Error as error:
            raise DatabaseAwayError(
                f"PostgreSQL cannot be reached at {self._label}: {reason(error)}",
                "Start the server, or correct the URL, the user or the password.",
            ) from error
        try:
            version, encoding = handle.info.server_version, handle.info.parameter_status("server_encoding")
            if version < OLDEST:
                raise SmsCallbackError(
                    f"The server is PostgreSQL {version // 10000}; 15 or newer is needed.", "Upgrade the server."
                )
            if encoding != "UTF8":
                raise SmsCallbackError(
                    f"The database's encoding is {encoding}; it could not hold every text.",
                    "Use one made with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
                )
            for name in ("json", "jsonb"):
                handle.adapters.register_loader(name, TextLoader)
            execute(handle, shipped("postgresql").query("session").encode())
        except SmsCallbackError:
            handle.close()
            raise
        return handle


def _without_password(url: str) -> str:
    address, mark, query = url.partition("?")
    return _PASSWORD.sub(r"\1\2@", address) + mark + _PASSWORD_OPTION.sub("", query).rstrip("&")
