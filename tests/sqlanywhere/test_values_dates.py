"""Date and time functions; most cases are the examples of the manual's page on the function."""

import datetime as dt

import pytest

from tests.sqlanywhere.runtime import Value
from tests.sqlanywhere.values.alone import value_of


def same(found: Value, expected: Value) -> bool:
    return type(found) is type(expected) and found == expected


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # page "DATEADD function", "DATEDIFF function"
        ("DATEADD(month, 102, '1987/05/02')", moment("1995-11-02")),
        ("DATEADD(month, 1, '2026-01-31')", moment("2026-02-28")),
        ("DATEADD(mm, -1, '2026-03-31 10:00')", moment("2026-02-28T10:00")),
        ("DATEADD(year, 1, '2024-02-29')", moment("2025-02-28")),
        ("DATEADD(quarter, 1, '2026-01-31')", moment("2026-04-30")),
        ("DATEADD(week, 1, '2026-01-31')", moment("2026-02-07")),
        ("DATEADD(hh, -1, '2026-01-01 00:30')", moment("2025-12-31T23:30")),
        ("DATEADD(millisecond, 1, '2026-01-01')", moment("2026-01-01T00:00:00.001")),
        ("DATEADD(day, '2', '2026-01-01')", moment("2026-01-03")),
        ("DATEADD(day, NULL, '2026-01-01')", None),
        ("DATEDIFF(hour, '4:00AM', '5:50PM')", 13),
        ("DATEDIFF(month, '1987/05/02', '1995/11/15')", 102),
        ("DATEDIFF(day, '00:00', '23:59')", 0),
        ("DATEDIFF(day, '1999/07/19 00:00', '1999/07/23 23:59')", 4),
        ("DATEDIFF(month, '1999/07/19', '1999/07/23')", 0),
        ("DATEDIFF(month, '1999/07/19', '1999/08/23')", 1),
        ("DATEDIFF(day, '2026-01-01 23:59', '2026-01-02 00:01')", 1),
        ("DATEDIFF(week, '2026-01-03', '2026-01-04')", 1),
        ("DATEDIFF(week, '2026-01-04', '2026-01-10')", 0),
        ("DATEDIFF(year, '2025-12-31', '2026-01-01')", 1),
        ("DATEDIFF(quarter, '2026-03-31', '2026-04-01')", 1),
        ("DATEDIFF(second, '2026-01-01', '2025-12-31 23:59:59')", -1),
        ("DATEDIFF(ss, '1998-07-13 00:00 +02:00', CAST('1998-07-13 00:00Z' AS DATETIMEOFFSET))", 7200),
        # page "DATEPART function", "DATENAME function"
        ("DATEPART(month, '1987/05/02')", 5),
        ("DATEPART(weekday, '2026-01-04')", 1),
        ("DATEPART(week, '2026-01-04')", 2),
        ("DATEPART(cwk, '2026-01-04')", 1),
        ("DATEPART(cyr, '2025-12-29')", 2026),
        ("DATEPART(cdw, '2026-01-04')", 7),
        ("DATEPART(dy, '2026-02-01')", 32),
        ("DATEPART(qq, '2026-05-01')", 2),
        ("DATEPART(ms, '2026-05-01 10:00:00.123456')", 123),
        ("DATEPART(us, '2026-05-01 10:00:00.123456')", 123456),
        ("DATEPART(tz, CAST('2026-05-01 10:00 -03:30' AS DATETIMEOFFSET))", -210),
        ("DATENAME(month, '1987/05/02')", "May"),
        ("DATENAME(dw, '2026-01-04')", "Sunday"),
        ("DATENAME(year, '1987/05/02')", "1987"),
        ("DAYNAME('1987/05/02')", "Saturday"),
        ("MONTHNAME('1998-09-05')", "September"),
        ("DATEFORMAT('1989-01-01', 'Mmm dd, yyyy')", "Jan 01, 1989"),
        # page "DAYS function" and so on
        ("DAYS('1998-07-13 06:07:12')", 729889),
        ("DAYS('1999-07-13 06:07:12', '1999-07-12 10:07:12')", -1),
        ("DAYS('1999-07-13', 5)", moment("1999-07-18")),
        ("MONTHS('1998-07-13 06:07:12')", 23981),
        ("MONTHS('1999-07-13 06:07:12', '1999-09-13 10:07:12')", 2),
        ("MONTHS('1999-05-12 21:05:07', 5)", moment("1999-10-12T21:05:07")),
        ("WEEKS('1998-07-13 06:07:12')", 104270),
        ("YEARS('1998-07-13 06:07:12')", 1998),
        ("HOURS('1998-07-13 06:07:12')", 17517342),
        ("HOURS('1999-07-13 06:07:12', '1999-07-13 10:07:12')", 4),
        ("MINUTES('1998-07-13 06:07:12')", 1051040527),
        ("SECONDS('1998-07-13 06:07:12')", 63062431632),
        ("SECONDS('1999-05-12 21:05:07', 5)", moment("1999-05-12T21:05:12")),
        # pages "YEAR function" … "SECOND function"
        ("YEAR('2001-09-12')", 2001),
        ("QUARTER('1987/05/02')", 2),
        ("MONTH('1998-07-13')", 7),
        ("DAY('2001-09-12')", 12),
        ("DOW('1998-07-09')", 5),
        ("HOUR('1998-07-09 21:12:13')", 21),
        ("MINUTE('1998-07-09 21:12:13')", 12),
        ("SECOND('1998-07-09 21:12:13')", 13),
        ("YMD(1998, 6, 12)", dt.date(1998, 6, 12)),
        ("YMD(2001, 15, 1)", dt.date(2002, 3, 1)),
        ("YMD(2001, 3, 0)", dt.date(2001, 2, 28)),
        ("DATE('1999-01-02 21:20:53')", dt.date(1999, 1, 2)),
        ("DATETIME('1998-09-09 12:12:12.000')", moment("1998-09-09T12:12:12")),
        ("GETDATE()", moment("2026-01-02T05:04:05.678901")),
        ("NOW(*)", moment("2026-01-02T05:04:05.678901")),
        ("TODAY()", dt.date(2026, 1, 2)),
        ("SYSDATETIMEOFFSET()", moment("2026-01-02T05:04:05.678901+02:00")),
        ("SWITCHOFFSET('2009-05-03 13:27:35 -04:00', '-07:00')", moment("2009-05-03T10:27:35-07:00")),
        ("TODATETIMEOFFSET('2009-05-03 13:27:35', -420)", moment("2009-05-03T13:27:35-07:00")),
    ],
)
def test_dates(text: str, expected: Value) -> None:
    found = value_of(text)
    assert same(found, expected)
    if isinstance(found, dt.datetime) and isinstance(expected, dt.datetime):
        assert found.utcoffset() == expected.utcoffset()
