"""Conversions to dates and times (pages "Date and time data types" and "Data type conversions")."""

from __future__ import annotations

import datetime as dt

from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import moment, types
from tests.sqlanywhere.values.fault import cannot_convert
from tests.sqlanywhere.values.text import kind_of


def to_timestamp(value: Value, type_name: TypeName, session: Session) -> Value:
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    if isinstance(value, dt.time):
        return dt.datetime.combine(_today(session), value)
    date, time, _ = _read(value, type_name, session)
    return dt.datetime.combine(date or _today(session), time or dt.time())


def to_offset(value: Value, type_name: TypeName, session: Session) -> Value:
    """A value without a zone gets the one of the session (page "TIMESTAMP WITH TIME ZONE data type")."""
    zone = dt.timezone(session.utc_offset())
    if isinstance(value, dt.datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=zone)
    if isinstance(value, dt.date | dt.time):
        return dt.datetime.combine(*_parts(value, session), tzinfo=zone)
    date, time, offset = _read(value, type_name, session)
    return dt.datetime.combine(
        date or _today(session), time or dt.time(), tzinfo=zone if offset is None else dt.timezone(offset)
    )


def _parts(value: dt.date | dt.time, session: Session) -> tuple[dt.date, dt.time]:
    return (_today(session), value) if isinstance(value, dt.time) else (value, dt.time())


def to_date(value: Value, type_name: TypeName, session: Session) -> Value:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    date = None if isinstance(value, dt.time) else _read(value, type_name, session)[0]
    return date or _today(session)


def to_time(value: Value, type_name: TypeName, session: Session) -> Value:
    if isinstance(value, dt.datetime):
        return value.time()
    if isinstance(value, dt.time):
        return value
    if isinstance(value, dt.date):
        return dt.time()
    return _read(value, type_name, session)[1] or dt.time()


def _read(
    value: Value, type_name: TypeName, session: Session
) -> tuple[dt.date | None, dt.time | None, dt.timedelta | None]:
    if not isinstance(value, str):
        raise cannot_convert(kind_of(value), types.spelled(type_name))
    try:
        return moment.read(value, session.option("date_order"), int(session.option("nearest_century")))
    except moment.NotAMomentError as error:
        raise cannot_convert(f"'{value}'", types.spelled(type_name)) from error


def _today(session: Session) -> dt.date:
    return (session.now() + session.utc_offset()).date()
