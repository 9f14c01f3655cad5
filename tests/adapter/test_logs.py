"""What is logged: enough to find the cause, and nothing secret."""

from __future__ import annotations

import json
import logging
import re

import pytest

from sms_callback.adapter.log import JsonFormatter
from sms_callback.adapter.throttle import ALLOWED
from tests.adapter.support import Database, adapter, send

SECRETS = ("s3cret", "0123456789abcdef0123456789abcdef", "+15017250604", "wrong-signature", "hunter2")


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def test_refusals_are_logged_without_parameters_and_secrets(
    database: Database, lines: pytest.LogCaptureFixture
) -> None:
    database.add_account("probe", "token", "s3cret")
    database.add_provider("signed")
    database.add_account("signed", "twilio", "hunter2")
    database.add_provider("bare")
    app = adapter(database)
    body = b"From=%2B15017250604&a=s3cret"
    headers = {"X-Twilio-Signature": "wrong-signature", "Authorization": "Basic aHVudGVyMg=="}
    for path in ("/sms/probe/hunter2", "/sms/probe", "/sms/signed", "/sms/bare", f"/sms/{SECRETS[1]}", "/s3cret"):
        assert send(app, path, "q=s3cret", body, headers=headers).status_code in {403, 404}
    assert send(app, "/sms/probe/status/s3cret", "q=s3cret", body, headers=headers).status_code == 200
    assert send(app, "/sms/probe/s3cret", method="PUT", body=body).status_code == 405
    said = [re.sub(r"ms=[0-9.]+$", "ms=", record.getMessage()) for record in lines.records]
    assert said == [
        "refused: provider=probe address=192.0.2.7 reason=wrong or missing proof",
        "refused: provider=probe address=192.0.2.7 reason=wrong or missing proof",
        "refused: provider=signed address=192.0.2.7 reason=wrong or missing proof",
        "refused: provider=bare address=192.0.2.7 reason=the provider has no account: sms-callback account add",
        "refused: provider=- address=192.0.2.7 reason=unknown provider",
        "refused: provider=- address=192.0.2.7 reason=no such path",
        "callback: provider=probe id=1 state=failed duplicate=0 count=1 answer=200 ms=",
        "refused: provider=probe address=192.0.2.7 reason=wrong method",
    ]
    assert not any(secret in line for secret in SECRETS for line in said)


def test_each_database_failure_is_logged(database: Database, lines: pytest.LogCaptureFixture) -> None:
    database.add_account("probe", "none")
    app = adapter(database)
    send(app, "/sms/probe", body=b"a=1")
    database.path.unlink()
    for _ in range(2):
        assert send(app, "/sms/probe", body=b"a=+15017250604").status_code == 503
    said = [record.getMessage() for record in lines.records if record.levelno >= logging.ERROR]
    assert len(said) == 2
    assert all(line.startswith("not stored: provider=probe error=NotStoredError reason=") for line in said)
    assert "15017250604" not in lines.text


def test_unresolved_secret_is_named_by_its_place(
    database: Database, lines: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SMS_CALLBACK_TEST_SECRET", raising=False)
    database.add_account("probe", "token", "env:SMS_CALLBACK_TEST_SECRET", "s3cret")
    assert send(adapter(database), "/sms/probe/x", body=b"a=1").status_code == 503
    assert "environment variable SMS_CALLBACK_TEST_SECRET" in lines.text
    assert "s3cret" not in lines.text


def test_fields_of_json(database: Database, lines: pytest.LogCaptureFixture) -> None:
    database.add_account("probe", "none")
    send(adapter(database), "/sms/probe", body=b"From=%2B15017250604")
    send(adapter(database), "/sms/nobody", body=b"From=%2B15017250604")
    stored, refused = (json.loads(JsonFormatter().format(record)) for record in lines.records)
    assert (stored["event"], stored["level"], stored["provider"], stored["id"]) == ("callback", "debug", "probe", 1)
    assert 0 < stored["ms"] < 60_000
    assert stored["message"].startswith("callback: provider=probe id=1 ")
    assert (refused["event"], refused["level"], refused["address"]) == ("refused", "warning", "192.0.2.7")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", refused["time"])


def test_refusals_in_masses_are_answered_429_and_leave_one_line(
    database: Database, lines: pytest.LogCaptureFixture
) -> None:
    database.add_account("probe", "token", "s3cret")
    app = adapter(database)
    statuses = [send(app, f"/sms/probe/{guess}", body=b"a=1").status_code for guess in range(ALLOWED + 5)]
    assert statuses == [403] * ALLOWED + [429] * 5
    assert sum(record.getMessage().startswith("refused: ") for record in lines.records) == ALLOWED
    assert [record.getMessage() for record in lines.records if record.getMessage().startswith("throttled: ")] == [
        (
            f"throttled: address=192.0.2.7 reason=more than {ALLOWED} refusals in a minute:"
            " further ones are answered 429 and not logged"
        )
    ]
    again = send(app, "/sms/probe/wrong", body=b"a=1")
    assert 0 < int(again.headers["Retry-After"]) <= 60
    assert send(app, "/sms/probe/s3cret", body=b"a=1").status_code == 200
    assert send(app, "/sms/probe/wrong", body=b"a=1", address="192.0.2.8").status_code == 403


def test_error_that_nobody_expected_is_told_by_its_place(
    database: Database, lines: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.add_account("probe", "none")
    monkeypatch.setattr("sms_callback.adapter.reception.judge", lambda *_: int("+15017250604x"))
    answer = send(adapter(database), "/sms/probe", body=b"a=1")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "error=ValueError reason=not expected: ValueError, at" in lines.text
    assert "reception.py" in lines.text
    assert "15017250604" not in lines.records[-1].getMessage().replace('int("+15017250604x")', "")
