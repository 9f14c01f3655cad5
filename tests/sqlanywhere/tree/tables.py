"""Definitions of tables, indexes, views, domains, sequences."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.sqlanywhere.tree.base import DataType, Node, QualifiedName, Statement
from tests.sqlanywhere.tree.expressions import Expression, OrderItem
from tests.sqlanywhere.tree.queries import Query


@dataclass(frozen=True, slots=True)
class ColumnDefinition(Node):
    """In place of `default`: `default_word`, one of [GLOBAL] AUTOINCREMENT, TIMESTAMP, UTC TIMESTAMP, LAST USER."""

    name: str
    type: DataType
    nullable: bool | None = None
    default: Expression | None = None
    default_word: str | None = None
    compute: Expression | None = None
    primary_key: bool = False
    unique: bool = False
    check: Expression | None = None
    references: Reference | None = None


@dataclass(frozen=True, slots=True)
class Reference(Node):
    """`REFERENCES t (a, b) [ON DELETE action] [ON UPDATE action]`; actions upper case."""

    table: QualifiedName
    columns: tuple[str, ...] = ()
    on_delete: str | None = None
    on_update: str | None = None


@dataclass(frozen=True, slots=True)
class TableConstraint(Node):
    """`kind` is PRIMARY KEY, UNIQUE, FOREIGN KEY or CHECK."""

    kind: str
    name: str | None = None
    columns: tuple[str, ...] = ()
    references: Reference | None = None
    check: Expression | None = None


@dataclass(frozen=True, slots=True)
class CreateTable(Statement):
    """`temporary` is None, GLOBAL or LOCAL (also DECLARE LOCAL TEMPORARY TABLE: `declared`).

    `on_commit` is DELETE, PRESERVE or NOT TRANSACTIONAL.
    """

    name: QualifiedName
    columns: tuple[ColumnDefinition, ...]
    constraints: tuple[TableConstraint, ...] = ()
    temporary: str | None = None
    on_commit: str | None = None
    if_not_exists: bool = False
    declared: bool = False


@dataclass(frozen=True, slots=True)
class AlterTableAction(Node):
    """`kind` is ADD, ADD CONSTRAINT, ALTER, DROP, DROP CONSTRAINT, RENAME; what applies of the rest is given."""

    kind: str
    column: ColumnDefinition | None = None
    constraint: TableConstraint | None = None
    name: str | None = None
    new_name: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class AlterTable(Statement):
    name: QualifiedName
    actions: tuple[AlterTableAction, ...]


@dataclass(frozen=True, slots=True)
class CreateIndex(Statement):
    name: str
    table: QualifiedName
    columns: tuple[OrderItem, ...]
    unique: bool = False
    clustered: bool = False
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True)
class CreateView(Statement):
    name: QualifiedName
    columns: tuple[str, ...]
    query: Query
    or_replace: bool = False
    alter: bool = False
    check_option: bool = False
    materialized: bool = False
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class CreateDomain(Statement):
    name: str
    type: DataType
    nullable: bool | None = None
    default: Expression | None = None
    check: Expression | None = None


@dataclass(frozen=True, slots=True)
class CreateSequence(Statement):
    name: QualifiedName
    words: str = ""
    or_replace: bool = False
