"""A connection to tables alone, with a plain session and scope: for the store's own tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.parser import parse_statement
from tests.sqlanywhere.runtime import Column, HttpExchange, Result, Value, Variable
from tests.sqlanywhere.store.database import Store

_DOMAINS = ("smallint", "integer", "numeric", "double", "date", "char", "varchar", "long varchar", "binary", "bigint")


class BenchCatalogue:
    """Two users, the domains, and nothing else."""

    def __init__(self) -> None:
        self.views: dict[str, list[dict[str, Value]]] = {
            "sysuser": [
                {"user_id": 1, "object_id": 1, "user_name": "dba", "user_type": 12},
                {"user_id": 101, "object_id": 101, "user_name": "sms", "user_type": 12},
            ],
            "sysdomain": [
                {"domain_id": number, "domain_name": name, "type_id": number} for number, name in enumerate(_DOMAINS, 1)
            ],
        }

    def rows(self, view: str) -> Sequence[Mapping[str, Value]]:
        """The rows of a view."""
        return self.views.get(view, [])


@dataclass
class BenchSession:
    """What an expression may ask of its connection."""

    charset: str = "utf-8"
    user: str = "dba"
    http: HttpExchange | None = None
    sqlcode: int = 0
    sqlstate: str = "00000"
    message: str = ""
    rowcount: int = 0
    identity: int = 0
    trace_count: int = 0
    fetched: int = 0
    moment: dt.datetime = field(default_factory=lambda: dt.datetime(2024, 5, 1, 12, 0, 0, 123456))
    options: dict[str, str] = field(
        default_factory=lambda: {
            "string_rtruncation": "On",
            "timestamp_format": "YYYY-MM-DD HH:NN:SS.SSSSSS",
            "date_format": "YYYY-MM-DD",
            "time_format": "HH:NN:SS.SSSSSS",
            "date_order": "YMD",
            "nearest_century": "50",
            "divide_by_zero_error": "On",
            "blocking": "On",
            "blocking_timeout": "0",
            "max_recursive_iterations": "100",
        }
    )

    def now(self) -> dt.datetime:
        """The clock."""
        return self.moment

    def utc_offset(self) -> dt.timedelta:
        """The zone is UTC."""
        return dt.timedelta(0)

    def option(self, name: str) -> str:
        """An option."""
        return self.options[name.lower()]

    def property(self, scope: str, name: str) -> str | None:
        """No property."""
        return None

    def errormsg_allowed(self) -> bool:
        """Not in a handler."""
        return False


class Bench:
    """A connection that runs statements, and the scope of their expressions.

    `functions` are user functions by name: their type and what they do; `procedures` results of procedures in FROM.
    """

    def __init__(self, store: Store, user: str = "dba") -> None:
        self.session = BenchSession(user=user)
        self.store = store.connect()
        self.variables: dict[str, Variable] = {}
        self.parameters: Sequence[Value] = ()
        self.functions: dict[str, tuple[tree.TypeName, Callable[..., Value]]] = {}
        self.procedures: dict[str, tuple[tuple[Column, ...], list[tuple[Value, ...]]]] = {}
        self._parsed: dict[str, tree.Statement] = {}

    def variable(self, name: str) -> Variable | None:
        """A variable."""
        return self.variables.get(name.lower())

    def host_variable(self, name: str) -> Value:
        """None is there."""
        return None

    def placeholder(self, index: int) -> Value:
        """A parameter."""
        return self.parameters[index]

    def function_type(self, name: tree.QualifiedName) -> tree.TypeName | None:
        """What a function returns."""
        known = self.functions.get(name.name.lower())
        return None if known is None else known[0]

    def call_function(self, name: tree.QualifiedName, arguments: Sequence[tuple[str | None, Value]]) -> Value:
        """Run a function."""
        return self.functions[name.name.lower()][1](*[value for _, value in arguments])

    def query(self, query: tree.Query) -> Result:
        """Run a subquery."""
        return self.store.query(query, self)

    def procedure_result(self, call: tree.ProcedureTable) -> Result:
        """Run a procedure."""
        columns, rows = self.procedures[call.name.name.lower()]
        return Result(columns, iter(rows))

    def procedure_columns(self, call: tree.ProcedureTable) -> tuple[Column, ...]:
        """What a procedure gives."""
        return self.procedures[call.name.name.lower()][0]

    def set(self, name: str, type_name: tree.TypeName, value: Value) -> None:
        """Make a variable."""
        self.variables[name] = Variable(name, type_name, value)

    def parsed(self, text: str) -> tree.Statement:
        """The tree of a statement, the same one each time."""
        if text not in self._parsed:
            self._parsed[text] = parse_statement(text)
        return self._parsed[text]

    def run(self, text: str, *parameters: Value) -> list[tuple[Value, ...]] | int:
        """Run one statement: rows of a query, the number of changed rows, or 0; a definition commits."""
        self.parameters = parameters
        statement = self.parsed(text)
        match statement:
            case tree.QueryStatement():
                return list(self.store.query(statement.query, self).rows)
            case tree.Insert() | tree.Update() | tree.Delete() | tree.Merge() | tree.TruncateTable():
                return self.store.modify(statement, self)
        local = isinstance(statement, tree.CreateTable) and statement.declared
        if not local:
            self.store.commit()
        self.store.define(statement, self)
        if not local:
            self.store.commit()
        return 0

    def rows(self, text: str, *parameters: Value) -> list[tuple[Value, ...]]:
        """The rows of a query."""
        found = self.run(text, *parameters)
        assert isinstance(found, list)
        return found

    def code(self, text: str, *parameters: Value) -> int:
        """The SQLCODE that a statement ends with; 0 is success."""
        try:
            self.run(text, *parameters)
        except SqlError as failure:
            return failure.sqlcode
        return 0

    def columns(self, text: str) -> tuple[Column, ...]:
        """The columns of a query."""
        statement = self.parsed(text)
        assert isinstance(statement, tree.QueryStatement)
        return self.store.describe(statement.query, self)


def messages() -> Bench:
    """A bench with a few providers, messages, and an empty table of words."""
    store = Store(None, BenchCatalogue())
    made = Bench(store)
    made.run("CREATE TABLE sms.provider (provider VARCHAR(20 CHAR) NOT NULL PRIMARY KEY, title VARCHAR(40) NULL)")
    made.run(
        "CREATE TABLE sms.msg (id INTEGER NOT NULL PRIMARY KEY, provider VARCHAR(20 CHAR) NOT NULL REFERENCES"
        " sms.provider (provider), body LONG VARCHAR NULL, price NUMERIC(18, 8) NULL, sent TIMESTAMP"
        " NULL, day DATE NULL,"
        " k VARBINARY(20) NULL)"
    )
    made.run("INSERT INTO sms.provider VALUES ('twilio', 'Twilio'), ('nexmo', NULL), ('Ytel', 'Ytel')")
    made.run(
        "INSERT INTO sms.msg VALUES"
        " (1, 'Twilio', 'Hello', 0.0075, '2024-05-01 10:00:00.5', '2024-05-01', 0x41),"
        " (2, 'TWILIO', 'hello', 0.1, '2024-05-02', '2024-05-02', 0x61),"
        " (3, 'nexmo', NULL, NULL, NULL, NULL, NULL),"
        " (4, 'twilio', 'Bye', 0.2, '2024-05-03', '2024-05-01', 0x00FF)"
    )
    made.run("CREATE TABLE sms.word (a INTEGER NULL, b VARCHAR(9) NULL)")
    made.store.commit()
    return made
