"""A database of the model: its objects, its users, its connections."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path

from tests.sqlanywhere import coverage, tree
from tests.sqlanywhere.errors import ModelError, ParseError, SqlError
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine import versions
from tests.sqlanywhere.machine.catalogue import SystemCatalogue
from tests.sqlanywhere.machine.connection import Connection
from tests.sqlanywhere.machine.cursor import Prepared
from tests.sqlanywhere.machine.events import EventRunner
from tests.sqlanywhere.machine.locks import TableLocks
from tests.sqlanywhere.machine.options import Options
from tests.sqlanywhere.machine.rights import Rights
from tests.sqlanywhere.machine.schema import Schema, Service, User
from tests.sqlanywhere.machine.step import Block, compile_statement
from tests.sqlanywhere.parser import parse_script, parse_statement
from tests.sqlanywhere.store import Store

_parsed = lru_cache(maxsize=4096)(parse_statement)
"""Trees are never changed, so the databases of one process share them."""

_REMEMBERED = 2000


@dataclass(slots=True)
class Assumptions:
    """What no source settles, both ways: a test may run our SQL under each.

    Args:
        no_row_sets_null: SELECT … INTO that finds no row sets its variables to NULL, instead of leaving them.
        form_body: HTTP_BODY() gives the body of a form too.
        error_page_replaces: an error status set by `@HttpStatus` replaces the result set by the server's page.
        http_names_ignore_case: HTTP variables are found whatever the case of their names.
        numeric_rounds: digits that a NUMERIC(p, s) has no place for are rounded away, instead of cut.
    """

    no_row_sets_null: bool = False
    form_body: bool = True
    error_page_replaces: bool = False
    http_names_ignore_case: bool = False
    numeric_rounds: bool = True


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A line of the server's message log (MESSAGE … TO CONSOLE or LOG, errors of events)."""

    text: str
    connection: int


class Database:
    """A server with one database.

    Args:
        path: where its tables are kept; None: in a temporary file.
        charset: of CHAR, as a Python codec name.
        version: 12, 16 or 17; what a version lacks it refuses.
        clock: UTC, naive.
        name: the database's name, as in `/name/service` of a URL.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        charset: str = "utf-8",
        version: int = 17,
        clock: Callable[[], dt.datetime] | None = None,
        name: str = "model",
    ) -> None:
        self.charset = charset
        self.version = version
        self.name = name
        self.now: Callable[[], dt.datetime] = clock or _utc_now
        self.utc_offset = dt.timedelta(0)
        self.fault: Callable[[Connection, tree.Statement], None] | None = None
        self.assumptions = Assumptions()
        self.log: list[LogEntry] = []
        self.server_properties: dict[str, str] = {}
        self.schema = Schema()
        self.rights = Rights(self.schema)
        self.options = Options()
        self.locks = TableLocks()
        self.catalogue = SystemCatalogue(self)
        self.store = Store(path, self.catalogue, charset)
        self.events = EventRunner(self)
        self._connections: dict[int, Connection] = {}
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._prepared: dict[str, Prepared] = {}
        self._services: dict[int, Prepared] = {}
        _make_system_users(self.schema)

    def connect(self, user: str, password: str | None) -> Connection:
        """Connect.

        Raises:
            SqlError: no such user, a wrong password, or a user without password, who cannot log in (-103).
        """
        known = self.schema.user(user)
        if known is None or known.password is None or known.password != password:
            raise error(-103)
        return self.open(known.name)

    def open(self, user: str) -> Connection:
        """A connection that needs no password: of a service with AUTHORIZATION OFF, of an event."""
        with self._lock:
            connection = Connection(self, user, next(self._numbers))
            self._connections[connection.number] = connection
        return connection

    def disconnected(self, connection: Connection) -> None:
        """A connection ended."""
        self.locks.release(connection)
        with self._lock:
            self._connections.pop(connection.number, None)

    def connections(self) -> list[Connection]:
        """Those that are open."""
        with self._lock:
            return list(self._connections.values())

    def prepare(self, text: str) -> Prepared:
        """Parse and compile a statement; it is remembered by its text.

        Raises:
            SqlError: it cannot be parsed (-131), or this version lacks it.
        """
        found = self._prepared.get(text)
        if found is None:
            try:
                statement = _parsed(text)
            except ParseError as failure:
                raise SqlError(failure.sqlcode, "42W04", failure.message) from failure
            found = self.prepare_tree(text, statement)
            if len(self._prepared) >= _REMEMBERED:
                self._prepared.clear()
            self._prepared[text] = found
        return found

    def prepare_tree(self, text: str, statement: tree.Statement) -> Prepared:
        """Compile a client's statement."""
        versions.check(statement, self.version)
        parameters = versions.placeholders(statement) if "?" in text else 0
        block = Block(place=coverage.text_place(statement), start=statement.at)
        return Prepared(text, statement, compile_statement(statement, block), parameters)

    def prepare_service(self, service: Service) -> Prepared:
        """Compile the statement of a service; it is remembered with the service."""
        found = self._services.get(service.service_id)
        if found is None or found.statement is not service.statement:
            assert service.statement is not None
            place, _, _ = coverage.service_key(service.statement)
            block = Block(place=place, start=service.statement.at)
            found = Prepared(service.text or "", service.statement, compile_statement(service.statement, block), 0)
            self._services[service.service_id] = found
        return found

    def load(self, text: str, user: str = "dba", file: str = "") -> None:
        """Run the statements of a SQL file as a user, and commit.

        Raises:
            ParseError: with its place in the text.
            SqlError: what the server would answer.
            ModelError: a statement that the model does not do.
        """
        script = parse_script(text, file)
        known = self.schema.user(user)
        connection = self.open(known.name if known else user)
        try:
            for statement in script.statements:
                try:
                    cursor = connection.run(self.prepare_tree("", statement))
                    while cursor.next_result():
                        pass
                except (SqlError, ModelError) as failure:
                    failure.at = statement.at
                    raise
            connection.commit()
        finally:
            connection.close()

    def trigger_event(self, name: str, **parameters: str) -> None:
        """Run an event's handler now, on its own connection, and wait for it."""
        self.events.trigger(name, parameters)

    def run_due_events(self, now: dt.datetime) -> list[str]:
        """Run the events whose schedule says that they are due, one after the other; return their names."""
        return self.events.run_due(now)

    def close(self) -> None:
        """End all connections."""
        self.events.wait()
        for connection in self.connections():
            connection.close()
        self.store.close()

    def write_log(self, text: str, connection: int = 0) -> None:
        """A line for the message log."""
        self.log.append(LogEntry(text, connection))


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def _make_system_users(schema: Schema) -> None:
    """SYS, PUBLIC, dbo and the first DBA, as a new database has them (12.0.1 dbadmin, "Special groups")."""
    for user_id, name in ((0, "SYS"), (2, "PUBLIC"), (3, "dbo")):
        schema.users[name.casefold()] = User(user_id, name, role=True, authorities={"GROUP"})
    schema.users["dba"] = User(1, "dba", "sql", authorities={"DBA"})
    for _ in range(100):
        schema.next_id()
