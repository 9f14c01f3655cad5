"""What the parts of the model owe each other. Each protocol names the module that fulfils it.

parser/          text → tree                                       (no other part needed)
values/          types, values, conversions, builtin functions, and `evaluate`: a tree's expression → a value
store/           tables in SQLite: queries, INSERT, UPDATE, DELETE, MERGE, DDL of tables and views; catalogue views
machine/         connections, transactions, procedures, functions, events, privileges, options; `Database`
web/             the HTTP server over `Database`
client/          what is under the unmodified sqlanydb
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol, TypeAlias

from tests.sqlanywhere import tree

Value: TypeAlias = int | Decimal | float | str | bytes | dt.datetime | dt.date | dt.time | None
"""A value of the model: CHAR types are str, BINARY types bytes, NUMERIC Decimal, TIMESTAMP a naive datetime."""


@dataclass(slots=True)
class Variable:
    """A variable, parameter or cursor column of a procedure, or a connection's own (CREATE VARIABLE)."""

    name: str
    type: tree.TypeName
    value: Value = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a result."""

    name: str
    type: tree.TypeName
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """A result set. The rows may be read once; reading may raise SqlError."""

    columns: tuple[Column, ...]
    rows: Iterator[tuple[Value, ...]]


@dataclass(slots=True)
class HttpExchange:
    """One web request, and the answer as the procedures have set it so far (web/ makes it, values/ reads and sets it).

    `variables` and `headers` keep order and repetition; a variable has the three forms of HTTP_VARIABLE's attribute:
    decoded text, `@BINARY` (percent-decoded bytes), `@TRANSPORT` (as it came). Header names are as they came.
    """

    method: str
    uri: str
    version: str
    query_string: str
    headers: tuple[tuple[str, str], ...]
    variables: tuple[HttpVariable, ...]
    body: bytes
    remote_addr: str
    service: str
    secure: bool = False
    status: str | None = None
    answer_headers: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HttpVariable:
    name: str
    text: str
    binary: bytes
    transport: str


class Session(Protocol):
    """What an expression may ask of its connection (machine/ fulfils it)."""

    charset: str
    """The database's CHAR charset, as a Python codec name: `utf-8`, or `cp1252`."""
    http: HttpExchange | None

    @property
    def user(self) -> str:
        """The user whose rights count now (the owner, in a procedure with SQL SECURITY DEFINER)."""

    @property
    def sqlcode(self) -> int:
        """SQLCODE of the last statement, as the handler that runs now sees it."""

    @property
    def sqlstate(self) -> str:
        """SQLSTATE, likewise."""

    @property
    def message(self) -> str:
        """The text of the last error, likewise."""

    rowcount: int
    identity: int
    """@@rowcount and @@identity."""
    trace_count: int
    fetched: int

    def now(self) -> dt.datetime:
        """The server's clock in UTC, naive, in microseconds; a test may set it."""

    def utc_offset(self) -> dt.timedelta:
        """The server's time zone: CURRENT TIMESTAMP is `now() + utc_offset()`."""

    def option(self, name: str) -> str:
        """An option's value for this connection (`string_rtruncation`, `timestamp_format` …); names ignore case."""

    def property(self, scope: str, name: str) -> str | None:
        """PROPERTY, DB_PROPERTY, CONNECTION_PROPERTY (`scope`: server, database, connection); None: no such name."""

    def errormsg_allowed(self) -> bool:
        """Whether ERRORMSG() without argument may be used here: first statement of a handler's branch (sources P3)."""


class Scope(Protocol):
    """The names that an expression can see (machine/ fulfils it)."""

    @property
    def session(self) -> Session: ...

    def variable(self, name: str) -> Variable | None:
        """A variable or parameter, case ignored; None: there is none."""

    def host_variable(self, name: str) -> Value:
        """`:name` in the statement of a service."""

    def placeholder(self, index: int) -> Value:
        """`?` of the statement that runs."""

    def function_type(self, name: tree.QualifiedName) -> tree.TypeName | None:
        """What a function made by CREATE FUNCTION returns; None: there is no such function."""

    def call_function(self, name: tree.QualifiedName, arguments: Sequence[tuple[str | None, Value]]) -> Value:
        """Run such a function; arguments are (name or None, value)."""

    def query(self, query: tree.Query) -> Result:
        """Run a query (a subquery of an expression that is not itself inside a query)."""

    def procedure_result(self, call: tree.ProcedureTable) -> Result:
        """The result set of a procedure used in FROM."""


class StoreSession(Protocol):
    """One connection's way to the tables (store/ fulfils it). Raises SqlError as the server would."""

    def query(self, query: tree.Query, scope: Scope) -> Result:
        """Run a query."""

    def describe(self, query: tree.Query, scope: Scope) -> tuple[Column, ...]:
        """The columns that it would give."""

    def modify(
        self, statement: tree.Insert | tree.Update | tree.Delete | tree.Merge | tree.TruncateTable, scope: Scope
    ) -> int:
        """Run a statement that changes rows; return how many. Sets `scope.session.identity`."""

    def define(self, statement: tree.Statement, scope: Scope) -> None:
        """Run DDL of tables, indexes, views, sequences, and COMMENT; the caller commits around it."""

    def begin(self) -> None:
        """Begin a transaction if there is none: the first write of it waits for the writers of other connections."""

    def commit(self) -> None: ...

    def rollback(self) -> None: ...

    def savepoint(self, name: str) -> None: ...

    def rollback_to(self, name: str) -> None: ...

    def release(self, name: str) -> None: ...

    def close(self) -> None: ...


class Catalogue(Protocol):
    """The objects that are not tables, for the catalogue views of store/ (machine/ fulfils it).

    Each method gives the rows of one system view as dictionaries, columns lower case (sources P15 and G10).
    """

    def rows(self, view: str) -> Sequence[Mapping[str, Value]]:
        """`view` is `sysuser`, `sysprocedure`, `sysprocparm`, `sysprocperm`, `sysevent`, `syswebservice` …"""
