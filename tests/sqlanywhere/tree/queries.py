"""SELECT and what queries are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tests.sqlanywhere.tree.base import DataType, Node, QualifiedName
from tests.sqlanywhere.tree.expressions import Argument, Expression, Name, OrderItem, Window


@dataclass(frozen=True, slots=True)
class Star(Node):
    """`*` or `t.*`."""

    table: str | None = None


@dataclass(frozen=True, slots=True)
class SelectItem(Node):
    value: Expression
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class TableName(Node):
    """A table or view in FROM; hints are upper case (`XLOCK`, `READPAST` …)."""

    name: QualifiedName
    alias: str | None = None
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DerivedTable(Node):
    query: Query
    alias: str | None = None
    columns: tuple[str, ...] = ()
    lateral: bool = False


@dataclass(frozen=True, slots=True)
class ProcedureTable(Node):
    """A procedure's result in FROM: `p(1) [WITH (a INT, …)] AS t`."""

    name: QualifiedName
    arguments: tuple[Argument, ...]
    alias: str | None = None
    columns: tuple[tuple[str, DataType], ...] = ()


@dataclass(frozen=True, slots=True)
class OpenString(Node):
    """`OPENSTRING({FILE|VALUE} a) WITH (…) [OPTION (…)] AS t`, and `OPENXML(a, b [,…]) WITH (a INT 'xpath', …)`."""

    kind: str
    arguments: tuple[Expression, ...]
    columns: tuple[tuple[str, DataType, str | None], ...] = ()
    options: tuple[str, ...] = ()
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class Join(Node):
    """`kind` is INNER, LEFT, RIGHT, FULL, CROSS, CROSS APPLY, OUTER APPLY; `natural` and `key` as written."""

    kind: str
    left: TableExpression
    right: TableExpression
    on: Expression | None = None
    natural: bool = False
    key: bool = False


TableExpression: TypeAlias = TableName | DerivedTable | ProcedureTable | OpenString | Join


@dataclass(frozen=True, slots=True)
class Select(Node):
    """One SELECT without ORDER BY (that is the query's). `into` holds variables; `into_table` is `INTO #t`."""

    columns: tuple[SelectItem | Star, ...]
    from_: tuple[TableExpression, ...] = ()
    where: Expression | None = None
    group_by: tuple[Expression, ...] = ()
    having: Expression | None = None
    distinct: bool = False
    top: Expression | None = None
    start_at: Expression | None = None
    into: tuple[Name, ...] = ()
    into_table: QualifiedName | None = None
    windows: tuple[tuple[str, Window], ...] = ()


@dataclass(frozen=True, slots=True)
class SetOperation(Node):
    """UNION, EXCEPT, INTERSECT; without `all` duplicates go."""

    operator: str
    left: QueryBody
    right: QueryBody
    all: bool = False


QueryBody: TypeAlias = "Select | SetOperation | Query"


@dataclass(frozen=True, slots=True)
class CommonTable(Node):
    name: str
    columns: tuple[str, ...]
    query: Query


@dataclass(frozen=True, slots=True)
class Query(Node):
    """A query expression. `for_` is what follows FOR, upper case (`READ ONLY`, `UPDATE`, `XML RAW`, `JSON AUTO` …)."""

    body: QueryBody
    with_: tuple[CommonTable, ...] = ()
    recursive: bool = False
    order_by: tuple[OrderItem, ...] = ()
    for_: str | None = None
    for_columns: tuple[str, ...] = ()
    option: str | None = None
