"""sp_sms_opt_out and sp_sms_campaign."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.installed import Client, is_now


@pytest.mark.parametrize(
    ("steps", "opted_out", "keyword"),
    [
        ([("STOP", 1)], 1, "k0"),
        ([("STOP", 1), ("START", 2)], 0, "k1"),
        ([("START", 2), ("stop", 1)], 0, "k1"),
        ([("STOP", 2), ("START", 1), ("STOP", 1)], 1, "k1"),
        ([("START", 1), (None, 2)], 1, "k1"),
        ([("STOP", 2), ("STOP", 2)], 1, "k0"),
        ([("STOP", 1), ("STOP", 2)], 1, "k1"),
        ([("start", 2), ("START", 1), ("START", 3)], 0, "k2"),
    ],
)
def test_opt_out_in_any_order(
    client: Client, steps: list[tuple[str | None, int]], opted_out: int, keyword: str
) -> None:
    for number, (word, second) in enumerate(steps):
        client.call(
            "sp_sms_opt_out",
            p_provider="acme",
            p_number="+1",
            p_type=word,
            p_keyword=f"k{number}",
            p_occurred_at=f"2026-01-01 00:00:0{second}",
            p_callback_id=number,
        )
    row = client.one("SELECT opted_out, keyword FROM sms.v_sms_opt_out")
    assert row == (opted_out, keyword)
    assert client.one("SELECT callback_id, sender FROM sms.sms_opt_out") == (int(keyword[1:]), "")


def test_opt_out_with_its_defaults(client: Client) -> None:
    client.run("CALL sms.sp_sms_opt_out('acme', '+1')")
    client.call("sp_sms_opt_out", p_provider="acme", p_number="+1", p_sender=None, p_type=None, p_occurred_at=None)
    client.call("sp_sms_opt_out", p_provider="acme", p_number="+1", p_sender="Acme")
    client.call("sp_sms_opt_out", p_provider="acme", p_number="+1", p_sender="ACME", p_type="Start")
    rows = client.rows("SELECT sender, opted_out_at, opted_in_at FROM sms.sms_opt_out ORDER BY sender_key")
    assert [row[0] for row in rows] == ["", "ACME", "Acme"]
    assert [is_now(row[1]) for row in rows] == [True, False, True]
    assert [is_now(row[2]) for row in rows] == [False, True, False]


@pytest.mark.parametrize("word", ["HELP", "", "STOP ", "null"])
def test_an_opt_out_of_another_type_is_an_error(client: Client, word: str) -> None:
    with pytest.raises(SqlError, match="sp_sms_opt_out: p_type is neither STOP nor START"):
        client.call("sp_sms_opt_out", p_provider="acme", p_number="+1", p_type=word)
    assert client.rows("SELECT number FROM sms.sms_opt_out") == []


def test_campaign_reports_out_of_order(client: Client) -> None:
    reports = ('{"sent": 9}', '{"Delivered": 9}', '{"queued": 9}')
    for number, counts in enumerate(reports):
        client.call(
            "sp_sms_campaign",
            p_provider="acme",
            p_campaign="c",
            p_counts=counts,
            p_status=f"s{number}",
            p_name="late" if number == 2 else None,
            p_received_at=f"2026-01-01 00:00:0{number}",
            p_callback_id=number,
        )
    row = client.one("SELECT name, status, counts, progress, callback_id, created_at, updated_at FROM sms.sms_campaign")
    times = (dt.datetime(2026, 1, 1), dt.datetime(2026, 1, 1, 0, 0, 1))
    assert row == ("late", "s1", reports[1], 540, 1, *times)


def test_a_report_that_came_further_replaces_what_it_has(client: Client) -> None:
    client.call(
        "sp_sms_campaign",
        p_provider="acme",
        p_campaign="c",
        p_name="n",
        p_recipients=5,
        p_received_at="2026-01-02 00:00:00",
    )
    client.call(
        "sp_sms_campaign",
        p_provider="acme",
        p_campaign="c",
        p_name="m",
        p_status="s",
        p_counts='{"DELIVERED": 2, "mystery": 9, "delivered": 1.5, "sent": "x"}',
        p_received_at="2026-01-01 00:00:00",
    )
    row = client.one("SELECT name, status, recipients, progress, updated_at FROM sms.sms_campaign")
    assert row == ("m", "s", 5, 210, dt.datetime(2026, 1, 2))


@pytest.mark.parametrize("counts", [None, "{}", "[]", "", "x"])
def test_a_report_without_counts_has_no_progress(client: Client, counts: str | None) -> None:
    client.call("sp_sms_campaign", p_provider="acme", p_campaign="c", p_counts=counts)
    row = client.one("SELECT progress, counts, updated_at FROM sms.sms_campaign")
    assert row[:2] == (0, counts)
    assert is_now(row[2])
