from __future__ import annotations

import datetime as dt

import pytest

from sms_callback.errors import SmsCallbackError
from sms_callback.operate.times import parse_time

NOW = dt.datetime(2026, 3, 1, 12, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31", "2026-01-31 00:00:00"),
        (" 2026-01-31 13:02 ", "2026-01-31 13:02:00"),
        ("2026-01-31T13:02:08Z", "2026-01-31 13:02:08"),
        ("2026-01-31T13:02:08+01:00", "2026-01-31 12:02:08"),
        ("90s", "2026-03-01 11:58:30"),
        ("30m", "2026-03-01 11:30:00"),
        ("12h", "2026-03-01 00:00:00"),
        ("1d", "2026-02-28 12:00:00"),
        ("2w", "2026-02-15 12:00:00"),
    ],
)
def test_a_time(text: str, expected: str) -> None:
    parsed = parse_time(text, NOW)
    assert parsed.tzinfo is None
    assert str(parsed) == expected


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30", "7", "7y", "-1d", "999999w"])
def test_no_time(text: str) -> None:
    with pytest.raises(SmsCallbackError, match="is not a time"):
        parse_time(text, NOW)
