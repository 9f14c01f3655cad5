"""The type that holds the values of several others (page "Comparisons between numeric data types")."""

from __future__ import annotations

from collections.abc import Sequence

from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.types import Family

_INTEGERS = (
    "bit",
    "tinyint",
    "smallint",
    "unsigned smallint",
    "integer",
    "unsigned integer",
    "bigint",
    "unsigned bigint",
)
_WIDTHS = {"bit": 1, "tinyint": 3, "smallint": 5, "unsigned smallint": 5, "integer": 10, "unsigned integer": 10}


def supertype(members: Sequence[TypeName]) -> TypeName:
    """The common type of several; UNKNOWN takes any other's place."""
    found = types.UNKNOWN
    for member in members:
        found = member if found == types.UNKNOWN else found if member == types.UNKNOWN else _common(found, member)
    return found


def as_digits(type_name: TypeName) -> tuple[int, int]:
    """Precision and scale of a number's type, an integer's too."""
    if types.family(type_name) is Family.INTEGER:
        return type_name.length or _WIDTHS.get(type_name.name, 20), 0
    return types.digits(type_name)


def _common(one: TypeName, other: TypeName) -> TypeName:
    families = {types.family(one), types.family(other)}
    if families <= types.NUMBERS:
        return _common_number(one, other, families)
    if families == {Family.BINARY}:
        return _longer(one, other, TypeName("varbinary"), types.LONG_BINARY)
    if families <= types.MOMENTS:
        if len(families) == 1:
            return one
        return types.OFFSET if Family.OFFSET in families else types.TIMESTAMP
    if len(families) == 1 and families != {Family.TEXT}:
        return one
    national = types.is_national(one) or types.is_national(other)
    if families == {Family.TEXT}:
        if national:
            return _longer(one, other, TypeName("nvarchar"), types.LONG_NVARCHAR)
        return _longer(one, other, types.VARCHAR, types.LONG_VARCHAR)
    if families <= {Family.BINARY, Family.UUID}:
        return types.LONG_BINARY
    return types.LONG_NVARCHAR if national else types.LONG_VARCHAR


def _longer(one: TypeName, other: TypeName, short: TypeName, long: TypeName) -> TypeName:
    if one.length is None or other.length is None:
        return long
    return TypeName(short.name, max(one.length, other.length), characters=one.characters or other.characters)


def _common_number(one: TypeName, other: TypeName, families: set[Family]) -> TypeName:
    if Family.DOUBLE in families:
        return types.DOUBLE
    if families == {Family.INTEGER}:
        return _common_integer(one, other)
    (p1, s1), (p2, s2) = as_digits(one), as_digits(other)
    scale = max(s1, s2)
    return TypeName("numeric", min(max(p1 - s1, p2 - s2) + scale, types.LARGEST_PRECISION), scale)


def _common_integer(one: TypeName, other: TypeName) -> TypeName:
    """The smaller type that has the ranges of both."""
    low = min(types.RANGES[one.name][0], types.RANGES[other.name][0])
    high = max(types.RANGES[one.name][1], types.RANGES[other.name][1])
    for name in _INTEGERS:
        if types.RANGES[name][0] <= low and high <= types.RANGES[name][1]:
            return TypeName(name)
    return TypeName("numeric", 20, 0)
