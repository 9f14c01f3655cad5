"""sp_sms_inbound, and the opt-outs that it finds."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.sqlanywhere.installed import Client, is_now
from tests.sqlanywhere.runtime import Value


def test_inbound_makes_the_row(client: Client) -> None:
    client.call(
        "sp_sms_inbound",
        p_provider="acme",
        p_message_id="i1",
        p_from_number="+1",
        p_to_number="+2",
        p_body="hello",
        p_media='[{"url":"u","content_type":null}]',
        p_reply_to="m1",
        p_account="a",
        p_parts=2,
        p_price="0.01",
        p_currency="EUR",
        p_occurred_at="2026-01-01 00:00:00",
        p_received_at="2026-01-01 00:00:01",
        p_callback_id=7,
    )
    row = client.one(
        "SELECT message_id, from_number, to_number, body, media, reply_to, account, parts, CAST(price AS VARCHAR(20)),"
        " currency, natural_key, natural_bytes, occurred_at, received_at, callback_id FROM sms.sms_inbound"
    )
    times = (dt.datetime(2026, 1, 1), dt.datetime(2026, 1, 1, 0, 0, 1))
    assert row[:5] == ("i1", "+1", "+2", "hello", '[{"url":"u","content_type":null}]')
    assert row[5:8] == ("m1", "a", 2)
    assert float(str(row[8])) == 0.01
    assert row[9:] == ("EUR", "id:i1", b"id:i1", *times, 7)


def test_the_same_inbound_message_fills_what_is_missing(client: Client) -> None:
    client.call(
        "sp_sms_inbound", p_provider="acme", p_message_id="i1", p_from_number="+1", p_body="Hi", p_currency="EUR"
    )
    client.call(
        "sp_sms_inbound",
        p_provider="acme",
        p_message_id="i1",
        p_from_number="+9",
        p_body="Other",
        p_to_number="+2",
        p_price=1,
        p_currency="USD",
    )
    client.call("sp_sms_inbound", p_provider="acme", p_message_id="I1", p_from_number="+1")
    found = client.rows("SELECT from_number, body, to_number, currency FROM sms.sms_inbound ORDER BY natural_bytes")
    assert found == [("+1", None, None, None), ("+1", "Hi", "+2", "USD")]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"p_natural_key": "n", "p_message_id": "i"}, "n"),
        ({"p_message_id": "i", "p_callback_id": 3}, "id:i"),
        ({"p_callback_id": 3}, "callback:3"),
    ],
)
def test_the_key_of_an_inbound_message(client: Client, given: dict[str, Value], key: str) -> None:
    client.call("sp_sms_inbound", p_provider="acme", p_from_number="+1", **given)
    row = client.one("SELECT natural_key, received_at FROM sms.sms_inbound")
    assert row[0] == key
    assert is_now(row[1])


@pytest.mark.parametrize(
    ("given", "opt_out"),
    [
        ({"p_body": "STOP"}, (1, "", "STOP")),
        ({"p_body": " \t\r\nstop\n\t "}, (1, "", "STOP")),
        ({"p_body": "Start", "p_to_number": "+2"}, (0, "+2", "START")),
        ({"p_body": "stop", "p_to_number": "+2", "p_sender": "Acme"}, (1, "Acme", "STOP")),
        ({"p_body": "stop it"}, None),
        ({"p_body": "s\ttop"}, None),
        ({"p_body": "\u017ftop"}, None),
        ({"p_body": "x" * 40}, None),
        ({"p_body": " \n "}, None),
        ({"p_body": None}, None),
        ({"p_body": "hello", "p_opt_out_type": "stop"}, (1, "", "STOP")),
        ({"p_body": "STOP", "p_opt_out_type": "HELP"}, None),
        ({"p_body": "STOP", "p_opt_out_type": ""}, (1, "", "STOP")),
    ],
)
def test_an_inbound_message_may_opt_out(
    client: Client, given: dict[str, Value], opt_out: tuple[int, str, str] | None
) -> None:
    client.call("sp_sms_inbound", p_provider="acme", p_message_id="i1", p_from_number="+1", **given)
    found = client.rows("SELECT opted_out, sender, keyword FROM sms.v_sms_opt_out WHERE number = '+1'")
    assert found == ([] if opt_out is None else [opt_out])


def test_a_keyword_of_two_words_keeps_its_blank(client: Client) -> None:
    client.run("INSERT INTO sms.sms_keyword (provider, keyword, action) VALUES ('acme', 'STOP ALL', 'stop')")
    for number, body in enumerate(("stop\tall", "stop\nall", " stop all\n")):
        client.call(
            "sp_sms_inbound", p_provider="acme", p_message_id=str(number), p_from_number=f"+{number}", p_body=body
        )
    assert client.rows("SELECT number, keyword FROM sms.sms_opt_out") == [("+2", "STOP ALL")]


@pytest.mark.parametrize(
    ("occurred_at", "received_at", "at"),
    [
        ("2026-01-01 00:00:00", "2026-01-02 00:00:00", dt.datetime(2026, 1, 1)),
        (None, "2026-01-02 00:00:00", dt.datetime(2026, 1, 2)),
    ],
)
def test_when_an_opt_out_was(client: Client, occurred_at: str | None, received_at: str, at: dt.datetime) -> None:
    client.call(
        "sp_sms_inbound",
        p_provider="acme",
        p_message_id="i1",
        p_from_number="+1",
        p_body="STOP",
        p_occurred_at=occurred_at,
        p_received_at=received_at,
        p_callback_id=5,
    )
    assert client.one("SELECT opted_out_at, callback_id FROM sms.sms_opt_out") == (at, 5)
