from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Desk

COLUMNS = [
    "provider",
    "message_id",
    "account",
    "from_number",
    "to_number",
    "body",
    "status",
    "provider_status",
    "status_at",
    "error_code",
    "error_message",
    "parts",
    "price",
    "currency",
    "country",
    "operator",
    "campaign",
    "label",
    "registered_at",
    "queued_at",
    "sent_at",
    "delivered_at",
    "failed_at",
    "created_at",
    "updated_at",
]


def register(desk: Desk, message_id: str, *options: str) -> None:
    desk.run("register", "--provider", "twilio", "--message-id", message_id, *options)


def ids(desk: Desk, *options: str) -> list[str]:
    return [row["message_id"] for row in desk.json("messages", *options)]


def test_a_registered_message_is_a_row(desk: Desk) -> None:
    register(
        desk,
        *("SM1", "--to", "+15005550006", "--from", "+15005550001", "--body", "Grüße ✓ \ud800", "--campaign", "spring"),
        *(
            "--label",
            "order 7",
            "--account",
            "AC1",
            "--status",
            "queued",
            "--registered-at",
            "2026-01-31T13:02:08+01:00",
        ),
    )
    (row,) = desk.json("messages")
    assert list(row) == COLUMNS
    assert {
        name: row[name] for name in ("to_number", "from_number", "body", "campaign", "label", "account", "status")
    } == {
        "to_number": "+15005550006",
        "from_number": "+15005550001",
        "body": "Grüße ✓ \ufffd",
        "campaign": "spring",
        "label": "order 7",
        "account": "AC1",
        "status": "queued",
    }
    assert row["registered_at"] == "2026-01-31 12:02:08.000"


def test_many_are_registered_from_lines(desk: Desk, tmp_path: Path) -> None:
    lines = [{"provider": "twilio", "message_id": f"SM{n:04}", "label": n, "body": None} for n in range(1001)]
    file = tmp_path / "sent.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines) + "\n\n")
    assert "1001 messages registered." in desk.run("register", "--json-lines", str(file)).stderr
    assert len(ids(desk, "--limit", "0")) == 1001
    assert desk.json("messages", "SM0007")["label"] == "7"
    result = desk.run("register", "--json-lines", "-", stdin=json.dumps(lines[0]))
    assert "1 message registered." in result.stderr


def test_a_bad_line_is_named(desk: Desk) -> None:
    good = {"provider": "twilio", "message_id": "SM1"}
    for bad, complaint in [
        ("{", "Line 2 is not JSON"),
        ("[" * 100_000, "Line 2 is not JSON"),
        ("[]", "Line 2 is not a JSON object"),
        (json.dumps(good | {"to": "+1"}), "Line 2 has a name that is no column: 'to'"),
        (json.dumps({"provider": "twilio"}), "Line 2 has no message_id"),
        (json.dumps(good | {"body": {}}), "Line 2: body is not a text"),
        (json.dumps(good | {"registered_at": "soon"}), "'soon' is not a time"),
        (json.dumps(good | {"message_id": "x" * 129}), "Line 2 was refused"),
        (json.dumps(good | {"provider": "nexmo"}), "There is no provider 'nexmo'"),
    ]:
        result = desk.run("register", "--json-lines", "-", stdin=f"{json.dumps(good)}\n{bad}\n", exit_code=2)
        assert complaint in result.stderr
    assert ids(desk) == []


def test_batches_before_a_bad_line_are_kept(desk: Desk) -> None:
    lines = "".join(f'{{"provider": "twilio", "message_id": "SM{n}"}}\n' for n in range(600))
    result = desk.run("register", "--json-lines", "-", stdin=lines + "?\n", exit_code=2)
    assert "The 500 messages before this batch are registered." in result.stderr
    assert len(ids(desk, "--limit", "0")) == 500


def test_register_says_what_is_missing(desk: Desk) -> None:
    assert "--message-id" in desk.run("register", "--provider", "twilio", exit_code=2).stderr
    desk.run("register", "--provider", "twilio", "--json-lines", "-", stdin="", exit_code=2)


def test_filters(desk: Desk) -> None:
    register(desk, "SM1", "--to", "+1", "--campaign", "spring")
    register(desk, "SM2", "--to", "+2", "--campaign", "spring", "--status", "sent")
    register(desk, "SM3", "--to", "+1", "--status", "undelivered")
    desk.run("register", "--provider", "routee", "--message-id", "R4", "--to", "+1")
    desk.sql("UPDATE {s}sms_message SET created_at = '2020-01-01 00:00:00.000' WHERE message_id = 'SM1'")
    desk.sql("UPDATE {s}sms_message SET created_at = '2020-01-02 00:00:00.000' WHERE message_id = 'SM2'")
    desk.sql("UPDATE {s}sms_message SET created_at = '2020-01-03 00:00:00.000' WHERE message_id = 'SM3'")
    assert ids(desk) == ["R4", "SM3", "SM2", "SM1"]
    assert ids(desk, "--limit", "2") == ["R4", "SM3"]
    assert ids(desk, "--to", "+1") == ["R4", "SM3", "SM1"]
    assert ids(desk, "--to", "+1", "--limit", "1") == ["R4"]
    assert ids(desk, "--to", "+1", "--provider", "twilio") == ["SM3", "SM1"]
    assert ids(desk, "--campaign", "spring") == ["SM2", "SM1"]
    assert ids(desk, "--status", "sent") == ["SM2"]
    assert ids(desk, "--failed") == ["SM3"]
    assert ids(desk, "--since", "2020-01-02") == ["R4", "SM3", "SM2"]
    assert ids(desk, "--since", "2020-01-02 01:00+01:00", "--to", "+2") == ["SM2"]
    assert ids(desk, "--since", "1h") == ["R4"]
    assert "is not a time" in desk.run("messages", "--since", "yesterday", exit_code=2).stderr


def test_one_message_with_its_history_and_replies(desk: Desk) -> None:
    desk.deliver(MessageSid="SM1", MessageStatus="sent", From="+15005550001", To="+15005550006")
    desk.deliver(MessageSid="SM1", MessageStatus="delivered", From="+15005550001", To="+15005550006")
    desk.call(
        "sp_sms_inbound",
        provider="twilio",
        message_id="SM2",
        from_number="+15005550006",
        body="ok",
        reply_to="SM1",
    )
    row = desk.json("messages", "SM1")
    assert list(row) == [*COLUMNS, "history", "replies"]
    assert row["status"] == "delivered"
    assert [(event["status"], event["applied"]) for event in row["history"]] == [("sent", 1), ("delivered", 1)]
    assert [reply["body"] for reply in row["replies"]] == ["ok"]
    table = desk.run("messages", "SM1").stdout
    assert "History" in table
    assert "Replies" in table


def test_an_id_that_two_providers_use_needs_the_provider(desk: Desk) -> None:
    register(desk, "1")
    desk.run("register", "--provider", "routee", "--message-id", "1")
    assert "--provider" in desk.run("messages", "1", exit_code=2).stderr
    assert desk.json("messages", "1", "--provider", "routee")["provider"] == "routee"
    assert "There is no message '2'" in desk.run("messages", "2", exit_code=2).stderr
    desk.run("messages", "1", "--failed", exit_code=2)


def test_the_table_cuts_a_long_body(desk: Desk) -> None:
    register(desk, "SM1", "--body", "x" * 100)
    table = desk.run("messages").stdout
    assert "SM1" in table
    assert table.count("x") < 50


def test_what_is_not_there_is_said_and_is_no_empty_table(desk: Desk) -> None:
    none = desk.run("messages", "--campaign", "nobody")
    assert (none.stdout, none.stderr) == ("", "No message fits.\n")
    assert desk.json("messages", "--campaign", "nobody") == []
    register(desk, "SM1")
    one = desk.run("messages", "SM1")
    assert "History" not in one.stdout
    assert one.stderr == "No report of it has come yet.\n"
