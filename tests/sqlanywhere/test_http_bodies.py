"""What a request's body becomes: forms, JSON, charsets, and what nobody understands."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.http_client import JSON, Caller
from tests.sqlanywhere.http_target import prepare
from tests.sqlanywhere.machine import Connection, Database

pytest_plugins = ("tests.sqlanywhere.http_fixtures",)


def test_bodies_that_are_not_taken(caller: Caller) -> None:
    assert caller.send("/sms/ytel", b"a=1", headers={"Content-Length": "x"}).status == 400
    assert caller.send("/sms/ytel", b"a=" + b"x" * 1048576).status == 413
    assert caller.send("/sms/ytel", b"a=1", headers={"Content-Length": "9" * 30}).status == 413
    caller.sql("INSERT INTO sms_setting (name, value, meaning) VALUES ('max_body', '10', 'x')")
    assert caller.send("/sms/ytel", b"a=123456789").status == 413
    assert caller.send("/sms/ytel", b"a=12345678").status == 200
    caller.sql("UPDATE sms_setting SET value = 'much' WHERE name = 'max_body'")
    assert caller.send("/sms/ytel", b"b=123456789").status == 200


def test_a_batch_is_one_transaction_and_each_item_has_its_token(caller: Caller) -> None:
    caller.sql("UPDATE sms_provider SET idempotency_header = 'X-Once' WHERE provider = 'ytel'")
    body = json.dumps(
        [{"MessageSid": "y1", "Status": "Success"}, 7, {}, {"MessageSid": "y2", "Status": "Failed"}]
    ).encode()
    try:
        assert caller.send("/sms/ytel/status", body, JSON, headers={"X-Once": "T"}).status == 200
        assert caller.send("/sms/ytel/status", body, JSON, headers={"X-Once": "T"}).status == 200
    finally:
        caller.sql("UPDATE sms_provider SET idempotency_header = NULL WHERE provider = 'ytel'")
    rows = caller.journal()
    assert [row["dedupe_key"] for row in rows] == ["token:T", "token:T:1", "token:T:2", "token:T:3"]
    assert [row["hits"] for row in rows] == [2, 2, 2, 2]
    assert [row["error"] for row in rows][1:3] == [
        "body: an item of the list is not an object",
        "the request has no parameters",
    ]
    assert rows[1]["params"] == {"@body": "7"}


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (b"{", JSON, "body: not JSON"),
        (b"{", None, "body: neither a form nor JSON"),
        (b"<x/>", "text/xml", "body: neither a form nor JSON"),
        (b"7", JSON, "body: the JSON is neither an object nor a list"),
        (b"[" * 65 + b"]" * 65, JSON, "body: the JSON is more than 64 levels deep"),
        (b"[" + b"{}," * 1000 + b"{}]", JSON, "body: more than 1000 callbacks"),
        (b"\xff\xfe\x00", "text/plain", "body: neither a form nor JSON"),
    ],
)
def test_what_nobody_understands_is_kept(caller: Caller, body: bytes, kind: str | None, error: str) -> None:
    assert caller.send("/sms/ytel?q=1", body, kind).status == 200
    (row,) = caller.journal()
    assert (row["state"], row["error"]) == ("failed", error)
    assert row["params"] == {"@body": body.decode("utf-8", "surrogateescape"), "q": "1"}


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_json_in_every_unicode(caller: Caller, codec: str) -> None:
    text = '{"MessageSid": "y1", "Status": "Success", "Text": "Zoë €😀"}'
    assert caller.send("/sms/ytel/status", text.encode(codec), JSON).status == 200
    assert caller.params() == json.loads(text)


def test_json_in_a_declared_charset(caller: Caller) -> None:
    body = '{"MessageSid": "y1", "Text": "déjà"}'.encode("iso-8859-1")
    assert caller.send("/sms/ytel/status", body, "application/json; charset=ISO-8859-1").status == 200
    assert caller.params()["Text"] == "déjà"


@pytest.mark.parametrize("form_body", [True, False])
def test_forms_whatever_the_server_gives_of_them(caller: Caller, form_body: bool) -> None:
    caller.database.assumptions.form_body = form_body
    body = b"MessageSid=y1&Status=Success&Status=Queued&Text=a+b%2Bc%25&E=&&url=u"
    assert caller.send("/sms/ytel/status?Status=Failed&tenant=%C3%A9", body).status == 200
    assert caller.params() == {
        "MessageSid": "y1",
        "Status": ["Success", "Queued", "Failed"],
        "Text": "a b+c%",
        "E": "",
        "url": "u",
        "tenant": "é",
    }


@pytest.mark.parametrize("form_body", [True, False])
def test_charsets_of_a_form(caller: Caller, form_body: bool) -> None:
    caller.database.assumptions.form_body = form_body
    assert (
        caller.send(
            "/sms/ytel/status", b"MessageSid=1&Text=d%E9j%E0", "application/x-www-form-urlencoded; charset=latin1"
        ).status
        == 200
    )
    assert caller.params()["Text"] == "déjà"


def test_a_form_may_name_its_own_charset(caller: Caller) -> None:
    assert caller.send("/sms/ytel/status", b"MessageSid=1&Text=d%E9j%E0&_charset_=iso-8859-1").status == 200
    assert caller.params() == {"MessageSid": "1", "Text": "déjà", "_charset_": "iso-8859-1"}


def test_a_form_in_pieces_larger_than_a_window(caller: Caller) -> None:
    body = b"MessageSid=1&Text=" + b"x" * 9000 + b"&" * 5000 + b"a=1&b" + b"%20" * 3000
    assert caller.send("/sms/ytel/status", body).status == 200
    assert caller.params() == {"MessageSid": "1", "Text": "x" * 9000, "a": "1", "b" + " " * 3000: ""}


@pytest.mark.parametrize("form_body", [True, False])
def test_multipart(caller: Caller, form_body: bool) -> None:
    caller.database.assumptions.form_body = form_body
    body = (
        '--x\r\nContent-Disposition: form-data; name="MessageSid"\r\n\r\ny1\r\n'
        '--x\r\nContent-Disposition: form-data; name="Text"\r\n\r\nna\u00efve + 100 %\r\n'
        '--x\r\nContent-Disposition: form-data; name="File"; filename="f"\r\n'
        "Content-Type: text/plain; charset=utf-8\r\n\r\n\u20ac\r\n--x--\r\n"
    ).encode()
    assert caller.send("/sms/ytel/status?q=1", body, "multipart/form-data; boundary=x").status == 200
    assert caller.params() == {"MessageSid": "y1", "Text": "na\u00efve + 100 %", "File": "\u20ac", "q": "1"}


@pytest.mark.parametrize("fault", [True, False])
def test_a_server_without_http_body(caller: Caller, fault: bool) -> None:
    def fails(connection: Connection, statement: tree.Statement) -> None:
        if fault and isinstance(statement, tree.SetVariable) and "name='HTTP_BODY'" in repr(statement.value):
            raise SqlError(-265, "42000", "Procedure 'HTTP_BODY' not found")

    caller.database.fault = fails
    body = b'{"MessageSid": "y1", "Text": "100 % + \xc3\xa9"}'
    assert caller.send("/sms/ytel/status?body=x", body, JSON).status == 200
    caller.database.fault = None
    assert caller.params() == {"MessageSid": "y1", "Text": "100 % + é", "body": "x"}


def test_a_body_that_the_server_gives_in_another_length(caller: Caller) -> None:
    # As if it had changed its charset: then the variable, as it came, is the body.
    body = b'{"MessageSid": "y1", "Text": "\xc3\xa9"}'
    assert caller.send("/sms/ytel/status", body, JSON, headers={"Content-Length": str(len(body) + 5)}).status == 200
    assert caller.params()["Text"] == "é"


@pytest.mark.parametrize("form_body", [True, False])
def test_a_database_that_is_not_unicode_keeps_every_text(form_body: bool) -> None:
    text = "Zoë 日本 😀 €"
    with closing(Database(charset="cp1252")) as database:
        prepare(database)
        database.assumptions.form_body = form_body
        caller = Caller(database)
        fields = [("MessageSid", "SM1"), ("From", "+1"), ("To", "+2"), ("Body", text)]
        assert caller.form("/sms/twilio", fields).status == 200
        body = json.dumps({"MessageSid": "y1", "Text": text}, ensure_ascii=False).encode()
        assert caller.send("/sms/ytel/status", body, JSON).status == 200
        assert [row["params"].get("Body") or row["params"]["Text"] for row in caller.journal()] == [text, text]
