"""The callbacks of a spool as rows, also of one that is damaged, and back from the lines of a file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from sms_callback.errors import SmsCallbackError, SpoolAwayError
from sms_callback.model import Callback, Row
from sms_callback.spool.connection import execute, primary_code, query, rows
from sms_callback.spool.file import SpoolFile
from sms_callback.spool.row import LAST, callback_of

PAGE = 100
"""Rows that are read at a time, so that a long export does not keep SQLite's log from being cut."""


def exported(file: SpoolFile, *, poison: bool) -> Iterator[Row]:
    """All callbacks that wait, or all that were set aside, in order; of a damaged file those around the damage.

    Args:
        file: the spool's.
        poison: those that were set aside.

    Raises:
        SpoolAwayError: the file cannot be read, or, after what can be, not all of it.
    """
    name, key = ("poison", "poison_id") if poison else ("oldest", "spool_id")
    last = 0
    try:
        for row in _forward(file, name, key):
            yield row
            last = int(str(row[key]))
    except SpoolAwayError as error:
        if primary_code(error) != sqlite3.SQLITE_CORRUPT:
            raise
        yield from _backward(file, name, key, last)
        raise SpoolAwayError(
            f"The spool {file.path} is damaged: what lies before and behind the damage was read.",
            f"Try for the rest: sqlite3 {file.path} .recover",
        ) from error


def imported(lines: Iterable[str]) -> Iterator[tuple[Callback, str]]:
    """Callbacks, each with the reason why it was in a spool, from the lines of an export.

    Raises:
        SmsCallbackError: a line is none.
    """
    for number, line in enumerate(lines, 1):
        try:
            yield callback_of(line)
        except ValueError as error:
            # The error of JSON's reader would quote nothing, but the line holds a text and a number.
            why = "it is no JSON" if isinstance(error, json.JSONDecodeError) else str(error)
            raise SmsCallbackError(
                f"Line {number} is no exported callback: {why}.", "Only what spool export wrote can be read."
            ) from None


def _forward(file: SpoolFile, name: str, key: str) -> Iterator[Row]:
    after, limit = 0, PAGE
    while True:
        try:
            page = _page(file, name, {"after": after, "up_to": LAST, "limit": limit})
        except SpoolAwayError as error:
            if limit == 1 or primary_code(error) != sqlite3.SQLITE_CORRUPT:
                raise
            # Up to the damage, row by row.
            limit = 1
            continue
        if not page:
            return
        yield from page
        after = int(str(page[-1][key]))


def _backward(file: SpoolFile, name: str, key: str, after: int) -> Iterator[Row]:
    """One row at a time, from the end, until the damage is met again."""
    before = LAST
    while True:
        try:
            last = _page(file, f"{key}_before", {"after": after, "before": before})
            if not last:
                return
            before = int(str(last[0][key]))
            page = _page(file, name, {"after": before - 1, "up_to": before, "limit": 1})
        except SpoolAwayError:
            return
        yield from page


def _page(file: SpoolFile, name: str, parameters: dict[str, int]) -> list[Row]:
    return file.read(lambda handle: rows(execute(handle, query(name), parameters))) or []
