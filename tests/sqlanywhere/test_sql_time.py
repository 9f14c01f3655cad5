"""sms_time: a provider's time, against Python's."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sqlanywhere.installed import Client

EPOCH = dt.datetime(1970, 1, 1)
ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)([T ])(\d\d):(\d\d):(\d\d)(?:[.](\d+))?(Z|[-+](?:0\d|1[0-3]):?[0-5]\d|[-+]14:?00)?", re.ASCII
)
TOWN = [(dt.datetime(1900, 1, 1), 60), (dt.datetime(2026, 3, 29, 2), 120), (dt.datetime(2026, 10, 25, 3), 60)]
"""The zone Acme/Town of acme.sql."""

EXACT = (dt.datetime(1600, 3, 1), dt.datetime(7911, 1, 1))
"""Between these the server's TIMESTAMP keeps the time of day (12.0.1 dbreference/datatypes-sectb-6367438.html)."""


def expected(text: str, form: str | None, zone: str) -> dt.datetime | None:
    """What docs/rules.md, section 2, says of a text."""
    if len(text.encode()) > 64:
        return None
    if form in ("unix", "unix_ms"):
        match = re.fullmatch(r"([0-9]+)(?:[.]([0-9]+))?" if form == "unix" else r"([0-9]+)()", text)
        if match is None:
            return None
        milliseconds = int(match[1] + (match[2] or "").ljust(3, "0")[:3]) if form == "unix" else int(match[1])
        return _moment(milliseconds)
    if form == "yymmddhhmm":
        if not re.fullmatch(r"[0-9]{10}", text):
            return None
        text, form = "20{}{}-{}{}-{}{} {}{}:{}{}:00".format(*text), "datetime"
    match = ISO.fullmatch(text)
    if match is None or (form == "datetime" and (match[4] == "T" or match[8] or match[9])):
        return None
    # Four hundred years on, the calendar is the same, and Python has a year for the year 0.
    shift = 400 if int(match[1]) < 400 else 0
    try:
        year, month, day, hour, minute, second = (int(match[place]) for place in (1, 2, 3, 5, 6, 7))
        local = dt.datetime(year + shift, month, day, hour, minute, second)
    except ValueError:
        return None
    milliseconds = (local - EPOCH) // dt.timedelta(milliseconds=1) - (146097 * 86400000 if shift else 0)
    milliseconds += int((match[8] or "").ljust(3, "0")[:3])
    minutes = 0
    if match[9] is None and zone == "Acme/Town":
        seen = _moment(milliseconds)
        minutes = 0 if seen is None else next((offset for start, offset in reversed(TOWN) if start <= seen), 0)
    elif match[9] and match[9] != "Z":
        digits = match[9].replace(":", "")
        minutes = (int(digits[1:3]) * 60 + int(digits[3:])) * (-1 if digits[0] == "-" else 1)
    return _moment(milliseconds - minutes * 60000)


def _moment(milliseconds: int) -> dt.datetime | None:
    try:
        return EPOCH + dt.timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None


def check(client: Client, text: str, form: str | None, zone: str = "UTC") -> None:
    (value,) = client.one("SELECT sms.sms_time(?, ?, ?)", text, form, zone)
    wanted = expected(text, form, zone)
    if wanted is not None and not EXACT[0] <= wanted < EXACT[1]:
        assert isinstance(value, dt.datetime)
        assert value.date() == wanted.date()
    else:
        assert value == wanted, (text, form, zone)


FORMS = [None, "iso", "datetime", "yymmddhhmm", "unix", "unix_ms"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("zone", ["UTC", "Acme/Town", "No/Where"])
@pytest.mark.parametrize(
    "text",
    [
        "2018-01-17T13:02:08Z",
        "2018-01-17 13:02:08.1239Z",
        "2018-01-17T13:02:08+0530",
        "2018-01-17T13:02:08.5-05:30",
        "2018-01-17T13:02:08-14:00",
        "2018-01-17T13:02:08+14:01",
        "2018-01-17T13:02:08+14:00",
        "2018-01-17T13:02:08+15:00",
        "2018-02-29T00:00:00Z",
        "2016-02-29 00:00:00",
        "1900-02-29 00:00:00",
        "2000-02-29 23:59:59.999",
        "2018-04-31 00:00:00",
        "2018-00-01 00:00:00",
        "2018-13-01 00:00:00",
        "2018-01-00 00:00:00",
        "2018-01-01 24:00:00",
        "2018-01-01 23:60:00",
        "2018-01-01 23:59:60",
        "2018-01-17t13:02:08z",
        "2018-01-17T13:02:08z",
        "2018-01-17T13:02:08.",
        "2018-01-17T13:02:08 Z",
        "2018-01-17T13:02:08.Z",
        "2018-01-17T13:02:08\n",
        "2018-01-17",
        "0000-12-31 23:30:00-01:00",
        "0000-12-31 22:30:00-01:00",
        "0000-06-01 00:00:00",
        "0000-02-29 00:00:00Z",
        "0001-01-01T00:30:00+01:00",
        "0001-01-01T00:30:00",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-10:00",
        "2026-03-29 01:59:59",
        "2026-03-29 02:00:00",
        "2026-10-25 02:59:59.999",
        "2026-10-25 03:00:00",
        "1899-12-31 23:59:59",
        "2607171206",
        "2613171206",
        "2607172406",
        "260717120",
        "26071712060",
        "1582650446",
        "1582650446.7899",
        "1582650446.7",
        "1582650446.",
        ".5",
        "-1",
        "1582650446789",
        "253402300799",
        "253402300800",
        "253402300799.9999",
        "253402300799999",
        "253402300800000",
        "0",
        "000000000000000000000001",
        "9" * 64,
        "9" * 65,
        "0" * 65,
        "",
        "soon",
        "\u0661" * 10,
    ],
)
def test_examples(client: Client, text: str, form: str | None, zone: str) -> None:
    check(client, text, form, zone)


def test_null(client: Client) -> None:
    assert client.one("SELECT sms.sms_time(NULL, 'iso', 'UTC'), sms.sms_time('2018-01-17T13:02:08Z', 'iso', NULL)") == (
        None,
        dt.datetime(2018, 1, 17, 13, 2, 8),
    )


@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.datetimes(dt.datetime(1600, 3, 2), dt.datetime(7910, 12, 30)).map(str)
    | st.from_regex(ISO, fullmatch=True)
    | st.from_regex(
        r"[0-9]{4}-[01][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-6][0-9]:[0-6][0-9]([.][0-9]{1,5})?", fullmatch=True
    )
    | st.from_regex(r"[0-9]{9,13}([.][0-9]{1,5})?", fullmatch=True)
    | st.from_regex(r"[0-9]{2}[01][0-9][0-3][0-9][0-2][0-9][0-5][0-9]", fullmatch=True)
    | st.text(st.characters(codec="utf-8"), max_size=30),
    st.sampled_from(FORMS),
    st.sampled_from(["UTC", "Acme/Town"]),
)
def test_any_text(client: Client, text: str, form: str | None, zone: str) -> None:
    check(client, text, form, zone)
