"""Compares rows as they are with rows as they must be, and says where they differ."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from sms_callback.contract.model import ExpectedRow, Json
from sms_callback.model import Row, Value

NOW_TOLERANCE = dt.timedelta(minutes=10)
"""How far the database's clock may be from ours for `{"$now": true}`."""

SHOWN_LENGTH = 300
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")


def new_rows(before: Sequence[Row], after: Sequence[Row]) -> list[Row]:
    """The rows of `after` that were not in `before`, in order."""
    seen = Counter(_identity(row) for row in before)
    found: list[Row] = []
    for row in after:
        identity = _identity(row)
        if seen[identity]:
            seen[identity] -= 1
        else:
            found.append(row)
    return found


def compare_rows(table: str, expected: Sequence[ExpectedRow], got: Sequence[Row]) -> Iterator[tuple[str, str, str]]:
    """Where the rows of a table differ from what they must be.

    Yields:
        The place, what is expected there, what is there.
    """
    if len(expected) != len(got):
        yield table, f"{len(expected)} rows", f"{len(got)} rows: {[_short(_brief(row, expected)) for row in got]}"
        return
    for number, (wanted, row) in enumerate(zip(expected, got, strict=True), 1):
        for column, value in wanted.items():
            place = f"{table} row {number} {column}"
            if column not in row:
                yield place, _short(value), "no such column"
            elif not equal(value, row[column]):
                yield place, _short(value), _short(row[column])


def equal(expected: Json, got: Value) -> bool:
    """Whether a value is what it must be: numbers by value, times without a trailing `.000`, JSON parsed.

    `{"$any": true}` is any value but NULL, `{"$now": true}` a time near now, `{"$contains": text}` a text with
    that in it.
    """
    if isinstance(expected, dict) and len(expected) == 1:
        form, argument = next(iter(expected.items()))
        if form == "$any":
            return got is not None
        if form == "$now":
            return _near_now(got)
        if form == "$contains":
            return str(argument) in str(got)
    if expected is None or got is None:
        return expected is got
    if isinstance(expected, dict | list):
        return _same_json(expected, _parsed(got))
    if isinstance(expected, int | float):
        number = _number(got)
        return number is not None and number == _number(expected)
    if isinstance(expected, str):
        text = got.isoformat(" ", "milliseconds") if isinstance(got, dt.datetime) else str(got)
        return _plain_time(text) == _plain_time(expected)
    return False


def _same_json(expected: Json, got: Json) -> bool:
    """Whether a JSON column holds this; `{"$any": true}` stands for any value that is there."""
    if expected == {"$any": True}:
        return got is not None
    if isinstance(expected, dict) and isinstance(got, dict):
        return expected.keys() == got.keys() and all(_same_json(value, got[name]) for name, value in expected.items())
    return expected == got


def _identity(row: Row) -> str:
    return json.dumps(row, default=str, sort_keys=True)


def _brief(row: Row, expected: Sequence[ExpectedRow]) -> Row:
    columns = {column for wanted in expected for column in wanted}
    return {name: value for name, value in row.items() if name in columns} if columns else row


def _parsed(got: Value) -> Json:
    try:
        value: Json = json.loads(str(got))
    except ValueError:
        return None
    return value


def _number(value: Json | Value) -> Decimal | None:
    try:
        # Ten digits after the point are more than any column keeps, and hide what a float adds.
        return Decimal(str(value)).quantize(Decimal("1e-10"))
    except InvalidOperation:
        return None


def _plain_time(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text and TIME.fullmatch(text) else text


def _near_now(got: Value) -> bool:
    try:
        time = dt.datetime.fromisoformat(str(got)).replace(tzinfo=dt.UTC)
    except ValueError:
        return False
    return abs(time - dt.datetime.now(dt.UTC)) <= NOW_TOLERANCE


def _short(value: object) -> str:
    text = ascii(value)
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}… ({len(text)} characters)"
