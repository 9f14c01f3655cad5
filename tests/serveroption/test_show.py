"""server-config show: what it prints is an option that the editor of options files reads back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sms_callback.cli import main
from sms_callback.serveroption.listener import parse
from sms_callback.serveroption.optionsfile import find


def show(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["server-config", "show", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_options_file_holds_the_option_before_the_database() -> None:
    text = show("--http-port", "8080", "--local", "--log", "/var/log/web.log", "--keepalive", "0")
    found = find(text)
    assert found is not None
    (entry,) = parse(found.value)
    assert {name.lower(): value for name, value in entry.options} == {
        "port": "8080",
        "maxrequestsize": "1m",
        "kto": "0",
        "local": "yes",
        "log": "/var/log/web.log",
        "logformat": "@T @W @I @P @M @R @L @E",
    }
    assert text.index("-xs ") < text.index("/var/lib/sqlanywhere/crm.db")


@pytest.mark.parametrize(("form", "names"), [("dbsvc", "dbsrv17.exe"), ("systemd", "ExecStart=")])
def test_a_service_is_started_with_the_file_and_no_option(form: str, names: str, tmp_path: Path) -> None:
    secret = tmp_path / "pw"
    secret.write_text("of-the-key")
    arguments = ["--as", form, "--https-port", "443", "--identity", "x.id", "--identity-password-file", str(secret)]
    text = show(*arguments, "--options-file", "/etc/crm.options", "--server", "crm1")
    assert names in text
    assert '"@/etc/crm.options"' in text
    assert "crm1" in text
    assert "-xs" not in text
    assert "of-the-key" not in text


def test_a_password_is_masked(tmp_path: Path) -> None:
    secret = tmp_path / "pw"
    secret.write_text("of-the-key")
    text = show("--https-port", "443", "--identity", "x.id", "--identity-password-file", str(secret))
    assert "identity_password=***" in text
    assert "of-the-key" not in text


def test_https_needs_a_certificate() -> None:
    result = CliRunner().invoke(main, ["server-config", "show", "--https-port", "443"])
    assert result.exit_code == 2
    assert "--identity" in result.stderr


def test_check_is_for_sql_anywhere_alone(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--database", f"sqlite:///{tmp_path}/x.db", "server-config", "check"])
    assert result.exit_code == 2
    assert "no SQL Anywhere server" in result.stderr


def test_json_holds_the_same_text() -> None:
    arguments = ["--as", "systemd", "--http-port", "8080", "--local"]
    assert json.loads(show(*arguments, "--json")) == {"form": "systemd", "text": show(*arguments)}
