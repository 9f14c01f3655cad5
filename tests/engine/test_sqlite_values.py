"""What a parameter's text becomes on SQLite: numbers, whole numbers, times."""

from __future__ import annotations

import pytest

from sms_callback.engine.sqlite import SqliteEngine
from tests.engine.acme import rows, status
from tests.outcome import stored


@pytest.mark.parametrize(
    ("column", "text", "value", "kind"),
    [
        ("price", "0.0075", 0.0075, "number"),
        ("price", "-0.5e1", -5, "number"),
        ("price", "0.123456789", 0.12345679, "number"),
        ("price", "9999999999", 9999999999, "number"),
        ("price", "10000000000", None, "number"),
        ("price", "1e999", None, "number"),
        ("price", "abc", None, "number"),
        ("price", " 1", None, "number"),
        ("price", "+1", None, "number"),
        ("price", "1.", None, "number"),
        ("price", "--1", None, "number"),
        ("price", "[1]", None, "number"),
        ("price", "\u0661", None, "number"),
        ("parts", "007", 7, "whole number"),
        ("parts", "999999999", 999999999, "whole number"),
        ("parts", "1000000000", None, "whole number"),
        ("parts", "-1", None, "whole number"),
        ("parts", "1.0", None, "whole number"),
    ],
)
def test_numbers(sqlite_engine: SqliteEngine, column: str, text: str, value: float | None, kind: str) -> None:
    stored(sqlite_engine, [status("m1", "sent", **{column: text})])
    (row,) = rows(sqlite_engine, f"SELECT {column}, currency FROM sms_message")
    assert row[column] == value
    assert row["currency"] == ("EUR" if column == "price" and value is not None else None)
    (journal,) = rows(sqlite_engine, "SELECT state, error FROM sms_callback")
    assert journal == {"state": "done", "error": None if value is not None else f"{column}: '{text}' is not a {kind}"}


@pytest.mark.parametrize(
    ("form", "text", "utc"),
    [
        ("iso", "2018-01-17T13:02:08Z", "2018-01-17 13:02:08.000"),
        ("iso", "2018-01-17 13:02:08.1239Z", "2018-01-17 13:02:08.123"),
        ("iso", "2018-01-17T13:02:08.5-03:30", "2018-01-17 16:32:08.500"),
        ("iso", "2018-01-17T13:02:08+0530", "2018-01-17 07:32:08.000"),
        ("iso", "2018-01-17T13:02:08", "2018-01-17 12:02:08.000"),
        ("iso", "2020-02-29T00:00:00Z", "2020-02-29 00:00:00.000"),
        ("iso", "2018-02-29T00:00:00Z", None),
        ("iso", "2018-01-17T24:00:00Z", None),
        ("iso", "2018-01-17T13:02:60Z", None),
        ("iso", "2018-01-17T13:02:08+15:00", None),
        ("iso", "2018-01-17T13:02:08+01:60", None),
        ("iso", "2018-01-17T13:02:08.Z", None),
        ("iso", "2018-01-17T13:02:08 Z", None),
        ("iso", "2018-01-17T13:02Z", None),
        ("iso", "2018-01-17x13:02:08Z", None),
        ("iso", "0000-01-17T13:02:08Z", None),
        ("iso", "9999-12-31T23:59:59-10:00", None),
        ("iso", "now", None),
        ("datetime", "2026-03-29 01:59:59", "2026-03-29 00:59:59.000"),
        ("datetime", "2026-03-29 02:00:00", "2026-03-29 00:00:00.000"),
        ("datetime", "2026-10-25 03:00:00", "2026-10-25 02:00:00.000"),
        ("datetime", "2018-08-28T21:23:32", None),
        ("datetime", "0000-00-00 00:00:00", None),
        ("datetime", "12:00:00", None),
        ("yymmddhhmm", "2607171206", "2026-07-17 10:06:00.000"),
        ("yymmddhhmm", "2602301206", None),
        ("yymmddhhmm", "26071712060", None),
        ("yymmddhhmm", "260717120x", None),
        ("unix", "1582650446", "2020-02-25 17:07:26.000"),
        ("unix", "1582650446.7899", "2020-02-25 17:07:26.789"),
        ("unix", "1582650446.", None),
        ("unix", "1.2.3", None),
        ("unix", "1582650446Z", None),
        ("unix", "-1", None),
        ("unix", "253402300800", None),
        ("unix", "9" * 40, None),
        ("unix_ms", "1582650446007", "2020-02-25 17:07:26.007"),
        ("unix_ms", "1582650446.5", None),
        ("unix_ms", "9" * 40, None),
        ("unix_ms", "2020-02-25\ud800", None),
        ("iso", "2" * 70, None),
    ],
)
def test_times(sqlite_engine: SqliteEngine, form: str, text: str, utc: str | None) -> None:
    stored(sqlite_engine, [status("m1", "delivered", **{form: text})])
    (row,) = rows(sqlite_engine, "SELECT status_at FROM sms_message")
    assert row["status_at"] == utc
    (journal,) = rows(sqlite_engine, "SELECT state, error FROM sms_callback")
    told = text[:40].replace("\ud800", "\ufffd")
    assert journal == {"state": "done", "error": None if utc else f"occurred_at: '{told}' is not a time"}


def test_several_notes_are_joined_in_order(sqlite_engine: SqliteEngine) -> None:
    stored(sqlite_engine, [status("m1", "sent", price="x", parts="y", iso="z")])
    (row,) = rows(sqlite_engine, "SELECT error FROM sms_callback")
    assert (
        row["error"] == "occurred_at: 'z' is not a time; parts: 'y' is not a whole number; price: 'x' is not a number"
    )
