"""sp_sms_json: the JSON reader in Watcom SQL, against the adapter's."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sms_callback.adapter import jsonbody
from sms_callback.errors import UnparseableBodyError
from tests.sqlanywhere.installed import Client
from tests.sqlanywhere.machine import Connection

QUICK = settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

LETTERS = st.characters(categories=None)
"""Any, surrogates too."""

SELECT = "SELECT item, name, value, name_json, value_json, is_object, place FROM sms.sms_json_value ORDER BY value_id"


def ascii_json(text: str) -> str:
    """The text as sp_sms_http hands it on: what is beyond ASCII as escapes."""
    return re.sub(r"[^\0-\x7f]", lambda match: json.dumps(match[0])[1:-1], text)


def clean(text: str | None) -> str | None:
    """What a column can hold."""
    return None if text is None else re.sub("[\0\ud800-\udfff]", "\ufffd", text)


def read(client: Client, text: str | None, journal: int = 0) -> tuple[object, list[tuple[Any, ...]]]:
    """What the procedure says of a text: p_valid and the rows."""
    cursor = client.connection.execute("CALL sms.sp_sms_json(?, ?, ?)", [text, None, journal])
    return cursor.out[1], client.rows(SELECT)


def adapter(text: str) -> list[list[tuple[str, str | None]] | str] | None:
    """What the adapter makes of it; None: nothing."""
    try:
        return jsonbody.callbacks(ascii_json(text).encode("ascii"))
    except UnparseableBodyError:
        return None


def check(client: Client, text: str) -> None:
    """Both readers must say the same."""
    wanted = adapter(text)
    valid, rows = read(client, ascii_json(text))
    if wanted is None:
        assert isinstance(valid, int)
        assert valid < 1
        assert rows == []
        return
    assert valid == len(wanted)
    beside = [row for row in rows if row[0] == 0]
    for number, callback in enumerate(wanted, 1):
        found = [row for row in rows if row[0] == number] + beside
        if isinstance(callback, str):
            assert [row[1] for row in found] == ["@body"]
            assert [row[5] for row in found] == [0]
            assert json.loads(found[0][4]) == clean(found[0][2]) or "\ufffd" in found[0][2]
            if not callback.startswith("["):
                assert json.loads(found[0][4]) == callback
        else:
            assert [(row[1], row[2]) for row in found] == [(clean(name), clean(value)) for name, value in callback]
            assert [(row[3], row[4]) for row in found] == [
                (json.dumps(name), json.dumps(value)) for name, value in callback
            ]
            assert {row[5] for row in found} <= {1}


leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(LETTERS, max_size=12)
names = st.text(LETTERS, max_size=6) | st.sampled_from(["results", "Results", "a", "b", "a.b", "@body", ""])
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=20,
)
batches = st.lists(st.dictionaries(names, leaves, max_size=3) | values, max_size=4)


def pairs(value: Any, repeat: bool) -> str:
    """JSON in which a name comes twice."""
    if isinstance(value, dict) and repeat:
        members = [f"{json.dumps(name)}:{json.dumps(item)}" for name, item in value.items()]
        return "{" + ",".join(members + members[:1]) + "}"
    return json.dumps(value)


@QUICK
@given(
    st.dictionaries(names, values, max_size=5)
    | batches
    | st.builds(lambda items, beside: {**beside, "results": items}, batches, st.dictionaries(names, leaves, max_size=3))
    | values,
    st.booleans(),
    st.sampled_from([None, 1, "\t"]),
    st.booleans(),
)
@example({"results": [{}, {"a": 1}], "b": [], "c": {}}, True, None, False)
@example({"results": [{"a": 1}, {}, 5, {"b": {}}, []], "b": 1}, True, None, False)
@example({"results": [[]]}, True, None, False)
@example({"results": [{}]}, True, None, True)
@example([{}, [], [[]], {}, "x", None, True, 5, {"a": {"b": [1, {}]}}], True, 2, False)
@example([], True, None, False)
@example({}, True, None, False)
@example("\ud800\udc00\udc00", True, None, False)
def test_any_value_of_python(client: Client, value: Any, escaped: bool, indent: int | str | None, repeat: bool) -> None:
    text = pairs(value, repeat) if repeat else json.dumps(value, ensure_ascii=escaped, indent=indent)
    check(client, text)


fragments = st.sampled_from(
    [
        *'{}[]:,"\\ \n',
        *('"a"', '"results"', "1", "-", "-1.5e+3", "0", "01", "true", "True", "null", "NaN", "-Infinity", "Infinity"),
        *("\\u00e9", '"\\ud83d\\ude00"', '"\\ud83d"', '"\\u0000"', '"\\x"', '"\\u12g4"', '"\\/"'),
        *('"\x00"', '"\t\x1f\x7f"', '{"a":', "é", "\0", "'"),
    ]
)


@settings(QUICK, max_examples=500)
@given(st.lists(fragments, max_size=12).map("".join))
@example('{"a":1}x')
@example('{"a":1,}')
@example("[1,]")
@example("[1 2]")
@example('{"a" 1}')
@example("{1:1}")
@example('{"a":1]')
@example('"a')
@example('"a\\')
@example('{"\\u0041\\u00e9\\ud83d\\ude00\\ud83d":"\\b\\f\\n\\r\\t\\"\\\\\\/"}')
@example('{"a":"\x00\x01\t\n\x7f é"}')
@example("  ")
@example("1.")
@example('{"a":-}')
@example('{"a":tru}')
@example('{"a":TRUE}')
def test_any_text(client: Client, text: str) -> None:
    check(client, text)


@pytest.mark.parametrize("text", [None, "", "x", "{", "[" * 10000, '{"a":' * 10000, "[" * 64, '"' * 9999, "\\" * 9999])
def test_garbage(client: Client, text: str | None) -> None:
    valid, rows = read(client, text)
    assert isinstance(valid, int)
    assert valid < 1
    assert rows == []


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("[" * 64 + "]" * 64, 1),
        ("[" * 65 + "]" * 65, -1),
        ('{"a":' * 64 + "1" + "}" * 64, 1),
        ('{"a":' * 65 + "1" + "}" * 65, -1),
        ('"a"', -2),
        (" 5 ", -2),
        ("null", -2),
        ("[" + ",".join(["{}"] * 1000) + "]", 1000),
        ("[" + ",".join(["{}"] * 1001) + "]", -3),
        ("[" + ",".join(["1"] * 1001) + "]", -3),
        ('{"results":[' + ",".join(["{}"] * 1001) + "]}", -3),
        ('{"results":[' + ",".join(["{}"] * 1001) + ",1]}", 1),
        ('{"' + "n" * 30000 + '":[' + ",".join(["1"] * 60) + "]}", 1),
        ('{"' + "n" * 30000 + '":[' + ",".join(["1"] * 70) + "]}", -4),
        ('{"results":[' + ",".join(['{"a":1}'] * 70) + '],"x":"' + "y" * 29000 + '"}', 70),
        ('{"results":[' + ",".join(['{"a":1}'] * 73) + '],"x":"' + "y" * 29000 + '"}', -4),
    ],
)
def test_limits(client: Client, text: str, valid: int) -> None:
    found, rows = read(client, text)
    assert found == valid
    assert bool(rows) == (valid > 0 and text[:2] != "[{")
    check(client, text)


class Counter:
    """Counts the statements that are executed."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, connection: Connection, statement: object) -> None:
        self.count += 1


def statements(client: Client, text: str, journal: int = 0) -> int:
    """How many statements reading a text takes."""
    counter = Counter()
    client.connection.database.fault = counter
    try:
        valid, _ = read(client, text, journal)
    finally:
        client.connection.database.fault = None
    assert valid == 1
    return counter.count


@pytest.mark.parametrize(
    "make",
    [
        lambda n: json.dumps({"a": "x" * n}),
        lambda n: json.dumps({"a": "\u05d0" * (n // 6)}),
        lambda n: json.dumps({"a": '"\\' * (n // 4)}),
        lambda n: json.dumps({"a": {f"b{i}": i for i in range(n // 12)}}),
        lambda n: '{"a":1' + " " * n + "}",
        lambda n: '{"a":1' + "0" * n + "}",
        lambda n: '{"a":{' + ",".join(f'"\\u0041{i}":"\\n"' for i in range(n // 20)) + "}}",
    ],
)
def test_the_work_grows_with_the_length(client: Client, make: Any) -> None:
    short, long = (statements(client, make(length)) for length in (8000, 32000))
    assert long < 4.6 * short + 500


def test_a_megabyte(client: Client) -> None:
    text = json.dumps({"a": "x" * 1000000, "b": "y"})
    assert statements(client, text) < 3000
    assert client.one("SELECT LENGTH(value) FROM sms.sms_json_value WHERE name = 'a'") == (1000000,)


def test_the_journals_form_is_quick(client: Client) -> None:
    text = json.dumps({f"Name{i}": f"value {i}" for i in range(100)}, separators=(",", ":"))
    assert statements(client, text, 1) < 1200


journals = st.dictionaries(
    names,
    st.none()
    | st.text(LETTERS, max_size=9)
    | st.lists(st.none() | st.text(LETTERS, max_size=9), min_size=2, max_size=3),
)


@QUICK
@given(journals, st.booleans())
@example({"a": "x", "b": None, "c": ["1", None, "2"], "results": "[]", "d": "\u05d0", "e": ""}, True)
@example({f"Name{i}": "v" * 90 for i in range(100)}, False)
@example({"a": "\u05d0" * 3000, "b": "c"}, False)
def test_the_journals_form(client: Client, params: dict[str, Any], spaced: bool) -> None:
    text = json.dumps(params) if spaced else json.dumps(params, separators=(",", ":"))
    valid, rows = read(client, text, 1)
    assert valid == 1
    wanted = [
        (clean(name), clean(item), place)
        for name, value in params.items()
        for place, item in enumerate(value if isinstance(value, list) else [value])
    ]
    assert [(row[1], row[2], row[6]) for row in rows] == wanted
    assert {(row[0], row[3], row[4]) for row in rows} <= {(1, None, None)}


@pytest.mark.parametrize(
    ("text", "valid", "found"),
    [
        ("[]", -2, []),
        ('[{"a":"b"}]', -2, []),
        ("x", 0, []),
        ("{}", 1, []),
        ('{"a":[]}', 1, [("a", None)]),
        ('{"a":{}}', 1, [("a", "{}")]),
        ('{"id": 5, "price": 1.50, "body": true}', 1, [("id", "5"), ("price", "1.50"), ("body", "true")]),
        ('{"results":[{"a":"b"}],"c":{"d":["e"]}}', 1, [("results.0.a", "b"), ("c.d.0", "e")]),
        ('{"é":"שלום"}', 1, [("é", "שלום")]),
    ],
)  # fmt: skip
def test_what_a_direct_caller_may_give(
    client: Client, text: str, valid: int, found: Sequence[tuple[str, str | None]]
) -> None:
    got, rows = read(client, text, 1)
    assert got == valid
    assert [(row[1], row[2]) for row in rows] == list(found)
