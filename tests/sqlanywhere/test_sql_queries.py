"""The statements of sql/sqlanywhere/query/ about messages, the journal and replays."""

from __future__ import annotations

import json

from tests.sqlanywhere.installed import Client, callback, column, message
from tests.sqlanywhere.runtime import Value

ALL = 2147483647
OLD, NEW = "2026-01-01 00:00:00.000", "2026-02-01 00:00:00.000"


def test_messages_newest_first(client: Client) -> None:
    message(client, "a", "sent", to_number="+1", campaign="c")
    message(client, "b", "failed", to_number="+2", created_at=NEW)
    message(client, "B", "failed", to_number="+1", created_at=NEW, provider="twilio")
    message(client, "A", "delivered", to_number="+1", created_at=NEW)
    none: dict[str, Value] = {
        "provider": None,
        "status": None,
        "to_number": None,
        "campaign": None,
        "since": None,
        "failed": 0,
        "limit": ALL,
    }
    assert column(client.query("message_list", **none)) == ["A", "b", "B", "a"]
    changes: list[tuple[dict[str, Value], list[str]]] = [
        ({"limit": 2}, ["A", "b"]),
        ({"limit": 0}, []),
        ({"provider": "twilio"}, ["B"]),
        ({"status": "failed"}, ["b", "B"]),
        ({"to_number": "+1"}, ["A", "B", "a"]),
        ({"campaign": "c"}, ["a"]),
        ({"since": NEW}, ["A", "b", "B"]),
        ({"failed": 1}, ["b", "B"]),
        ({"failed": 1, "to_number": "+1", "limit": 1}, ["B"]),
    ]
    for change, expected in changes:
        assert column(client.query("message_list", **{**none, **change})) == expected
    assert len(client.query("message_list", **none)[0]) == 25


def test_a_message_with_its_history_and_replies(client: Client) -> None:
    for provider, message_id in (("acme", "m1"), ("acme", "M1"), ("twilio", "m1")):
        message(client, message_id, provider=provider)
        client.insert("sms_status", provider=provider, message_id=message_id, status="sent", received_at=OLD, applied=1)
        client.insert(
            "sms_inbound",
            provider=provider,
            from_number=f"{provider} {message_id}",
            natural_key=message_id,
            reply_to=message_id,
            received_at=OLD,
        )
    shown = client.query("message_show", message_id="m1", provider=None)
    assert [(row["provider"], row["message_id"]) for row in shown] == [("acme", "m1"), ("twilio", "m1")]
    assert len(shown[0]) == 25
    assert column(client.query("message_show", message_id="m1", provider="twilio"), "provider") == ["twilio"]
    assert client.query("message_show", message_id="m1", provider="ytel") == []
    assert column(client.query("message_history", message_id="M1", provider="acme")) == ["M1"]
    assert column(client.query("message_reply", message_id="m1", provider="acme"), "from_number") == ["acme m1"]


def test_the_journal(client: Client) -> None:
    numbers = [
        callback(client, "k0", "done", received_at=OLD),
        callback(client, "k1", "failed", received_at=NEW, attempts=4, error="why"),
        callback(client, "k2", "failed", received_at=NEW, attempts=5, provider="twilio"),
        callback(client, "k3", "pending", received_at=NEW, attempts=9),
    ]
    assert column(client.query("callback_open", limit=ALL), "callback_id") == [numbers[1], numbers[3]]
    assert column(client.query("callback_open", limit=1), "callback_id") == [numbers[1]]
    assert client.query("callback_state", callback_ids=json.dumps(numbers[:2])) == [
        {"callback_id": numbers[0], "provider": "acme", "kind": "status", "state": "done", "error": None},
        {"callback_id": numbers[1], "provider": "acme", "kind": "status", "state": "failed", "error": "why"},
    ]
    assert client.query("callback_state", callback_ids="[]") == []
    none: dict[str, Value] = {
        "since": None,
        "until": None,
        "provider": None,
        "state": None,
        "callback_ids": None,
        "limit": ALL,
    }
    for change, expected in (
        ({}, numbers),
        ({"limit": 3}, numbers[:3]),
        ({"since": NEW}, numbers[1:]),
        ({"until": NEW}, numbers[:1]),
        ({"provider": "twilio"}, numbers[2:3]),
        ({"state": "failed"}, numbers[1:3]),
        ({"callback_ids": json.dumps([numbers[3], numbers[0]])}, [numbers[0], numbers[3]]),
        ({"callback_ids": json.dumps([numbers[3]]), "state": "done"}, []),
    ):
        assert column(client.query("replay_select", **{**none, **change}), "callback_id") == expected


def test_what_a_replay_reads(client: Client) -> None:
    number = callback(client, "k0")
    for message_id in ("m1", "M1"):
        message(client, message_id)
        for _ in range(2):
            client.insert(
                "sms_status",
                callback_id=number,
                provider="acme",
                message_id=message_id,
                status="sent",
                received_at=OLD,
                applied=1,
            )
    client.insert(
        "sms_inbound", callback_id=number, provider="acme", from_number="+1", natural_key="id:i", received_at=OLD
    )
    client.insert("sms_opt_out", callback_id=number, provider="acme", number="+1", sender="")
    client.insert("sms_opt_out", provider="acme", number="+1", sender="Acme")
    client.insert("sms_campaign", callback_id=number, provider="acme", campaign="c", created_at=OLD, updated_at=OLD)
    touched = client.query("replay_touched", callback_ids=json.dumps([number, 0]))
    assert sorted(tuple(map(str, row.values())) for row in touched) == [
        ("sms_campaign", "acme", "c", ""),
        ("sms_inbound", "acme", "id:i", ""),
        ("sms_message", "acme", "M1", ""),
        ("sms_message", "acme", "m1", ""),
        ("sms_opt_out", "acme", "+1", ""),
    ]
    assert list(touched[0]) == ["table_name", "provider", "second", "third"]
    assert column(client.query("replay_history", callback_ids=json.dumps([number]))) == ["m1", "m1", "M1", "M1"]
    keys = json.dumps([["acme", "m1"], ["acme", "M1"], ["acme", "x"], ["twilio", "m1"]])
    assert column(client.query("replay_message", keys=keys)) == ["M1", "m1"]
    assert column(client.query("replay_inbound", keys='[["acme", "id:i"], ["acme", "ID:I"]]'), "natural_key") == [
        "id:i"
    ]
    assert column(
        client.query("replay_opt_out", keys='[["acme", "+1", "Acme"], ["acme", "+1", "ACME"]]'), "sender"
    ) == ["Acme"]
    assert column(client.query("replay_opt_out", keys='[["acme", "+1", ""]]'), "sender") == [""]
    assert column(client.query("replay_campaign", keys='[["acme", "c"], ["acme", "C"]]'), "campaign") == ["c"]
