"""sp_sms_update called directly, as by an application or by an existing web service."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.installed import Client, message

MESSAGE = (
    "SELECT to_number, status, provider_status, error_code, error_message, price, currency, parts FROM sms.sms_message"
)
HISTORY = "SELECT provider, message_id, part_id, status, error_code, applied FROM sms.sms_status ORDER BY status_id"


def default_provider(client: Client, name: str = "acme") -> None:
    client.run("UPDATE sms.sms_setting SET value = ? WHERE name = 'default_provider'", name)


def test_the_call_of_an_existing_service(client: Client) -> None:
    default_provider(client)
    client.run("CALL sms.sp_sms_update(?, ?, ?, ?, ?)", "+1", "SM1", "5", "sent", "Failed")
    assert client.one(MESSAGE) == ("+1", "failed", "Failed", "5", "no such phone", None, None, None)
    assert client.one(HISTORY) == ("acme", "SM1", None, "failed", "5", 1)


@pytest.mark.parametrize("nothing", [None, "", "  ", "null", " null "])
def test_what_says_nothing_counts_as_null(client: Client, nothing: str | None) -> None:
    default_provider(client)
    client.run("CALL sms.sp_sms_update(?, ?, ?, ?, ?)", nothing, "SM1", nothing, "failed", nothing)
    assert client.one(MESSAGE) == (None, "failed", "failed", None, None, None, None, None)


@pytest.mark.parametrize(
    ("sid", "word"), [(None, "sent"), ("null", "sent"), (" ", "sent"), ("SM1", None), ("SM1", "null")]
)
def test_a_missing_sid_or_word_is_an_error(client: Client, sid: str | None, word: str | None) -> None:
    with pytest.raises(SqlError, match="p_sid, or p_status and p_message, are missing"):
        client.run("CALL sms.sp_sms_update('+1', ?, NULL, ?)", sid, word)
    assert client.rows(MESSAGE) == client.rows(HISTORY) == []


def test_a_status_that_is_not_there_is_an_error(client: Client) -> None:
    client.run("DELETE FROM sms.sms_provider_status WHERE status = 'unknown'")
    client.run("DELETE FROM sms.sms_status_code WHERE status = 'unknown'")
    with pytest.raises(SqlError) as caught:
        client.call("sp_sms_update", p_sid="m1", p_status="odd", p_provider="acme")
    assert (caught.value.sqlcode, caught.value.sqlstate) == (-297, "99001")
    assert client.rows(MESSAGE) == client.rows(HISTORY) == []


def test_a_message_in_parts_needs_the_status_sent(client: Client) -> None:
    client.run("DELETE FROM sms.sms_provider_status WHERE status = 'sent'")
    client.run("DELETE FROM sms.sms_status_code WHERE status = 'sent'")
    with pytest.raises(SqlError) as caught:
        client.call("sp_sms_update", p_sid="m1", p_status="delivered", p_provider="acme", p_part_id="a", p_parts=2)
    assert caught.value.sqlstate == "99001"


def test_ids_that_differ_in_case_are_two_messages(client: Client) -> None:
    for sid, word in (("SMa", "sent"), ("SMA", "failed"), ("SMa", "delivered")):
        client.call("sp_sms_update", p_sid=sid, p_status=word, p_provider="acme")
    rows = client.rows("SELECT message_id, status FROM sms.sms_message ORDER BY message_key")
    assert rows == [("SMA", "failed"), ("SMa", "delivered")]


def test_codes_and_words_that_differ_in_case(client: Client) -> None:
    client.run("INSERT INTO sms.sms_provider_error (provider, code, text, permanent) VALUES ('acme', 'E1', 'upper', 0)")
    for sid, word, code in (("m1", "FAILED", "E1"), ("m2", "Failed", "e1"), ("m3", "fa\u0131led", "E1")):
        client.call("sp_sms_update", p_sid=sid, p_status=word, p_provider="acme", p_error_code=code)
    assert client.rows("SELECT status, error_message FROM sms.sms_message ORDER BY message_id") == [
        ("failed", "upper"),
        ("failed", None),
        ("unknown", "upper"),
    ]


def test_each_time_column(client: Client) -> None:
    times = {
        word: dt.datetime(2026, 1, 1, hour)
        for hour, word in enumerate(("queued", "sent", "delivered", "read", "failed"), 1)
    }
    for word in ("queued", "sent", "delivered", "read"):
        client.call("sp_sms_update", p_sid="m1", p_status=word, p_provider="acme", p_occurred_at=times[word])
    columns = "SELECT status, queued_at, sent_at, delivered_at, failed_at FROM sms.sms_message"
    assert client.one(columns) == ("read", times["queued"], times["sent"], times["delivered"], None)
    client.call("sp_sms_update", p_sid="m1", p_status="failed", p_provider="acme", p_occurred_at=times["failed"])
    assert client.one(columns) == ("failed", times["queued"], times["sent"], None, times["failed"])


def test_a_late_event_fills_its_time_only(client: Client) -> None:
    late = dt.datetime(2026, 1, 1)
    client.call("sp_sms_update", p_sid="m1", p_status="delivered", p_provider="acme", p_received_at=late)
    for word in ("queued", "sent"):
        client.call("sp_sms_update", p_sid="m1", p_status=word, p_provider="acme", p_occurred_at=late)
        client.call("sp_sms_update", p_sid="m1", p_status=word, p_provider="acme", p_received_at=late)
    assert client.one("SELECT status, queued_at, sent_at, delivered_at FROM sms.sms_message") == (
        "delivered",
        late,
        late,
        late,
    )
    assert [row[-1] for row in client.rows(HISTORY)] == [1, 0, 0, 0, 0]


def test_parts(client: Client) -> None:
    def part(name: str, word: str, **given: object) -> None:
        client.call("sp_sms_update", p_sid="m1", p_status=word, p_provider="acme", p_part_id=name, **given)  # type: ignore[arg-type]

    part("a", "delivered", p_parts=2, p_price=Decimal("0.5"), p_currency="EUR")
    assert client.one(MESSAGE) == (None, "sent", "delivered", None, None, Decimal("0.5"), "EUR", 2)
    part("A", "delivered", p_price=Decimal("0.25"))
    assert client.one(MESSAGE) == (None, "delivered", "delivered", None, None, Decimal("0.75"), "EUR", 2)
    part("a", "sent", p_price=Decimal("9"))
    part("b", "failed", p_error_code="5")
    assert client.one(MESSAGE) == (None, "delivered", "delivered", None, None, Decimal("0.75"), "EUR", 2)
    parts = client.rows("SELECT part_id, status, price FROM sms.sms_part ORDER BY part_key")
    assert parts == [("A", "delivered", Decimal("0.25")), ("a", "delivered", Decimal("0.5")), ("b", "failed", None)]
    assert [row[2:] for row in client.rows(HISTORY)] == [
        ("a", "delivered", None, 1),
        ("A", "delivered", None, 1),
        ("a", "sent", None, 0),
        ("b", "failed", "5", 0),
    ]


def test_of_a_message_in_one_piece_the_part_says_nothing(client: Client) -> None:
    client.call("sp_sms_update", p_sid="m1", p_status="delivered", p_provider="acme", p_part_id="a", p_parts=1)
    assert client.one(MESSAGE)[1] == "delivered"
    assert client.rows("SELECT 1 FROM sms.sms_part") == []


def test_the_row_that_is_there_is_filled(client: Client) -> None:
    message(client, "m1", None, campaign="c1", price=Decimal("1"), currency="EUR", parts=3)
    client.call(
        "sp_sms_update", p_sid="m1", p_status="sent", p_provider="acme", p_campaign="c2", p_label="l", p_country="DE",
        p_operator="o", p_account="a", p_from_number="f", p_to="t", p_body="b", p_parts=2, p_currency="USD",
    )  # fmt: skip
    columns = (
        "campaign, label, country, operator, account, from_number, to_number, body, parts, price, currency, status"
    )
    assert client.one(f"SELECT {columns} FROM sms.sms_message") == (
        "c1", "l", "DE", "o", "a", "f", "t", "b", 3, Decimal("1"), "EUR", "sent",
    )  # fmt: skip


def test_a_value_that_is_too_long_is_refused(client: Client) -> None:
    with pytest.raises(SqlError) as caught:
        client.call("sp_sms_update", p_sid="m1", p_status="x" * 65, p_provider="acme")
    assert caught.value.sqlcode == -638
