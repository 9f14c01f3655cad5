"""The statements of sql/sqlanywhere/query/ about accounts and providers."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.sqlanywhere.installed import Client, column
from tests.sqlanywhere.runtime import Value


def account(client: Client, **values: Value) -> dict[str, Value]:
    (row,) = client.query("account_list", **{"provider": "acme", "account": "a", **values})
    return row


def test_the_life_of_an_account(client: Client) -> None:
    client.query("account_insert", provider="acme", account="a", scheme="token", secret="env:SECRET", networks=None)
    client.query("account_insert", provider="acme", account="b", scheme="none", secret=None, networks="10.0.0.0/8")
    assert column(client.query("account_list", provider=None, account=None), "account") == ["a", "b"]
    assert column(client.query("account_list", provider="acme", account=None), "account") == ["a", "b"]
    assert column(client.query("account_list", provider="twilio", account=None), "account") == []
    row = account(client)
    assert isinstance(row.pop("created_at"), dt.datetime)
    assert isinstance(row.pop("updated_at"), dt.datetime)
    assert row == {
        "provider": "acme",
        "account": "a",
        "scheme": "token",
        "secret": "env:SECRET",
        "second_secret": None,
        "networks": None,
        "enabled": 1,
    }
    client.query("account_second", provider="acme", account="a", second_secret="file:/x")
    assert account(client)["second_secret"] == "file:/x"
    client.query("account_rotate", provider="acme", account="a")
    assert (account(client)["secret"], account(client)["second_secret"]) == ("file:/x", None)
    client.query("account_rotate", provider="acme", account="a")
    assert account(client)["secret"] == "file:/x"
    client.query("account_enable", provider="acme", account="a", enabled=0)
    assert account(client)["enabled"] == 0
    client.query("account_replace", provider="acme", account="a", scheme="basic", secret="u:p", networks="::1")
    assert (account(client)["scheme"], account(client)["secret"], account(client)["networks"]) == (
        "basic",
        "set",
        "::1",
    )
    client.query("account_delete", provider="acme", account="a")
    assert column(client.query("account_list", provider=None, account=None), "account") == ["b"]


@pytest.mark.parametrize("secret", ["ENV:x", "File:x", "xenv:", "env"])
def test_a_secret_is_never_shown(client: Client, secret: str) -> None:
    client.query("account_insert", provider="acme", account="a", scheme="token", secret=secret, networks=None)
    client.query("account_second", provider="acme", account="a", second_secret=secret)
    assert (account(client)["secret"], account(client)["second_secret"]) == ("set", "set")


def test_endpoints(client: Client) -> None:
    client.query("account_insert", provider="acme", account="b", scheme="token", secret="s", networks="::1")
    client.query("account_second", provider="acme", account="b", second_secret="t")
    client.query("account_insert", provider="acme", account="a", scheme="none", secret=None, networks=None)
    client.query("account_insert", provider="twilio", account="x", scheme="none", secret=None, networks=None)
    client.query("account_enable", provider="twilio", account="x", enabled=0)
    rows = client.query("endpoints")
    assert [(row["provider"], row["account"]) for row in rows] == [
        ("acme", "a"),
        ("acme", "b"),
        ("octopush", None),
        ("routee", None),
        ("twilio", None),
        ("ytel", None),
    ]
    assert rows[1] == {
        "provider": "acme",
        "idempotency_header": None,
        "account": "b",
        "scheme": "token",
        "secret": "s",
        "second_secret": "t",
        "networks": "::1",
    }
    assert rows[4]["idempotency_header"] == "I-Twilio-Idempotency-Token"


def test_what_each_provider_wants_to_hear_and_how_soon(client: Client) -> None:
    client.run("DELETE FROM sms.sms_provider_answer WHERE provider = 'ytel'")
    client.run("UPDATE sms.sms_provider SET deadline_ms = 700 WHERE provider = 'twilio'")
    rows = [row for row in client.query("answers") if row["provider"] in ("twilio", "ytel")]
    deadlines = {row["provider"]: row["deadline_ms"] for row in client.query("answers")}
    assert (deadlines["routee"], deadlines["octopush"], deadlines["twilio"]) == (1600, 800, 700)
    names = ("provider", "kind", "status", "content_type", "body")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("twilio", "*", 200, None, ""),
        ("twilio", "inbound", 200, "text/xml", "<Response/>"),
        ("twilio", "status", 200, None, ""),
        ("ytel", None, None, None, None),
    ]


def test_rules_come_in_the_order_in_which_they_are_tried(client: Client) -> None:
    client.run(
        "INSERT INTO sms.sms_provider_rule (provider, position, param, value, kind)"
        " VALUES ('acme', 0, 'first', 'x', 'status')"
    )
    rows = [row for row in client.query("rules") if row["provider"] == "acme"]
    found = client.rows("SELECT param FROM sms.sms_provider_rule WHERE provider = 'acme' ORDER BY position")
    assert rows[0] == {"provider": "acme", "param": "first", "value": "x", "kind": "status"}
    assert [row["param"] for row in rows] == [row[0] for row in found]


def test_what_a_provider_is(client: Client) -> None:
    client.query("account_insert", provider="acme", account="a", scheme="none", secret=None, networks=None)
    assert column(client.query("provider_list", provider=None), "provider") == [
        "acme",
        "octopush",
        "routee",
        "twilio",
        "ytel",
    ]
    (row,) = client.query("provider_list", provider="acme")
    assert row == {
        "provider": "acme",
        "title": "Acme",
        "scheme": "none",
        "time_zone": "Acme/Town",
        "currency": "EUR",
        "idempotency_header": None,
        "docs_url": None,
        "status_words": 14,
        "error_codes": 1,
        "accounts": 1,
    }
    assert client.query("provider_answer", provider="acme") == [
        {"kind": "*", "status": 202, "content_type": None, "body": ""},
        {"kind": "inbound", "status": 200, "content_type": "text/xml", "body": "<ok/>"},
    ]
    assert client.query("provider_error", provider="acme") == [
        {"code": "5", "text": "no such phone", "permanent": 1, "phone": "invalid"}
    ]
    fields = client.query("provider_field", provider="acme")
    assert len(fields) == 21
    assert fields[0] == {
        "kind": "campaign",
        "column_name": "campaign",
        "preference": 1,
        "param": "campaign_id",
        "format": None,
        "in_key": 0,
    }
    assert client.query("provider_keyword", provider="acme") == [
        {"keyword": "STOP", "action": "stop"},
        {"keyword": "START", "action": "start"},
    ]
    assert client.query("provider_rule", provider="acme")[0] == {
        "position": 1,
        "param": "event",
        "value": "STATUS",
        "kind": "status",
    }
    words = client.query("provider_status", provider="acme")
    assert len(words) == 14
    assert words[0] == {"word": "accepted", "status": "accepted", "phone": None}
