"""The table sms_field, from which callbacks are read, follows every edit of the tables that it is made of."""

from __future__ import annotations

import pytest

from sms_callback.engine.base import Session
from sms_callback.engine.sqlite import SqliteEngine
from sms_callback.model import Row
from tests.engine.acme import rows, status
from tests.outcome import stored

FIELDS = "SELECT * FROM sms_field ORDER BY provider, kind, param, column_name, place"
ANEW = (
    "DELETE FROM sms_field",
    "INSERT INTO sms_field_change (provider, kind, column_name) SELECT NULL, kind, column_name FROM sms_kind_column",
)
EDITS = {
    "param": "UPDATE sms_provider_field SET param = 'Word', preference = 7 WHERE param = 'word'",
    "column": "UPDATE sms_provider_field SET column_name = 'label' WHERE provider = 'acme' AND param = 'code'",
    "not in key": "UPDATE sms_provider_field SET in_key = 0 WHERE provider = 'acme' AND column_name = 'occurred_at'",
    "in key": "UPDATE sms_provider_field SET in_key = 1 WHERE provider = 'twilio' AND column_name = 'body'",
    "no field": "DELETE FROM sms_provider_field WHERE provider = 'acme' AND kind = 'inbound'",
    "required": "UPDATE sms_kind_column SET required = 1, max_length = 9 WHERE column_name = 'account'",
    "type": "UPDATE sms_kind_column SET type = 'text' WHERE column_name = 'occurred_at'",
    "list": "UPDATE sms_kind_column SET type = 'list' WHERE kind = 'status' AND column_name = 'parts'",
    "kind": "INSERT INTO sms_kind_column (kind, column_name, type, required) VALUES ('odd', 'what', 'text', 1)",
    "provider": "INSERT INTO sms_provider (provider, title, scheme) VALUES ('new', 'New', 'none')",
    "new name": """
        INSERT INTO sms_provider (provider, title, scheme) VALUES ('old', 'Old', 'none');
        UPDATE sms_provider SET provider = 'older' WHERE provider = 'old';
    """,
    "field of a kind": """
        INSERT INTO sms_kind_column (kind, column_name, type, required) VALUES ('odd', 'what', 'text', 0);
        INSERT INTO sms_provider_field (provider, kind, column_name, preference, param)
        VALUES ('acme', 'odd', 'what', 1, 'w');
    """,
    "no provider": """
        DELETE FROM sms_provider_field WHERE provider = 'ytel';
        DELETE FROM sms_provider_rule WHERE provider = 'ytel';
        DELETE FROM sms_provider_status WHERE provider = 'ytel';
        DELETE FROM sms_provider_error WHERE provider = 'ytel';
        DELETE FROM sms_provider_answer WHERE provider = 'ytel';
        DELETE FROM sms_keyword WHERE provider = 'ytel';
        DELETE FROM sms_provider WHERE provider = 'ytel';
    """,
    "no column": """
        DELETE FROM sms_provider_field WHERE column_name = 'operator';
        DELETE FROM sms_kind_column WHERE column_name = 'operator';
    """,
}


def fields(session: Session) -> list[Row]:
    return session.select(FIELDS)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_leaves_what_would_be_made_anew(sqlite_engine: SqliteEngine, edit: str) -> None:
    with sqlite_engine.transaction(commit=False) as session:
        before = fields(session)
        session.script(edit)
        after = fields(session)
        for statement in ANEW:
            session.script(statement)
        assert after == fields(session)
        assert after != before


def test_an_edit_works_at_once(sqlite_engine: SqliteEngine) -> None:
    assert stored(sqlite_engine, [status("m1", "sent", state="delivered")])[0].state == "done"
    with sqlite_engine.transaction() as session:
        session.script(
            "UPDATE sms_provider_field SET param = 'state'"
            " WHERE provider = 'acme' AND kind = 'status' AND column_name = 'provider_status'"
        )
    stored(sqlite_engine, [status("m2", "sent", STATE="delivered")])
    assert rows(sqlite_engine, "SELECT message_id, status FROM sms_message ORDER BY message_id") == [
        {"message_id": "m1", "status": "sent"},
        {"message_id": "m2", "status": "delivered"},
    ]
    with sqlite_engine.transaction() as session:
        session.script("UPDATE sms_kind_column SET required = 1 WHERE kind = 'status' AND column_name = 'country'")
    assert stored(sqlite_engine, [status("m3", "sent", state="sent")])[0].state == "failed"
    assert rows(sqlite_engine, "SELECT error FROM v_sms_dead_letter") == [{"error": "country: missing"}]
