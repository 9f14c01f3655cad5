"""sp_sms_callback and sp_sms_apply: what the contract cases do not reach."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator

import pytest

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.installed import Client
from tests.sqlanywhere.machine import Connection
from tests.sqlanywhere.runtime import Value

JOURNAL = "SELECT kind, state, error, hits, attempts FROM sms.sms_callback ORDER BY callback_id"
STATUS = {"event": "status", "id": "m1", "word": "sent"}


def deliver(client: Client, params: object, provider: str = "acme", **given: Value) -> dict[str, Value]:
    """Call the head procedure; its OUT parameters."""
    names = ("url_kind", "method", "path", "remote_addr", "via", "token", "digest", "error", "received_at")
    text = params if isinstance(params, str) or params is None else json.dumps(params, separators=(",", ":"))
    values = [provider, text, *(given.get(name) for name in names), *(None for _ in range(6))]
    places = ", ".join("?" for _ in values)
    cursor = client.connection.execute(f"CALL sms.sp_sms_callback({places})", values)
    out = ("callback_id", "state", "duplicate", "answer_status", "answer_type", "answer_body")
    return {name: cursor.out[place] for place, name in enumerate(out, 11)}


Fault = Callable[[type[tree.Statement], str, int, int], None]


@pytest.fixture
def fault(client: Client) -> Iterator[Fault]:
    """Make statements of a kind on a table fail: kind, table, SQLCODE, how often."""

    def plan(kind: type[tree.Statement], table: str, sqlcode: int, times: int) -> None:
        left = [times]

        def run(connection: Connection, statement: tree.Statement) -> None:
            del connection
            if left[0] and isinstance(statement, kind) and str(getattr(statement, "table", "")).endswith(table):
                left[0] -= 1
                raise SqlError(sqlcode, "WW000", "made to fail")

        client.connection.database.fault = run

    yield plan
    client.connection.database.fault = None


def test_the_answer_of_the_kind_or_of_all(client: Client) -> None:
    found = deliver(client, STATUS)
    assert (found["state"], found["duplicate"]) == ("done", 0)
    assert (found["answer_status"], found["answer_type"], found["answer_body"]) == (202, None, "")
    found = deliver(client, {"event": "inbound", "from": "+1"})
    assert (found["answer_status"], found["answer_type"], found["answer_body"]) == (200, "text/xml", "<ok/>")
    found = deliver(client, STATUS, "ACME")
    assert (found["state"], found["answer_status"], found["answer_type"], found["answer_body"]) == (
        "failed",
        200,
        None,
        "",
    )


def test_providers_that_differ_in_case_have_callbacks_of_their_own(client: Client) -> None:
    for provider in ("acme", "ACME", "Acme", "ACME"):
        deliver(client, STATUS, provider, token="t")
    rows = client.rows("SELECT provider, hits, error FROM sms.sms_callback ORDER BY callback_id")
    assert rows == [
        ("acme", 1, None),
        ("ACME", 2, "provider: 'ACME' is not in sms_provider"),
        ("Acme", 1, "provider: 'Acme' is not in sms_provider"),
    ]


@pytest.mark.parametrize("provider", [None, "", "nobody", "x" * 1000])
def test_a_provider_that_nobody_knows(client: Client, provider: str | None) -> None:
    found = deliver(client, STATUS, provider)  # type: ignore[arg-type]
    assert found["state"] == "failed"
    (row,) = client.rows("SELECT provider, error FROM sms.sms_callback")
    name = (provider or "")[:250]
    assert row == (name, f"provider: '{name}' is not in sms_provider")


def test_the_digest_is_made_if_there_is_none(client: Client) -> None:
    text = json.dumps({"event": "odd"})
    deliver(client, text)
    deliver(client, text, digest="d1")
    deliver(client, None)
    keys = [row[0] for row in client.rows("SELECT dedupe_key FROM sms.sms_callback ORDER BY callback_id")]
    empty = hashlib.sha256(b"").hexdigest()
    assert keys == [
        f"digest:odd:{hashlib.sha256(text.encode()).hexdigest()}",
        "digest:odd:d1",
        f"digest:unknown:{empty}",
    ]


def test_keys_tell_case(client: Client) -> None:
    for name in ("m1", "M1", "m1"):
        deliver(client, {**STATUS, "id": name})
    assert [row[3] for row in client.rows(JOURNAL)] == [2, 1]


@pytest.mark.parametrize("kind", ["Status", "INBOUND", "mystery"])
def test_a_kind_is_what_it_is_to_the_letter(client: Client, kind: str) -> None:
    deliver(client, STATUS, url_kind=kind)
    assert client.one(JOURNAL)[:3] == (kind, "failed", f"kind: '{kind}' cannot be worked")


def test_an_opt_out_of_an_odd_type(client: Client) -> None:
    client.script(
        "INSERT INTO sms_provider_field (provider, kind, column_name, preference, param, in_key) VALUES"
        " ('acme', 'opt_out', 'number', 1, 'number', 0), ('acme', 'opt_out', 'type', 1, 'type', 0);"
    )
    for word, state in (("stop", "done"), ("Start", "done"), ("odd", "failed")):
        found = deliver(client, {"number": "+1", "type": word}, url_kind="opt_out")
        assert found["state"] == state
    assert client.rows(JOURNAL)[2][2] == "sp_sms_opt_out: p_type is neither STOP nor START"
    assert len(client.rows("SELECT 1 FROM sms.sms_opt_out")) == 1


def test_a_kind_with_columns_that_nobody_works(client: Client) -> None:
    client.run("INSERT INTO sms.sms_kind_column (kind, column_name, type) VALUES ('odd', 'text', 'text')")
    deliver(client, {"event": "odd"})
    assert client.one(JOURNAL)[:3] == ("odd", "failed", "kind: 'odd' cannot be worked")


def test_a_status_that_is_not_there(client: Client) -> None:
    client.run("DELETE FROM sms.sms_provider_status WHERE status = 'unknown'")
    client.run("DELETE FROM sms.sms_status_code WHERE status = 'unknown'")
    deliver(client, {**STATUS, "word": "odd"})
    assert client.one(JOURNAL)[:3] == (
        "status",
        "failed",
        "sp_sms_update: the status of this word is not in sms_status_code",
    )


def test_an_unexpected_error_ends_as_failed_and_takes_back_what_it_did(client: Client, fault: Fault) -> None:
    fault(tree.Insert, "sms_status", -1234, 1)
    assert deliver(client, STATUS)["state"] == "failed"
    assert client.one(JOURNAL) == ("status", "failed", "made to fail", 1, 1)
    assert client.rows("SELECT 1 FROM sms.sms_message") == []
    (callback_id,) = client.one("SELECT callback_id FROM sms.sms_callback")
    client.run("CALL sms.sp_sms_apply(?)", callback_id)
    assert client.one(JOURNAL) == ("status", "done", None, 1, 2)
    assert client.one("SELECT status FROM sms.sms_message") == ("sent",)


def test_a_price_that_is_too_high_for_all_parts(client: Client) -> None:
    for part in ("a", "b"):
        deliver(client, {**STATUS, "word": "delivered", "part_id": part, "parts": "2", "price": "9999999999"})
    first, second = client.rows(JOURNAL)
    assert (first[1], second[1]) == ("done", "failed")
    assert second[2]
    assert client.rows("SELECT part_id FROM sms.sms_part") == [("a",)]


@pytest.mark.parametrize("sqlcode", [-210, -306, -307, -684, -304])
def test_what_may_go_better_the_next_time_is_raised(client: Client, fault: Fault, sqlcode: int) -> None:
    fault(tree.Insert, "sms_status", sqlcode, 1)
    with pytest.raises(SqlError) as caught:
        deliver(client, STATUS)
    assert caught.value.sqlcode == sqlcode


@pytest.mark.parametrize("table", ["sms_callback", "sms_message"])
@pytest.mark.parametrize("sqlcode", [-193, -196])
def test_another_was_first_to_make_the_row(client: Client, fault: Fault, table: str, sqlcode: int) -> None:
    fault(tree.Insert, table, sqlcode, 1)
    assert deliver(client, STATUS)["state"] == "done"
    assert client.one("SELECT status FROM sms.sms_message") == ("sent",)


@pytest.mark.parametrize(("table", "raised"), [("sms_callback", True), ("sms_message", False)])
def test_another_error_there(client: Client, fault: Fault, table: str, raised: bool) -> None:
    fault(tree.Insert, table, -1234, 1)
    if raised:
        with pytest.raises(SqlError, match="made to fail"):
            deliver(client, STATUS)
    else:
        assert deliver(client, STATUS)["state"] == "failed"


def test_nothing_to_apply(client: Client) -> None:
    client.run("CALL sms.sp_sms_apply(0)")
    assert client.rows(JOURNAL) == []


def test_applying_again_changes_nothing(client: Client) -> None:
    deliver(client, {**STATUS, "word": "failed", "code": "5", "part_id": "a", "parts": "2", "price": "0.1"})
    deliver(client, {"event": "inbound", "id": "i1", "from": "+1", "to": "+2", "body": " stop\n", "MediaUrl0": "x"})
    deliver(client, {"campaign_id": "c1", "count.delivered": "2"})
    tables = ("sms_status", "sms_part", "sms_inbound", "sms_opt_out", "sms_campaign")
    selects = [
        "SELECT status, status_at, failed_at, error_code, price FROM sms.sms_message",
        *(f"SELECT * FROM sms.{table}" for table in tables),
    ]
    before = [client.rows(select) for select in selects]
    for (callback_id,) in client.rows("SELECT callback_id FROM sms.sms_callback"):
        client.run("CALL sms.sp_sms_apply(?)", callback_id)
    assert all(before)
    assert [client.rows(select) for select in selects] == before
    assert [row[1:3] for row in client.rows(JOURNAL)] == [("done", None)] * 3


@pytest.mark.parametrize(
    "params",
    [
        {**STATUS, "body": "x" * 1_000_000},
        {**STATUS, **{f"p{number}": str(number) for number in range(2000)}},
        {**STATUS, 'a"b': "'", "a.b": "$1 %s", "": "x", "\0": "\0", "\ud800": "\udfff"},
        {**STATUS, "body": "\\u0000 \\\0 \\\\u0000 \ud83d \U0001f642"},
        {"event": "status", "id": "m1", "word": ["\0" * 64, None]},
        {"event": None, "id": []},
        {},
    ],
    ids=["1 MB", "2000 parameters", "odd names", "escapes", "NULs", "nulls", "nothing"],
)
def test_the_journal_holds_whatever_comes(client: Client, params: dict[str, object]) -> None:
    found = deliver(client, params)
    text, state = client.one("SELECT params, state FROM sms.sms_callback")
    assert state == found["state"]
    assert json.loads(str(text)) == params


def test_what_no_column_can_hold_is_replaced_and_nothing_else(client: Client) -> None:
    text = "\\u0000 \0 \\\\\\u0000 \ud83d \udc00\ud83d\ude42 \U0001f642 \ud800\ud800\udc00"
    deliver(client, {**STATUS, "body": text})
    assert client.one("SELECT body FROM sms.sms_message") == (
        "\\u0000 \ufffd \\\\\\u0000 \ufffd \ufffd\U0001f642 \U0001f642 \ufffd\U00010000",
    )


def test_long_keys_are_kept_short_and_apart(client: Client) -> None:
    long = "x" * 300
    found = [deliver(client, {"event": "odd"}, token=long + end)["duplicate"] for end in ("a", "b", "a")]
    assert found == [0, 0, 1]
    keys = [str(row[0]) for row in client.rows("SELECT dedupe_key FROM sms.sms_callback")]
    assert all(len(key) == 165 and key.startswith(f"token:{'x' * 94}#") for key in keys)


def test_a_parameter_takes_few_statements(client: Client) -> None:
    count = [0]

    def run(connection: Connection, statement: tree.Statement) -> None:
        count[0] += 1

    found = []
    for parameters in (10, 110):
        count[0] = 0
        client.connection.database.fault = run
        try:
            deliver(client, {**STATUS, **{f"Parameter{number}": "some value" for number in range(parameters)}})
        finally:
            client.connection.database.fault = None
        found.append(count[0])
    assert found[1] - found[0] <= 100 * 10 + 50
    assert found[0] < 1000
