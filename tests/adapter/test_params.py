from __future__ import annotations

import codecs
import hashlib
import json
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder

from sms_callback.adapter.jsonbody import MAX_CALLBACKS, MAX_DEPTH
from sms_callback.adapter.params import NO_PARAMETERS, Content, ParamSet, param_sets

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def read(content_type: str, body: bytes, query: bytes = b"") -> list[ParamSet]:
    return param_sets(Content(content_type, body), query)


def only(content_type: str, body: bytes, query: bytes = b"") -> Any:
    (found,) = read(content_type, body, query)
    assert found.error is None
    return found.params


@pytest.mark.parametrize(
    ("body", "params"),
    [
        (b"From=%2B1501&Body=a+b%20c", {"From": "+1501", "Body": "a b c"}),
        (b"a=&b", {"a": "", "b": ""}),
        (b"&&a=1&", {"a": "1"}),
        (b"a=1&b=2&a=3", {"a": ["1", "3"], "b": "2"}),
        (b"a=1=2", {"a": "1=2"}),
        (b"=x", {"": "x"}),
        (b"a=%zz%4", {"a": "%zz%4"}),
        ("a=é€😀".encode(), {"a": "é€😀"}),
        (b"a=%C3%A9", {"a": "é"}),
        (b"a=%E9", {"a": "\udce9"}),
        (b"a=%00", {"a": "\0"}),
        (b"_charset_=windows-1252&a=%80", {"_charset_": "windows-1252", "a": "€"}),
        (b"_charset_=no-such&a=%C3%A9", {"_charset_": "no-such", "a": "é"}),
    ],
)
def test_form(body: bytes, params: object) -> None:
    assert only(FORM, body) == params


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("ISO-8859-1", b"%E9", "é"),
        ("iso-8859-15", b"%A4", "€"),
        ("Shift_JIS", b"%82%A0", "あ"),
        ("gb18030", "中文😀".encode("gb18030"), "中文😀"),
        ("utf-8", b"%C3%A9", "é"),
        ("us-ascii", b"%C3%A9", "é"),
        ("windows-1252", b"%81", "\udc81"),
        ("no-such-charset", b"%C3%A9", "é"),
        ("zlib", b"x%9c", "x\udc9c"),
        ("unicode_escape", b"\\x41", "\\x41"),
        ("punycode", b"a-b", "a-b"),
        ('"latin1"', b"%E9", "é"),
        ("\u00e9", b"%C3%A9", "é"),
    ],
)
def test_form_in_the_declared_charset(charset: str, body: bytes, text: str) -> None:
    assert only(f"{FORM}; charset={charset}", b"a=" + body) == {"a": text}


@pytest.mark.parametrize(
    ("body", "params"),
    [
        ('{"a": "x", "b": null, "c": true, "d": false}', {"a": "x", "b": None, "c": "true", "d": "false"}),
        ('{"a": 1.10, "b": 1e400, "c": -0, "d": 12345678901234567890123}',
         {"a": "1.10", "b": "1e400", "c": "-0", "d": "12345678901234567890123"}),
        ('{"a": NaN, "b": -Infinity}', {"a": "NaN", "b": "-Infinity"}),
        ('{"a": [], "b": {}, "c": [[]], "d": [{}]}', {"a": "[]", "b": "{}", "c.0": "[]", "d.0": "{}"}),
        ('{"status": {"name": "Sent", "reason": {"x": 1}}, "to": [{"status": "a"}, {"status": "b"}]}',
         {"status.name": "Sent", "status.reason.x": "1", "to.0.status": "a", "to.1.status": "b"}),
        ('{"a": 1, "a": null, "a": "x"}', {"a": ["1", None, "x"]}),
        ('{"a": {"b": 1}, "a.b": 2}', {"a.b": ["1", "2"]}),
        ('{"": 1, "a": {"": 2}}', {"": "1", "a.": "2"}),
        ('{"a": "\\ud800", "b": "\\u0000", "c": "\\ud83d\\ude00"}', {"a": "\ud800", "b": "\0", "c": "😀"}),
        ('{"a": "x\ny"}', {"a": "x\ny"}),
        ('{"results": [], "b": 1}', {"results": "[]", "b": "1"}),
        ('{"results": [1, 2]}', {"results.0": "1", "results.1": "2"}),
        ('{"results": {"a": 1}}', {"results.a": "1"}),
        (' {"a":"[[[{{{"}', {"a": "[[[{{{"}),
    ],
)  # fmt: skip
def test_json_object(body: str, params: object) -> None:
    assert only(JSON, body.encode()) == params


def test_json_list_is_one_callback_an_item() -> None:
    assert [item.params for item in read(JSON, b'[{"a": 1}, {"a": 2}]')] == [{"a": "1"}, {"a": "2"}]


def test_json_results_keep_what_stands_beside_them() -> None:
    body = b'{"count": 2, "results": [{"a": 1}, {"a": 2, "count": 9}]}'
    assert [item.params for item in read(JSON, body)] == [{"a": "1", "count": "2"}, {"a": "2", "count": ["9", "2"]}]


def test_json_item_that_is_no_object_fails_alone() -> None:
    good, bad, empty = read(JSON, b'[{"a": 1}, "x", {}]')
    assert (good.params, good.error) == ({"a": "1"}, None)
    assert bad.params == {"@body": "x"}
    assert bad.error
    assert (empty.params, empty.error) == ({}, NO_PARAMETERS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_json_in_any_unicode(encoding: str) -> None:
    assert only(JSON, '{"a": "é😀"}'.encode(encoding)) == {"a": "é😀"}


def test_json_in_the_declared_charset() -> None:
    assert only(f"{JSON}; charset=iso-8859-1", '{"a": "é"}'.encode("latin-1")) == {"a": "é"}
    assert only(f"{JSON}; charset=utf-16-le", codecs.BOM_UTF16_LE + '{"a": "é"}'.encode("utf-16-le")) == {"a": "é"}


def test_json_with_bytes_of_no_charset_loses_nothing() -> None:
    assert only(JSON, b'{"a": "\xe9"}') == {"a": "\udce9"}


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/octet-stream", "application/vnd.x+json"])
def test_json_by_its_look(content_type: str) -> None:
    assert only(content_type, b'{"a": 1}') == {"a": "1"}


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (JSON, b'{"a": '),
        (JSON, b"3"),
        (JSON, b'"text"'),
        (JSON, b"null"),
        (JSON, b"\xff\xfe\x00"),
        (JSON, b"[" * 100_000),
        (JSON, b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1)),
        (JSON, b"[" + b"{}," * MAX_CALLBACKS + b"{}]"),
        (JSON, b'{"' + b"x" * 100_000 + b'": [' + b"1," * 100_000 + b"1]}"),
        ("text/plain", b"hello"),
        ("text/xml", b"<a/>"),
        ("", b"a=b"),
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nX: y\r\n\r\n1\r\n--x--\r\n"),
    ],
)
def test_unparseable_body_is_kept_whole(content_type: str, body: bytes) -> None:
    (found,) = read(content_type, body, b"q=1")
    assert found.error is not None
    assert found.error.startswith("body: ")
    assert found.params == {"@body": body.decode("utf-8", "surrogateescape"), "q": "1"}


def test_json_as_deep_as_allowed() -> None:
    body = b'{"a":' * MAX_DEPTH + b"1" + b"}" * MAX_DEPTH
    assert only(JSON, body) == {".".join(["a"] * MAX_DEPTH): "1"}


def test_brackets_in_hostile_strings_take_linear_time() -> None:
    (found,) = read(JSON, b'{"a": "' + b'\\"' * 400_000)
    assert found.error


@pytest.mark.parametrize(
    ("content_type", "body"),
    [(FORM, b""), (FORM, b"&&"), (JSON, b"{}"), (JSON, b"[]"), ("", b""), (JSON, b"")],
)
def test_no_parameters(content_type: str, body: bytes) -> None:
    assert read(content_type, body) == [ParamSet({}, NO_PARAMETERS)]


def test_query_follows_the_body() -> None:
    found = only(FORM, b"a=1&b=2", b"b=3&bodySHA256=x&c=%C3%A9")
    assert found == {"a": "1", "b": ["2", "3"], "bodySHA256": "x", "c": "é"}
    assert [*found] == ["a", "b", "bodySHA256", "c"]


def test_query_belongs_to_each_callback() -> None:
    assert [item.params for item in read(JSON, b'[{"a": 1}, {"a": 2}]', b"q=x")] == [
        {"a": "1", "q": "x"},
        {"a": "2", "q": "x"},
    ]


def test_multipart() -> None:
    body = (
        b"--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xc3\xa9\r\n"
        b'--X\r\nContent-Disposition: form-data; name="b"\r\nContent-Type: text/plain; charset=latin-1\r\n\r\n\xe9\r\n'
        b'--X\r\nContent-Disposition: form-data; name="f"; filename="x.bin"\r\n\r\n\xff\r\n--\r\n'
        b"\r\n--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--X--\r\n"
    )  # fmt: skip
    assert only("multipart/form-data; boundary=X", body) == {"a": ["é", ""], "b": "é", "f": "\udcff\r\n--\r\n"}


def test_multipart_charset_field() -> None:
    body = (
        b'--X\r\nContent-Disposition: form-data; name="_charset_"\r\n\r\niso-8859-1\r\n'
        b'--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xe9\r\n--X--\r\n'
    )
    assert only("multipart/form-data; boundary=X", body) == {"_charset_": "iso-8859-1", "a": "é"}


def test_text_and_digest() -> None:
    first, second = ParamSet({"b": "é", "a": ["1", None]}), ParamSet({"a": ["1", None], "b": "é"})
    assert first.text == '{"b":"\\u00e9","a":["1",null]}'
    assert first.digest == second.digest == hashlib.sha256(b'{"a":["1",null],"b":"\\u00e9"}').hexdigest()
    assert first.digest != ParamSet({"b": "é", "a": [None, "1"]}).digest


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FIELDS = st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=8)


def grouped(pairs: list[tuple[str, str]]) -> dict[str, object]:
    lists = MultiDict(pairs).to_dict(flat=False)
    return {name: values[0] if len(values) == 1 else values for name, values in lists.items()}


@given(FIELDS)
def test_form_round_trip(pairs: list[tuple[str, str]]) -> None:
    assert only(FORM, urlencode(pairs).encode()) == grouped(pairs)


@given(st.lists(st.tuples(st.from_regex(r"[A-Za-z0-9_.-]{1,20}", fullmatch=True), TEXT), min_size=1, max_size=8))
def test_multipart_round_trip(pairs: list[tuple[str, str]]) -> None:
    pairs = [(name, value) for name, value in pairs if name != "_charset_"] or [("a", "b")]
    content_type, body = _encoded(pairs)
    assert only(content_type, body) == grouped(pairs)


def _encoded(pairs: list[tuple[str, str]]) -> tuple[str, bytes]:
    builder = EnvironBuilder(method="POST", data=MultiDict(pairs), content_type="multipart/form-data")
    environ = builder.get_environ()
    return environ["CONTENT_TYPE"], environ["wsgi.input"].read()


LEAF = st.none() | st.booleans() | st.integers() | st.text(max_size=10)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), LEAF, min_size=1, max_size=6))
def test_flat_json_round_trip(value: dict[str, Any]) -> None:
    expected = {
        name: item if item is None else json.dumps(item) if isinstance(item, bool | int) else item
        for name, item in value.items()
    }
    assert only(JSON, json.dumps(value).encode()) == expected


@given(st.recursive(LEAF, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner), max_leaves=30))
def test_any_json_is_taken_or_kept(value: object) -> None:
    body = json.dumps({"top": value}).encode()
    (found,) = read(JSON, body)
    assert found.error is None
    assert json.loads(found.text) == found.params
    assert all(name == "top" or name.startswith("top.") for name in found.params)


@given(
    st.binary(max_size=200), st.sampled_from([FORM, JSON, "multipart/form-data; boundary=X", "text/plain", "", "é;;="])
)
def test_any_bytes_are_taken_or_kept(body: bytes, content_type: str) -> None:
    for item in read(content_type, body, b""):
        text = item.text
        assert text.isascii()
        assert json.loads(text) == item.params
        if "@body" in item.params and item.error and item.error.startswith("body: "):
            kept = item.params["@body"]
            assert isinstance(kept, str)


@given(st.binary(max_size=50))
def test_form_values_keep_their_bytes(value: bytes) -> None:
    kept = only(FORM, b"a=" + quote_from_bytes(value, safe="").encode())["a"]
    assert kept.encode("utf-8", "surrogateescape") == value
