"""The same files on the older versions, and in a database that is not in UTF-8."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sqlanywhere.installed import EMPTY, Client, install
from tests.sqlanywhere.machine import Database

ACME = Path(__file__).parent.parent / "contract" / "provider" / "acme.sql"
"""Another acme than that of the other tests: one row a statement, since 12 and 16 take no more."""


@pytest.fixture(params=[(12, "cp1252"), (16, "utf-8")], ids=str)
def other(request: pytest.FixtureRequest) -> Iterator[Client]:
    """The DBA's connection to such a database."""
    version, charset = request.param
    database = Database(version=version, charset=charset)
    install(database, ACME)
    yield Client(database.connect("dba", "sql"))
    database.close()


def test_what_is_done_every_day(other: Client) -> None:
    other.call(
        "sp_sms_register", p_provider="acme", p_message_id="m1", p_to_number="+1", p_campaign="Été", p_status="moved"
    )
    other.call("sp_sms_update", p_provider="acme", p_sid="m1", p_status="DONE", p_occurred_at="2026-01-01 00:00:00")
    other.call("sp_sms_inbound", p_provider="acme", p_message_id="i1", p_from_number="+1", p_body="\tstop\n")
    other.call("sp_sms_campaign", p_provider="acme", p_campaign="Été", p_counts='{"Moved": 2, "\\u00c9": 1}')
    params = '{"id":"m2","state":"moved","at":"1767225600","from":"caf\\u00e9"}'
    answer = [params, *[None] * 15]
    other.run(f"CALL sms.sp_sms_callback('acme', {', '.join('?' for _ in answer)})", *answer)
    assert other.call("sp_sms_process", p_callback_id=None, p_limit=None) == {"p_done": 0, "p_failed": 0}
    assert other.call("sp_sms_purge", p_limit=None) == {"p_callbacks": 0, "p_messages": 0, "p_inbound": 0}
    assert other.rows("SELECT phone, verdict, messages FROM sms.v_sms_phone") == [("+1", "valid", 1)]
    assert other.rows("SELECT campaign, messages, delivered FROM sms.v_sms_campaign") == [("Été", 1, 1)]
    assert other.rows("SELECT number, opted_out FROM sms.v_sms_opt_out") == [("+1", 1)]
    assert other.rows("SELECT message_id, from_number FROM sms.sms_message WHERE registered_at IS NULL") == [
        ("m2", "café")
    ]
    assert [row["message_id"] for row in other.query("contract_v_sms_orphan", keys='["m1", "m2"]')] == ["m2"]
    keys = '[["acme", "m1"], ["acme", "\\u00e9"]]'
    assert [row["message_id"] for row in other.query("replay_message", keys=keys)] == ["m1"]
    other.script(EMPTY.read_text())
    other.connection.commit()
    for event in ("sms_process", "sms_purge"):
        other.connection.database.trigger_event(event)
    assert other.connection.database.log == []
