"""SQL Anywhere 12, 16 and 17 through sqlanydb. A callback is one CALL, one SELECT of what it gave, and one COMMIT.

The SELECT is needed since a client cannot take texts as OUT parameters through sqlanydb: its buffer is as long as the
value that it is given, while it tells the client library the described size. A batch with parameters in it the server
does not take. So OUT parameters go to variables of the connection (`query/session.sql`).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field

from sms_callback.engine.arrival import POLL_SECONDS, Arrivals, Polled
from sms_callback.engine.connections import Connections
from sms_callback.engine.endpoint import endpoints_of
from sms_callback.engine.group import LostError, delivered
from sms_callback.engine.outcome import given, outcome_of
from sms_callback.engine.sqlanywhere_connection import Handle
from sms_callback.engine.sqlanywhere_text import numbered, owned, statements
from sms_callback.engine.sqlanywhere_url import read_url
from sms_callback.errors import DatabaseRefusedError, NotInstalledError, SmsCallbackError
from sms_callback.model import Callback, Endpoint, Outcome, Row, Value
from sms_callback.sqlfiles import shipped

OLDEST = 12
"""The oldest server that the files in `sql/sqlanywhere` are written for."""

NO_LIMIT = -1
"""What `limit` says for all rows."""

LARGEST = 2_147_483_647
"""What `TOP ?` takes for it: no less than 0 (manual: Row limitation clause)."""

_NUMBERS = ("bigint", "integer", "smallint", "tinyint", "bit", "unsigned bigint", "unsigned int", "unsigned smallint")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a procedure: `variable` takes it where it is OUT."""

    name: str
    variable: str | None


@dataclass(frozen=True, slots=True)
class SqlanywhereSession:
    """One transaction on a connection. `procedures` remembers the parameters of those that were called."""

    connection: Handle
    procedures: dict[str, list[Parameter]] = field(default_factory=dict)

    def deliver(self, callback: Callback) -> Outcome:
        """Hand one callback to `sp_sms_callback`."""
        self.query("callback", given(callback))
        return outcome_of(self.query("callback_out")[0])

    def call(self, procedure: str, parameters: dict[str, Value], out: Sequence[str] = ()) -> Row:
        """Call a procedure by name; return its OUT parameters. Parameters that are left out are NULL."""
        known = self.procedures.get(procedure) or self._parameters(procedure)
        self.procedures[procedure] = known
        unknown = (parameters.keys() - {item.name for item in known if item.variable is None}) | (
            {*out} - {item.name for item in known if item.variable}
        )
        if unknown:
            raise DatabaseRefusedError(f"sms.{procedure} has no such parameter: {', '.join(sorted(unknown))}.")
        places = ", ".join(item.variable or "?" for item in known)
        values = [parameters.get(item.name) for item in known if item.variable is None]
        self.connection.execute(f"CALL sms.{procedure}({places})", values)
        if not out:
            return {}
        row = self.query("call_out")[0]
        return {item.name: row[item.variable] for item in known if item.variable and item.name in out}

    def query(self, name: str, parameters: dict[str, Value] | None = None) -> list[Row]:
        """Send the statement of `sql/sqlanywhere/query/<name>.sql`; return its rows."""
        values = {**(parameters or {})}
        if values.get("limit") == NO_LIMIT:
            values["limit"] = LARGEST
        return self.ask(shipped("sqlanywhere").query(name), values)

    def ask(self, text: str, parameters: dict[str, Value]) -> list[Row]:
        """Send one statement with named parameters; return its rows."""
        statement, names = numbered(text)
        return self.connection.execute(statement, [parameters[item] for item in names])

    def select(self, text: str) -> list[Row]:
        """Send one SELECT that was made from an SQL file's template; return its rows."""
        return self.connection.execute(owned(text).strip().removesuffix(";"))

    def script(self, text: str) -> None:
        """Execute one or more statements, one at a time. A definition among them commits, as this engine has it."""
        for statement in statements(text):
            self.connection.execute(owned(statement))

    def commit(self) -> None:
        """Keep what was done so far."""
        self.connection.commit()

    def _parameters(self, procedure: str) -> list[Parameter]:
        if not _IDENTIFIER.fullmatch(procedure):
            raise DatabaseRefusedError(f"{procedure!r} is not a name.")
        rows = self.query("procedure_parameters", {"name": procedure})
        if not rows:
            raise NotInstalledError(f"SQL Anywhere has no procedure sms.{procedure}.", "Run: sms-callback install")
        counts = {"number": 0, "text": 0}
        found: list[Parameter] = []
        for row in rows:
            variable = None
            if row["direction"] == "o":
                kind = "number" if str(row["domain"]).lower() in _NUMBERS else "text"
                counts[kind] += 1
                variable = f"sms_out_{kind}_{counts[kind]}"
            found.append(Parameter(str(row["name"]), variable))
        return found


class SqlanywhereEngine:
    """A SQL Anywhere database that carries the contract.

    Args:
        url: see `sqlanywhere_url.read_url`.

    Raises:
        DatabaseUrlError: the URL cannot be read, or holds what sqlanydb cannot pass on.
        DriverMissingError: sqlanydb is not installed.
    """

    name = "sqlanywhere"

    def __init__(self, url: str) -> None:
        self._address = read_url(url)
        self._connections = Connections(self._open)
        self._procedures: dict[str, list[Parameter]] = {}

    @property
    def label(self) -> str:
        """The database's URL without its password."""
        return self._address.label

    def deliver(self, callbacks: Sequence[Callback]) -> list[Outcome | SmsCallbackError]:
        """Store callbacks durably, all in one transaction where that goes; see `Engine.deliver`."""
        return delivered(callbacks, self._once)

    def endpoints(self) -> list[Endpoint]:
        """All providers with their enabled accounts."""
        with self.transaction() as session:
            return endpoints_of(session.query("endpoints"), session.query("answers"), session.query("rules"))

    def ping(self) -> None:
        """Raise DatabaseAwayError unless the database answers."""
        try:
            self._ask()
        except LostError:
            # It broke while nobody used it.
            self._ask()

    @contextmanager
    def transaction(self, *, commit: bool = True, snapshot: bool = False) -> Iterator[SqlanywhereSession]:
        """A transaction in which only committed rows are seen.

        A snapshot is no more than that: the server offers them in databases with `allow_snapshot_isolation` only, where
        all that write pay for it, and the levels that lock what is read would stop them.
        """
        del snapshot
        self._wake()
        with self._connections.use() as handle, _ending(handle, commit=commit):
            yield SqlanywhereSession(handle, self._procedures)

    @contextmanager
    def installation(self) -> Iterator[SqlanywhereSession]:
        """A session of its own that holds the installer's lock until the end.

        Definitions commit by themselves, so the lock is one that outlives transactions: it goes with the connection.
        """
        handle = self._open()
        try:
            session = SqlanywhereSession(handle)
            for name in ("install_lock_user", "install_lock_table"):
                self._made_at_once(session, name)
            session.query("install_wait")
            session.query("install_lock")
            with _ending(handle, commit=True):
                yield session
        finally:
            handle.close()

    def arrivals(self, stop: threading.Event, interval: float | None = None) -> AbstractContextManager[Arrivals]:
        """The database tells nobody: one looks from time to time; see `Engine.arrivals`."""
        return nullcontext(Polled(stop, POLL_SECONDS if interval is None else interval))

    def close(self) -> None:
        """Close the connections that no thread is using."""
        self._connections.close()

    def _wake(self) -> None:
        """Let go of this thread's connection if it broke while nobody used it: nothing was lost with it."""
        with suppress(LostError):
            self._ask()

    def _ask(self) -> None:
        """One round trip. No transaction is worth ending after it."""
        with self._connections.use() as handle:
            SqlanywhereSession(handle).query("ping")

    @staticmethod
    def _made_at_once(session: SqlanywhereSession, name: str) -> None:
        """Make what the lock needs. Another installer may be faster, between the look whether it is there and that."""
        try:
            session.query(name)
        except DatabaseRefusedError:
            session.query(name)

    def _once(self, callbacks: Sequence[Callback]) -> list[Outcome]:
        with self._connections.use() as handle, _ending(handle, commit=True):
            session = SqlanywhereSession(handle)
            return [session.deliver(callback) for callback in callbacks]

    def _open(self) -> Handle:
        handle = Handle(self._address.parameters, self._address.label)
        session = SqlanywhereSession(handle)
        try:
            version = str(session.query("version")[0]["version"])
            if int(version.partition(".")[0]) < OLDEST:
                raise SmsCallbackError(
                    f"The server is SQL Anywhere {version}; {OLDEST} or newer is needed.", "Upgrade the server."
                )
            session.script(shipped("sqlanywhere").query("session"))
            handle.commit()
        except SmsCallbackError:
            handle.close()
            raise
        return handle


@contextmanager
def _ending(handle: Handle, *, commit: bool) -> Iterator[None]:
    """Commit at the end of the block, or roll back: if it fails, or if nothing is to stay."""
    try:
        yield
        if commit:
            handle.commit()
        else:
            handle.rollback()
    except BaseException:
        handle.rollback()
        raise
