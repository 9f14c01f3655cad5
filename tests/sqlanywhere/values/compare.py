"""Comparison (page "Comparisons between data types" and those below it)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.convert import convert
from tests.sqlanywhere.values.text import char_key

_NUMERIC = TypeName("numeric")


def compare(left: Value, right: Value, session: Session) -> int | None:
    """-1, 0 or 1; None where one side is NULL.

    CHAR ignores case; BINARY goes by bytes; CHAR against BINARY compares bytes; a TIME makes both a TIME, a DATE or
    TIMESTAMP makes both a TIMESTAMP; a number against a text makes the text a NUMERIC (pages "Comparisons between CHAR
    and NCHAR", "Comparisons between numeric data types", "Comparing dates and times", "Other comparisons").

    Raises:
        SqlError: -157, one side cannot become what the other is.
    """
    if left is None or right is None:
        return None
    if isinstance(left, str) and isinstance(right, str):
        if left == right:
            return 0
        return _order(char_key(left), char_key(right))
    if isinstance(left, (int, Decimal)) and isinstance(right, (int, Decimal)):
        return _order(left, right)
    if isinstance(left, bytes) and isinstance(right, bytes):
        return _order(bytes(left), bytes(right))
    return _order(*_common(left, right, session))


def _order(left: object, right: object) -> int:
    if left == right:
        return 0
    return -1 if left < right else 1  # type: ignore[operator]  # both are of one class here


def _common(left: Value, right: Value, session: Session) -> tuple[Value, Value]:
    """Both sides in the type that the rules, in their order, say."""
    both = (left, right)
    if any(isinstance(side, dt.time) for side in both):
        target = types.TIME
    elif any(isinstance(side, dt.datetime) and side.tzinfo is not None for side in both):
        target = types.OFFSET
    elif any(isinstance(side, dt.date) for side in both):
        target = types.TIMESTAMP
    elif any(isinstance(side, bytes) for side in both):
        target = types.LONG_BINARY
    elif any(isinstance(side, float) for side in both) and not any(isinstance(side, str) for side in both):
        target = types.DOUBLE
    else:
        target = _NUMERIC
    return convert(left, target, session), convert(right, target, session)


def equal(left: Value, right: Value, session: Session) -> bool | None:
    """`left = right`."""
    found = compare(left, right, session)
    return None if found is None else found == 0


COMPARISONS: Mapping[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "!=": lambda order: order != 0,
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    "!>": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
    "!<": lambda order: order >= 0,
}
"""What an order (-1, 0, 1) has to be for each operator (page "Comparison operators")."""


def holds(operator: str, left: Value, right: Value, session: Session) -> bool | None:
    """A comparison by its operator; None is unknown."""
    order = compare(left, right, session)
    return None if order is None else COMPARISONS[operator](order)
