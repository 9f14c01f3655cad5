"""KEY JOIN and NATURAL JOIN: which columns of two table expressions belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tests.sqlanywhere import tree
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.names import Source
from tests.sqlanywhere.store.schema import ForeignKey, Table

Pair: TypeAlias = tuple[tuple[Source, str], tuple[Source, str]]


@dataclass(frozen=True, slots=True)
class _Way:
    """One foreign key between two tables of the join."""

    child: Source
    parent: Source
    foreign: ForeignKey

    def pairs(self) -> list[Pair]:
        return [
            ((self.child, column), (self.parent, parent_column))
            for column, parent_column in zip(self.foreign.columns, self.foreign.parent_columns, strict=True)
        ]


def natural_columns(left: Sequence[Source], right: Sequence[Source]) -> list[Pair]:
    """The columns that both sides have (page "Natural joins").

    Raises:
        SqlError: -146, there are none.
    """
    pairs: list[Pair] = [
        ((one, column.name), (other, column.name))
        for one in left
        for column in one.columns
        for other in right
        if other.column(column.name) is not None
    ]
    if not pairs:
        raise problems.no_way_to_join(_names(left), _names(right))
    return pairs


def key_condition(left: Sequence[Source], right: Sequence[Source]) -> list[Pair]:
    """The columns of the one foreign key between both sides.

    A key whose role name is the parent's correlation name wins; else there must be only one (pages "Key joins when
    there are multiple foreign key relationships", "Key joins of table expressions that do not contain commas").

    Raises:
        SqlError: -146, there is none; -147, there are several.
    """
    ways = [way for one in left for other in right for way in (*_ways(one, other), *_ways(other, one))]
    named = [way for way in ways if way.parent.name is not None and tree.same_name(way.foreign.role, way.parent.name)]
    found = named or ways
    if not found:
        raise problems.no_way_to_join(_names(left), _names(right))
    if len(found) > 1:
        raise problems.many_ways_to_join(_names(left), _names(right))
    return found[0].pairs()


def _ways(child: Source, parent: Source) -> list[_Way]:
    if not isinstance(child.relation, Table) or not isinstance(parent.relation, Table):
        return []
    place = parent.relation.place
    return [_Way(child, parent, foreign) for foreign in child.relation.foreign_keys if foreign.parent == place]


def _names(sources: Sequence[Source]) -> str:
    return ", ".join(source.name or "" for source in sources)
