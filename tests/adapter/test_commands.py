"""The commands url and explain-signature."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from click.testing import CliRunner, Result
from twilio.request_validator import RequestValidator

from sms_callback.cli import main
from tests.adapter.support import TOKEN, Database

ACCOUNT = "AC00000000000000000000000000000001"
URL = "https://sms.example.com/sms/probe/status"
FIELDS = {"MessageSid": "SM1", "Body": "a b", "Empty": ""}

Run: TypeAlias = Callable[..., Result]


@pytest.fixture
def run(database: Database, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("SMS_CALLBACK_PUBLIC_URL", raising=False)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["--database", f"sqlite:///{database.path}", *arguments])

    return invoke


def add_field(database: Database, provider: str, kind: str) -> None:
    """What the provider sends is known by the columns that its parameters fill."""
    database.execute(
        "INSERT OR IGNORE INTO sms_kind_column (kind, column_name, type) VALUES (?, 'sample', 'text')", (kind,)
    )
    database.execute(
        "INSERT INTO sms_provider_field (provider, kind, column_name, preference, param)"
        " VALUES (?, ?, 'sample', 1, 'p')",
        (provider, kind),
    )


def urls(result: Result) -> dict[str, str]:
    assert result.exit_code == 0, result.output
    return {str(item["kind"]): str(item["url"]) for item in json.loads(result.stdout)}


def test_url_of_a_token_is_masked(database: Database, run: Run) -> None:
    database.add_account("probe", "token", "s3cret")
    for kind in ("status", "inbound", "campaign"):
        add_field(database, "probe", kind)
    base = "https://sms.example.com/cb/sms/probe"
    public = ("--public-url", "https://sms.example.com/cb/")
    assert urls(run("url", "probe", *public, "--json")) == {
        "": f"{base}/***",
        "status": f"{base}/status/***",
        "inbound": f"{base}/inbound/***",
        "fallback": f"{base}/fallback/***",
    }
    assert urls(run("url", "probe", *public, "--json", "--show-secret"))["status"] == f"{base}/status/s3cret"
    shown = run("url", *public)
    assert shown.exit_code == 0
    assert "s3cret" not in shown.output
    assert "--show-secret" in shown.output
    assert "#rc" not in shown.output


def test_url_of_twilio_asks_for_retries(database: Database, run: Run) -> None:
    database.add_provider("twilio")
    database.add_account("twilio", "twilio", TOKEN, account=ACCOUNT)
    public = ("--public-url", "https://sms.example.com")
    assert urls(run("url", "twilio", *public, "--json"))[""] == "https://sms.example.com/sms/twilio#rc=2&rp=ct,rt,5xx"
    shown = run("url", "twilio", *public)
    assert "5xx" in shown.stdout
    assert TOKEN not in shown.output


def test_url_of_basic(database: Database, run: Run) -> None:
    database.add_account("probe", "basic", "us@er:p:ss")
    public = ("--public-url", "https://sms.example.com")
    assert urls(run("url", "probe", *public, "--json"))[""] == "https://***@sms.example.com/sms/probe"
    shown = urls(run("url", "probe", *public, "--json", "--show-secret"))[""]
    assert shown == "https://us%40er:p%3Ass@sms.example.com/sms/probe"


def test_url_with_an_underscore_is_warned_of(database: Database, run: Run) -> None:
    database.add_account("probe", "none")
    result = run("url", "probe", "--public-url", "https://my_host.example.com", "--json")
    assert "underscore" in result.stderr
    assert json.loads(result.stdout)


def test_url_without_account(run: Run) -> None:
    result = run("url", "probe", "--public-url", "https://sms.example.com")
    assert result.exit_code == 2
    assert "account add probe" in result.stderr
    result = run("url", "nobody", "--public-url", "https://sms.example.com")
    assert result.exit_code == 2
    assert "nobody" in result.stderr


def explain(run: Run, signature: str, url: str = URL, *more: str, fields: dict[str, str] | None = None) -> Result:
    params = [
        part
        for name, value in (FIELDS if fields is None else fields).items()
        for part in ("--param", f"{name}={value}")
    ]
    named = ("--provider", "probe", "--account", ACCOUNT)
    return run("explain-signature", "--url", url, *params, "--signature", signature, *named, *more)


@pytest.fixture
def signed(database: Database) -> None:
    database.add_account("probe", "twilio", "an older secret", TOKEN, account=ACCOUNT)


def sign(url: str, params: dict[str, str] | None = None) -> str:
    return str(RequestValidator(TOKEN).compute_signature(url, FIELDS if params is None else params))


@pytest.mark.usefixtures("signed")
def test_signature_that_matches(run: Run) -> None:
    result = explain(run, sign(URL))
    assert result.exit_code == 0
    assert f"without port: {URL}Bodya bEmptyMessageSidSM1" in result.stdout
    assert "with port: https://sms.example.com:443/sms/probe/status" in result.stdout
    assert "The first secret does not match." in result.stdout
    assert "The second secret matches." in result.stdout
    assert TOKEN not in result.output


def hint(result: Result) -> str:
    assert result.exit_code == 1
    found: dict[str, Any] = json.loads(result.stdout)
    assert not any(found["matches_each"])
    assert not found["matches"]
    assert TOKEN not in result.output
    return str(found["hints"][0])


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize(
    ("called", "words"),
    [
        (URL.replace("https", "http"), "the scheme is http"),
        (URL.replace(".com", ".com:8443"), "the port is 8443"),
        (URL.replace("https", "http").replace(".com", ".com:8080"), "the scheme is http and the port is 8080"),
        (URL.replace("sms.example", "www.sms.example"), "the host is www.sms.example.com"),
        (URL + "/", "a slash at its end"),
        (URL.replace("/sms/probe", "/probe"), "no /sms before it"),
    ],
)
def test_hint_at_the_url(run: Run, called: str, words: str) -> None:
    found = hint(explain(run, sign(called), URL, "--json"))
    assert words in found
    assert called in found


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize(
    ("given", "fields", "words"),
    [
        (URL + "?x=1", FIELDS, "no query string"),
        (URL.replace("/sms/", "/cb/sms/"), FIELDS, "no /cb before it"),
        (URL, {**FIELDS, "Body": "a+b"}, "each + in values is a blank"),
        (URL, {**FIELDS, "Added": "1"}, "parameter 'Added' is left out"),
        (URL, {**FIELDS, "Body": "a b "}, "no blanks around them"),
    ],
)
def test_hint_at_what_was_given(run: Run, given: str, fields: dict[str, str], words: str) -> None:
    assert words in hint(explain(run, sign(URL), given, "--json", fields=fields))


@pytest.mark.usefixtures("signed")
def test_no_hint(run: Run) -> None:
    assert "No usual difference" in hint(explain(run, sign(URL, {"a": "b"}), URL, "--json"))
    shown = explain(run, "x")
    assert "The signature does not match." in shown.stdout
    assert shown.exit_code == 1


def test_secret_with_blanks(database: Database, run: Run) -> None:
    database.add_account("probe", "twilio", f" {TOKEN}", account=ACCOUNT)
    assert "without the blanks" in hint(explain(run, sign(URL), URL, "--json"))


@pytest.mark.usefixtures("signed")
def test_body_from_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "body"
    file.write_bytes(b"Body=a+b&MessageSid=SM1&Empty=")
    assert explain(run, sign(URL), URL, "--body-file", str(file), fields={}).exit_code == 0
    file.write_bytes(b'{"a": 1}')
    json_type = ("--body-file", str(file), "--content-type", "application/json")
    url = f"{URL}?bodySHA256={hashlib.sha256(file.read_bytes()).hexdigest()}"
    assert explain(run, sign(url, {}), url, *json_type, fields={}).exit_code == 0
    uncovered = explain(run, sign(URL, {}), URL, *json_type, "--json", fields={})
    assert "body is not covered" in hint(uncovered)


@pytest.mark.usefixtures("signed")
def test_get_and_shared_key(run: Run) -> None:
    assert explain(run, sign(URL, {}), f"{URL}#rc=2", fields={}).exit_code == 0
    signature = RequestValidator(TOKEN).compute_signature(URL, FIELDS, "HMAC_SHA256")
    assert explain(run, signature, URL, "--algorithm", "HMAC_SHA256").exit_code == 0


def test_account_that_cannot_be_explained(database: Database, run: Run) -> None:
    result = explain(run, "x")
    assert (result.exit_code, ACCOUNT in result.stderr) == (2, True)
    database.add_account("probe", "token", "s3cret", account=ACCOUNT)
    result = explain(run, "x")
    assert (result.exit_code, "scheme token" in result.stderr) == (2, True)
    assert "s3cret" not in result.output


@pytest.mark.parametrize("command", ["serve", "url", "explain-signature"])
def test_help_has_an_example(run: Run, command: str) -> None:
    shown = run(command, "--help")
    assert shown.exit_code == 0
    assert f"Example:\n    sms-callback {command}" in shown.stdout
