"""Date parts: their names (page "Date parts"), what a moment's part is, and how parts are added and subtracted."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping

from tests.sqlanywhere.values.fault import invalid_argument, out_of_range

_ABBREVIATIONS: Mapping[str, str] = {
    "yy": "year",
    "qq": "quarter",
    "mm": "month",
    "wk": "week",
    "dd": "day",
    "dy": "dayofyear",
    "dw": "weekday",
    "hh": "hour",
    "mi": "minute",
    "ss": "second",
    "ms": "millisecond",
    "mcs": "microsecond",
    "us": "microsecond",
    "cyr": "calyearofweek",
    "cwk": "calweekofyear",
    "cdw": "caldayofweek",
    "tz": "tzoffset",
}

_DAYS_BEFORE = 306
"""DAYS counts from 29 February of the year 0 (page "DAYS function": 1998-07-13 is 729889)."""
MONTHS_IN_YEAR = 12
_UNITS: Mapping[str, int] = {
    "hour": 3_600_000_000,
    "minute": 60_000_000,
    "second": 1_000_000,
    "millisecond": 1_000,
    "microsecond": 1,
}


def day_number(date: dt.date) -> int:
    """DAYS of a date."""
    return date.toordinal() + _DAYS_BEFORE


def month_number(date: dt.date) -> int:
    """MONTHS of a date (page "MONTHS function": July 1998 is 23981)."""
    return date.year * MONTHS_IN_YEAR + date.month - 2


def week_number(date: dt.date) -> int:
    """WEEKS of a date; weeks begin on Sunday (page "WEEKS function": 1998-07-13 is 104270)."""
    return (day_number(date) + 2) // 7


def microseconds(moment: dt.datetime) -> int:
    """Microseconds since DAYS began to count."""
    clock = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return (day_number(moment) * 86_400 + clock) * 1_000_000 + moment.microsecond


_PARTS: Mapping[str, Callable[[dt.datetime], int]] = {
    "year": lambda m: m.year,
    "quarter": lambda m: (m.month + 2) // 3,
    "month": lambda m: m.month,
    "week": lambda m: week_number(m) - week_number(dt.date(m.year, 1, 1)) + 1,
    "day": lambda m: m.day,
    "dayofyear": lambda m: m.timetuple().tm_yday,
    "weekday": lambda m: m.isoweekday() % 7 + 1,
    "hour": lambda m: m.hour,
    "minute": lambda m: m.minute,
    "second": lambda m: m.second,
    "millisecond": lambda m: m.microsecond // 1000,
    "microsecond": lambda m: m.microsecond,
    "calyearofweek": lambda m: m.isocalendar().year,
    "calweekofyear": lambda m: m.isocalendar().week,
    "caldayofweek": lambda m: m.isocalendar().weekday,
    "tzoffset": lambda m: int((m.utcoffset() or dt.timedelta(0)).total_seconds()) // 60,
}


def part_name(word: str, function: str) -> str:
    """A date part's full name.

    Raises:
        SqlError: -735, no such part (code U).
    """
    name = word.lower()
    name = _ABBREVIATIONS.get(name, name)
    if name not in _PARTS:
        raise invalid_argument(1, function)
    return name


def part(name: str, moment: dt.datetime) -> int:
    """DATEPART."""
    return _PARTS[name](moment)


def add(name: str, count: int, moment: dt.datetime) -> dt.datetime:
    """DATEADD: months and years keep the day, or take the month's last one.

    Raises:
        SqlError: -158, there is no such time; -735, no such part.
    """
    months = {"year": 12, "quarter": 3, "month": 1}.get(name)
    try:
        if months:
            return _add_months(moment, count * months)
        if name in _UNITS:
            return moment + dt.timedelta(microseconds=_UNITS[name] * count)
        if name in {"week", "day", "dayofyear", "weekday"}:
            return moment + dt.timedelta(days=count * (7 if name == "week" else 1))
    except (OverflowError, ValueError) as error:
        raise out_of_range(count) from error
    raise invalid_argument(1, "dateadd")


def _add_months(moment: dt.datetime, count: int) -> dt.datetime:
    months = moment.year * MONTHS_IN_YEAR + moment.month - 1 + count
    year, month = months // MONTHS_IN_YEAR, months % MONTHS_IN_YEAR + 1
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError(year)
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def difference(name: str, first: dt.datetime, second: dt.datetime) -> int:
    """DATEDIFF: how many boundaries of the part lie between, the second moment included.

    Page "DATEDIFF function" says so of day (midnights), month (firsts), week (Sundays); of hour and shorter U.
    """
    if name in _UNITS:
        unit = _UNITS[name]
        return microseconds(second) // unit - microseconds(first) // unit
    if name == "year":
        return second.year - first.year
    if name == "quarter":
        return (second.year * 4 + (second.month - 1) // 3) - (first.year * 4 + (first.month - 1) // 3)
    if name == "month":
        return month_number(second) - month_number(first)
    if name == "week":
        return week_number(second) - week_number(first)
    if name in {"day", "dayofyear", "weekday"}:
        return day_number(second) - day_number(first)
    raise invalid_argument(1, "datediff")
