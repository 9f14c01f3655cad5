"""A callback as a row of the spool, and back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sms_callback.engine.value import plain, utc_text
from sms_callback.model import Callback, Row
from sms_callback.spool.model import Spooled

OVERHEAD = 64
"""Bytes that a row takes beside its texts, about."""

LAST = (1 << 63) - 1
"""The greatest spool_id that can be."""

_COLUMNS = tuple(item.name for item in fields(Callback))
_NEEDED = ("provider", "params", "via", "received_at")


def row_of(callback: Callback, reason: str) -> dict[str, str | None]:
    """The parameters of `put.sql`. A callback without a time gets the present one, and keeps it."""
    texts = {name: getattr(callback, name) for name in _COLUMNS} | {"received_at": None, "reason": reason}
    row = {name: None if text is None else plain(text) for name, text in texts.items()}
    return row | {"received_at": utc_text(callback.received_at or now())}


def callback_of(line: str) -> tuple[Callback, str]:
    """A callback, and why it was in a spool, from a line of an export.

    Raises:
        ValueError: it is no such line.
    """
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("no JSON object")
    values: dict[str, Any] = {name: row.get(name) for name in _COLUMNS}
    for name, value in values.items():
        if not isinstance(value, str) and (value is not None or name in _NEEDED):
            raise ValueError(f"{name} is missing, or no text")
    values["received_at"] = parse_time(values["received_at"])
    return Callback(**values), str(row.get("reason") or "imported")


def size_of(row: Mapping[str, object]) -> int:
    """The length of a row's texts, with what a row takes beside them."""
    return OVERHEAD + sum(len(value) for value in row.values() if isinstance(value, str))


def spooled_of(row: Row) -> Spooled:
    """A row of `oldest.sql`, as it is handed to the database."""
    values: dict[str, Any] = {name: row[name] for name in _COLUMNS}
    values["via"] = "spool"
    values["received_at"] = parse_time(row["received_at"])
    return Spooled(int(str(row["spool_id"])), Callback(**values), size_of(row))


def now() -> dt.datetime:
    """The present time, UTC without zone."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def parse_time(value: object) -> dt.datetime:
    """The time of a row, UTC without zone."""
    return dt.datetime.fromisoformat(str(value))
