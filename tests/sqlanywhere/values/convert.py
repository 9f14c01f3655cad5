"""Conversions: a value to a type, with the errors that the server gives (page "Data type conversions" and below)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Decimal

from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.charset import encode, text_is_whole
from tests.sqlanywhere.values.fault import cannot_convert, truncated
from tests.sqlanywhere.values.text import Guid, kind_of, to_text
from tests.sqlanywhere.values.to_moment import to_date, to_offset, to_time, to_timestamp
from tests.sqlanywhere.values.to_number import fit_numeric, to_double, to_integer, to_numeric
from tests.sqlanywhere.values.types import Family

_AS_IT_IS = {"long varchar": str, "long nvarchar": str, "long binary": bytes}
"""Types that take every value of a class without a look at its length."""
_INT_BYTES = 4
_BIGINT_BYTES = 8


def cast(value: Value, type_name: TypeName, session: Session) -> Value:
    """What a column or variable of a type takes when the value is given to it.

    Args:
        value: any value.
        type_name: the declared type; CHAR and BINARY without length hold one, NUMERIC is (30, 6).
        session: for its options (string_rtruncation, date_order …) and charset.

    Raises:
        SqlError: -157 cannot convert, -158 out of range, -638 too long.
    """
    if value is None or type(value) is _AS_IT_IS.get(type_name.name):
        return value
    return _fit(convert(value, type_name, session), type_name, session, longest=types.longest(type_name))


def cast_expression(value: Value, type_name: TypeName, session: Session) -> Value:
    """CAST(value AS type): as `cast`, but a missing length or precision is chosen to suit (page "CAST function")."""
    if value is None:
        return None
    converted = convert(value, type_name, session)
    longest = None if type_name.length is None else types.longest(type_name)
    if type_name.name == "numeric" and type_name.length is None:
        return converted
    return _fit(converted, type_name, session, longest=longest)


def _fit(value: Value, type_name: TypeName, session: Session, *, longest: int | None) -> Value:
    if type(value) is str:
        if longest is None or (len(value) * 4 <= longest):
            return value
        return _fit_text(value, type_name, longest, session)
    if type(value) is bytes:
        if longest is None or len(value) <= longest:
            return value
        if _truncates(session):
            return value[:longest]
        raise truncated()
    if isinstance(value, Decimal):
        return fit_numeric(value, *types.digits(type_name), session)
    return value


def _truncates(session: Session) -> bool:
    return session.option("string_rtruncation").lower() == "off"


def _fit_text(value: str, type_name: TypeName, longest: int, session: Session) -> str:
    """Cut a text; page "string_rtruncation option": no error where only blanks are cut."""
    if type_name.characters or types.is_national(type_name):
        if len(value) <= longest:
            return value
        kept = value[:longest]
    else:
        encoded = encode(value, session)
        if len(encoded) <= longest:
            return value
        kept = encoded[:longest].decode(session.charset, "ignore" if text_is_whole(value) else "surrogateescape")
    if value[len(kept) :].strip(" ") and not _truncates(session):
        raise truncated()
    return kept


def convert(value: Value, type_name: TypeName, session: Session) -> Value:
    """A value in the Python class of a type's family; lengths are not looked at, ranges of integers are."""
    family = types.family(type_name)
    converter = _CONVERTERS.get(family)
    if converter is None:
        raise ModelError(f"data type {type_name.name}")
    return None if value is None else converter(value, type_name, session)


def _to_text(value: Value, type_name: TypeName, session: Session) -> Value:
    return to_text(value, session)


def _to_binary(value: Value, type_name: TypeName, session: Session) -> Value:
    if isinstance(value, (bytes, str)):
        return bytes(value) if isinstance(value, bytes) else encode(value, session)
    if isinstance(value, int):
        size = _INT_BYTES if -(2**31) <= value < 2**31 else _BIGINT_BYTES
        return value.to_bytes(size, "big", signed=value < 0)
    raise cannot_convert(kind_of(value), types.spelled(type_name))


def _to_uuid(value: Value, type_name: TypeName, session: Session) -> Value:
    if isinstance(value, bytes) and len(value) <= 16:
        return Guid(value.ljust(16, b"\0"))
    try:
        if isinstance(value, str):
            return Guid(uuid.UUID(value.strip()).bytes)
    except ValueError as error:
        raise cannot_convert(f"'{to_text(value, session)}'", types.spelled(type_name)) from error
    raise cannot_convert(kind_of(value), types.spelled(type_name))


_Converter = Callable[[Value, TypeName, Session], Value]
_CONVERTERS: dict[Family, _Converter] = {
    Family.TEXT: _to_text,
    Family.BINARY: _to_binary,
    Family.INTEGER: to_integer,
    Family.NUMERIC: to_numeric,
    Family.DOUBLE: to_double,
    Family.TIMESTAMP: to_timestamp,
    Family.OFFSET: to_offset,
    Family.DATE: to_date,
    Family.TIME: to_time,
    Family.UUID: _to_uuid,
}
