"""Where a web service's request goes, what a sender hears, and what a fault of the database means."""

from __future__ import annotations

from contextlib import closing

import pytest

from sms_callback.contract.selftest import PUBLIC_URL
from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.http_client import JSON, STATUS, Caller, sign
from tests.sqlanywhere.http_target import prepare
from tests.sqlanywhere.machine import Connection, Database
from tests.sqlanywhere.runtime import HttpExchange, HttpVariable

pytest_plugins = ("tests.sqlanywhere.http_fixtures",)


def test_a_status_becomes_rows(caller: Caller) -> None:
    answer = caller.form("/sms/twilio", STATUS)
    assert (answer.status, answer.body, answer.header("Content-Type")) == (200, b"", None)
    (row,) = caller.journal()
    assert (row["via"], row["kind"], row["state"], row["method"]) == ("database", "status", "done", "POST")
    assert (row["path"], row["remote_addr"], row["params"]) == ("/sms/twilio", "192.0.2.7", dict(STATUS))
    with caller.session() as session:
        assert session.select("SELECT status FROM sms_message") == [{"status": "delivered"}]


def test_an_inbound_message_hears_what_its_provider_wants(caller: Caller) -> None:
    answer = caller.form("/sms/twilio/fallback", [("MessageSid", "SM2"), ("From", "+1"), ("To", "+2"), ("Body", "hi")])
    assert (answer.status, answer.body, answer.header("Content-Type")) == (200, b"<Response/>", "text/xml")
    assert caller.journal()[0]["via"] == "fallback"
    assert caller.journal()[0]["url_kind"] is None


@pytest.mark.parametrize(
    "path",
    [
        "/sms/twilio",
        "/sms/twilio/",
        "/sms/twilio/status",
        "/sms/twilio/status/",
        "/ws_sms_update",
        "/model/sms/twilio/status",
    ],
)
def test_paths_that_lead_to_a_status(caller: Caller, path: str) -> None:
    called = path.removeprefix("/model")
    answer = caller.send(
        path, b"MessageSid=SM1&MessageStatus=sent",
        headers={"X-Twilio-Signature": sign(PUBLIC_URL + called, [("MessageSid", "SM1"), ("MessageStatus", "sent")])},
    )  # fmt: skip
    assert answer.status == 200
    assert caller.journal()[0]["path"] == path
    assert caller.journal()[0]["url_kind"] == (None if path.rstrip("/") == "/sms/twilio" else "status")


@pytest.mark.parametrize(
    "path",
    [
        "/sms/twilio/a/b",
        "/sms/twilio//",
        "/sms/nobody",
        "/sms/twilio/status/a/b",
        "/sms/twilio/status//",
        "/sms/twilio/status/a//",
        "/other",
    ],
)
def test_paths_that_mean_nothing(caller: Caller, path: str) -> None:
    assert caller.form(path, STATUS).status == 404
    assert caller.journal() == []


def test_the_kind_may_stand_in_the_rest_of_the_path(caller: Caller) -> None:
    caller.sql('DROP SERVICE "sms/octopush/status"')
    try:
        assert (
            caller.send("/sms/octopush/status/contract-octopush-token", b"message_id=1&status=DELIVERED").status == 200
        )
        assert caller.journal()[0]["url_kind"] == "status"
        assert caller.journal()[0]["path"] == "/sms/octopush/status/***"
    finally:
        caller.sql(
            "CREATE SERVICE \"sms/octopush/status\" TYPE 'RAW' AUTHORIZATION OFF USER sms_http URL ON"
            " AS CALL sms.sp_sms_http('sms/octopush/status', 'octopush', 'status')"
        )


def test_a_service_that_a_path_does_not_name(caller: Caller) -> None:
    caller.sql(
        "CREATE SERVICE root TYPE 'RAW' AUTHORIZATION OFF USER sms_http URL ON"
        " AS CALL sms.sp_sms_http('sms/ytel', 'ytel', '')"
    )
    try:
        assert caller.send("/nothing?MessageSid=y1").status == 404
        assert "reason=no such path" in caller.log()
    finally:
        caller.sql("DROP SERVICE root")


@pytest.mark.parametrize(
    "uri", ["http://db.example.com/sms/ytel?MessageSid=y1", "/sms/ytel?MessageSid=y1", "/sms/ytel"]
)
def test_a_request_line_with_a_whole_url(caller: Caller, uri: str) -> None:
    # RFC 9112, section 3.2.2; the model's listener hands out paths alone, and says the query apart.
    exchange = HttpExchange(
        method="GET",
        uri=uri,
        version="HTTP/1.1",
        query_string="MessageSid=y1",
        headers=(),
        variables=(HttpVariable("MessageSid", "y1", b"y1", "y1"),),
        body=b"",
        remote_addr="192.0.2.7",
        service="sms/ytel",
    )
    with closing(caller.database.open("sms_http")) as connection:
        connection.http = exchange
        assert connection.execute("CALL sms.sp_sms_http('sms/ytel', 'ytel', '')").rows == [(b"",)]
    assert exchange.status == "200"
    assert (caller.journal()[0]["path"], caller.params()) == ("/sms/ytel", {"MessageSid": "y1"})


def test_a_method_that_means_nothing(caller: Caller) -> None:
    assert caller.send("/sms/ytel", b"a=1", method="PUT").status == 501
    caller.sql("ALTER SERVICE \"sms/ytel\" METHODS '*'")
    try:
        answer = caller.send("/sms/ytel", b"a=1", method="PUT")
        assert (answer.status, answer.header("Allow")) == (405, "GET, POST")
        assert caller.send("/sms/ytel", method="HEAD").status == 405
    finally:
        caller.sql("ALTER SERVICE \"sms/ytel\" METHODS 'POST,GET'")
    assert caller.journal() == []


def test_a_provider_that_is_gone_and_one_without_account(caller: Caller) -> None:
    caller.sql("UPDATE sms_account SET enabled = 0 WHERE provider = 'ytel'")
    assert caller.send("/sms/ytel?MessageSid=1").status == 403
    caller.sql(
        "CREATE SERVICE \"sms/gone\" TYPE 'RAW' AUTHORIZATION OFF USER sms_http URL ON"
        " AS CALL sms.sp_sms_http('sms/gone', 'gone', '')"
    )
    try:
        assert caller.send("/sms/gone").status == 404
    finally:
        caller.sql('DROP SERVICE "sms/gone"')
    assert "reason=the provider has no account" in caller.log()
    assert "reason=unknown provider" in caller.log()


def test_an_error_of_the_database_is_no_acknowledgement(caller: Caller) -> None:
    def fails(connection: Connection, statement: tree.Statement) -> None:
        if isinstance(statement, tree.Commit) and connection.http is not None:
            raise SqlError(-304, "40W06", "Disk full")

    caller.database.fault = fails
    answer = caller.form("/sms/twilio", STATUS)
    assert (answer.status, answer.header("Retry-After")) == (503, "30")
    caller.database.fault = None
    assert caller.journal() == []
    assert "SQLCODE -304" in caller.log()
    assert caller.form("/sms/twilio", STATUS).status == 200


@pytest.mark.parametrize("code", [-210, -306])
def test_what_may_pass_by_itself_is_not_a_failed_callback(caller: Caller, code: int) -> None:
    def fails(connection: Connection, statement: tree.Statement) -> None:
        if isinstance(statement, tree.Insert) and statement.table.name == "sms_callback":
            raise SqlError(code, "40001", "not now")

    caller.database.fault = fails
    assert caller.form("/sms/twilio", STATUS).status == 503
    caller.database.fault = None
    assert caller.journal() == []


def test_a_callback_that_the_database_refuses_is_kept_with_the_reason(caller: Caller) -> None:
    seen: list[int] = []

    def fails(connection: Connection, statement: tree.Statement) -> None:
        if isinstance(statement, tree.Insert) and statement.table.name == "sms_callback" and not seen:
            seen.append(1)
            raise SqlError(-638, "22001", "Right truncation of string data")

    caller.database.fault = fails
    assert caller.form("/sms/twilio", STATUS).status == 200
    caller.database.fault = None
    (row,) = caller.journal()
    assert row["state"] == "failed"
    assert "Right truncation" in str(row["error"])


def test_one_that_is_refused_even_so_is_not_acknowledged(caller: Caller) -> None:
    def fails(connection: Connection, statement: tree.Statement) -> None:
        if isinstance(statement, tree.Insert) and statement.table.name == "sms_callback":
            raise SqlError(-638, "22001", "Right truncation of string data")

    caller.database.fault = fails
    assert caller.form("/sms/twilio", STATUS).status == 503
    assert caller.send("/sms/ytel", b"{", JSON).status == 503
    caller.database.fault = None
    assert caller.journal() == []


def test_sessions_and_connections_are_given_back(caller: Caller) -> None:
    before = len(caller.database.connections())
    for number in range(30):
        assert (
            caller.send(f"/sms/ytel?MessageSid={number}&SessionID=s{number}", headers={"Cookie": "sessionid=x"}).status
            == 200
        )
    assert len(caller.database.connections()) <= before + 1


@pytest.mark.parametrize("version", [12, 16])
def test_older_servers_can_do_all_of_it(version: int) -> None:
    with closing(Database(version=version)) as database:
        prepare(database)
        caller = Caller(database)
        assert caller.form("/sms/twilio", STATUS).status == 200
        assert caller.send("/sms/ytel/status", b'{"MessageSid": "y1", "Status": "Success"}', JSON).status == 200
        assert [row["state"] for row in caller.journal()] == ["done", "done"]


def test_whatever_the_server_does_that_nobody_knows(caller: Caller) -> None:
    assumed = caller.database.assumptions
    try:
        assumed.no_row_sets_null = assumed.error_page_replaces = assumed.http_names_ignore_case = True
        assert caller.form("/sms/twilio", STATUS).status == 200
        assert caller.form("/sms/twilio", STATUS, "wrong").status == 403
        assert caller.send("/sms/ytel", b"{", JSON).status == 200
        assumed.form_body = False
        assert caller.form("/sms/twilio", [("MessageSid", "SM2"), ("MessageStatus", "sent")]).status == 200
        assert [row["state"] for row in caller.journal()] == ["done", "failed", "done"]
    finally:
        assumed.no_row_sets_null = assumed.error_page_replaces = assumed.http_names_ignore_case = False
