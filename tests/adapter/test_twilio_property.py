"""Twilio's own library signs random requests; over HTTP the adapter must agree with it each time."""

from __future__ import annotations

import hashlib
import json
import string
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from sms_callback.adapter.app import Adapter
from tests.adapter.support import TOKEN, Database, adapter, send

VALIDATOR = RequestValidator(TOKEN)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMES = st.one_of(st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,8}", fullmatch=True), TEXT.filter(bool))
FIELDS = st.lists(st.tuples(NAMES, TEXT), max_size=6)
HOSTS = st.from_regex(r"[a-z][a-z0-9-]{0,10}\.(com|example|test)", fullmatch=True)
PORTS = st.one_of(st.just(""), st.integers(1, 65535).map(lambda port: f":{port}"))
PREFIXES = st.sampled_from(["", "/cb", "/a/b.c"])
QUERIES = st.one_of(
    st.just(""),
    st.text(string.ascii_letters + string.digits + "-._~&=+;,/:@!$'()*", min_size=1, max_size=20),
    FIELDS.filter(bool).map(urlencode),
)
KINDS = st.sampled_from(["", "/status", "/inbound", "/fallback"])
SEGMENTS = st.one_of(
    st.just(""), TEXT.filter(lambda text: text and "/" not in text).map(lambda text: "/" + quote(text))
)
BASES = st.builds(lambda scheme, host, port, prefix: f"{scheme}://{host}{port}{prefix}",
                  st.sampled_from(["http", "https"]), HOSTS, PORTS, PREFIXES)  # fmt: skip

LIMITED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def signed(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("signed") / "sms.db"
    path.write_bytes(installed.read_bytes())
    found = Database(path)
    found.add_provider("probe")
    found.add_account("probe", "twilio", "another secret", TOKEN)
    yield found
    found.engine().close()


def url_of(base: str, path: str, query: str) -> str:
    return base + path + (f"?{query}" if query else "")


def post(app: Adapter, path: str, query: str, body: bytes, content_type: str, signature: str) -> int:
    answer = send(app, path, query, body, content_type, headers={"X-Twilio-Signature": signature})
    return answer.status_code


@LIMITED
@given(BASES, KINDS, SEGMENTS, QUERIES, FIELDS, st.data())
def test_form(
    signed: Database, base: str, kind: str, segment: str, query: str, fields: list[tuple[str, str]], data: st.DataObject
) -> None:
    app = adapter(signed, base)
    path = f"/sms/probe{kind}{segment}"
    signature = VALIDATOR.compute_signature(url_of(base, path, query), MultiDict(fields))
    form = "application/x-www-form-urlencoded"
    assert post(app, path, query, urlencode(fields).encode(), form, signature) == 200
    changed = data.draw(changes(fields))
    expected = 200 if VALIDATOR.compute_signature(url_of(base, path, query), MultiDict(changed)) == signature else 403
    assert post(app, path, query, urlencode(changed).encode(), form, signature) == expected
    assert post(app, path, query + "x", urlencode(fields).encode(), form, signature) == 403
    assert post(app, path, query, urlencode(fields).encode(), form, data.draw(one_changed(signature))) == 403


@LIMITED
@given(BASES, KINDS, QUERIES)
def test_get(signed: Database, base: str, kind: str, query: str) -> None:
    app = adapter(signed, base)
    path = f"/sms/probe{kind}"
    signature = VALIDATOR.compute_signature(url_of(base, path, query), {})
    assert send(app, path, query, headers={"X-Twilio-Signature": signature}).status_code == 200
    assert send(app, path + "/x", query, headers={"X-Twilio-Signature": signature}).status_code == 403


@LIMITED
@given(BASES, st.dictionaries(TEXT, TEXT | st.none() | st.booleans(), max_size=4), st.data())
def test_json(signed: Database, base: str, value: dict[str, object], data: st.DataObject) -> None:
    app = adapter(signed, base)
    body = json.dumps(value)
    query = f"a=b&bodySHA256={hashlib.sha256(body.encode()).hexdigest()}"
    url = url_of(base, "/sms/probe", query)
    signature = VALIDATOR.compute_signature(url, {})
    assert VALIDATOR.validate(url, body, signature)
    assert post(app, "/sms/probe", query, body.encode(), "application/json", signature) == 200
    changed = data.draw(one_changed(body)).encode()
    assert post(app, "/sms/probe", query, changed, "application/json", signature) == 403
    assert post(app, "/sms/probe", "a=b", body.encode(), "application/json", signature) == 403
    bare = VALIDATOR.compute_signature(url_of(base, "/sms/probe", "a=b"), {})
    assert post(app, "/sms/probe", "a=b", body.encode(), "application/json", bare) == 403


@LIMITED
@given(st.sampled_from(["http", "https"]), HOSTS, PORTS, PORTS, FIELDS)
def test_ports_are_judged_as_twilio_does(
    signed: Database, scheme: str, host: str, port: str, called: str, fields: list[tuple[str, str]]
) -> None:
    params = MultiDict(fields)
    signature = VALIDATOR.compute_signature(f"{scheme}://{host}{called}/sms/probe", params)
    expected = VALIDATOR.validate(f"{scheme}://{host}{port}/sms/probe", params, signature)
    app = adapter(signed, f"{scheme}://{host}{port}")
    status = post(app, "/sms/probe", "", urlencode(fields).encode(), "application/x-www-form-urlencoded", signature)
    assert status == (200 if expected else 403)


@st.composite
def one_changed(draw: st.DrawFn, text: str) -> str:
    """The text with one character changed."""
    index = draw(st.integers(0, len(text) - 1))
    other = draw(st.sampled_from([char for char in "aB0+/ " if char != text[index]]))
    return text[:index] + other + text[index + 1 :]


@st.composite
def changes(draw: st.DrawFn, fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields with one character changed, or one field more."""
    texts = [(row, column) for row, field in enumerate(fields) for column in (0, 1) if field[column]]
    if not texts:
        return [*fields, ("x", "y")]
    row, column = draw(st.sampled_from(texts))
    changed = [list(field) for field in fields]
    changed[row][column] = draw(one_changed(changed[row][column]))
    return [(name, value) for name, value in changed]
