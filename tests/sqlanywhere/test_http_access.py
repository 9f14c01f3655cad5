"""Who may call a web service: signatures, tokens, passwords, networks."""

from __future__ import annotations

import base64
from contextlib import closing

import pytest

from sms_callback.contract.selftest import PUBLIC_URL
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.http_client import JSON, STATUS, Caller, body_hash, sign
from tests.sqlanywhere.http_target import ModelSession

pytest_plugins = ("tests.sqlanywhere.http_fixtures",)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Basic " + base64.b64encode(b"contract:routee-password").decode()}, 200),
        ({"Authorization": "bAsIc  " + base64.b64encode(b"contract:routee-password").decode() + " "}, 200),
        ({"Authorization": "Basic " + base64.b64encode(b"Contract:routee-password").decode()}, 403),
        ({"Authorization": "Basic " + base64.b64encode(b"contract:ROUTEE-PASSWORD").decode()}, 403),
        ({"Authorization": "Bearer x"}, 403),
        ({"Authorization": "Basic"}, 403),
        ({"Authorization": "Basic !!!"}, 403),
    ],
)
def test_basic(caller: Caller, headers: dict[str, str], status: int) -> None:
    answer = caller.send("/sms/routee", b'{"messageId": "r1", "smsId": "s1"}', JSON, headers=headers)
    assert answer.status == status
    assert len(caller.journal()) == (1 if status == 200 else 0)
    assert (answer.header("WWW-Authenticate") or "").startswith("Basic realm=") == (status == 401)


@pytest.mark.parametrize(
    ("token", "status"),
    [
        ("contract-octopush-token", 200),
        ("contract%2Doctopush%2Dtoken/", 200),
        ("CONTRACT-octopush-token", 403),
        ("x", 403),
        ("", 403),
    ],
)
def test_token(caller: Caller, token: str, status: int) -> None:
    answer = caller.send(f"/sms/octopush/status/{token}", b"message_id=1&status=DELIVERED")
    assert answer.status == status
    assert [row["path"] for row in caller.journal()] == (["/sms/octopush/status/***"] if status == 200 else [])
    assert "contract-octopush-token" not in caller.log()


@pytest.mark.parametrize("secret", ["contract-primary-token", "contract-second-token"])
@pytest.mark.parametrize("port", ["", ":443"])
def test_twilio_with_each_secret_and_port(caller: Caller, secret: str, port: str) -> None:
    signature = sign(f"{PUBLIC_URL}{port}/sms/twilio?x=1", STATUS, secret)
    body = b"MessageSid=SM1&MessageStatus=delivered&To=%2B15558675310"
    assert caller.send("/sms/twilio?x=1", body, headers={"X-Twilio-Signature": signature}).status == 200
    assert caller.send("/sms/twilio?x=2", body, headers={"X-Twilio-Signature": signature}).status == 403
    assert caller.send("/sms/twilio?x=1", body, headers={"X-Twilio-Signature": signature.swapcase()}).status == 403
    assert caller.send("/sms/twilio?x=1", body, headers={"X-Twilio-Signature": ""}).status == 403
    assert caller.send("/sms/twilio?x=1", body).status == 403
    assert len(caller.journal()) == 1


@pytest.mark.parametrize(
    ("settings", "algorithm", "status"),
    [
        ("key=1,algorithm=HMAC_SHA256", "sha256", 200),
        ("algorithm = hmac_sha256 ", "sha256", 200),
        ("key=1", "sha1", 200),
        ("algorithm=", "sha1", 200),
        ("algorithm=HMAC_SHA256", "sha1", 403),
        ("algorithm=HMAC_MD5", "md5", 403),
    ],
)
def test_twilio_algorithms(caller: Caller, settings: str, algorithm: str, status: int) -> None:
    signature = sign(PUBLIC_URL + "/sms/twilio", STATUS, algorithm=algorithm)
    answer = caller.form(
        "/sms/twilio", STATUS, None,
        **{"X-Twilio-Signature": signature, "X-Twilio-Webhooks-Signature-Settings": settings},
    )  # fmt: skip
    assert answer.status == status


def test_twilio_signs_names_and_values_bytewise(caller: Caller) -> None:
    fields = [
        ("b", "1"),
        ("B", "2"),
        ("a", "x"),
        ("a", "X"),
        ("a", "x"),
        ("Ab", ""),
        ("é", "€"),
        ("MessageSid", "SM1"),
        ("z" * 70, "y" * 9000),
    ]
    assert caller.form("/sms/twilio/status", fields).status == 200
    assert caller.journal()[0]["params"]["a"] == ["x", "X", "x"]


def test_twilio_with_another_body_than_a_form(caller: Caller) -> None:
    body = b'{"MessageSid": "SM1", "MessageStatus": "sent"}'
    path = f"/sms/twilio?{body_hash(body)}"
    signed = {"X-Twilio-Signature": sign(PUBLIC_URL + path)}
    assert caller.send(path, body + b" ", JSON, headers=signed).status == 403
    assert caller.send(path, body, JSON, headers=signed).status == 200
    bare = {"X-Twilio-Signature": sign(PUBLIC_URL + "/sms/twilio")}
    assert caller.send("/sms/twilio", body, JSON, headers=bare).status == 403
    assert caller.send("/sms/twilio", b"", JSON, headers=bare).status == 200
    assert caller.send("/sms/twilio", headers=bare).status == 200


def test_a_multipart_form_needs_its_hash(caller: Caller) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="MessageSid"\r\n\r\nSM1\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x"
    path = f"/sms/twilio/status?{body_hash(body)}"
    signed = {"X-Twilio-Signature": sign(PUBLIC_URL + path)}
    assert caller.send(path, body, kind, headers=signed).status == 200
    assert caller.journal()[0]["params"]["MessageSid"] == "SM1"
    caller.database.assumptions.form_body = False
    # Where the server does not give the body, nobody can tell whether it is the one that was signed.
    assert caller.send(path, body, kind, headers=signed).status == 403


def test_without_a_public_url_no_signature_can_be_checked(caller: Caller) -> None:
    caller.sql("DELETE FROM sms_setting WHERE name = 'public_url'")
    answer = caller.form("/sms/twilio", STATUS)
    assert (answer.status, answer.header("Retry-After")) == (503, "30")
    assert "the setting public_url is missing" in caller.log()
    assert caller.journal() == []


@pytest.mark.parametrize("reference", ["env:SMS_TOKEN", "file:/run/secrets/token"])
def test_a_secret_that_only_the_adapter_can_fetch(caller: Caller, reference: str) -> None:
    caller.sql(f"UPDATE sms_account SET secret = '{reference}', second_secret = NULL WHERE provider = 'twilio'")
    assert caller.form("/sms/twilio", STATUS, reference).status == 503
    assert "its secret is a reference" in caller.log()
    assert reference not in caller.log()
    caller.sql("UPDATE sms_account SET second_secret = 'good' WHERE provider = 'twilio'")
    assert caller.form("/sms/twilio", STATUS, "good").status == 200


def test_several_accounts_one_of_which_lets_in(caller: Caller) -> None:
    caller.sql(
        "INSERT INTO sms_account (provider, account, scheme, secret) VALUES ('twilio', 'other', 'twilio', 'another')"
    )
    caller.sql("INSERT INTO sms_account (provider, account, scheme, secret) VALUES ('twilio', 'zero', 'basic', 'u:p')")
    assert caller.form("/sms/twilio", STATUS, "another").status == 200
    assert caller.form("/sms/twilio", STATUS, "wrong").status == 401
    caller.sql("UPDATE sms_account SET scheme = 'carrier-pigeon'")
    assert caller.form("/sms/twilio", STATUS).status == 403


@pytest.mark.parametrize(
    ("proxies", "address", "forwarded", "status"),
    [
        (None, "203.0.113.9", None, 200),
        (None, "198.51.100.1", None, 403),
        (None, "198.51.100.1", "203.0.113.9", 403),
        (None, "203.0.113.9", "198.51.100.1", 200),
        ("127.0.0.0/8", "127.0.0.1", "203.0.113.9", 200),
        ("127.0.0.0/8", "127.0.0.1", "203.0.113.9, 198.51.100.1", 403),
        ("127.0.0.0/8 10.0.0.0/8", "127.0.0.1", "203.0.113.9,10.1.1.1", 200),
        ("127.0.0.0/8", "127.0.0.1", None, 403),
        ("127.0.0.0/8", "127.0.0.1", "", 403),
        ("203.0.113.0/24", "203.0.113.9", "203.0.113.8", 200),
    ],
)
def test_networks(caller: Caller, proxies: str | None, address: str, forwarded: str | None, status: int) -> None:
    caller.sql("UPDATE sms_account SET networks = '2001:db8::/32, 203.0.113.0/24' WHERE provider = 'ytel'")
    if proxies is not None:
        caller.sql(f"INSERT INTO sms_setting (name, value, meaning) VALUES ('trusted_proxies', '{proxies}', 'x')")
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    assert caller.send("/sms/ytel?MessageSid=1", address=address, headers=headers).status == status


def test_the_web_user_may_do_nothing_else(caller: Caller) -> None:
    with closing(caller.database.open("sms_http")) as connection, pytest.raises(SqlError, match="ermission"):
        ModelSession(connection).select("SELECT secret FROM sms_account")
