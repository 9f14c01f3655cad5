"""One request to sp_sms_http and to the adapter: the same verdict and callbacks, whatever a stranger sends."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sms_callback.adapter.app import Adapter
from sms_callback.install import install_missing
from tests.adapter.support import PUBLIC, TOKEN, adapter, send
from tests.adapter.support import Database as Sqlite
from tests.sqlanywhere.http_client import FORM, JSON, Caller, body_hash, sign
from tests.sqlanywhere.http_target import prepare
from tests.sqlanywhere.installed import EMPTY
from tests.sqlanywhere.machine import Database

SCHEMES = {
    "signed": ("twilio", TOKEN, "other-token"),
    "secret": ("token", "s3cret", None),
    "password": ("basic", "user:pass word", None),
    "open": ("none", None, None),
}
"""Provider of this test → scheme and secrets of its account."""

_NOT_SORTED_ALIKE = re.compile("[\0\ud800-\udfff]")

_callers = ip_network("10.0.0.0/8").hosts()
"""Each request comes from another address: of one that is refused too often the adapter takes no more."""

FUZZ = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@dataclass(frozen=True)
class Pair:
    """A modelled server and an adapter with the same providers and accounts."""

    caller: Caller
    sqlite: Sqlite
    app: Adapter

    def empty(self) -> None:
        self.caller.sql(EMPTY.read_text(encoding="utf-8"))
        self.sqlite.execute("DELETE FROM sms_callback", ())


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    path = tmp_path_factory.mktemp("differential") / "sms.db"
    assert install_missing(f"sqlite:///{path}")
    copy = Path(shutil.copy(path, path.with_name("copy.db")))
    sqlite = Sqlite(copy)
    database = Database()
    prepare(database)
    caller = Caller(database)
    caller.sql(f"UPDATE sms_setting SET value = '{PUBLIC}' WHERE name = 'public_url'")
    for provider, (scheme, first, second) in SCHEMES.items():
        sqlite.add_provider(provider)
        sqlite.add_account(provider, scheme, first, second)
        quoted = ", ".join("NULL" if text is None else f"'{text}'" for text in (scheme, first, second))
        caller.sql(
            f"INSERT INTO sms_provider (provider, title, scheme) VALUES ('{provider}', '{provider}', 'none');"
            "INSERT INTO sms_account (provider, account, scheme, secret, second_secret)"
            f" VALUES ('{provider}', 'main', {quoted})"
        )
        caller.sql(
            f"CREATE SERVICE \"sms/{provider}\" TYPE 'RAW' AUTHORIZATION OFF USER sms_http URL ON METHODS 'POST,GET'"
            f" AS CALL sms.sp_sms_http('sms/{provider}', '{provider}', '')"
        )
    yield Pair(caller, sqlite, adapter(sqlite))
    database.close()


@dataclass(frozen=True)
class Sent:
    """One request."""

    path: str
    query: str
    body: bytes | None
    content_type: str | None
    headers: dict[str, str]


def comparable(row: dict[str, Any]) -> Any:
    """Its parameters; the adapter spells the numbers of a list's item that is no object as texts."""
    params = dict(row["params"])
    if "body: an item" in str(row["error"]) and isinstance(params.get("@body"), str):
        with suppress(ValueError):
            params["@body"] = _texts(json.loads(params["@body"]))
    return params


def _texts(value: Any) -> Any:
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def judge(both: Pair, sent: Sent) -> tuple[int, list[dict[str, Any]]]:
    """Send it to both; the status and the callbacks, which must be the same."""
    both.empty()
    target = sent.path + (f"?{sent.query}" if sent.query else "")
    here = both.caller.send(target, sent.body, sent.content_type, headers=sent.headers)
    there = send(
        both.app,
        sent.path,
        sent.query,
        sent.body,
        sent.content_type or "",
        headers=dict(sent.headers),
        address=str(next(_callers)),
    )
    rows = both.caller.journal()
    assert here.status == there.status_code, both.caller.log()[-500:]
    expected = both.sqlite.journal()
    assert [comparable(row) for row in rows] == [comparable(row) for row in expected]
    assert [row["path"] for row in rows] == [row["path"] for row in expected]
    assert [row["url_kind"] for row in rows] == [row["url_kind"] for row in expected]
    assert [row["state"] for row in rows] == [row["state"] for row in expected]
    for row, wanted in zip(rows, expected, strict=True):
        # The order of names with NUL, or that are no Unicode, is each one's own; it only matters where both see the
        # same callback.
        if _NOT_SORTED_ALIKE.search("".join(row["params"])) is None and "body: an item" not in str(row["error"]):
            assert row["dedupe_key"] == wanted["dedupe_key"]
    assert bool(rows) == (here.status == 200)
    return here.status, rows


BYTES = st.binary(max_size=12)
NAMES = st.one_of(
    st.sampled_from([b"To", b"to", b"TO", b"Body", b"a", b"A", b"url", b"body", b"bodySHA256", b"", b"SessionID"]),
    BYTES,
)
PAIRS = st.lists(st.tuples(NAMES, BYTES), max_size=6)


def encoded(pairs: list[tuple[bytes, bytes]]) -> bytes:
    """A form in which each byte is sent in the way that is always right."""
    return "&".join(f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in pairs).encode()


@given(pairs=PAIRS, asked=PAIRS)
@FUZZ
def test_forms(both: Pair, pairs: list[tuple[bytes, bytes]], asked: list[tuple[bytes, bytes]]) -> None:
    judge(both, Sent("/sms/open", encoded(asked).decode(), encoded(pairs), FORM, {}))


@given(
    body=st.from_regex(rb"[a&=+%0-9A-F;\xe9]{0,60}", fullmatch=True),
    charset=st.sampled_from(["", "; charset=utf-8", "; charset=latin-1"]),
)
@FUZZ
def test_forms_that_are_spelled_strangely(both: Pair, body: bytes, charset: str) -> None:
    judge(both, Sent("/sms/open", "", body, FORM + charset, {}))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(document=JSON_VALUES, ascii_only=st.booleans())
@FUZZ
def test_json(both: Pair, document: object, ascii_only: bool) -> None:
    text = json.dumps(document, ensure_ascii=ascii_only)
    judge(both, Sent("/sms/open", "", text.encode("utf-8", "surrogatepass"), JSON, {}))


@given(
    document=st.lists(
        st.dictionaries(st.text(max_size=4), st.text(max_size=4) | st.none(), max_size=3), min_size=1, max_size=4
    )
)
@FUZZ
def test_batches(both: Pair, document: list[dict[str, str | None]]) -> None:
    judge(both, Sent("/sms/open", "q=1", json.dumps(document).encode(), JSON, {}))
    judge(both, Sent("/sms/open", "", json.dumps({"results": document, "more": "x"}).encode(), JSON, {}))


@given(
    body=st.one_of(BYTES, st.from_regex(rb'[\[\]{}",:0-9a-z\\ ]{0,40}', fullmatch=True)),
    kind=st.sampled_from([JSON, "text/plain", "text/xml", "application/octet-stream", None]),
)
@FUZZ
def test_bodies_that_are_nothing(both: Pair, body: bytes, kind: str | None) -> None:
    judge(both, Sent("/sms/open", "", body, kind, {}))


@given(
    path=st.from_regex(r"(/[a-zA-Z0-9%._~-]{0,6}|/status|/fallback|/s3cret){0,3}/?", fullmatch=True).filter(
        lambda path: "%" not in path
    ),
    provider=st.sampled_from([*SCHEMES]),
)
@FUZZ
def test_paths(both: Pair, path: str, provider: str) -> None:
    judge(both, Sent(f"/sms/{provider}{path}", "a=1", None, None, {}))


@given(
    token=st.one_of(
        st.just("s3cret"),
        st.sampled_from(["S3CRET", "s3cret ", "s3cre", "%733cret", "s3cret%00"]),
        st.text("s3cret", min_size=1),
    )
)
@FUZZ
def test_tokens(both: Pair, token: str) -> None:
    status, _ = judge(both, Sent(f"/sms/secret/{quote(token, safe='%')}", "", b"a=1", FORM, {}))
    assert (status == 200) == (token in {"s3cret", "%733cret"})


@given(
    credentials=st.one_of(
        st.sampled_from([b"user:pass word", b"USER:pass word", b"user:", b""]),
        BYTES,
        st.text(max_size=5).map(str.encode),
    ),
    scheme=st.sampled_from(["Basic ", "basic ", "Bearer ", "Basic", ""]),
)
@FUZZ
def test_passwords(both: Pair, credentials: bytes, scheme: str) -> None:
    header = scheme + base64.b64encode(credentials).decode()
    status, _ = judge(both, Sent("/sms/password", "", b"a=1", FORM, {"Authorization": header}))
    assert (status == 200) == (credentials == b"user:pass word" and scheme in {"Basic ", "basic "})


FIELDS = st.lists(
    st.tuples(
        st.sampled_from(["To", "to", "Body", "a", "A", "ab", "é", ""]),
        st.text(st.characters(codec="utf-8"), max_size=6),
    ),
    max_size=5,
)


@given(
    fields=FIELDS,
    secret=st.sampled_from([TOKEN, "other-token", "wrong"]),
    port=st.sampled_from(["", ":443", ":8443"]),
    query=st.sampled_from(["", "a=1", "x=%20"]),
)
@FUZZ
def test_signatures_of_forms(both: Pair, fields: list[tuple[str, str]], secret: str, port: str, query: str) -> None:
    url = f"{PUBLIC}{port}/sms/signed" + (f"?{query}" if query else "")
    body = encoded([(name.encode(), text.encode()) for name, text in fields])
    headers = {"X-Twilio-Signature": sign(url, fields, secret)}
    status, _ = judge(both, Sent("/sms/signed", query, body, FORM, headers))
    assert (status == 200) == (secret != "wrong" and port != ":8443")


@given(fields=FIELDS, change=st.sampled_from(["name", "value", "more", "less", "case"]))
@FUZZ
def test_a_signature_never_fits_another_form(both: Pair, fields: list[tuple[str, str]], change: str) -> None:
    signed = sign(f"{PUBLIC}/sms/signed", fields, TOKEN)
    other = {
        "name": [(name + "x", text) for name, text in fields],
        "value": [(name, text + "x") for name, text in fields],
        "more": [*fields, ("Z", "1")],
        "less": fields[1:],
        "case": [(name.swapcase(), text) for name, text in fields],
    }[change]
    body = encoded([(name.encode(), text.encode()) for name, text in other])
    status, _ = judge(both, Sent("/sms/signed", "", body, FORM, {"X-Twilio-Signature": signed}))
    if sorted({*other}) == sorted({*fields}):
        assert status == 200
    elif "".join(name + text for name, text in sorted({*other})) != "".join(
        name + text for name, text in sorted({*fields})
    ):
        assert status == 403


@given(document=JSON_VALUES, covered=st.booleans(), blank=st.sampled_from([b"", b" "]))
@FUZZ
def test_signatures_of_json(both: Pair, document: object, covered: bool, blank: bytes) -> None:
    body = json.dumps(document).encode()
    query = body_hash(body) if covered else "a=1"
    headers = {"X-Twilio-Signature": sign(f"{PUBLIC}/sms/signed?{query}", secret=TOKEN)}
    status, _ = judge(both, Sent("/sms/signed", query, body + blank, JSON, headers))
    assert (status == 200) == (covered and not blank)


@given(
    name=st.sampled_from(
        [
            "X-Twilio-Signature",
            "X-Twilio-Webhooks-Signature-Settings",
            "Authorization",
            "Content-Type",
            "X-Forwarded-For",
        ]
    ),
    text=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
    provider=st.sampled_from(["signed", "secret", "password"]),
)
@FUZZ
def test_hostile_headers_open_nothing(both: Pair, name: str, text: str, provider: str) -> None:
    status, rows = judge(both, Sent(f"/sms/{provider}", "", b"a=1", FORM, {name: text}))
    assert (status in {401, 403}, rows) == (True, [])
