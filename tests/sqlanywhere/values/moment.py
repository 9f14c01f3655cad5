"""Dates and times as text: how a string is read and how one is spelled.

Pages "Sending dates and times to the database", "Ambiguous date and time conversions", "DATEFORMAT function", and the
options date_format, time_format, timestamp_format.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

Moment: TypeAlias = dt.date | dt.time
"""A date, a datetime (which is a date to Python), or a time."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")

_YEAR_FIRST = re.compile(r"(\d{4})([-/?, .])(\d{1,2})[-/?, .](\d{1,2})(?!\d)")
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_WEEK = re.compile(r"(\d{4})-?W(\d{2})(?:-?([1-7]))?(?!\d)")
_ORDINAL = re.compile(r"(\d{4})-?(\d{3})(?!\d)")
_AMBIGUOUS = re.compile(r"(\d{1,2})[-/?, .](\d{1,2})[-/?, .](\d{4}|\d{1,2})(?!\d)")
_SHORT = re.compile(r"(\d{2})(\d{2})(\d{2})(?!\d)")
_COLONS = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,:](\d+))?)?(?!\d)\s*(am|pm)?", re.IGNORECASE)
_PERIODS = re.compile(r"(\d{1,2})\.(\d{2})(?:\.(\d{2})(?:\.(\d+))?)?(?!\d)\s*(am|pm)?", re.IGNORECASE)
_UNPARTED = re.compile(r"(\d{2})(\d{2})(?:(\d{2})(?:[.,](\d+))?)?(?!\d)()")
_OFFSET = re.compile(r"(?:(Z)|([+-])(\d{2})(?::?(\d{2}))?)", re.IGNORECASE)
_NOON = 12
_CENTURY = 100


class NotAMomentError(ValueError):
    """The text is no date or time."""


def read(text: str, order: str, nearest_century: int) -> tuple[dt.date | None, dt.time | None, dt.timedelta | None]:
    """The date, the time and the offset that a text holds, each None where it holds none.

    Args:
        text: such as `2010-04-01 21:35:00.5`, `20100401T2135Z`, `2010-W13-4`, `10:00pm`.
        order: option date_order, for dates whose year is not first with four digits.
        nearest_century: option nearest_century: years of two digits below it are 20xx.

    Raises:
        NotAMomentError: the text is nothing of that kind, or names no day of the calendar.
    """
    rest = text.strip()
    date, rest = _read_date(rest, order, nearest_century)
    time: dt.time | None = None
    if rest:
        separated = rest[0] in "Tt"
        rest = rest[1:] if separated else rest.lstrip()
        time, rest = _read_time(rest, after_date=date is not None or separated, basic=separated)
    offset: dt.timedelta | None = None
    rest = rest.lstrip()
    found = _OFFSET.fullmatch(rest) if rest and time is not None else None
    if found:
        zulu, sign, hours, minutes = found.groups()
        offset = dt.timedelta(0) if zulu else dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
        offset = -offset if sign == "-" else offset
        rest = ""
    if rest or (date is None and time is None) or (offset is not None and abs(offset) > dt.timedelta(hours=14)):
        raise NotAMomentError(text)
    return date, time, offset


def _read_date(text: str, order: str, nearest_century: int) -> tuple[dt.date | None, str]:
    forms: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], dt.date]], ...] = (
        (_YEAR_FIRST, lambda m: dt.date(int(m[1]), int(m[3]), int(m[4]))),
        (_WEEK, lambda m: dt.date.fromisocalendar(int(m[1]), int(m[2]), int(m[3] or 1))),
        (_BASIC, lambda m: dt.date(int(m[1]), int(m[2]), int(m[3]))),
        (_ORDINAL, lambda m: _ordinal(int(m[1]), int(m[2]))),
        (_AMBIGUOUS, lambda m: _ordered((m[1], m[2], m[3]), order, nearest_century)),
        (_SHORT, lambda m: _ordered((m[1], m[2], m[3]), order, nearest_century)),
    )
    for pattern, make in forms:
        found = pattern.match(text)
        if found:
            try:
                return make(found), text[found.end() :]
            except ValueError as error:
                raise NotAMomentError(text) from error
    return None, text


def _ordinal(year: int, day: int) -> dt.date:
    date = dt.date(year, 1, 1) + dt.timedelta(days=day - 1)
    if date.year != year:
        raise ValueError(day)
    return date


def _ordered(parts: tuple[str, str, str], order: str, nearest_century: int) -> dt.date:
    named = dict(zip(order.upper(), map(int, parts), strict=True))
    year = named["Y"]
    if len(parts[order.upper().index("Y")]) <= 2:
        year += 2000 if year < nearest_century else 1900
    return dt.date(year, named["M"], named["D"])


def _read_time(text: str, *, after_date: bool, basic: bool) -> tuple[dt.time, str]:
    found = _COLONS.match(text)
    if not found and after_date:
        found = _PERIODS.match(text)
    if not found and basic:
        found = _UNPARTED.match(text)
    if not found:
        raise NotAMomentError(text)
    hours, half = int(found[1]), (found[5] or "").lower()
    if half:
        if not 1 <= hours <= _NOON:
            raise NotAMomentError(text)
        hours = hours % _NOON + (_NOON if half == "pm" else 0)
    fraction = int(((found[4] or "") + "000000")[:6])
    try:
        return dt.time(hours, int(found[2]), int(found[3] or 0), fraction), text[found.end() :]
    except ValueError as error:
        raise NotAMomentError(text) from error


# --- writing ---------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"(?i)yyyy|yy|m{1,}|j{3}|d{1,}|h{1,2}|n{1,2}|s{1,}|a{2}|p{2}|.", re.DOTALL)


def spell(moment: Moment, pattern: str) -> str:
    """A date or time in a format of DATEFORMAT (pages "DATEFORMAT function", "timestamp_format option").

    A symbol in one case pads numbers with zeros and has names in that case; in mixed case it does not pad and names are
    spelled as the language does (`Mmm` is `Jan`). `mm` after a colon is minutes. Parts that the value lacks are zero.
    """
    if isinstance(moment, dt.datetime):
        full = moment
    elif isinstance(moment, dt.time):
        full = dt.datetime.combine(dt.date(1900, 1, 1), moment)
    else:
        full = dt.datetime.combine(moment, dt.time())
    tokens = _tokens(pattern)
    twelve = any(token.lower() in {"aa", "pp"} for token in tokens)
    return "".join([_spell_token(tokens, index, full, twelve=twelve) for index in range(len(tokens))])


@lru_cache(maxsize=256)
def _tokens(pattern: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(pattern))


def _spell_token(tokens: tuple[str, ...], index: int, moment: dt.datetime, *, twelve: bool) -> str:
    token = tokens[index]
    symbol = token.lower()
    before = tokens[index - 1] if index else ""
    if symbol == "mm" and before == ":":
        symbol = "nn"
    if symbol.startswith("mmm"):
        return _name(MONTHS[moment.month - 1], token)
    if symbol.startswith("ddd"):
        return _name(DAYS[moment.isoweekday() % 7], token)
    if symbol.startswith("s") and len(token) > 2:
        return _fraction(moment, len(token))
    if symbol[0] == "s" and before == "." and index > 1 and tokens[index - 2][0] in "sS":
        return _fraction(moment, len(token))
    if symbol in {"aa", "pp"}:
        return _half(moment, symbol, token)
    if symbol in {"h", "hh"} and _is_offset(tokens, index):
        offset = moment.utcoffset() or dt.timedelta(0)
        return _number(abs(int(offset.total_seconds())) // 3600, token)
    if symbol == "nn" and index > 2 and _is_offset(tokens, index - 2):
        offset = moment.utcoffset() or dt.timedelta(0)
        return _number(abs(int(offset.total_seconds())) // 60 % 60, token)
    if symbol == "+" and index + 1 < len(tokens) and tokens[index + 1].lower() == "hh":
        return "-" if (moment.utcoffset() or dt.timedelta(0)) < dt.timedelta(0) else "+"
    part = _PARTS.get(symbol)
    if part is None:
        return token
    value = part(moment)
    if twelve and symbol in {"h", "hh"}:
        value = value % _NOON or _NOON
    return _number(value, token) if symbol != "d" else str(value)


_PARTS: dict[str, Callable[[dt.datetime], int]] = {
    "yyyy": lambda m: m.year,
    "yy": lambda m: m.year % _CENTURY,
    "mm": lambda m: m.month,
    "m": lambda m: m.month,
    "dd": lambda m: m.day,
    "d": lambda m: m.isoweekday() % 7,
    "jjj": lambda m: m.timetuple().tm_yday,
    "hh": lambda m: m.hour,
    "h": lambda m: m.hour,
    "nn": lambda m: m.minute,
    "n": lambda m: m.minute,
    "ss": lambda m: m.second,
    "s": lambda m: m.second,
}


def _is_offset(tokens: tuple[str, ...], index: int) -> bool:
    return tokens[index].lower() == "hh" and index > 0 and tokens[index - 1] == "+"


def _mixed(token: str) -> bool:
    return token not in (token.lower(), token.upper())


def _number(value: int, token: str) -> str:
    return str(value) if _mixed(token) else str(value).zfill(len(token))


def _name(name: str, token: str) -> str:
    short = name[: len(token)]
    if _mixed(token):
        return short
    return short.upper() if token == token.upper() else short.lower()


def _fraction(moment: dt.datetime, places: int) -> str:
    return f"{moment.microsecond:06d}"[:places].ljust(min(places, 6), "0")


def _half(moment: dt.datetime, symbol: str, token: str) -> str:
    name = "PM" if moment.hour >= _NOON else "AM"
    if symbol == "pp" and name == "AM":
        return ""
    return name.lower() if token == token.lower() else name
