"""Every row of the answer table, over the real database."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator
from werkzeug.test import Client, EnvironBuilder, run_wsgi_app

from sms_callback.adapter.app import Adapter
from sms_callback.adapter.params import NO_PARAMETERS
from tests.adapter.support import PUBLIC, TOKEN, Database, adapter, send

FIELDS = {"MessageSid": "SM1", "MessageStatus": "sent"}
FORM = urlencode(FIELDS).encode()


@pytest.fixture
def open_app(database: Database) -> Adapter:
    """The provider `probe` lets anybody in."""
    database.add_account("probe", "none")
    return adapter(database)


def test_stored(database: Database, open_app: Adapter) -> None:
    answer = send(open_app, "/sms/probe/status", "x=1", FORM)
    assert (answer.status_code, answer.data) == (200, b"")
    assert "Content-Type" not in answer.headers
    (row,) = database.journal()
    assert row["params"] == {**FIELDS, "x": "1"}
    assert (row["method"], row["path"], row["remote_addr"]) == ("POST", "/sms/probe/status", "192.0.2.7")
    assert (row["kind"], row["url_kind"], row["via"]) == ("status", "status", "adapter")
    digest = hashlib.sha256(json.dumps(row["params"], sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    assert row["dedupe_key"] == f"digest:status:{digest}"


def test_stored_before(database: Database, open_app: Adapter) -> None:
    for _ in range(3):
        assert send(open_app, "/sms/probe", body=FORM).status_code == 200
    (row,) = database.journal()
    assert row["hits"] == 3


def test_get(database: Database, open_app: Adapter) -> None:
    assert send(open_app, "/sms/probe", "a=1&a=2&b=%C3%A9").status_code == 200
    (row,) = database.journal()
    assert (row["method"], row["params"]) == ("GET", {"a": ["1", "2"], "b": "é"})


def test_body_of_a_get_means_nothing(database: Database, open_app: Adapter) -> None:
    assert send(open_app, "/sms/probe", "a=1", b"a=2", method="GET").status_code == 200
    assert database.params() == {"a": "1"}


def test_the_providers_own_answer(database: Database, open_app: Adapter) -> None:
    database.add_answer("probe", "*", 202, None, "ok é")
    database.add_answer("probe", "inbound", 200, "text/xml", "<Response/>")
    database.add_answer("probe", "status", 204, None, "")
    answer = send(open_app, "/sms/probe/inbound", body=FORM)
    assert (answer.status_code, answer.data, answer.content_type) == (200, b"<Response/>", "text/xml")
    answer = send(open_app, "/sms/probe", body=FORM)
    assert (answer.status_code, answer.data.decode()) == (202, "ok é")
    assert "Content-Type" not in answer.headers
    answer = send(open_app, "/sms/probe/status", body=FORM)
    assert (answer.status_code, answer.data, answer.headers.get("Content-Length")) == (204, b"", None)


def test_batch_gets_the_first_answer(database: Database, open_app: Adapter) -> None:
    database.add_provider("probe", "I-Token")
    database.add_answer("probe", "*", 201, "text/plain", "first")
    body = json.dumps({"results": [{"a": 1}, {"a": 2}, {"a": 3}]}).encode()
    answer = send(open_app, "/sms/probe", "", body, "application/json", headers={"I-Token": "t"})
    assert (answer.status_code, answer.data) == (201, b"first")
    rows = database.journal()
    assert [row["params"] for row in rows] == [{"a": "1"}, {"a": "2"}, {"a": "3"}]
    assert [row["dedupe_key"] for row in rows] == ["token:t", "token:t:1", "token:t:2"]


def test_idempotency_token_counts_only_where_the_provider_has_one(database: Database, open_app: Adapter) -> None:
    send(open_app, "/sms/probe", body=FORM, headers={"I-Token": "t"})
    (row,) = database.journal()
    assert row["dedupe_key"].startswith("digest:")


def test_fallback_url(database: Database, open_app: Adapter) -> None:
    assert send(open_app, "/sms/probe/fallback", body=FORM).status_code == 200
    (row,) = database.journal()
    assert (row["via"], row["url_kind"], row["kind"]) == ("fallback", None, "unknown")


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [
        ("application/json", b'{"a": \xe9', "body: not JSON"),
        ("text/plain", b"hello", "body: neither a form nor JSON"),
        ("multipart/form-data; boundary=x", b"--x", "body: not a complete multipart form"),
    ],
)
def test_unparseable_is_stored_as_failed(
    database: Database, open_app: Adapter, content_type: str, body: bytes, error: str
) -> None:
    assert send(open_app, "/sms/probe/status", "", body, content_type).status_code == 200
    (row,) = database.journal()
    assert (row["state"], row["params"]) == ("failed", {"@body": body.decode("utf-8", "surrogateescape")})
    assert row["error"].startswith(error)


@pytest.mark.parametrize("body", [None, b""])
def test_no_parameters_is_stored_as_failed(database: Database, open_app: Adapter, body: bytes | None) -> None:
    assert send(open_app, "/sms/probe/status", "", body).status_code == 200
    (row,) = database.journal()
    assert (row["state"], row["params"], row["error"]) == ("failed", {}, NO_PARAMETERS)


def test_signature_over_http(database: Database) -> None:
    database.add_account("probe", "twilio", TOKEN)
    app = adapter(database)
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}/sms/probe?x=1", FIELDS)
    headers = {"X-Twilio-Signature": signature, "Host": "evil", "X-Forwarded-Host": "evil", "X-Forwarded-Proto": "http"}
    assert send(app, "/sms/probe", "x=1", FORM, headers=headers).status_code == 200
    assert send(app, "/sms/probe", "x=1", FORM).status_code == 403
    assert send(app, "/sms/probe", "x=2", FORM, headers=headers).status_code == 403
    assert len(database.journal()) == 1


def test_multipart_is_not_covered_by_a_form_signature(database: Database) -> None:
    database.add_account("probe", "twilio", TOKEN)
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}/sms/probe", {})
    body = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
    headers = {"X-Twilio-Signature": signature}
    answer = send(adapter(database), "/sms/probe", "", body, "multipart/form-data; boundary=x", headers=headers)
    assert answer.status_code == 403


def test_either_of_two_secrets(database: Database) -> None:
    database.add_account("probe", "twilio", "old", "new")
    database.add_account("probe", "twilio", "third", account="second account")
    app = adapter(database)
    for secret, status in (("old", 200), ("new", 200), ("third", 200), ("none", 403)):
        signature = RequestValidator(secret).compute_signature(f"{PUBLIC}/sms/probe", FIELDS)
        assert send(app, "/sms/probe", "", FORM, headers={"X-Twilio-Signature": signature}).status_code == status


def test_token_in_the_path_is_masked(database: Database) -> None:
    database.add_account("probe", "token", "s3cret")
    app = adapter(database)
    assert send(app, "/sms/probe/status/s3cret", body=FORM).status_code == 200
    assert send(app, "/sms/probe/s3cret/", body=b"a=1").status_code == 200
    for path in ("/sms/probe/status/s3cre", "/sms/probe/status", "/sms/probe"):
        assert send(app, path, body=FORM).status_code == 403
    assert [row["path"] for row in database.journal()] == ["/sms/probe/status/***", "/sms/probe/***"]


def test_token_of_another_provider(database: Database) -> None:
    database.add_provider("other")
    database.add_account("other", "token", "s3cret")
    database.add_account("probe", "token", "different")
    assert send(adapter(database), "/sms/probe/s3cret", body=FORM).status_code == 403


def test_basic_is_asked_for(database: Database) -> None:
    database.add_account("probe", "basic", "user:pass")
    app = adapter(database)
    answer = send(app, "/sms/probe", body=FORM)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")

    def authorization(credentials: bytes) -> dict[str, str]:
        return {"Authorization": "Basic " + base64.b64encode(credentials).decode()}

    assert send(app, "/sms/probe", body=FORM, headers=authorization(b"user:wrong")).status_code == 403
    assert database.journal() == []
    assert send(app, "/sms/probe", body=FORM, headers=authorization(b"user:pass")).status_code == 200


@pytest.mark.parametrize(
    ("networks", "address", "status"),
    [
        ("192.0.2.0/24", "192.0.2.200", 200),
        ("192.0.2.0/24", "192.0.3.1", 403),
        ("198.51.100.1, 2001:db8::/32", "2001:db8::7", 200),
        ("198.51.100.1", "::ffff:198.51.100.1", 200),
        ("198.51.100.1", "", 403),
        ("198.51.100.1", "localhost", 403),
        ("not a network", "198.51.100.1", 403),
    ],
)
def test_networks(database: Database, networks: str, address: str, status: int) -> None:
    database.add_account("probe", "none", networks=networks)
    forwarded = {"X-Forwarded-For": "192.0.2.1", "X-Real-IP": "192.0.2.1", "Forwarded": "for=192.0.2.1"}
    answer = send(adapter(database), "/sms/probe", body=FORM, headers=forwarded, address=address)
    assert answer.status_code == status


def test_provider_without_account(database: Database) -> None:
    assert send(adapter(database), "/sms/probe", body=FORM).status_code == 403


def test_scheme_of_a_later_release_refuses(database: Database) -> None:
    database.add_account("probe", "ed25519", "key")
    assert send(adapter(database), "/sms/probe", body=FORM).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sms",
        "/sms/",
        "/sms/nobody",
        "/sms/Probe",
        "/sms/probe/status/a/b",
        "/sms/probe//status",
        "/other",
        "/sms/%00",
    ],
)
def test_not_found(open_app: Adapter, path: str) -> None:
    assert send(open_app, path, body=FORM).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "post"])
def test_wrong_method(open_app: Adapter, method: str) -> None:
    answer = Client(open_app).open("/sms/probe", environ_overrides={"REQUEST_METHOD": method})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST")


class CountingStream(io.RawIOBase):
    """An endless body that counts what is read of it."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        count = min(self.left, size)
        self.left -= count
        self.taken += count
        return b"a" * count


def post_stream(
    app: Adapter,
    stream: io.RawIOBase,
    *,
    length: int | None = None,
    terminated: bool = True,
    content_type: str = "application/x-www-form-urlencoded",
) -> int:
    """The status of a POST; without a length it is chunked, if the server says that the stream ends by itself."""
    environ = EnvironBuilder(path="/sms/probe", method="POST", content_type=content_type).get_environ()
    environ.pop("CONTENT_LENGTH", None)
    environ["wsgi.input"] = stream
    if length is not None:
        environ["CONTENT_LENGTH"] = str(length)
    if terminated:
        environ["wsgi.input_terminated"] = True
    return int(run_wsgi_app(app, environ)[1].split()[0])


def test_body_over_the_limit_is_not_read(database: Database) -> None:
    database.add_account("probe", "none")
    app = adapter(database, max_body=1000)
    stream = CountingStream(2000)
    assert post_stream(app, stream, length=1001) == 413
    assert stream.taken == 0
    assert post_stream(app, stream, length=1000) == 200
    assert stream.taken == 1000


def test_chunked_body_over_the_limit_is_read_no_further(database: Database) -> None:
    database.add_account("probe", "none")
    app = adapter(database, max_body=1000)
    stream = CountingStream(10_000_000)
    assert post_stream(app, stream) == 413
    assert stream.taken == 1001
    assert database.journal() == []
    assert post_stream(app, CountingStream(1000), content_type="text/plain") == 200
    assert database.params() == {"@body": "a" * 1000}


def test_chunked_form_that_nothing_covers_is_refused(database: Database) -> None:
    """It may have been cut: the server does not say so, and the rest would count as a duplicate of the half."""
    database.add_account("probe", "none")
    assert post_stream(adapter(database), CountingStream(1000)) == 411
    assert database.journal() == []


def test_body_without_an_end_is_not_read(database: Database) -> None:
    database.add_account("probe", "none")
    stream = CountingStream(10_000_000)
    assert post_stream(adapter(database), stream, terminated=False) == 411
    assert stream.taken == 0


@pytest.mark.parametrize(("length", "status"), [("100", 400), ("-1", 400), ("x", 400), ("1" * 30, 413), ("³", 400)])
def test_body_that_is_not_as_announced(database: Database, length: str, status: int) -> None:
    database.add_account("probe", "none")
    answer = Client(adapter(database)).post(
        "/sms/probe",
        data=b"a=1",
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"CONTENT_LENGTH": length},
    )
    assert answer.status_code == status
    assert database.journal() == []


@contextmanager
def moved_away(database: Database) -> Iterator[None]:
    """The database is away while the block runs."""
    aside = database.path.with_suffix(".aside")
    database.path.rename(aside)
    try:
        yield
    finally:
        aside.rename(database.path)


def test_database_away(database: Database, open_app: Adapter) -> None:
    assert send(open_app, "/sms/probe", body=FORM).status_code == 200
    with moved_away(database):
        answer = send(open_app, "/sms/probe", body=b"a=2")
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert send(open_app, "/readyz").status_code == 503
        assert send(open_app, "/healthz").status_code == 200
    assert send(open_app, "/sms/probe", body=b"a=2").status_code == 200
    assert send(open_app, "/readyz").status_code == 200
    assert [row["params"] for row in database.journal()] == [FIELDS, {"a": "2"}]


def test_database_away_at_the_start(database: Database, open_app: Adapter) -> None:
    with moved_away(database):
        assert send(open_app, "/sms/probe", body=FORM).status_code == 503
    assert send(open_app, "/sms/probe", body=FORM).status_code == 200


def test_secret_that_cannot_be_resolved(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    database.add_account("probe", "token", "env:SMS_CALLBACK_TEST_SECRET")
    app = adapter(database)
    monkeypatch.delenv("SMS_CALLBACK_TEST_SECRET", raising=False)
    assert send(app, "/sms/probe/s3cret", body=FORM).status_code == 503
    monkeypatch.setenv("SMS_CALLBACK_TEST_SECRET", "s3cret")
    assert send(app, "/sms/probe/s3cret", body=FORM).status_code == 200
    monkeypatch.setenv("SMS_CALLBACK_TEST_SECRET", "changed")
    assert send(app, "/sms/probe/s3cret", body=FORM).status_code == 403


def test_health(database: Database) -> None:
    app = adapter(database)
    assert (send(app, "/healthz").data, send(app, "/readyz").status_code) == (b"ok", 200)


def test_metrics(database: Database, open_app: Adapter) -> None:
    send(open_app, "/sms/probe", body=FORM)
    send(open_app, "/sms/nobody", body=FORM)
    with moved_away(database):
        send(open_app, "/sms/probe", body=FORM)
    value = open_app.reception.metrics.registry.get_sample_value
    assert value("sms_callback_requests_total", {"provider": "probe", "status": "200"}) == 1
    assert value("sms_callback_requests_total", {"provider": "probe", "status": "503"}) == 1
    assert value("sms_callback_requests_total", {"provider": "-", "status": "404"}) == 1
    assert value("sms_callback_refused_total", {"provider": "-", "reason": "unknown provider"}) == 1
    assert value("sms_callback_callbacks_total", {"provider": "probe", "state": "failed"}) == 1
    assert value("sms_callback_answer_seconds_count") == 3
    assert value("sms_callback_group_size_sum") == value("sms_callback_commit_seconds_count") == 1


def test_existing_path_is_kept_alive(database: Database) -> None:
    database.add_account("probe", "token", "s3cret")
    app = adapter(database, aliases=["/api/hooks/sms=probe/inbound"])
    assert send(app, "/api/hooks/sms/s3cret", body=FORM).status_code == 200
    assert send(app, "/api/hooks/sms", body=FORM).status_code == 403
    (row,) = database.journal()
    assert (row["provider"], row["url_kind"], row["path"]) == ("probe", "inbound", "/api/hooks/sms/***")
