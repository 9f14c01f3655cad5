"""sp_sms_register, and what all that make a row have in common."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.installed import Client, is_now, message
from tests.sqlanywhere.machine import Connection, Database
from tests.sqlanywhere.runtime import Value
from tests.sqlanywhere.tree import Insert, Statement

LONG = "x" * 300


def test_register_makes_the_row(client: Client) -> None:
    client.call(
        "sp_sms_register",
        p_provider="acme",
        p_message_id="m1",
        p_to_number="+1",
        p_from_number="+2",
        p_body="hello",
        p_campaign="c",
        p_label="l",
        p_account="a",
        p_registered_at="2026-01-01 00:00:00",
    )
    row = client.one(
        "SELECT message_key, to_number, from_number, body, campaign, label, account, status, registered_at, created_at"
        " FROM sms.sms_message"
    )
    assert row[:-1] == (b"m1", "+1", "+2", "hello", "c", "l", "a", None, dt.datetime(2026, 1, 1))
    assert is_now(row[-1])
    assert client.rows("SELECT status FROM sms.sms_status") == []


def test_register_wins_where_it_says_something(client: Client) -> None:
    message(client, "m1", "delivered", body="from the provider", to_number="+1", operator="o")
    for label, registered_at in (("first", "2026-01-01 00:00:00"), (None, None)):
        client.call(
            "sp_sms_register",
            p_provider="acme",
            p_message_id="m1",
            p_body="ours",
            p_label=label,
            p_status="queued",
            p_registered_at=registered_at,
        )
    row = client.one("SELECT status, body, label, to_number, operator, registered_at FROM sms.sms_message")
    assert row == ("delivered", "ours", "first", "+1", "o", dt.datetime(2026, 1, 1))
    assert client.rows("SELECT provider_status, applied, received_at FROM sms.sms_status ORDER BY status_id")[0] == (
        "queued",
        0,
        dt.datetime(2026, 1, 1),
    )
    assert client.rows("SELECT message_id FROM sms.v_sms_orphan") == []


def test_register_with_the_word_of_the_api(client: Client) -> None:
    client.call("sp_sms_register", p_provider="acme", p_message_id="m1", p_status="queued")
    client.call("sp_sms_register", p_provider="acme", p_message_id="M1", p_status=" null ")
    assert client.rows("SELECT message_id, status FROM sms.sms_message ORDER BY message_key") == [
        ("M1", None),
        ("m1", "queued"),
    ]


@pytest.mark.parametrize(
    ("procedure", "given", "sqlcode"),
    [
        ("sp_sms_register", {"p_provider": "acme"}, -195),
        ("sp_sms_register", {"p_provider": "acme", "p_message_id": LONG}, -638),
        ("sp_sms_inbound", {"p_provider": "acme", "p_from_number": "+1"}, -195),
        ("sp_sms_inbound", {"p_provider": "acme", "p_message_id": "i"}, -195),
        ("sp_sms_inbound", {"p_provider": "acme", "p_message_id": "i", "p_from_number": LONG}, -638),
        ("sp_sms_opt_out", {"p_provider": "acme"}, -195),
        ("sp_sms_opt_out", {"p_provider": "acme", "p_number": LONG}, -638),
        ("sp_sms_campaign", {"p_provider": "acme"}, -195),
        ("sp_sms_campaign", {"p_provider": "acme", "p_campaign": LONG}, -638),
    ],
)
def test_what_does_not_fit_is_an_error_and_leaves_nothing(
    client: Client, procedure: str, given: dict[str, Value], sqlcode: int
) -> None:
    with pytest.raises(SqlError) as refused:
        client.call(procedure, **given)
    assert refused.value.sqlcode == sqlcode
    for table in ("sms_message", "sms_inbound", "sms_opt_out", "sms_campaign"):
        assert client.one(f"SELECT COUNT(*) FROM sms.{table}") == (0,)


@pytest.mark.parametrize(
    ("procedure", "given", "column", "value"),
    [
        ("sp_sms_register", {"p_message_id": "m1", "p_label": "l"}, "label FROM sms.sms_message", "l"),
        (
            "sp_sms_inbound",
            {"p_message_id": "i1", "p_from_number": "+1", "p_body": "b"},
            "body FROM sms.sms_inbound",
            "b",
        ),
        ("sp_sms_campaign", {"p_campaign": "c", "p_name": "n"}, "name FROM sms.sms_campaign", "n"),
        ("sp_sms_opt_out", {"p_number": "+1", "p_keyword": "k"}, "keyword FROM sms.sms_opt_out", "k"),
    ],
)
def test_another_may_be_first_to_make_the_row(
    objects: Database, client: Client, procedure: str, given: dict[str, Value], column: str, value: str
) -> None:
    """Just before our INSERT the row is there: the same, without what we have to say of it."""
    made: list[Statement] = []

    def first(connection: Connection, statement: Statement) -> None:
        if isinstance(statement, Insert) and not made:
            made.append(statement)
            bare = {name: given[name] for name in given if name not in ("p_label", "p_body", "p_name", "p_keyword")}
            Client(connection).call(procedure, p_provider="acme", **bare)

    objects.fault = first
    try:
        client.call(procedure, p_provider="acme", **given)
    finally:
        objects.fault = None
    assert made
    if procedure == "sp_sms_opt_out":
        # Both at the same moment or the other one earlier: the later time decides.
        assert client.one("SELECT COUNT(*) FROM sms.sms_opt_out") == (1,)
    else:
        assert client.one(f"SELECT {column}") == (value,)
