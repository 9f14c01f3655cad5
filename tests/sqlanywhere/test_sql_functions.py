"""The functions that the procedures share."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from tests.sqlanywhere.installed import Client
from tests.sqlanywhere.runtime import Value

EARLY, LATE = "2026-01-01 00:00:00.000", "2026-01-01 00:00:00.001"


@pytest.mark.parametrize(
    ("text", "given"),
    [
        (None, None),
        ("", None),
        ("   ", None),
        ("null", None),
        (" null ", None),
        ("NULL", "NULL"),
        ("Null", "Null"),
        (" sent ", " sent "),
        ("0", "0"),
        ("\t", "\t"),
    ],
)
def test_given(client: Client, text: str | None, given: str | None) -> None:
    assert client.one("SELECT sms.sms_given(?)", text) == (given,)


@pytest.mark.parametrize(
    ("text", "upper", "lower"),
    [
        (None, None, None),
        ("", "", ""),
        ("stop", "STOP", "stop"),
        ("STOP", "STOP", "stop"),
        ("arrêt É", "ARRêT É", "arrêt É"),
        ("a1-Z_", "A1-Z_", "a1-z_"),
        ("ıİß", "ıİß", "ıİß"),
        ("@[`{", "@[`{", "@[`{"),
    ],
)
def test_only_ascii_letters_change_case(client: Client, text: str | None, upper: str | None, lower: str | None) -> None:
    assert client.one("SELECT sms.sms_upper(?), sms.sms_lower(?)", text, text) == (upper, lower)


def test_bytes_tell_case(client: Client) -> None:
    assert client.one("SELECT sms.sms_bytes('Aa'), sms.sms_bytes('é'), sms.sms_bytes(''), sms.sms_bytes(NULL)") == (
        b"Aa",
        "é".encode(),
        b"",
        None,
    )
    same = "SELECT IF 'a' = 'A' THEN 1 ELSE 0 ENDIF, IF sms.sms_bytes('a') = sms.sms_bytes('A') THEN 1 ELSE 0 ENDIF"
    assert client.one(same) == (1, 0)


@pytest.mark.parametrize("length", [0, 1, 199, 200, 201, 5000])
@pytest.mark.parametrize("letter", ["x", "é", "\U0001f642"])
def test_a_key_is_kept_whole_or_with_its_hash(client: Client, length: int, letter: str) -> None:
    key = letter * length
    kept = key if length <= 200 else f"{letter * 100}#{hashlib.sha256(key.encode()).hexdigest()}"
    assert client.one("SELECT sms.sms_key(?)", key) == (kept,)


def test_no_key_is_none(client: Client) -> None:
    assert client.one("SELECT sms.sms_key(NULL)") == (None,)


@pytest.mark.parametrize(
    ("old", "new", "moves"),
    [
        ((None, None, None), (0, 0, None), 1),
        ((20, 0, None), (40, 0, None), 1),
        ((40, 0, None), (20, 0, None), 0),
        ((40, 0, None), (40, 0, None), 0),
        ((40, 0, LATE), (50, 1, EARLY), 1),
        ((50, 1, EARLY), (60, 0, LATE), 0),
        ((50, 1, None), (60, 1, None), 1),
        ((60, 1, None), (50, 1, None), 0),
        ((60, 1, EARLY), (50, 1, LATE), 1),
        ((50, 1, LATE), (60, 1, EARLY), 0),
        ((50, 1, EARLY), (60, 1, EARLY), 1),
        ((60, 1, EARLY), (50, 1, None), 0),
        ((20, 0, EARLY), (10, 0, LATE), 0),
    ],
)
def test_the_order_rule(client: Client, old: tuple[Value, ...], new: tuple[Value, ...], moves: int) -> None:
    assert client.one("SELECT sms.sms_moves(?, ?, ?, ?, ?, ?)", *old, *new) == (moves,)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("1", 1),
        ("030", 30),
        ("0" * 100 + "7", 7),
        ("700000", 700000),
        ("700001", None),
        ("999999", None),
        ("1000000", None),
        ("0", None),
        ("000", None),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("1e3", None),
        (" 5", None),
        ("٣", None),
        ("²", None),
    ],
)
def test_how_long_rows_are_kept(client: Client, value: str, days: int | None) -> None:
    client.run("UPDATE sms.sms_setting SET value = ? WHERE name = 'keep_failed_days'", value)
    before, now = client.one("SELECT sms.sms_keep('keep_failed_days'), CAST(CURRENT UTC TIMESTAMP AS TIMESTAMP)")
    if days is None:
        assert before is None
    else:
        assert isinstance(before, dt.datetime)
        assert isinstance(now, dt.datetime)
        assert abs(now - dt.timedelta(days=days) - before) < dt.timedelta(minutes=1)


def test_a_setting_that_is_not_there_keeps_for_ever(client: Client) -> None:
    assert client.one("SELECT sms.sms_keep('keep_nothing_days')") == (None,)


@pytest.mark.parametrize(
    ("keys", "rows"),
    [
        ("[]", []),
        (None, []),
        ("[", []),
        ("[1, 20, 300]", [("1", None, None), ("20", None, None), ("300", None, None)]),
        ('["a"]', [("a", None, None)]),
        ('["k.0", "a.b", "+1 \\"x\\"\\u00e9", ""]', [("k.0",), ("a.b",), ('+1 "x"é',), ("",)]),
        ('[["acme", "m1"], ["acme", "M1"]]', [("acme", "m1", None), ("acme", "M1", None)]),
        ('[["acme", "+1", ""], ["acme", "+2", "x"]]', [("acme", "+1", ""), ("acme", "+2", "x")]),
        ("[" + ",".join(f'["p", "{number}"]' for number in range(30)) + "]", [("p", str(n)) for n in range(30)]),
    ],
)
def test_a_list_of_keys(client: Client, keys: str | None, rows: list[tuple[str | None, ...]]) -> None:
    expected = [(*row, *(None,) * (3 - len(row))) for row in rows]
    assert client.rows("SELECT * FROM sms.sms_keys(?) AS k", keys) == expected


def test_two_lists_in_one_query(client: Client) -> None:
    crossed = "SELECT a.first_key, b.first_key FROM sms.sms_keys(?) AS a CROSS JOIN sms.sms_keys(?) AS b ORDER BY 1, 2"
    assert client.rows(crossed, "[1, 2]", '["x", "y"]') == [("1", "x"), ("1", "y"), ("2", "x"), ("2", "y")]
