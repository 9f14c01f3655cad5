"""Conversions to the numeric types (pages "Numeric data types", "Binary literals")."""

from __future__ import annotations

import math
import re
import struct
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.assume import assumed
from tests.sqlanywhere.values.fault import cannot_convert, out_of_range
from tests.sqlanywhere.values.text import Guid, kind_of

WIDE = Context(prec=200, rounding=ROUND_HALF_UP, Emax=999999, Emin=-999999)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,5})?")


def fit_numeric(value: Decimal, precision: int, scale: int, session: Session) -> Decimal:
    """A number in NUMERIC(precision, scale); digits after that are rounded away (U: see `assume`).

    Raises:
        SqlError: -158, it has too many digits before the point.
    """
    if not value.is_finite() or value.adjusted() > types.LARGEST_PRECISION:
        raise out_of_range(value)
    rounding = ROUND_HALF_UP if assumed(session, "numeric_rounds", default=True) else ROUND_DOWN
    fitted = value.quantize(Decimal(1).scaleb(-scale), rounding=rounding, context=WIDE)
    if fitted and fitted.adjusted() >= precision - scale:
        raise out_of_range(types_text(value))
    return fitted.copy_abs() if fitted.is_zero() else fitted


def types_text(value: Value) -> str:
    """A number as a message shows it."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def to_integer(value: Value, type_name: TypeName, session: Session) -> Value:
    low, high = types.RANGES[type_name.name]
    if isinstance(value, int):
        number = value
    elif isinstance(value, bytes):
        number = _bytes_number(value, type_name)
    elif isinstance(value, (Decimal, float, str)):
        number = _whole(value, type_name)
    else:
        raise cannot_convert(kind_of(value), types.spelled(type_name))
    if type_name.name == "bit":
        return int(number != 0)
    if not low <= number <= high:
        raise out_of_range(types_text(value))
    return number


def _bytes_number(value: bytes, type_name: TypeName) -> int:
    """Big-endian; zeros before it do not count; more than the type holds is an error (page "Binary literals")."""
    low, high = types.RANGES[type_name.name]
    size = max(1, (high - low).bit_length() // 8)
    if isinstance(value, Guid) or len(value.lstrip(b"\0")) > size:
        raise cannot_convert("binary", types.spelled(type_name))
    number = int.from_bytes(value, "big")
    return number - (high - low + 1) if low < 0 and number > high else number


def _whole(value: Decimal | float | str, type_name: TypeName) -> int:
    """The part before the point: what follows it is cut (U for texts such as '1.5')."""
    if isinstance(value, str):
        value = text_number(value, type_name)
    if isinstance(value, float) and not math.isfinite(value):
        raise out_of_range(value)
    if isinstance(value, Decimal) and value.adjusted() > types.LARGEST_PRECISION:
        raise out_of_range(value)
    return int(value)


def text_number(text: str, type_name: TypeName) -> Decimal:
    """The number that a text spells; blanks around it do not matter, and no text at all is 0 (U).

    Raises:
        SqlError: -157, it spells none.
    """
    stripped = text.strip()
    if not stripped:
        return Decimal(0)
    if not _NUMBER.fullmatch(stripped) or not stripped.isascii():
        raise cannot_convert(f"'{text}'", types.spelled(type_name))
    return Decimal(stripped)


def to_numeric(value: Value, type_name: TypeName, session: Session) -> Value:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise out_of_range(value)
        return Decimal(repr(value))
    if isinstance(value, str):
        number = text_number(value, type_name)
        if number.adjusted() > types.LARGEST_PRECISION:
            raise out_of_range(value)
        return number
    raise cannot_convert(kind_of(value), types.spelled(type_name))


def to_double(value: Value, type_name: TypeName, session: Session) -> Value:
    if isinstance(value, str):
        value = text_number(value, type_name)
    if not isinstance(value, (int, float, Decimal)):
        raise cannot_convert(kind_of(value), types.spelled(type_name))
    try:
        number = float(value)
        if types.is_single(type_name):
            number = struct.unpack("f", struct.pack("f", number))[0]
    except OverflowError as error:
        raise out_of_range(types_text(value)) from error
    if not math.isfinite(number):
        raise out_of_range(types_text(value))
    return number
