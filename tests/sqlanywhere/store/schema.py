"""What the database knows of its tables, views, indexes and comments."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.sqlanywhere import tree
from tests.sqlanywhere.runtime import Column
from tests.sqlanywhere.store.codec import quoted


def folded(name: str) -> str:
    """The form by which an identifier is looked up: identifiers ignore case (page "Identifiers")."""
    return name.casefold()


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column as declared.

    `default_word` is AUTOINCREMENT, GLOBAL AUTOINCREMENT, TIMESTAMP, UTC TIMESTAMP or LAST USER.
    """

    name: str
    type: tree.TypeName
    nullable: bool
    object_id: int
    default: tree.Expression | None = None
    default_word: str | None = None
    compute: tree.Expression | None = None

    @property
    def key(self) -> str:
        return folded(self.name)

    @property
    def counts(self) -> bool:
        """Whether its default is the next number (page "AUTOINCREMENT default")."""
        return self.default_word in {"AUTOINCREMENT", "GLOBAL AUTOINCREMENT"}

    @property
    def stamps(self) -> bool:
        """Whether an UPDATE that does not name it sets it anew (page "UTC TIMESTAMP special value")."""
        return self.default_word in {"TIMESTAMP", "UTC TIMESTAMP", "LAST USER"}


@dataclass(frozen=True, slots=True)
class Key:
    """A PRIMARY KEY, UNIQUE constraint or index; `columns` are folded, with whether they descend."""

    name: str
    columns: tuple[str, ...]
    object_id: int
    unique: bool = True
    primary: bool = False
    constraint: bool = True
    descending: tuple[bool, ...] = ()

    @property
    def physical(self) -> str:
        return quoted(f"i{self.object_id}")


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`role` is its name: the parent's, where none was given (page "Key joins when there are multiple …")."""

    role: str
    columns: tuple[str, ...]
    parent: tuple[str, str]
    parent_columns: tuple[str, ...]
    object_id: int
    on_delete: str = "RESTRICT"
    on_update: str = "RESTRICT"


@dataclass(frozen=True, slots=True)
class Check:
    """A CHECK: its names of columns are folded to one part. `column` is the column that it belongs to, if any."""

    name: str
    condition: tree.Expression
    columns: frozenset[str]
    object_id: int
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A base or temporary table.

    `temporary` is None, GLOBAL or LOCAL; `on_commit` DELETE, PRESERVE or NOT TRANSACTIONAL.
    """

    owner: str
    name: str
    object_id: int
    columns: tuple[TableColumn, ...]
    keys: tuple[Key, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[Check, ...] = ()
    temporary: str | None = None
    on_commit: str = "DELETE"
    by_name: dict[str, TableColumn] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        self.by_name.update({column.key: column for column in self.columns})

    @property
    def place(self) -> tuple[str, str]:
        return folded(self.owner), folded(self.name)

    @property
    def bare(self) -> str:
        """Its name in SQLite, without the schema."""
        return f"t{self.object_id}"

    @property
    def physical(self) -> str:
        return f"{'temp' if self.temporary else 'main'}.{quoted(self.bare)}"

    @property
    def primary_key(self) -> Key | None:
        return next((key for key in self.keys if key.primary), None)

    @property
    def counter(self) -> TableColumn | None:
        return next((column for column in self.columns if column.counts), None)

    def described(self) -> tuple[Column, ...]:
        return tuple(Column(column.name, column.type, column.nullable) for column in self.columns)


@dataclass(frozen=True, slots=True)
class View:
    """A view: its query is inlined wherever it is named; `columns` are what it gave when it was created."""

    owner: str
    name: str
    object_id: int
    query: tree.Query
    names: tuple[str, ...]
    columns: tuple[Column, ...]
    text: str = ""
    check_option: bool = False

    @property
    def place(self) -> tuple[str, str]:
        return folded(self.owner), folded(self.name)

    def described(self) -> tuple[Column, ...]:
        return self.columns


@dataclass(frozen=True, slots=True)
class SystemView:
    """A view of the catalogue; its rows are made when they are asked for."""

    name: str
    columns: tuple[Column, ...]
    owner: str = "SYS"

    def described(self) -> tuple[Column, ...]:
        return self.columns


Relation: TypeAlias = Table | View | SystemView


class Schema:
    """The definitions that all connections share. DDL changes them under the store's lock, and `version` with them."""

    def __init__(self) -> None:
        self.relations: dict[tuple[str, str], Table | View] = {}
        self.comments: dict[tuple[str, ...], str] = {}
        self.counters: dict[int, int] = {}
        self.version = 0
        self.lock = threading.RLock()
        self._identifiers = itertools.count(3001)

    def identifier(self) -> int:
        """A new object_id."""
        return next(self._identifiers)

    def put(self, relation: Table | View) -> None:
        """Add a relation, or put it in the place of the one of its name."""
        self.relations[relation.place] = relation
        self.version += 1

    def remove(self, relation: Table | View) -> None:
        """Forget a relation and its comments."""
        del self.relations[relation.place]
        for key in [key for key in self.comments if key[1:3] == relation.place]:
            del self.comments[key]
        self.version += 1

    def tables(self) -> Iterator[Table]:
        """The base and global temporary tables, in order of creation."""
        return (relation for relation in list(self.relations.values()) if isinstance(relation, Table))

    def children(self, table: Table) -> list[tuple[Table, ForeignKey]]:
        """The foreign keys that refer to a table."""
        return [
            (child, foreign)
            for child in self.tables()
            for foreign in child.foreign_keys
            if foreign.parent == table.place
        ]
