"""Functions that look at NULL."""

from __future__ import annotations

from collections.abc import Sequence

from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values.builtin.registry import builtin, integer, same
from tests.sqlanywhere.values.compare import equal
from tests.sqlanywhere.values.fault import out_of_range
from tests.sqlanywhere.values.supertype import supertype


def _common(arguments: Sequence[TypeName]) -> TypeName:
    return supertype(arguments)


@builtin("coalesce isnull", 2, None, _common, strict=False)
def coalesce(session: Session, *values: Value) -> Value:
    """Pages "COALESCE function" and "ISNULL function": the first that is not NULL."""
    return next((value for value in values if value is not None), None)


@builtin("ifnull", 2, 3, lambda arguments: supertype(arguments[1:]), strict=False)
def ifnull(session: Session, tested: Value, then: Value, otherwise: Value = None) -> Value:
    """Page "IFNULL function": the second if the first is NULL, else the third (NULL without one)."""
    return then if tested is None else otherwise


@builtin("nullif", 2, 2, same, strict=False)
def nullif(session: Session, value: Value, other: Value) -> Value:
    """Page "NULLIF function": NULL if both are equal, else the first."""
    return None if equal(value, other, session) else value


@builtin("argn", 2, None, lambda arguments: supertype(arguments[1:]), strict=False)
def argn(session: Session, number: Value, *values: Value) -> Value:
    """Page "ARGN function": the n-th of the others; beyond them NULL."""
    if number is None:
        return None
    place = integer(number, session)
    if place < 0:
        raise out_of_range(place)
    return values[place - 1] if 0 < place <= len(values) else None
