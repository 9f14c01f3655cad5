from __future__ import annotations

from tests.cli.conftest import Desk


def test_nothing_to_do(desk: Desk) -> None:
    assert desk.run("process").stdout == "0 done, 0 failed.\n"


def test_pending_callbacks_are_worked(desk: Desk) -> None:
    desk.pending(*(f'{{"MessageSid": "SM{n}", "MessageStatus": "sent"}}' for n in range(150)))
    assert desk.json("process", "--limit", "50") == {"done": 50, "failed": 0, "reasons": []}
    assert desk.json("process") == {"done": 100, "failed": 0, "reasons": []}
    assert len(desk.json("messages", "--status", "sent", "--limit", "0")) == 150


def test_a_failed_one_is_tried_once_a_run_and_its_reason_told(desk: Desk) -> None:
    desk.pending('{"MessageSid": "SM1", "MessageStatus": "sent"}', '{"MessageStatus": "sent"}')
    desk.pending('{"MessageStatus": "failed"}')
    second = desk.open_callbacks()[1]
    expected = {"reason": "message_id: missing", "callbacks": 2, "first_callback_id": second}
    assert desk.json("process", exit_code=1) == {"done": 1, "failed": 2, "reasons": [expected]}
    assert desk.json("process", exit_code=1) == {"done": 0, "failed": 2, "reasons": [expected]}
    desk.sql("UPDATE {s}sms_setting SET value = '2' WHERE name = 'process_attempts'")
    assert desk.json("process") == {"done": 0, "failed": 0, "reasons": []}
    table = desk.run("process", "--callback-id", str(second), exit_code=1).stdout
    assert "0 done, 1 failed." in table
    assert "message_id: missing" in table


def test_one_callback_by_its_id_whatever_its_state(desk: Desk) -> None:
    outcome = desk.deliver(MessageSid="SM1", MessageStatus="sent")
    assert desk.json("process", "--callback-id", str(outcome.callback_id))["done"] == 1
    assert len(desk.json("messages", "SM1")["history"]) == 1
    assert "There is no callback 99999." in desk.run("process", "--callback-id", "99999", exit_code=2).stderr


def test_one_that_the_database_refuses_does_not_keep_the_others_out(desk: Desk) -> None:
    desk.pending(*(f'{{"MessageSid": "SM{n}", "MessageStatus": "sent"}}' for n in range(3)))
    # A rule that the procedures do not know of: the database itself refuses one of the rows.
    with desk.one_status_of("SM0", "SM1"):
        result = desk.json("process", exit_code=1)
    assert (result["done"], result["failed"]) == (2, 1)
    assert len(result["reasons"]) == 1
    assert [row["message_id"] for row in desk.json("messages", "--status", "sent")] == ["SM2", "SM0"]
