"""Times as an operator writes them."""

from __future__ import annotations

import datetime as dt
import re

from sms_callback.errors import SmsCallbackError

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def parse_time(text: str, now: dt.datetime | None = None) -> dt.datetime:
    """A time in UTC, without zone, from ISO 8601 (`2026-01-31 13:02`, …+01:00) or an age (`30m`, `12h`, `7d`, `2w`).

    Args:
        text: the time; without an offset it is UTC.
        now: what an age counts from (UTC, without zone), by default the clock.

    Raises:
        SmsCallbackError: the text is none of these.
    """
    text = text.strip()
    try:
        if age := re.fullmatch(r"([0-9]{1,6})([smhdw])", text):
            now = now or dt.datetime.now(dt.UTC).replace(tzinfo=None)
            return now - dt.timedelta(**{_UNITS[age[2]]: int(age[1])})
        parsed = dt.datetime.fromisoformat(text)
        return parsed if parsed.tzinfo is None else parsed.astimezone(dt.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise SmsCallbackError(
            f"'{text}' is not a time.",
            "Write 2026-01-31, '2026-01-31 13:02' (UTC), 2026-01-31T13:02:08+01:00, or an age: 30m, 12h, 7d.",
        ) from None
