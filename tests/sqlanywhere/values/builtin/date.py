"""Date and time functions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import moment as spelling
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.builtin import parts
from tests.sqlanywhere.values.builtin.registry import builtin, integer, text
from tests.sqlanywhere.values.convert import convert
from tests.sqlanywhere.values.fault import invalid_argument, out_of_range
from tests.sqlanywhere.values.special import local_now
from tests.sqlanywhere.values.types import Family

_NAME = TypeName("varchar", 128)
_OFFSET = re.compile(r"([+-])(\d{1,2}):(\d{2})")


def timestamp(value: Value, session: Session) -> dt.datetime:
    """An argument that the function takes for a TIMESTAMP; one with a zone keeps it."""
    if isinstance(value, dt.datetime):
        return value
    found = convert(value, types.TIMESTAMP, session)
    assert isinstance(found, dt.datetime)
    return found


def _keeps_zone(arguments: Sequence[TypeName]) -> TypeName:
    zoned = any(types.family(argument) is Family.OFFSET for argument in arguments)
    return types.OFFSET if zoned else types.TIMESTAMP


@builtin("dateadd", 3, 3, _keeps_zone, keyword=True)
def dateadd(session: Session, part: Value, count: Value, value: Value) -> Value:
    """Page "DATEADD function": a TIMESTAMP; the count is an INTEGER (sqlanywhere.blogspot.com 2013/07)."""
    number = convert(count, types.INTEGER, session)
    name = parts.part_name(text(part, session), "dateadd")
    return parts.add(name, integer(number, session), timestamp(value, session))


@builtin("datediff", 3, 3, types.BIGINT, keyword=True)
def datediff(session: Session, part: Value, first: Value, second: Value) -> Value:
    """Page "DATEDIFF function"; since 12 a BIGINT (sqlanywhere.blogspot.com 2013/07)."""
    name = parts.part_name(text(part, session), "datediff")
    one, other = timestamp(first, session), timestamp(second, session)
    if one.tzinfo is not None or other.tzinfo is not None:
        one, other = (_utc(side, session) for side in (one, other))
    return parts.difference(name, one, other)


def _utc(value: dt.datetime, session: Session) -> dt.datetime:
    zoned = convert(value, types.OFFSET, session)
    assert isinstance(zoned, dt.datetime)
    return zoned.astimezone(dt.UTC).replace(tzinfo=None)


@builtin("datepart", 2, 2, types.INTEGER, keyword=True)
def datepart(session: Session, part: Value, value: Value) -> Value:
    """Page "DATEPART function"."""
    return parts.part(parts.part_name(text(part, session), "datepart"), timestamp(value, session))


@builtin("datename", 2, 2, _NAME, keyword=True)
def datename(session: Session, part: Value, value: Value) -> Value:
    """Page "DATENAME function": months and weekdays by name, other parts as numbers."""
    name, moment = parts.part_name(text(part, session), "datename"), timestamp(value, session)
    if name == "month":
        return spelling.MONTHS[moment.month - 1]
    if name == "weekday":
        return spelling.DAYS[moment.isoweekday() % 7]
    return str(parts.part(name, moment))


@builtin("dateformat", 2, 2, types.LONG_VARCHAR)
def dateformat(session: Session, value: Value, pattern: Value) -> Value:
    """Page "DATEFORMAT function"."""
    return spelling.spell(timestamp(value, session), text(pattern, session))


@builtin("date", 1, 1, types.DATE)
def date(session: Session, value: Value) -> Value:
    """Page "DATE function"."""
    return convert(value, types.DATE, session)


@builtin("datetime", 1, 1, types.TIMESTAMP)
def datetime_function(session: Session, value: Value) -> Value:
    """Page "DATETIME function": any zone is taken away."""
    return convert(value, types.TIMESTAMP, session)


@builtin("getdate", 0, 0, types.TIMESTAMP, deterministic=False)
def getdate(session: Session) -> Value:
    """Page "GETDATE function"."""
    return local_now(session)


@builtin("now", 0, 1, types.TIMESTAMP, strict=False, deterministic=False)
def now(session: Session, star: Value = None) -> Value:
    """Page "NOW function": NOW(*) or NOW()."""
    return local_now(session)


@builtin("today", 0, 1, types.DATE, strict=False, deterministic=False)
def today(session: Session, star: Value = None) -> Value:
    """Page "TODAY function"."""
    return local_now(session).date()


@builtin("sysdatetimeoffset", 0, 0, types.OFFSET, deterministic=False)
def sysdatetimeoffset(session: Session) -> Value:
    """Page "SYSDATETIMEOFFSET function"."""
    return local_now(session).replace(tzinfo=dt.timezone(session.utc_offset()))


def _offset(value: Value, session: Session, function: str) -> dt.timezone:
    if isinstance(value, str):
        found = _OFFSET.fullmatch(value.strip())
        if not found:
            raise invalid_argument(2, function)
        minutes = int(found[2]) * 60 + int(found[3])
        minutes = -minutes if found[1] == "-" else minutes
    else:
        minutes = integer(value, session)
    if abs(minutes) > 14 * 60:
        raise invalid_argument(2, function)
    return dt.timezone(dt.timedelta(minutes=minutes))


@builtin("switchoffset", 2, 2, types.OFFSET)
def switchoffset(session: Session, value: Value, offset: Value) -> Value:
    """Page "SWITCHOFFSET function": the same instant in another zone; the offset as '-08:00' or in minutes."""
    moment = convert(value, types.OFFSET, session)
    assert isinstance(moment, dt.datetime)
    return moment.astimezone(_offset(offset, session, "switchoffset"))


@builtin("todatetimeoffset", 2, 2, types.OFFSET)
def todatetimeoffset(session: Session, value: Value, offset: Value) -> Value:
    """Page "TODATETIMEOFFSET function": the same clock, said to be of that zone."""
    return timestamp(value, session).replace(tzinfo=_offset(offset, session, "todatetimeoffset"))


@builtin("ymd", 3, 3, types.DATE)
def ymd(session: Session, year: Value, month: Value, day: Value) -> Value:
    """Page "YMD function": months and days outside their range carry over."""
    months = integer(year, session) * parts.MONTHS_IN_YEAR + integer(month, session) - 1
    try:
        first = dt.date(months // parts.MONTHS_IN_YEAR, months % parts.MONTHS_IN_YEAR + 1, 1)
        return first + dt.timedelta(days=integer(day, session) - 1)
    except (ValueError, OverflowError) as error:
        raise out_of_range(months) from error


@builtin("dayname", 1, 1, _NAME)
def dayname(session: Session, value: Value) -> Value:
    """Page "DAYNAME function"."""
    return datename(session, "weekday", value)


@builtin("monthname", 1, 1, _NAME)
def monthname(session: Session, value: Value) -> Value:
    """Page "MONTHNAME function"."""
    return datename(session, "month", value)


@builtin("isdate", 1, 1, types.INTEGER, strict=False)
def isdate(session: Session, value: Value) -> Value:
    """Page "ISDATE function": 1 if the text can be converted to a date, else 0; NULL gives 0."""
    if value is None:
        return 0
    try:
        convert(value, types.TIMESTAMP, session)
    except SqlError:
        return 0
    return 1


def _enter_part(function: str, name: str) -> None:
    def call(session: Session, value: Value) -> Value:
        return parts.part(name, timestamp(value, session))

    builtin(function, 1, 1, types.INTEGER)(call)


for _function, _part in (
    ("year", "year"),
    ("quarter", "quarter"),
    ("month", "month"),
    ("day", "day"),
    ("dow", "weekday"),
    ("hour", "hour"),
    ("minute", "minute"),
    ("second", "second"),
):
    # pages "YEAR function", "DOW function" (Sunday is 1) and so on
    _enter_part(_function, _part)


def _spans(arguments: Sequence[TypeName]) -> TypeName:
    """A number of parts; but a TIMESTAMP where a number is added to one."""
    if len(arguments) > 1 and types.family(arguments[1]) in types.NUMBERS:
        return types.TIMESTAMP
    return types.BIGINT


def _enter_span(function: str, name: str, count: Callable[[dt.datetime], int]) -> None:
    """Page "DAYS function" and so on: DAYS(a) since the year 0, DAYS(a, b) between, DAYS(a, n): a and n days."""

    def call(session: Session, value: Value, other: Value = None) -> Value:
        moment = timestamp(value, session)
        if other is None:
            return count(moment)
        if isinstance(other, (str, dt.date, dt.time)):
            return parts.difference(name, moment, timestamp(other, session))
        return parts.add(name, integer(other, session), moment)

    builtin(function, 1, 2, _spans)(call)


for _function, _part, _count in (
    ("years", "year", lambda m: m.year),
    ("months", "month", parts.month_number),
    ("weeks", "week", parts.week_number),
    ("days", "day", parts.day_number),
    ("hours", "hour", lambda m: parts.microseconds(m) // 3_600_000_000),
    ("minutes", "minute", lambda m: parts.microseconds(m) // 60_000_000),
    ("seconds", "second", lambda m: parts.microseconds(m) // 1_000_000),
):
    _enter_span(_function, _part, _count)
