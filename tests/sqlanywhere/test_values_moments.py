"""Dates and times as text: how they are read and how they are spelled."""

import datetime as dt

import pytest

from tests.sqlanywhere import values
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.parser import parse_expression
from tests.sqlanywhere.values import moment, types
from tests.sqlanywhere.values.alone import AloneScope, AloneSession, value_of

NOON = dt.datetime(2010, 4, 1, 12, 30, 15, 250000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # page "Sending dates and times to the database": 1 April 2010
        ("2010-04-01", (dt.date(2010, 4, 1), None)),
        ("20100401", (dt.date(2010, 4, 1), None)),
        ("2010-W13-4", (dt.date(2010, 4, 1), None)),
        ("2010W134", (dt.date(2010, 4, 1), None)),
        ("2010W13", (dt.date(2010, 3, 29), None)),
        ("2010-091", (dt.date(2010, 4, 1), None)),
        ("2010091", (dt.date(2010, 4, 1), None)),
        ("2010/04/01", (dt.date(2010, 4, 1), None)),
        ("2010,4,1", (dt.date(2010, 4, 1), None)),
        ("21:35", (None, dt.time(21, 35))),
        ("10:00pm", (None, dt.time(22, 0))),
        ("12:00am", (None, dt.time(0, 0))),
        ("10:00", (None, dt.time(10, 0))),
        ("10:23:32.234", (None, dt.time(10, 23, 32, 234000))),
        ("10:23:32.2345678", (None, dt.time(10, 23, 32, 234567))),
        # page "Ambiguous date and time conversions"
        ("2010-04-01T10:23:32.5", (dt.date(2010, 4, 1), dt.time(10, 23, 32, 500000))),
        ("2010-04-01 10.23.32.5", (dt.date(2010, 4, 1), dt.time(10, 23, 32, 500000))),
        ("T10.23", (None, dt.time(10, 23))),
        ("20100401T2135", (dt.date(2010, 4, 1), dt.time(21, 35))),
        ("10/11/12", (dt.date(2010, 11, 12), None)),
        ("60/11/12", (dt.date(1960, 11, 12), None)),
        ("101112", (dt.date(2010, 11, 12), None)),
    ],
)
def test_reading_dates(text: str, expected: tuple[dt.date | None, dt.time | None]) -> None:
    assert moment.read(text, "YMD", 50)[:2] == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [("YMD", dt.date(2010, 11, 12)), ("MDY", dt.date(2012, 10, 11)), ("DMY", dt.date(2012, 11, 10))],
)
def test_date_order(order: str, expected: dt.date) -> None:
    """Page "Ambiguous date and time conversions": 10/11/12."""
    session = AloneSession(options={"date_order": order})
    assert values.cast("10/11/12", types.DATE, session) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        # pages "DATEFORMAT function" and "timestamp_format option"
        ("Mmm dd, yyyy", "Jan 01, 1989"),
        ("MMM mmm", "JAN jan"),
        ("mmmm Mmmmmmmmm", "janu January"),
        ("yyyy/Mm/Dd", "1989/1/1"),
        ("yy", "89"),
        ("ddd Ddddddddd d", "sun Sunday 0"),
        ("jjj Jjj", "001 1"),
        ("hh:mm:ss", "15:04:05"),
        ("hh:nn aa", "03:04 pm"),
        ("Hh:nn PP", "3:04 PM"),
        ("ss.ssssss", "05.000678"),
        ("ss.sss", "05.000"),
        ("ssssss", "000678"),
        ("yyyy-mm-ddThh:nn:ss", "1989-01-01T15:04:05"),
        ("~'x", "~'x"),
    ],
)
def test_spelling_dates(pattern: str, expected: str) -> None:
    assert moment.spell(dt.datetime(1989, 1, 1, 15, 4, 5, 678), pattern) == expected


def test_pp_is_nothing_in_the_morning() -> None:
    assert moment.spell(dt.time(3, 4), "hh:nn pp") == "03:04 "
    assert moment.spell(dt.time(0, 4), "hh:nn AA") == "12:04 AM"


def test_offsets_are_spelled() -> None:
    west = dt.timezone(-dt.timedelta(hours=3, minutes=30))
    assert values.to_text(NOON.replace(tzinfo=west), AloneSession()) == "2010-04-01 12:30:15.250-03:30"
    assert values.to_text(NOON.replace(tzinfo=dt.UTC), AloneSession()) == "2010-04-01 12:30:15.250+00:00"


@pytest.mark.parametrize(
    ("style", "expected"),
    [(120, "2010-04-01 12:30:15"), (112, "20100401"), (101, "04/01/2010"), (100, "Apr 01 2010 12:30PM")],
)
def test_convert_with_a_style(style: int, expected: str) -> None:
    """Page "CONVERT function"."""
    scope = AloneScope(given=(NOON,))
    expression = parse_expression(f"CONVERT(VARCHAR(30), CAST('2010-04-01 12:30:15.25' AS TIMESTAMP), {style})")
    assert values.evaluate(expression, scope) == expected


@pytest.mark.parametrize("text", ["CONVERT(VARCHAR(9), CURRENT DATE, 77)", "CONVERT(DATE, '2010-04-01', 120)"])
def test_styles_that_are_not_modelled(text: str) -> None:
    with pytest.raises(ModelError):
        value_of(text)
    assert value_of("CONVERT(VARCHAR(9), NULL, 120)") is None
    assert value_of("CONVERT(INTEGER, '12')") == 12
