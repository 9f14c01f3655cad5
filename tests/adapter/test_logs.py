"""What is logged: enough to find the cause, and nothing secret."""

from __future__ import annotations

import logging

import pytest

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
    said = [record.getMessage() for record in lines.records]
    assert said == [
        "refused: provider=probe address=192.0.2.7 reason=wrong or missing proof",
        "refused: provider=probe address=192.0.2.7 reason=wrong or missing proof",
        "refused: provider=signed address=192.0.2.7 reason=wrong or missing proof",
        "refused: provider=bare address=192.0.2.7 reason=the provider has no account: sms-callback account add",
        "refused: provider=- address=192.0.2.7 reason=unknown provider",
        "refused: provider=- address=192.0.2.7 reason=no such path",
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
    said = [record.getMessage() for record in lines.records]
    assert len(said) == 2
    assert all(line.startswith("database: provider=probe NotInstalledError: There is no database") for line in said)


def test_unresolved_secret_is_named_by_its_place(
    database: Database, lines: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SMS_CALLBACK_TEST_SECRET", raising=False)
    database.add_account("probe", "token", "env:SMS_CALLBACK_TEST_SECRET", "s3cret")
    assert send(adapter(database), "/sms/probe/x", body=b"a=1").status_code == 503
    assert "environment variable SMS_CALLBACK_TEST_SECRET" in lines.text
    assert "s3cret" not in lines.text
