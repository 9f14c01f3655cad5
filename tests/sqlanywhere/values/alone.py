"""A session and a scope without a machine: for tests of values, and to try an expression."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.parser import parse_expression
from tests.sqlanywhere.runtime import HttpExchange, Result, Value, Variable
from tests.sqlanywhere.values import evaluate, truth, types
from tests.sqlanywhere.values.static import literal_type

OPTIONS: Mapping[str, str] = {
    "ansi_substring": "On",
    "date_format": "YYYY-MM-DD",
    "date_order": "YMD",
    "divide_by_zero_error": "On",
    "nearest_century": "50",
    "string_rtruncation": "On",
    "time_format": "HH:NN:SS.SSS",
    "timestamp_format": "YYYY-MM-DD HH:NN:SS.SSS",
    "timestamp_with_time_zone_format": "YYYY-MM-DD HH:NN:SS.SSS+HH:NN",
}
"""The options that values look at, with the server's defaults (page "Alphabetical list of database options")."""


@dataclass(slots=True)
class AloneSession:
    """A connection's state without a connection; the clock stands still in a zone two hours east of UTC."""

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
    clock: dt.datetime = dt.datetime(2026, 1, 2, 3, 4, 5, 678901)
    options: dict[str, str] = field(default_factory=dict)
    properties: dict[tuple[str, str], str] = field(default_factory=dict)
    handling: bool = False

    def now(self) -> dt.datetime:
        return self.clock

    def utc_offset(self) -> dt.timedelta:
        return dt.timedelta(hours=2)

    def option(self, name: str) -> str:
        return self.options.get(name.lower(), OPTIONS[name.lower()])

    def property(self, scope: str, name: str) -> str | None:
        return self.properties.get((scope, name.lower()))

    def errormsg_allowed(self) -> bool:
        return self.handling


@dataclass(slots=True)
class AloneScope:
    """Variables, functions and the results of queries, all given."""

    session: AloneSession = field(default_factory=AloneSession)
    variables: dict[str, Variable] = field(default_factory=dict)
    functions: dict[str, tuple[tree.TypeName, Callable[..., Value]]] = field(default_factory=dict)
    answers: Callable[[tree.Query], Result] | None = None
    given: Sequence[Value] = ()

    def variable(self, name: str) -> Variable | None:
        return self.variables.get(name.lower())

    def host_variable(self, name: str) -> Value:
        found = self.variables.get(name.lower())
        return None if found is None else found.value

    def placeholder(self, index: int) -> Value:
        return self.given[index]

    def function_type(self, name: tree.QualifiedName) -> tree.TypeName | None:
        found = self.functions.get(name.name.lower())
        return None if found is None else found[0]

    def call_function(self, name: tree.QualifiedName, arguments: Sequence[tuple[str | None, Value]]) -> Value:
        return self.functions[name.name.lower()][1](*[value for _, value in arguments])

    def query(self, query: tree.Query) -> Result:
        if self.answers is None:
            raise ModelError("a query without a store")
        return self.answers(query)

    def procedure_result(self, call: tree.ProcedureTable) -> Result:
        raise ModelError(f"procedure {call.name} without a machine")


def value_of(text: str, scope: AloneScope | None = None) -> Value:
    """The value of an expression given as text."""
    return evaluate(parse_expression(text), scope or AloneScope())


def truth_of(text: str, scope: AloneScope | None = None) -> bool | None:
    """The truth of a condition given as text."""
    return truth(parse_expression(text), scope or AloneScope())


def scope_of(**values: Value) -> AloneScope:
    """A scope whose variables have these values, in the types that literals of them would have."""
    found = {}
    for name, value in values.items():
        type_name = literal_type(value) if isinstance(value, (str, bytes, int, float, Decimal)) else types.UNKNOWN
        found[name] = Variable(name, type_name, value)
    return AloneScope(variables=found)
