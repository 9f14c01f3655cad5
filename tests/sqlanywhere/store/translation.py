"""A translated statement: SQLite's text, what is bound to it, and the expressions that it calls back for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tests.sqlanywhere import tree
from tests.sqlanywhere.runtime import Column, Result, Scope, Session, Value, Variable
from tests.sqlanywhere.store.codec import RowDecoder, Stored, decoder, encode, row_decoder
from tests.sqlanywhere.store.schema import Relation, Table
from tests.sqlanywhere.values import cast, compiled, compiled_condition
from tests.sqlanywhere.values.types import Family, family

_PARAMETER = re.compile(r"\?(\d+)")

Slot = Callable[[Scope], Stored]
"""How the value of a bound parameter is had when the statement runs."""


class LeafScope:
    """A scope in which the leaves of a callback (columns, subqueries) are variables, besides those of the statement."""

    __slots__ = ("_leaves", "_outer", "session")

    def __init__(self, outer: Scope, leaves: dict[str, Variable]) -> None:
        self._outer = outer
        self._leaves = leaves
        self.session: Session = outer.session

    def variable(self, name: str) -> Variable | None:
        leaf = self._leaves.get(name)
        return self._outer.variable(name) if leaf is None else leaf

    def host_variable(self, name: str) -> Value:
        return self._outer.host_variable(name)

    def placeholder(self, index: int) -> Value:
        return self._outer.placeholder(index)

    def function_type(self, name: tree.QualifiedName) -> tree.TypeName | None:
        return self._outer.function_type(name)

    def call_function(self, name: tree.QualifiedName, arguments: Sequence[tuple[str | None, Value]]) -> Value:
        return self._outer.call_function(name, arguments)

    def query(self, query: tree.Query) -> Result:
        return self._outer.query(query)

    def procedure_result(self, call: tree.ProcedureTable) -> Result:
        return self._outer.procedure_result(call)


class Callback:
    """An expression that SQLite cannot compute alone: it hands over the leaves and gets the value.

    Args:
        expression: a value, or a condition; its columns and subqueries are names of leaves.
        leaves: name and type of each, in the order in which SQLite hands them over.
        condition: whether it is a condition.
    """

    __slots__ = ("_condition", "_leaves", "_value")

    def __init__(
        self, expression: tree.Expression, leaves: Sequence[tuple[str, tree.TypeName]] = (), *, condition: bool = False
    ) -> None:
        self._leaves = [(name, type_name, decoder(type_name)) for name, type_name in leaves]
        self._condition = compiled_condition(expression) if condition else None
        self._value = None if condition else compiled(expression)

    def __call__(self, scope: Scope, stored: Sequence[Stored]) -> Stored:
        """The value for one row, as SQLite takes it; a condition is 1, 0 or None.

        Raises:
            SqlError: as the expression does.
        """
        inner = scope
        if self._leaves:
            variables = {
                name: Variable(name, type_name, value if decode is None else decode(value))
                for (name, type_name, decode), value in zip(self._leaves, stored, strict=True)
            }
            inner = LeafScope(scope, variables)
        if self._condition is not None:
            answer = self._condition(inner)
            return None if answer is None else int(answer)
        assert self._value is not None
        return encode(self._value(inner))


@dataclass(slots=True, eq=False)
class Translation:
    """What a statement became, valid while the names in it mean what they meant.

    `locks` says that a table hint asks for a lock. `row_sets` are the tables that SQLite asks for (catalogue views,
    procedures in FROM). `constants` are columns of the result that need no table at all. Of a statement that changes
    rows `target` is the table, `assigned` its columns in the order of the query's (`=name` is a variable), `defaults`
    those that get their defaults.
    """

    sql: str = ""
    columns: tuple[Column, ...] = ()
    slots: list[Slot] = field(default_factory=list)
    callbacks: list[Callable[[Scope, Sequence[Stored]], Stored]] = field(default_factory=list)
    row_sets: list[Callable[[Scope], list[tuple[Stored, ...]]]] = field(default_factory=list)
    constants: dict[int, tree.Expression] = field(default_factory=dict)
    variables: dict[str, tree.TypeName] = field(default_factory=dict)
    functions: dict[tree.QualifiedName, tree.TypeName | None] = field(default_factory=dict)
    relations: dict[tree.QualifiedName, Relation] = field(default_factory=dict)
    view_relations: list[tuple[str, tree.QualifiedName, Relation]] = field(default_factory=list)
    temporary: list[Table] = field(default_factory=list)
    target: Table | None = None
    assigned: tuple[str, ...] = ()
    defaults: frozenset[int] = frozenset()
    owners: tuple[str, ...] = ()
    decode: RowDecoder | None = None
    untyped: bool = False
    locks: bool = False
    checked: tuple[int, int] = (-1, -1)
    _bound: dict[object, str] = field(default_factory=dict)

    def bind(self, slot: Slot, key: object = None) -> str:
        """A parameter; the same key gives the same one again."""
        if key is not None and key in self._bound:
            return self._bound[key]
        self.slots.append(slot)
        text = f"?{len(self.slots)}"
        if key is not None:
            self._bound[key] = text
        return text

    def call(self, callback: Callable[[Scope, Sequence[Stored]], Stored], arguments: Sequence[str]) -> str:
        """A call of an expression for each row."""
        self.callbacks.append(callback)
        return f"sa_call({', '.join([str(len(self.callbacks) - 1), *arguments])})"

    def once(self, expression: tree.Expression, *, condition: bool = False) -> str:
        """An expression without columns: computed when first needed, and then kept for the rest of the run."""
        # By its spelling: 1 and 1.0 are equal in Python, but not the same here.
        key = ("once", condition, repr(expression))
        if key not in self._bound:
            self.callbacks.append(Callback(expression, condition=condition))
            self._bound[key] = f"sa_once({len(self.callbacks) - 1})"
        return self._bound[key]

    def finish(self) -> None:
        """Make ready to run.

        Parameters at the end that the text did not come to use are left out: SQLite counts them.
        """
        used = [int(number) for number in _PARAMETER.findall(self.sql)]
        del self.slots[max(used, default=0) :]
        self.decode = row_decoder(tuple(column.type for column in self.columns))
        self.untyped = any(family(column.type) is Family.UNKNOWN for column in self.columns)

    def row_set(self, rows: Callable[[Scope], list[tuple[Stored, ...]]]) -> int:
        """The number under which SQLite asks for these rows."""
        self.row_sets.append(rows)
        return len(self.row_sets) - 1


@dataclass(slots=True, eq=False)
class Frame:
    """One run of a translation."""

    translation: Translation
    scope: Scope
    once: dict[int, Stored] = field(default_factory=dict)
    row_sets: dict[int, list[tuple[Stored, ...]]] = field(default_factory=dict)


_WIDE_NUMERIC = tree.TypeName("numeric", 60, 20)
_PLAIN: dict[Family, tuple[tuple[type, ...], tree.TypeName]] = {
    Family.TEXT: ((str,), tree.TypeName("long varchar")),
    Family.BINARY: ((bytes,), tree.TypeName("long binary")),
    Family.INTEGER: ((int, Decimal, float), _WIDE_NUMERIC),
    Family.NUMERIC: ((int, Decimal, float), _WIDE_NUMERIC),
    Family.DOUBLE: ((int, Decimal, float), tree.TypeName("double")),
}


def fitting(value: Value, wanted: tree.TypeName, session: Session) -> Stored:
    """A value whose type is not known before the run (`?`), made comparable with one of the type `wanted`.

    Raises:
        SqlError: -157, it cannot be converted.
    """
    if value is None:
        return None
    kinds, plain = _PLAIN.get(family(wanted), ((), wanted))
    return encode(value if isinstance(value, kinds) else cast(value, plain, session))
