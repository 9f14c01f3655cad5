"""Operators on values (pages "Arithmetic operators", "String operators", "Bitwise operators")."""

from __future__ import annotations

import datetime as dt
import math
from decimal import ROUND_DOWN, Decimal

from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.convert import convert
from tests.sqlanywhere.values.fault import cannot_convert, division_by_zero, out_of_range
from tests.sqlanywhere.values.text import Guid, to_text
from tests.sqlanywhere.values.to_number import WIDE
from tests.sqlanywhere.values.types import Family

_NUMERIC = TypeName("numeric")
_DAY = dt.timedelta(days=1)


def concatenate(left: Value, right: Value, session: Session) -> Value:
    """`||`: NULL is as the empty string, but two of them give NULL (page "String operators"; sqlines.com, "STRING").

    Two binaries give a binary; a binary and a text give a text (U), a UNIQUEIDENTIFIER is spelled.
    """
    if left is None and right is None:
        return None
    sides = [side for side in (left, right) if side is not None]
    if all(isinstance(side, bytes) and not isinstance(side, Guid) for side in sides):
        return b"".join([side for side in sides if isinstance(side, bytes)])
    return (to_text(left, session) or "") + (to_text(right, session) or "")


def number(value: Value, session: Session) -> int | Decimal | float:
    """An operand as a number: a text is converted to NUMERIC (page "Data type conversions")."""
    if isinstance(value, (int, Decimal, float)):
        return value
    found = convert(value, types.BIGINT if isinstance(value, bytes) else _NUMERIC, session)
    assert isinstance(found, (int, Decimal))
    return found


def add(left: Value, right: Value, session: Session, result: TypeName) -> Value:
    """`+`: two texts are put together, NULL with anything gives NULL, a date takes days or a time."""
    if left is None or right is None:
        return None
    if isinstance(left, (str, bytes)) and isinstance(right, (str, bytes)):
        return concatenate(left, right, session)
    if isinstance(left, (dt.date, dt.time)) or isinstance(right, (dt.date, dt.time)):
        return _add_moment(left, right, session)
    return _fit(*_same(number(left, session), number(right, session)), "+", result)


def subtract(left: Value, right: Value, session: Session, result: TypeName) -> Value:
    """`-`: of two dates the number of days between them (page "Using dates and times in the database")."""
    if left is None or right is None:
        return None
    if isinstance(left, dt.date):
        if isinstance(right, (int, Decimal)):
            return _shift(left, -right)
        later, sooner = (convert(side, types.TIMESTAMP, session) for side in (left, right))
        if isinstance(later, dt.datetime) and isinstance(sooner, dt.datetime):
            return (later.date() - sooner.date()).days
    return _fit(*_same(number(left, session), number(right, session)), "-", result)


def multiply(left: Value, right: Value, session: Session, result: TypeName) -> Value:
    """`*`."""
    if left is None or right is None:
        return None
    return _fit(*_same(number(left, session), number(right, session)), "*", result)


def divide(left: Value, right: Value, session: Session, result: TypeName) -> Value:
    """`/`: two integers give an integer (forum, "Scale used when evaluating a simple expression in SQL").

    Raises:
        SqlError: -628 for a divisor 0, unless the option divide_by_zero_error is Off: then the result is NULL.
    """
    if left is None or right is None:
        return None
    dividend, divisor = _same(number(left, session), number(right, session))
    if divisor == 0:
        return _by_zero(session)
    if isinstance(dividend, int) and isinstance(divisor, int):
        quotient = abs(dividend) // abs(divisor)
        return fit_integer(quotient if (dividend < 0) == (divisor < 0) else -quotient, result)
    if isinstance(dividend, float) or isinstance(divisor, float):
        return _finite(float(dividend) / float(divisor))
    exact = WIDE.divide(Decimal(dividend), Decimal(divisor))
    return fit_decimal(exact, types.digits(result)[1])


def modulo(left: Value, right: Value, session: Session, result: TypeName) -> Value:
    """`%`, MOD and REMAINDER: the sign is the dividend's (page "MOD function")."""
    if left is None or right is None:
        return None
    dividend, divisor = _same(number(left, session), number(right, session))
    if divisor == 0:
        return _by_zero(session)
    if isinstance(dividend, int) and isinstance(divisor, int):
        rest = abs(dividend) % abs(divisor)
        return fit_integer(-rest if dividend < 0 else rest, result)
    if isinstance(dividend, float) or isinstance(divisor, float):
        return math.fmod(float(dividend), float(divisor))
    return WIDE.remainder(Decimal(dividend), Decimal(divisor))


def negate(value: Value, session: Session, result: TypeName) -> Value:
    """`-a`."""
    if value is None:
        return None
    operand = number(value, session)
    return fit_integer(-operand, result) if isinstance(operand, int) else -operand


def bitwise(operator: str, left: Value, right: Value, session: Session) -> Value:
    """`&`, `|`, `^` on integers, and on binaries of one length (sources F4; the latter U)."""
    if left is None or right is None:
        return None
    if isinstance(left, bytes) and isinstance(right, bytes) and len(left) == len(right):
        one, other = int.from_bytes(left, "big"), int.from_bytes(right, "big")
        return _combine(operator, one, other).to_bytes(len(left), "big")
    one, other = _integer(left, session), _integer(right, session)
    return _combine(operator, one, other)


def invert(value: Value, session: Session) -> Value:
    """`~a`."""
    return None if value is None else ~_integer(value, session)


def _combine(operator: str, left: int, right: int) -> int:
    if operator == "&":
        return left & right
    return left | right if operator == "|" else left ^ right


def _integer(value: Value, session: Session) -> int:
    found = convert(value, types.BIGINT, session)
    assert isinstance(found, int)
    return found


def _by_zero(session: Session) -> Value:
    if session.option("divide_by_zero_error").lower() == "off":
        return None
    raise division_by_zero()


def _same(
    left: int | Decimal | float, right: int | Decimal | float
) -> tuple[int | Decimal | float, int | Decimal | float]:
    """Two numbers in the class of the wider one: DOUBLE before NUMERIC before integer."""
    if isinstance(left, float) or isinstance(right, float):
        return float(left), float(right)
    return left, right


def _fit(left: int | Decimal | float, right: int | Decimal | float, operator: str, result: TypeName) -> Value:
    if isinstance(left, float) or isinstance(right, float):
        one, other = float(left), float(right)
        return _finite(one + other if operator == "+" else one - other if operator == "-" else one * other)
    if isinstance(left, int) and isinstance(right, int):
        return fit_integer(
            left + right if operator == "+" else left - right if operator == "-" else left * right, result
        )
    exact_left, exact_right = Decimal(left), Decimal(right)
    if operator == "*":
        exact = WIDE.multiply(exact_left, exact_right)
    else:
        exact = (WIDE.add if operator == "+" else WIDE.subtract)(exact_left, exact_right)
    exponent = exact.as_tuple().exponent
    return fit_decimal(exact, -exponent if isinstance(exponent, int) and exponent < 0 else 0)


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise out_of_range(value)
    return value


def fit_integer(value: int, result: TypeName) -> Value:
    """An integer result in the range of its type: arithmetic does not widen (U for INTEGER)."""
    bounds = types.RANGES.get(result.name)
    if bounds is None:
        return Decimal(value) if types.family(result) is Family.NUMERIC else value
    if not bounds[0] <= value <= bounds[1]:
        raise out_of_range(value)
    return value


def fit_decimal(value: Decimal, scale: int) -> Decimal:
    """A result with its scale; digits over the option `precision` are cut, down to `scale` digits after the point.

    Page "precision option": 30 digits in all, at least 6 after the point.
    """
    before = max(value.adjusted() + 1, 1) if value else 1
    kept = min(scale, max(types.DEFAULT_PRECISION - before, min(scale, types.DEFAULT_SCALE)))
    if before + kept > types.DEFAULT_PRECISION:
        raise out_of_range(f"{value:f}")
    fitted = value.quantize(Decimal(1).scaleb(-kept), rounding=ROUND_DOWN, context=WIDE)
    return Decimal(0).scaleb(-kept) if fitted.is_zero() else fitted


def _add_moment(left: Value, right: Value, session: Session) -> Value:
    """Days to a date or timestamp; a date and a time together (page "Using dates and times in the database")."""
    if isinstance(left, dt.date) and isinstance(right, (int, Decimal)):
        return _shift(left, right)
    if isinstance(right, dt.date) and isinstance(left, (int, Decimal)):
        return _shift(right, left)
    if isinstance(left, dt.time) and isinstance(right, dt.date):
        left, right = right, left
    if isinstance(left, dt.date) and not isinstance(left, dt.datetime) and isinstance(right, dt.time):
        return dt.datetime.combine(left, right)
    raise cannot_convert(f"'{to_text(right, session)}'", "numeric")


def _shift(date: dt.date, days: int | Decimal) -> dt.date:
    try:
        return date + int(days) * _DAY
    except OverflowError as error:
        raise out_of_range(days) from error
