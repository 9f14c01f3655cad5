"""Statements that read and change rows."""

from __future__ import annotations

from dataclasses import dataclass

from tests.sqlanywhere.tree.base import Node, QualifiedName, Statement
from tests.sqlanywhere.tree.expressions import Expression, Name, OrderItem
from tests.sqlanywhere.tree.queries import Query, TableExpression, TableName


@dataclass(frozen=True, slots=True)
class QueryStatement(Statement):
    """A SELECT as a statement: INTO variables, or a result set."""

    query: Query


@dataclass(frozen=True, slots=True)
class Insert(Statement):
    """`on_existing` is ERROR, SKIP or UPDATE. Exactly one of `rows`, `query`, or neither (`DEFAULT VALUES`)."""

    table: QualifiedName
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Expression, ...], ...] = ()
    query: Query | None = None
    on_existing: str | None = None
    defaults_on: bool | None = None
    auto_name: bool = False


@dataclass(frozen=True, slots=True)
class SetColumn(Node):
    """`column = value`; in an UPDATE the target may be a variable too (`SET @a = c`)."""

    column: Name
    value: Expression


@dataclass(frozen=True, slots=True)
class Update(Statement):
    """`joined` holds what stands before SET, if that is more than one table; `table` is then the first of them."""

    table: TableName
    sets: tuple[SetColumn, ...]
    from_: tuple[TableExpression, ...] = ()
    where: Expression | None = None
    where_current_of: str | None = None
    order_by: tuple[OrderItem, ...] = ()
    top: Expression | None = None
    joined: tuple[TableExpression, ...] = ()
    start_at: Expression | None = None


@dataclass(frozen=True, slots=True)
class Delete(Statement):
    table: TableName
    from_: tuple[TableExpression, ...] = ()
    where: Expression | None = None
    where_current_of: str | None = None
    order_by: tuple[OrderItem, ...] = ()
    top: Expression | None = None
    start_at: Expression | None = None


@dataclass(frozen=True, slots=True)
class MergeBranch(Node):
    """`WHEN [NOT] MATCHED [AND c] THEN action`; action is UPDATE, DELETE, SKIP, RAISERROR, INSERT."""

    matched: bool
    action: str
    condition: Expression | None = None
    sets: tuple[SetColumn, ...] = ()
    columns: tuple[str, ...] = ()
    values: tuple[Expression, ...] = ()
    error: Expression | None = None


@dataclass(frozen=True, slots=True)
class Merge(Statement):
    table: TableName
    columns: tuple[str, ...]
    source: TableExpression
    on: Expression | None
    branches: tuple[MergeBranch, ...]
    on_primary_key: bool = False
    auto_name: bool = False


@dataclass(frozen=True, slots=True)
class TruncateTable(Statement):
    table: QualifiedName


@dataclass(frozen=True, slots=True)
class LockTable(Statement):
    table: QualifiedName
    mode: str
    with_hold: bool = False
