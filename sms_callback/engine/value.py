"""Values on their way to a database, as all engines write them."""

from __future__ import annotations

import datetime as dt
import re

_NUL_OR_HALF = re.compile("[\0\ud800-\udfff]")


def plain(text: str) -> str:
    """A text that every database can hold: NUL and halves of surrogate pairs become U+FFFD."""
    # Nearly every text is ASCII without NUL, and this is told at once.
    return text if text.isascii() and "\0" not in text else _NUL_OR_HALF.sub("\ufffd", text)


def utc_text(moment: dt.datetime) -> str:
    """A time as all engines keep it: `YYYY-MM-DD HH:MM:SS.SSS` in UTC. The same arrival is known by it.

    Args:
        moment: in UTC, if it has no zone.
    """
    utc = moment if moment.tzinfo is None else moment.astimezone(dt.UTC)
    return utc.replace(tzinfo=None).isoformat(" ", "milliseconds")
