from __future__ import annotations

from typing import Any

from tests.cli.conftest import Desk

NEW_WORD = "INSERT INTO {s}sms_provider_status (provider, word, status) VALUES ('twilio', 'landed', 'delivered')"


def changes(document: dict[str, Any], table: str) -> list[dict[str, Any]]:
    return [change for change in document["changes"] if change["table"] == table]


def test_nothing_changes_where_no_rule_has(desk: Desk) -> None:
    desk.deliver(MessageSid="SM1", MessageStatus="delivered", From="+1", To="+2")
    desk.deliver(MessageSid="SM1", MessageStatus="sent", From="+1", To="+2")
    desk.deliver(MessageSid="SM2", From="+2", To="+1", Body="STOP", SmsStatus="received")
    desk.deliver(MessageStatus="sent")
    for status in ("Sent", "Delivered"):
        for part in ("1", "2"):
            desk.deliver(
                "routee", **{"messageId": "R1", "smsId": part, "parts": "2", "price": "0.02", "status.name": status}
            )
    for done in ("1", "3"):
        desk.deliver("routee", **{"trackingId": "T1", "campaignStatus": "Running", "messageStatuses.Delivered": done})
    desk.deliver("routee", **{"messageId": "R2", "from": "+3", "message": "Hi", "direction": "Inbound", "price": "x"})
    assert desk.json("messages", "R1")["status"] == "delivered"
    assert desk.json("messages", "R1")["price"] == 0.04
    assert desk.json("replay") == {"callbacks": 11, "committed": False, "changes": []}
    assert desk.json("replay", "--commit") == {"callbacks": 11, "committed": True, "changes": []}
    assert "11 callbacks applied again, 0 rows would change." in desk.run("replay").stdout


def test_a_new_word_is_shown_first_and_then_committed(desk: Desk) -> None:
    callback_id = desk.deliver(MessageSid="SM1", MessageStatus="landed", From="+1", To="+2").callback_id
    before = desk.json("messages", "SM1")
    assert before["status"] == "unknown"
    desk.sql(NEW_WORD)

    document = desk.json("replay", exit_code=1)
    assert (document["callbacks"], document["committed"]) == (1, False)
    (message,) = changes(document, "sms_message")
    assert (message["key"], message["change"]) == ({"provider": "twilio", "message_id": "SM1"}, "changed")
    assert message["columns"]["status"] == {"before": "unknown", "after": "delivered"}
    assert message["columns"]["delivered_at"]["before"] is None
    (history,) = changes(document, "sms_status")
    assert (history["key"], history["change"]) == (
        {"callback_id": callback_id, "provider": "twilio", "message_id": "SM1"},
        "new",
    )
    assert history["columns"]["status"] == {"before": None, "after": "delivered"}
    assert desk.json("messages", "SM1") == before

    table = desk.run("replay", exit_code=1)
    assert "delivered" in table.stdout
    assert "--commit" in table.stderr
    assert desk.json("replay", "--commit")["changes"] == document["changes"]
    assert desk.json("messages", "SM1")["status"] == "delivered"
    assert desk.json("replay")["changes"] == []


def test_a_failed_callback_that_can_be_understood_now(desk: Desk) -> None:
    failed = desk.deliver(OldSid="SM1", MessageStatus="sent")
    assert failed.state == "failed"
    desk.deliver(MessageSid="SM2", MessageStatus="sent")
    desk.sql(
        "INSERT INTO {s}sms_provider_field (provider, kind, column_name, preference, param)"
        " VALUES ('twilio', 'status', 'message_id', 99, 'OldSid')"
    )
    document = desk.json("replay", "--state", "failed", "--commit")
    assert document["callbacks"] == 1
    assert [(change["table"], change["change"]) for change in document["changes"]] == [
        ("sms_message", "new"),
        ("sms_status", "new"),
        ("sms_callback", "changed"),
    ]
    (callback,) = changes(document, "sms_callback")
    assert callback["columns"] == {
        "state": {"before": "failed", "after": "done"},
        "error": {"before": "message_id: missing", "after": None},
    }
    assert desk.json("messages", "SM1")["status"] == "sent"


def test_inbound_messages_and_opt_outs_are_shown(desk: Desk) -> None:
    desk.deliver(MessageSid="SM1", From="+2", To="+1", Body="Halt", SmsStatus="received")
    desk.sql("INSERT INTO {s}sms_keyword (provider, keyword, action) VALUES ('twilio', 'HALT', 'stop')")
    desk.sql("UPDATE {s}sms_inbound SET to_number = NULL")
    document = desk.json("replay", exit_code=1)
    (opt_out,) = changes(document, "sms_opt_out")
    assert (opt_out["key"], opt_out["change"]) == ({"provider": "twilio", "number": "+2", "sender": "+1"}, "new")
    assert opt_out["columns"]["keyword"] == {"before": None, "after": "HALT"}
    (inbound,) = changes(document, "sms_inbound")
    assert inbound["columns"] == {"to_number": {"before": None, "after": "+1"}}


def test_which_callbacks(desk: Desk) -> None:
    ids = [desk.deliver(MessageSid=f"SM{n}", MessageStatus="sent").callback_id for n in range(4)]
    desk.sql(f"UPDATE {{s}}sms_callback SET received_at = '2020-01-01 00:00:00.000' WHERE callback_id = {ids[0]}")
    desk.sql(f"UPDATE {{s}}sms_callback SET received_at = '2020-01-02 00:00:00.000' WHERE callback_id = {ids[1]}")

    def count(*options: str) -> int:
        return int(desk.json("replay", *options, "--commit")["callbacks"])

    assert count() == 4
    assert count("--limit", "3") == 3
    assert count("--since", "2020-01-02") == 3
    assert count("--until", "2020-01-02") == 1
    assert count("--since", "2020-01-01 12:00", "--until", "1d") == 1
    assert count("--provider", "routee") == 0
    assert count("--provider", "twilio", "--state", "done") == 4
    assert count("--state", "failed") == 0
    assert count("--callback-id", str(ids[1]), "--callback-id", str(ids[3])) == 2


def test_more_callbacks_than_fit_in_one_statement(desk: Desk) -> None:
    desk.pending(*(f'{{"MessageSid": "SM{n}", "MessageStatus": "sent"}}' for n in range(600)))
    document = desk.json("replay", "--state", "pending", exit_code=1)
    assert len(changes(document, "sms_message")) == 600
    assert len(changes(document, "sms_callback")) == 600
    assert desk.json("messages") == []
