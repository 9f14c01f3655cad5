from __future__ import annotations

import pytest

from tests.cli.conftest import Desk

NAMES = ("keep_callback_days", "keep_failed_days", "keep_inbound_days", "keep_message_days")


def keep(desk: Desk, days: int, *names: str) -> None:
    for name in names or NAMES:
        desk.sql(f"UPDATE {{s}}sms_setting SET value = '{days}' WHERE name = '{name}'")


def old_and_new(desk: Desk) -> None:
    """One message, one inbound message and three callbacks (one failed) of 2020, and a message of now."""
    desk.deliver(MessageSid="SM1", MessageStatus="sent", From="+1", To="+2")
    desk.deliver(MessageSid="SM2", From="+2", To="+1", Body="STOP", SmsStatus="received")
    desk.deliver(MessageStatus="sent")
    desk.sql("UPDATE {s}sms_callback SET received_at = '2020-01-01 00:00:00.000'")
    desk.sql("UPDATE {s}sms_inbound SET received_at = '2020-01-01 00:00:00.000'")
    desk.sql("UPDATE {s}sms_message SET created_at = '2020-01-01 00:00:00.000', updated_at = '2020-01-01 00:00:00.000'")
    desk.deliver(MessageSid="SM3", MessageStatus="sent", From="+1", To="+2")


def test_what_is_old_goes_and_the_rest_stays(desk: Desk) -> None:
    old_and_new(desk)
    keep(desk, 30)
    settings = dict.fromkeys(NAMES, 30)
    assert desk.json("purge", "--yes") == {"callbacks": 3, "messages": 1, "inbound": 1, "settings": settings}
    assert [row["message_id"] for row in desk.json("messages")] == ["SM3"]
    assert desk.json("purge", "--yes")["callbacks"] == 0
    assert desk.json("replay")["callbacks"] == 1


def test_zero_days_is_for_ever(desk: Desk) -> None:
    old_and_new(desk)
    keep(desk, 0)
    result = desk.run("purge")
    assert "for ever" in result.stdout
    assert "Deleted: 0 callbacks, 0 messages, 0 inbound messages." in result.stdout
    assert len(desk.json("messages")) == 2


def test_it_asks_first(desk: Desk) -> None:
    old_and_new(desk)
    keep(desk, 0)
    keep(desk, 30, "keep_message_days")
    desk.run("purge", stdin="n\n", exit_code=1)
    assert len(desk.json("messages")) == 2
    assert "1 messages" in desk.run("purge", stdin="y\n").stdout
    assert len(desk.json("messages")) == 1


@pytest.mark.parametrize("value", ["abc", "1e9", "-5", ""])
def test_a_setting_that_is_no_number_deletes_nothing(desk: Desk, value: str) -> None:
    old_and_new(desk)
    keep(desk, 30)
    desk.sql(f"UPDATE {{s}}sms_setting SET value = '{value}' WHERE name = 'keep_message_days'")
    assert "keep_message_days" in desk.run("purge", "--yes", exit_code=2).stderr
    assert len(desk.json("messages")) == 2
