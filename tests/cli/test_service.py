"""sms-callback service, on the model of SQL Anywhere: what the commands make, the modelled web server answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sms_callback.cli import main
from sms_callback.engine import open_engine
from sms_callback.install import install
from sms_callback.operate.provider import provider_detail
from sms_callback.service import web_services
from tests.sqlanywhere.http_client import Caller
from tests.sqlanywhere.machine import Database
from tests.sqlanywhere_server import SqlanywhereServer, running_model

PUBLIC = "https://sms.example.com"
TWILIO = ["sms/twilio", *(f"sms/twilio/{kind}" for kind in ("status", "inbound", "opt_out", "fallback"))]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlanywhereServer]:
    with running_model(tmp_path_factory.mktemp("service")) as server:
        with closing(open_engine(server.url)) as engine:
            install(engine)
        yield server


@pytest.fixture
def server(model: SqlanywhereServer) -> Iterator[SqlanywhereServer]:
    """No web services, settings and accounts when a test begins."""
    yield model
    database = database_of(model)
    Caller(database).sql(
        "DELETE FROM sms_schema WHERE kind = 'service'; DELETE FROM sms_schema_saved;"
        "DELETE FROM sms_setting WHERE name IN ('public_url', 'trusted_proxies'); DELETE FROM sms_account"
    )
    for name in [*database.schema.services]:
        Caller(database).sql(f'DROP SERVICE "{name}"')


def database_of(server: SqlanywhereServer) -> Database:
    assert server.database is not None
    return server.database


def run(server: SqlanywhereServer, *arguments: str, exit_code: int = 0, answer: str | None = None) -> Result:
    command = ["--database", server.url, "service", *arguments]
    result = CliRunner().invoke(main, command, input=answer, catch_exceptions=False)
    assert result.exit_code == exit_code, result.output
    return result


def shown(server: SqlanywhereServer) -> dict[str, dict[str, Any]]:
    return {item["name"]: item for item in json.loads(run(server, "list", "--json").stdout)}


def add_account(server: SqlanywhereServer, provider: str, scheme: str, secret: str | None) -> None:
    with closing(open_engine(server.url)) as engine, engine.transaction() as session:
        session.query(
            "account_insert",
            {"provider": provider, "account": "main", "scheme": scheme, "secret": secret, "networks": None},
        )


def test_install_makes_a_service_for_each_kind_and_they_answer(server: SqlanywhereServer) -> None:
    add_account(server, "ytel", "none", None)
    result = run(server, "install", "--no-secure", "--public-url", PUBLIC)
    assert "web services are there and enabled" in result.output
    found = shown(server)
    assert {*TWILIO, "sms/ytel", "sms/octopush/opt_out", "ws_sms_update"} <= found.keys()
    assert {item["state"] for item in found.values()} == {"current"}
    assert {(item["enabled"], item["secure"], item["user"]) for item in found.values()} == {(True, False, "sms_http")}
    caller = Caller(database_of(server))
    assert caller.send("/sms/ytel/status", b"MessageSid=1&Status=Success").status == 200
    assert "sms/twilio" in run(server, "list").output


def test_install_again_changes_nothing_and_uninstall_takes_all(server: SqlanywhereServer) -> None:
    run(server, "install", "--provider", "twilio")
    before = shown(server)
    assert [*before] == sorted([*TWILIO, "ws_sms_update"])
    run(server, "install", "--provider", "twilio")
    assert shown(server) == before
    verified = CliRunner().invoke(main, ["--database", server.url, "verify", "--json"])
    items = {item["object"]: item["state"] for item in json.loads(verified.stdout)["objects"]}
    assert {items[f"service/{name}"] for name in before} == {"current"}
    run(server, "uninstall", answer="n\n", exit_code=1)
    assert shown(server) == before
    run(server, "uninstall", "sms/twilio/status", "--yes")
    assert "sms/twilio/status" not in shown(server)
    run(server, "uninstall", answer="y\n")
    assert shown(server) == {}
    run(server, "uninstall", "--yes", exit_code=2)


def test_secure_services_send_http_to_https(server: SqlanywhereServer) -> None:
    result = json.loads(run(server, "install", "--provider", "ytel", "--json").stdout)
    assert (result["enabled"], result["saved"], result["failed"]) == (True, [], [])
    assert next(item["name"] for item in result["services"]) == "sms/ytel"
    assert {item["secure"] for item in shown(server).values()} == {True}
    assert Caller(database_of(server)).send("/sms/ytel").status == 301


def test_disable_and_enable(server: SqlanywhereServer) -> None:
    add_account(server, "ytel", "none", None)
    run(server, "install", "--no-secure", "--provider", "ytel")
    caller = Caller(database_of(server))
    run(server, "disable", "sms/ytel")
    assert caller.send("/sms/ytel?a=1").status == 404
    assert not shown(server)["sms/ytel"]["enabled"]
    assert shown(server)["sms/ytel"]["state"] == "current"
    run(server, "enable", "sms/ytel")
    assert caller.send("/sms/ytel?a=1").status == 200
    run(server, "disable")
    assert {item["enabled"] for item in shown(server).values()} == {False}
    run(server, "enable", "sms/nobody", exit_code=2)


def test_json_names_what_was_done(server: SqlanywhereServer) -> None:
    run(server, "install", "--provider", "ytel")
    names = [*shown(server)]
    assert json.loads(run(server, "disable", "sms/ytel", "--json").stdout) == {"disabled": ["sms/ytel"]}
    assert json.loads(run(server, "enable", "--json").stdout) == {"enabled": names}
    assert {item["enabled"] for item in shown(server).values()} == {True}
    done = run(server, "uninstall", "--yes", "--json")
    assert (json.loads(done.stdout), done.stderr, shown(server)) == ({"removed": names}, "", {})


def test_what_a_dba_made_is_replaced_only_on_demand(server: SqlanywhereServer) -> None:
    caller = Caller(database_of(server))
    caller.sql("CREATE SERVICE ws_sms_update TYPE 'RAW' AUTHORIZATION OFF USER dba AS SELECT 'old'")
    assert shown(server)["ws_sms_update"]["state"] == "not ours"
    result = run(server, "install", "--no-secure", "--provider", "twilio", exit_code=1)
    assert "ws_sms_update" in result.output
    assert [*shown(server)] == ["ws_sms_update"]
    result = run(server, "install", "--no-secure", "--provider", "twilio", "--force")
    assert "saved the old form of ws_sms_update" in result.output
    assert shown(server)["ws_sms_update"]["state"] == "current"
    with caller.session() as session:
        (row,) = session.select("SELECT text FROM sms_schema_saved")
    assert "USER dba AS" in str(row["text"])
    assert "old" in str(row["text"])
    caller.sql("ALTER SERVICE \"sms/twilio\" USER dba AS SELECT 'edited'")
    assert shown(server)["sms/twilio"]["state"] == "edited"
    run(server, "install", "--no-secure", "--provider", "twilio", exit_code=1)


def test_a_signature_that_cannot_be_checked_keeps_the_services_disabled(server: SqlanywhereServer) -> None:
    caller = Caller(database_of(server))
    file = "function/sms_hmac.sql"
    with caller.session() as session:
        (row,) = session.select(f"SELECT source FROM sms_schema WHERE file = '{file}'")
    good = str(row["source"])
    caller.sql(good.replace("v_byte ^ 92", "v_byte ^ 93"))
    try:
        result = run(server, "install", "--provider", "twilio", exit_code=2)
        assert "all DISABLED" in result.output
        assert "HMAC-SHA1, RFC 2202 case 1: b617318655057264e28bc0b6fb378c8ef146be00 must come" in result.output
        assert {item["enabled"] for item in shown(server).values()} == {False}
        assert caller.send("/sms/twilio").status == 404
        assert "Signatures cannot be checked" in run(server, "enable", exit_code=2).output
        report = json.loads(run(server, "install", "--provider", "twilio", "--json", exit_code=2).stdout)
        assert report["enabled"] is False
        assert report["failed"]
    finally:
        caller.sql(good)
    run(server, "install", "--provider", "twilio")
    assert {item["enabled"] for item in shown(server).values()} == {True}


def test_settings_are_kept_and_replaced(server: SqlanywhereServer) -> None:
    def settings() -> dict[str, object]:
        with Caller(database_of(server)).session() as session:
            return {str(row["name"]): row["value"] for row in session.query("service_settings")}

    run(server, "install", "--provider", "ytel", "--public-url", PUBLIC + "/", "--trust-proxy", "127.0.0.0/8")
    assert settings() == {"public_url": PUBLIC, "trusted_proxies": "127.0.0.0/8"}
    run(server, "install", "--provider", "ytel")
    assert settings() == {"public_url": PUBLIC, "trusted_proxies": "127.0.0.0/8"}
    result = run(server, "install", "--provider", "ytel", "--public-url", "http://a_b.example", "--trust-proxy", "")
    assert "Warning" in result.output
    assert settings() == {"public_url": "http://a_b.example", "trusted_proxies": ""}
    run(server, "install", "--public-url", "sms.example.com", exit_code=2)


def test_urls(server: SqlanywhereServer) -> None:
    add_account(server, "octopush", "token", "s3cret")
    add_account(server, "twilio", "twilio", "12345")
    run(server, "install", "--no-secure", "--provider", "octopush")
    assert "No public URL is stored" in run(server, "url", exit_code=2).output
    run(server, "install", "--no-secure", "--provider", "octopush", "--public-url", PUBLIC)
    text = run(server, "url").output
    assert f"{PUBLIC}/sms/octopush/status/***" in text
    assert "twilio" not in text
    found = json.loads(run(server, "url", "octopush", "--show-secret", "--json").stdout)
    assert f"{PUBLIC}/sms/octopush/s3cret" in {item["url"] for item in found}
    other = run(server, "url", "--public-url", "https://other.example/crm").output
    assert "https://other.example/crm/sms/octopush/" in other
    assert "No enabled web service" in run(server, "url", "twilio", exit_code=2).output


def test_a_secret_that_the_server_cannot_read_is_warned_of(server: SqlanywhereServer) -> None:
    def add(*arguments: str) -> str:
        command = ["--database", server.url, "account", "add", "octopush", "main", "--scheme", "token", *arguments]
        result = CliRunner().invoke(main, command, input="s3cret-of-octopush", catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stderr

    assert "503" not in add("--secret-env", "OCTOPUSH")
    installed = run(server, "install", "--provider", "octopush", "--public-url", PUBLIC)
    assert "503. So it is with: octopush main." in installed.stderr
    assert json.loads(run(server, "install", "--json").stdout)["references"] == ["octopush main"]
    warned = add("--secret-env", "OCTOPUSH", "--replace")
    assert "they answer 503. Store the secret itself" in warned
    assert "account add octopush main --secret-file FILE --replace" in warned
    assert "503" not in add("--secret-file", "-", "--replace")
    command = ["--database", server.url, "account", "add", "octopush", "main", "--second", "--secret-ref", "file:/s"]
    assert "main --second --secret-file FILE" in CliRunner().invoke(main, command).stderr
    assert run(server, "install", "--provider", "ytel", "--public-url", PUBLIC).stderr == ""
    assert "octopush main" in run(server, "install", "--provider", "octopush").stderr


def test_an_unknown_provider(server: SqlanywhereServer) -> None:
    assert "no provider 'nobody'" in run(server, "install", "--provider", "nobody", exit_code=2).output


def test_another_engine_has_none(tmp_path: Any) -> None:
    url = f"sqlite:///{tmp_path / 'sms.db'}"
    with closing(open_engine(url, create=True)) as engine:
        install(engine)
        assert provider_detail(engine, "twilio")
    for command in (["list"], ["install"], ["enable"], ["disable"], ["uninstall", "--yes"], ["url"]):
        result = CliRunner().invoke(main, ["--database", url, "service", *command])
        assert (result.exit_code, "only SQL Anywhere has one" in result.output) == (2, True)


def test_names_that_no_url_can_have() -> None:
    assert web_services(["Acme", "a b", "x" * 33, "-x", ""]) == []
    assert next(service.name for service in web_services(["acme"])) == "sms/acme"


def test_what_is_there_stays_as_it_is_unless_said_otherwise(server: SqlanywhereServer) -> None:
    first = run(server, "install", "--provider", "twilio", "--no-secure")
    assert "http too" in first.stdout
    assert "no public URL is stored" in first.stderr
    run(server, "install", "--provider", "twilio", "--public-url", "https://sms.example.com")
    assert {item["secure"] for item in shown(server).values()} == {False}
    again = run(server, "install", "--provider", "twilio", "--secure", "--json")
    assert json.loads(again.stdout)["public_url"] == "https://sms.example.com"
    assert again.stderr == ""
    assert {item["secure"] for item in shown(server).values()} == {True}


@pytest.mark.parametrize("networks", ["nonsense", "10.0.0.0/255.0.0.0", "127.0.0.1 10.0.0.0/33"])
def test_proxies_are_networks(server: SqlanywhereServer, networks: str) -> None:
    refused = run(server, "install", "--trust-proxy", networks, exit_code=2)
    assert "is not a network" in refused.stderr
    assert shown(server) == {}
