"""Values of the model and what SQLite keeps for them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TypeAlias

from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values.text import Guid
from tests.sqlanywhere.values.types import Family, digits, family

Stored: TypeAlias = int | float | str | bytes | None
"""What SQLite can hold: NUMERIC as INTEGER or REAL, DATE, TIME and TIMESTAMP as text that sorts."""

Decoder: TypeAlias = Callable[[Stored], Value]
RowDecoder: TypeAlias = Callable[[tuple[Stored, ...]], tuple[Value, ...]]

_WIDE = Context(prec=200, rounding=ROUND_HALF_UP)
_LARGEST = 2**63 - 1


def encode(value: Value) -> Stored:
    """What SQLite keeps for a value.

    Raises:
        ModelError: an integer of more than 64 bits (an UNSIGNED BIGINT beyond 2^63 - 1 is not modelled).
    """
    if isinstance(value, str):
        return value if value.isascii() else _escaped(value)
    if value is None or isinstance(value, float):
        return value
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise ModelError(f"an integer beyond 64 bits: {value}")
        return int(value)
    if isinstance(value, Decimal):
        return _encode_decimal(value)
    if isinstance(value, bytes):
        return bytes(value)
    if isinstance(value, dt.datetime):
        # strftime does not pad years below 1000.
        return f"{value.year:04d}" + value.isoformat(" ", "microseconds")[4:]
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.isoformat("microseconds")


_ESCAPE = "\U0010fe7f"
"""Bytes that are no text are surrogates in Python, which SQLite cannot keep: there they are this and a letter."""
_CASELESS = 0x4E00
_SURROGATES = {code: _ESCAPE + chr(code - 0xDC00 + _CASELESS) for code in range(0xDC80, 0xDD00)}
_ESCAPED = re.compile(f"{_ESCAPE}(.)", re.DOTALL)


def _escaped(text: str) -> str:
    if _ESCAPE in text:
        text = text.replace(_ESCAPE, _ESCAPE + _ESCAPE)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.translate(_SURROGATES)
    return text


def _unescape(found: re.Match[str]) -> str:
    letter = found[1]
    return letter if letter == _ESCAPE else chr(ord(letter) - _CASELESS + 0xDC00)


def _text(stored: Stored) -> Value:
    if isinstance(stored, str) and _ESCAPE in stored:
        return _ESCAPED.sub(_unescape, stored)
    return stored


def _encode_decimal(value: Decimal) -> int | float:
    whole = value.to_integral_value()
    return int(whole) if whole == value and abs(whole) <= _LARGEST else float(value)


def decode_decimal(stored: Stored, scale: int) -> Decimal | None:
    """A NUMERIC, rounded to its scale."""
    if stored is None:
        return None
    exact = Decimal(repr(stored)) if isinstance(stored, float) else Decimal(str(stored))
    return exact.quantize(Decimal(1).scaleb(-scale), context=_WIDE)


def _timestamp(stored: Stored) -> dt.datetime | None:
    return None if stored is None else dt.datetime.fromisoformat(str(stored))


def _date(stored: Stored) -> dt.date | None:
    return None if stored is None else dt.date.fromisoformat(str(stored))


def _time(stored: Stored) -> dt.time | None:
    return None if stored is None else dt.time.fromisoformat(str(stored))


def _double(stored: Stored) -> float | None:
    return None if stored is None else float(stored)


def _guid(stored: Stored) -> Guid | None:
    return Guid(stored) if isinstance(stored, bytes) else None


def decoder(type_name: TypeName) -> Decoder | None:
    """How a stored value of this type becomes a value; None: it is one already."""
    match family(type_name):
        case Family.TEXT:
            return _text
        case Family.NUMERIC:
            scale = digits(type_name)[1]
            return lambda stored: decode_decimal(stored, scale)
        case Family.TIMESTAMP | Family.OFFSET:
            return _timestamp
        case Family.DATE:
            return _date
        case Family.TIME:
            return _time
        case Family.DOUBLE:
            return _double
        case Family.UUID:
            return _guid
        case _:
            return None


def row_decoder(types: tuple[TypeName, ...]) -> RowDecoder | None:
    """How a row becomes values; None: it holds them already."""
    decoders = [decoder(type_name) for type_name in types]
    if not any(decoders):
        return None
    return lambda row: tuple(
        [stored if decode is None else decode(stored) for stored, decode in zip(row, decoders, strict=True)]
    )


def quoted(name: str) -> str:
    """An identifier of SQLite."""
    return '"' + name.replace('"', '""') + '"'
