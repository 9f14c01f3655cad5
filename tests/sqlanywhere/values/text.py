"""How the server spells a value as text, and a text's place in the order of CHAR values."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.values import moment

_LARGEST_PLAIN = 1e15
_LONG = 500


class Guid(bytes):
    """A UNIQUEIDENTIFIER: 16 bytes that are spelled with hyphens (page "UNIQUEIDENTIFIER data type")."""

    __slots__ = ()


def char_key(text: str) -> str:
    """What two CHAR values that the server holds for equal have in common.

    A database ignores case unless created otherwise (sources P18); accents count here, as in every collation but UCA.
    A key has as many characters as its text, so places found in one hold for the other.
    """
    return _folded_long(text) if len(text) > _LONG else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join([_folded(letter) for letter in text])


_folded_long = lru_cache(maxsize=16)(_fold)
"""A loop that looks for places in one long text folds it once."""


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    lower = letter.lower()
    return lower if len(lower) == 1 else letter


def to_text(value: Value, session: Session) -> str | None:
    """A value as the server spells it where a text is needed (page "Data type conversions")."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, Guid):
        text = value.hex()
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
    if isinstance(value, bytes):
        return bytes_text(value, session)
    if isinstance(value, dt.datetime):
        zoned = value.tzinfo is not None
        return moment.spell(value, session.option("timestamp_with_time_zone_format" if zoned else "timestamp_format"))
    if isinstance(value, dt.date):
        return moment.spell(value, session.option("date_format"))
    return moment.spell(value, session.option("time_format"))


def bytes_text(value: bytes, session: Session) -> str:
    """Bytes taken for characters of the database's charset, as in CAST(0x41 AS CHAR) (sources F3).

    The server keeps bytes that are no character as they are; here they are Python's surrogate escapes.
    """
    return value.decode(session.charset, "surrogateescape")


def number_text(value: Decimal) -> str:
    """A NUMERIC: its digits with the scale that it has, never an exponent."""
    return f"{value:f}"


def float_text(value: float) -> str:
    """A DOUBLE: the shortest digits that mean it, without `.0` (page "Numeric data types": at most 15 digits; U)."""
    if abs(value) < _LARGEST_PLAIN and value == int(value):
        return str(int(value))
    return f"{value:.15g}" if float(f"{value:.15g}") == value else repr(value)


def kind_of(value: Value) -> str:
    """The type of a value as a message names it."""
    kinds: tuple[tuple[type, str], ...] = (
        (str, "varchar"),
        (Guid, "uniqueidentifier"),
        (bytes, "binary"),
        (int, "int"),
        (Decimal, "numeric"),
        (float, "double"),
        (dt.datetime, "timestamp"),
        (dt.date, "date"),
        (dt.time, "time"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "NULL")
