"""What every part of the tree stands on: places, nodes, names, types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TypeAlias


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text; line and column count from 1."""

    line: int
    column: int


NOWHERE = Position(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything in the tree."""

    at: Position = field(default=NOWHERE, compare=False, repr=False)


_Getter: TypeAlias = Callable[[object], tuple[object, ...]]
_GETTERS: dict[type, _Getter] = {}


def children(item: object) -> tuple[object, ...]:
    """What is right below: a tuple's items, a node's fields but its place; of anything else nothing."""
    if isinstance(item, tuple):
        return item
    kind = type(item)
    getter = _GETTERS.get(kind)
    if getter is None:
        getter = _GETTERS[kind] = _getter(kind)
    return getter(item)


def _getter(kind: type) -> _Getter:
    names = [one.name for one in fields(kind) if one.name != "at"] if issubclass(kind, Node) else []
    if len(names) > 1:
        return attrgetter(*names)
    return lambda item: tuple([getattr(item, name) for name in names])


def same_name(one: str, other: str) -> bool:
    """Whether two identifiers are the same."""
    return one.casefold() == other.casefold()


@dataclass(frozen=True, slots=True)
class Statement(Node):
    """Anything that can be executed, and so has to be covered by a test."""


@dataclass(frozen=True, slots=True)
class QualifiedName(Node):
    """`name` or `owner.name`, of a table, procedure, event …"""

    name: str
    owner: str | None = None

    def __str__(self) -> str:
        return f"{self.owner}.{self.name}" if self.owner else self.name


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A data type. `name` is lower case with single blanks and no synonym left (`parser/names.py` has the list).

    `length` is in bytes, or in characters if `characters` (`VARCHAR(20 CHAR)`); `precision` is `length` for NUMERIC.
    None: the text gives no length. `array` has `element` (and `length`, if given), `row` has `fields` (both 17).
    """

    name: str
    length: int | None = None
    scale: int | None = None
    characters: bool = False
    element: DataType | None = None
    fields: tuple[tuple[str, DataType], ...] = ()


@dataclass(frozen=True, slots=True)
class TypeOf(Node):
    """`owner.table.column%TYPE` or `variable%TYPE` (17)."""

    parts: tuple[str, ...]


DataType: TypeAlias = TypeName | TypeOf
