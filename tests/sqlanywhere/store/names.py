"""The names that an expression inside a query can see: columns, aliases of its select list, outer queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.schema import Relation, folded


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column that a table of FROM offers: `sql` names it in SQLite."""

    name: str
    sql: str
    type: tree.TypeName
    nullable: bool = True


@dataclass(slots=True)
class Source:
    """One table of FROM.

    `alias` is its name in SQLite, `name` the correlation name, `owner` that of a table without an alias.
    """

    alias: str
    name: str | None
    columns: tuple[SourceColumn, ...]
    owner: str | None = None
    relation: Relation | None = None
    by_name: dict[str, list[SourceColumn]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for column in self.columns:
            self.by_name.setdefault(folded(column.name), []).append(column)

    def named(self, name: str, owner: str | None = None) -> bool:
        """Whether a qualified column name means this table."""
        if self.name is None or not tree.same_name(self.name, name):
            return False
        return owner is None or (self.owner is not None and tree.same_name(self.owner, owner))

    def column(self, name: str) -> SourceColumn | None:
        """Its column of that name.

        Raises:
            SqlError: -144, a derived table has several.
        """
        found = self.by_name.get(folded(name), ())
        if len(found) > 1:
            raise problems.ambiguous(name)
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class CommonSource:
    """What a WITH gives a name to: `sql` is its name in SQLite."""

    name: str
    sql: str
    columns: tuple[SourceColumn, ...]


@dataclass(slots=True)
class Level:
    """The names of one SELECT, and the SELECT around it.

    `owner` is the owner of the view that the query belongs to, whose names for tables count; `private` says that
    nothing outside (variables, outer queries) is seen, as in a view.
    """

    outer: Level | None = None
    sources: list[Source] = field(default_factory=list)
    aliases: Mapping[str, tree.Expression] = field(default_factory=dict)
    common: dict[str, CommonSource] = field(default_factory=dict)
    windows: Mapping[str, tree.Window] = field(default_factory=dict)
    grouping: Grouping | None = None
    owner: str | None = None
    private: bool = False
    expanding: set[str] = field(default_factory=set)

    def common_source(self, name: str) -> CommonSource | None:
        """The common table of that name, of this query or one around it."""
        level: Level | None = self
        while level is not None:
            if folded(name) in level.common:
                return level.common[folded(name)]
            level = level.outer
        return None


@dataclass(slots=True)
class Grouping:
    """A grouped SELECT: its expressions over groups see only `keys` and aggregates, which an inner SELECT computes.

    `rows` is the level of the inner SELECT; `columns` maps what it computes (a key, an aggregate), spelled without
    regard to aliases and case, to its column; `items` are those columns, in order, `keys` what it is grouped by.
    """

    rows: Level
    alias: str
    columns: dict[str, SourceColumn] = field(default_factory=dict)
    items: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """Where a name leads: a column of `source`, at `level`."""

    level: Level
    source: Source
    column: SourceColumn

    @property
    def identity(self) -> tree.Name:
        """A name that no other column of the statement has."""
        return tree.Name((f"#{self.source.alias}", self.column.sql))


@dataclass(frozen=True, slots=True)
class FoundAlias:
    """A name of the select list of `level`."""

    level: Level
    name: str
    expression: tree.Expression


def find(parts: tuple[str, ...], level: Level) -> FoundColumn | FoundAlias | None:
    """What a name means; None: no column, perhaps a variable.

    A column of the nearest SELECT wins, then a name of its select list, then the SELECT around it (pages "Correlated
    subqueries", "SELECT statement": an alias can be used throughout the query block).

    Raises:
        SqlError: -144 for a column of several tables, -142 for an unknown correlation name, -143 for a known one
            without that column.
    """
    here: Level | None = level
    while here is not None:
        found = _find_here(parts, here)
        if found is not None:
            return found
        here = here.outer
    if len(parts) > 1:
        raise problems.no_correlation(parts[-2])
    return None


def _refuse_unclear(name: str, level: Level) -> None:
    """No source says which wins where a column and something else in the select list bear a name.

    Raises:
        ModelError: the statement has such a name; it should qualify the column.
    """
    key = folded(name)
    meant = level.aliases.get(key)
    if meant is None or key in level.expanding:
        return
    if not (isinstance(meant, tree.Name) and tree.same_name(meant.parts[-1], name)):
        raise ModelError(f"'{name}' is a column and an alias of another value: which is meant is open")


def _find_here(parts: tuple[str, ...], level: Level) -> FoundColumn | FoundAlias | None:
    if len(parts) > 1:
        owner = parts[-3] if len(parts) > 2 else None
        for source in level.sources:
            if source.named(parts[-2], owner):
                column = source.column(parts[-1])
                if column is None:
                    raise problems.no_column(parts[-1])
                return FoundColumn(level, source, column)
        return None
    name = parts[0]
    key = folded(name)
    holders = [source for source in level.sources if key in source.by_name]
    if len(holders) > 1:
        raise problems.ambiguous(name)
    if holders:
        _refuse_unclear(name, level)
        column = holders[0].column(name)
        assert column is not None
        return FoundColumn(level, holders[0], column)
    if key in level.aliases and key not in level.expanding:
        return FoundAlias(level, key, level.aliases[key])
    return None
