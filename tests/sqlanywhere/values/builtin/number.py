"""Numeric functions."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import arithmetic, types
from tests.sqlanywhere.values.builtin.registry import builtin, integer, same
from tests.sqlanywhere.values.compare import compare
from tests.sqlanywhere.values.convert import convert
from tests.sqlanywhere.values.fault import invalid_value, out_of_range
from tests.sqlanywhere.values.static import arithmetic_type
from tests.sqlanywhere.values.supertype import as_digits, supertype
from tests.sqlanywhere.values.to_number import WIDE
from tests.sqlanywhere.values.types import Family

_MOST_PLACES = 30


def _double(value: Value, session: Session) -> float:
    found = convert(value, types.DOUBLE, session)
    assert isinstance(found, float)
    return found


@builtin("abs", 1, 1, same)
def absolute(session: Session, value: Value) -> Value:
    """Page "ABS function"."""
    number = arithmetic.number(value, session)
    return -number if number < 0 else number


@builtin("sign", 1, 1, types.INTEGER)
def sign(session: Session, value: Value) -> Value:
    """Page "SIGN function"."""
    number = arithmetic.number(value, session)
    return int(number > 0) - int(number < 0)


@builtin("ceiling ceil", 1, 1, types.DOUBLE)
def ceiling(session: Session, value: Value) -> Value:
    """Page "CEILING function": a DOUBLE."""
    return float(math.ceil(arithmetic.number(value, session)))


@builtin("floor", 1, 1, types.DOUBLE)
def floor(session: Session, value: Value) -> Value:
    """Page "FLOOR function": a DOUBLE."""
    return float(math.floor(arithmetic.number(value, session)))


def _rounded(arguments: Sequence[TypeName]) -> TypeName:
    first = arguments[0]
    if types.family(first) is Family.DOUBLE:
        return types.DOUBLE
    precision, scale = as_digits(first) if types.family(first) in types.NUMBERS else (types.DEFAULT_PRECISION, 6)
    return TypeName("numeric", precision, scale)


@builtin("round", 2, 2, _rounded)
def round_number(session: Session, value: Value, places: Value) -> Value:
    """Page "ROUND function": halves away from zero; negative places round before the point; the scale stays."""
    return _quantized(session, value, places, ROUND_HALF_UP)


@builtin("truncnum truncate", 2, 2, _rounded)
def truncnum(session: Session, value: Value, places: Value) -> Value:
    """Page "TRUNCNUM function"."""
    return _quantized(session, value, places, ROUND_DOWN)


def _quantized(session: Session, value: Value, places: Value, rounding: str) -> Value:
    number, kept = arithmetic.number(value, session), max(integer(places, session), -types.LARGEST_PRECISION)
    if isinstance(number, float):
        if kept >= _MOST_PLACES:
            return number
        return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-kept), rounding=rounding, context=WIDE))
    exact = Decimal(number)
    exponent = exact.as_tuple().exponent
    scale = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if kept >= scale:
        return exact
    rounded = exact.quantize(Decimal(1).scaleb(-kept), rounding=rounding, context=WIDE)
    return rounded.quantize(Decimal(1).scaleb(-scale), context=WIDE)


def _remainder_type(arguments: Sequence[TypeName]) -> TypeName:
    return arithmetic_type("%", arguments[0], arguments[1])


@builtin("mod remainder", 2, 2, _remainder_type)
def mod(session: Session, dividend: Value, divisor: Value) -> Value:
    """Pages "MOD function", "REMAINDER function": the sign is the dividend's; a divisor 0 is an error."""
    return arithmetic.modulo(dividend, divisor, session, types.BIGINT)


@builtin("power", 2, 2, types.DOUBLE)
def power(session: Session, base: Value, exponent: Value) -> Value:
    """Page "POWER function"."""
    try:
        found = math.pow(_double(base, session), _double(exponent, session))
    except OverflowError as error:
        raise out_of_range("inf") from error
    except ValueError as error:
        raise invalid_value("power") from error
    return found


@builtin("rand", 0, 1, types.DOUBLE, deterministic=False, strict=False)
def rand(session: Session, seed: Value = None) -> Value:
    """Page "RAND function": at least 0, below 1; a seed gives the same number each time."""
    source = random.Random(integer(seed, session)) if seed is not None else random  # noqa: S311
    return source.random()


@builtin("pi", 0, 1, types.DOUBLE, strict=False)
def pi(session: Session, star: Value = None) -> Value:
    """Page "PI function"; it may be written with a star."""
    return math.pi


@builtin("greater", 2, 2, supertype, strict=False)
def greater(session: Session, one: Value, other: Value) -> Value:
    """Page "GREATER function": the greater one, or the one that is not NULL."""
    return _better(session, one, other, 1)


@builtin("lesser", 2, 2, supertype, strict=False)
def lesser(session: Session, one: Value, other: Value) -> Value:
    """Page "LESSER function"."""
    return _better(session, one, other, -1)


def _better(session: Session, one: Value, other: Value, wanted: int) -> Value:
    if one is None or other is None:
        return other if one is None else one
    return one if compare(one, other, session) in (wanted, 0) else other


def _enter_real(name: str, function: Callable[[float], float]) -> None:
    def call(session: Session, value: Value) -> Value:
        try:
            return function(_double(value, session))
        except (ValueError, OverflowError) as error:
            raise invalid_value(name) from error

    builtin(name, 1, 1, types.DOUBLE)(call)


for _name, _real in (
    ("sqrt", math.sqrt),
    ("exp", math.exp),
    ("log", math.log),
    ("log10", math.log10),
    ("sin", math.sin),
    ("cos", math.cos),
    ("tan", math.tan),
    ("asin", math.asin),
    ("acos", math.acos),
    ("atan", math.atan),
    ("degrees", math.degrees),
    ("radians", math.radians),
):
    # pages "SQRT function" and so on: DOUBLE of DOUBLE
    _enter_real(_name, _real)
