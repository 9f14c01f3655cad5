"""Groups of callbacks on PostgreSQL: one transaction, the same rows as one by one, whatever is in them."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from sms_callback.engine.postgresql import PostgresqlEngine
from tests.engine.acme import acme, rows, status
from tests.engine.test_group_rows import told
from tests.outcome import stored

NEW_FIELD = """
INSERT INTO sms_provider_field (provider, kind, column_name, preference, param)
VALUES ('acme', 'status', 'label', 1, 'tag')
"""


@pytest.fixture
def owner(postgresql_url: str) -> Iterator[psycopg.Connection]:
    """A DBA's connection; what it changes is taken back."""
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("SELECT set_config('search_path', 'sms, public', false)")
        yield connection


def test_what_cannot_be_worked_takes_nothing_with_it(
    postgresql_engine: PostgresqlEngine, owner: psycopg.Connection
) -> None:
    owner.execute("ALTER TABLE sms_message ADD CONSTRAINT tried CHECK (to_number IS NULL OR label IS NULL)")
    owner.execute("ALTER TABLE sms_status ADD CONSTRAINT tried CHECK (error_code IS DISTINCT FROM '666')")
    try:
        group = [
            status("m1", "queued"),
            status("m2", "failed", code="666"),
            acme({"event": "inbound", "id": "i1", "from": "+1", "body": "STOP"}),
            status("m1", "sent"),
            status("m2", "failed", code="666"),
        ]
        outcomes = stored(postgresql_engine, group)
    finally:
        owner.execute("ALTER TABLE sms_message DROP CONSTRAINT tried")
        owner.execute("ALTER TABLE sms_status DROP CONSTRAINT tried")
    assert told(outcomes) == [
        ("done", False),
        ("failed", False),
        ("done", False),
        ("done", False),
        ("failed", True),
    ]
    assert rows(postgresql_engine, "SELECT message_id, status FROM sms_message") == [
        {"message_id": "m1", "status": "sent"}
    ]
    assert rows(postgresql_engine, "SELECT opted_out FROM v_sms_opt_out") == [{"opted_out": 1}]
    (journal,) = rows(postgresql_engine, "SELECT error, hits FROM sms_callback WHERE state = 'failed'")
    assert journal["hits"] == 2
    assert "tried" in str(journal["error"])


def test_an_edit_of_the_reference_tables_holds_at_once(
    postgresql_engine: PostgresqlEngine, owner: psycopg.Connection
) -> None:
    """They are kept in maps, by triggers."""
    edits = [
        "UPDATE sms_provider_field SET param = 'new_id' WHERE provider = 'acme' AND param = 'id'",
        "DELETE FROM sms_provider_rule WHERE provider = 'acme' AND param = 'event'",
        "UPDATE sms_kind_column SET max_length = 2 WHERE kind = 'status' AND column_name = 'label'",
        NEW_FIELD,
        "UPDATE sms_provider SET currency = 'CHF', time_zone = 'Acme/None' WHERE provider = 'acme'",
        "INSERT INTO sms_time_zone (zone, local_from, offset_minutes) VALUES ('Acme/None', '1900-01-01', 30)",
        "TRUNCATE sms_provider_rule",
    ]
    sent = {"event": "status", "id": "m1", "new_id": "m2", "word": "sent", "tag": "abc", "price": "1"}
    found = []
    with postgresql_engine.transaction(commit=False) as session:
        for number, edit in enumerate(["SELECT 1", *edits]):
            session.script(edit)
            at = f"2026-01-01 10:00:{number:02}"
            outcome = session.deliver(acme({**sent, "datetime": at}, url_kind="status" if 2 <= number < 7 else None))
            row = session.select(f"SELECT kind, error FROM sms_callback WHERE callback_id = {outcome.callback_id}")[0]
            found.append((row["kind"], row["error"]))
        message = session.select("SELECT message_id, label, currency, status_at FROM sms_message ORDER BY message_id")
    assert found == [
        ("status", None),
        ("status", None),
        ("status", None),
        ("status", None),
        ("status", "label: 3 characters, 2 fit"),
        ("status", "label: 3 characters, 2 fit"),
        ("status", "label: 3 characters, 2 fit"),
        ("unknown", "kind: no rule of provider 'acme' tells what this callback is"),
    ]
    assert [row["message_id"] for row in message] == ["m1", "m2"]
    maps = "SELECT m.* FROM sms_map_provider AS m WHERE m.provider = 'acme'"
    assert rows(postgresql_engine, maps)[0]["currency"] == "EUR"


def test_an_edit_of_words_statuses_answers_and_settings_holds_at_once(postgresql_engine: PostgresqlEngine) -> None:
    edits = [
        "UPDATE sms_provider_status SET status = 'failed' WHERE provider = 'acme' AND word = 'sent'",
        "UPDATE sms_status_code SET outcome = 'pending' WHERE status = 'failed'",
        "DELETE FROM sms_provider_status WHERE provider = 'acme' AND word = 'sent'",
        "UPDATE sms_provider_answer SET status = 299 WHERE provider = 'acme' AND kind = '*'",
        "INSERT INTO sms_provider_answer (provider, kind, status, body) VALUES ('acme', 'status', 201, 'thanks')",
        "DELETE FROM sms_provider_answer WHERE provider = 'acme'",
        "UPDATE sms_setting SET value = 'deferred' WHERE name = 'process'",
    ]
    found, told_back = [], []
    with postgresql_engine.transaction(commit=False) as session:
        for number, edit in enumerate(["SELECT 1", *edits]):
            session.script(edit)
            outcome = session.deliver(status(f"m{number}", "sent"))
            told_back.append((outcome.state, outcome.answer_status, outcome.answer_body))
            message = session.select(
                f"SELECT status, failed_at IS NOT NULL AS failed FROM sms_message WHERE message_id = 'm{number}'"
            )
            found += [tuple(row.values()) for row in message]
    assert found == [("sent", False), ("failed", True), ("failed", False), *[("unknown", False)] * 4]
    assert told_back == [
        *[("done", 202, "")] * 4,
        ("done", 299, ""),
        ("done", 201, "thanks"),
        ("done", 200, ""),
        ("pending", 200, ""),
    ]


def test_a_provider_that_nobody_knows_has_our_statuses(postgresql_engine: PostgresqlEngine) -> None:
    with postgresql_engine.transaction(commit=False) as session:
        for word in ("sent", "gone"):
            session.call("sp_sms_update", {"p_sid": "m1", "p_status": word, "p_provider": "nobody"})
        assert session.select("SELECT provider, status, provider_status FROM sms_message") == [
            {"provider": "nobody", "status": "unknown", "provider_status": "sent"}
        ]


def test_no_plan_reads_a_whole_table_that_grows(postgresql_url: str, owner: psycopg.Connection) -> None:
    """Plans stay as they were made while the tables were empty, and the server knew that they were."""
    owner.execute("TRUNCATE sms_callback, sms_message, sms_status, sms_part, sms_inbound, sms_opt_out, sms_campaign")
    owner.execute("VACUUM ANALYZE")
    engine = PostgresqlEngine(postgresql_url)
    with engine.transaction(commit=False) as session:
        for turn in range(3):
            for word in ("queued", "sent", "failed"):
                session.deliver_group([status(f"m{turn}-{number}", word, code="5") for number in range(5)])
                session.deliver(status(f"single{turn}", word, part_id="a", parts="2"))
            session.deliver(acme({"event": "inbound", "id": f"i{turn}", "from": "+1", "to": "+2", "body": "STOP"}))
            session.deliver(acme({"campaign_id": "c", "count.sent": str(turn)}))
            session.call("sp_sms_register", {"p_provider": "acme", "p_message_id": f"m{turn}-0", "p_status": "read"})
            for row in session.select("SELECT callback_id FROM sms_callback WHERE callback_id % 3 = 0"):
                session.call("sp_sms_process", {"p_callback_id": row["callback_id"]})
        stored_rows = session.select("SELECT count(*) AS found FROM sms_callback")
        scans = session.select(
            "SELECT relname::text AS name, seq_scan FROM pg_stat_xact_user_tables WHERE schemaname = 'sms'"
            " AND relname IN ('sms_callback', 'sms_message', 'sms_status', 'sms_part', 'sms_inbound', 'sms_opt_out')"
            " AND seq_scan > 0"
        )
    engine.close()
    assert stored_rows == [{"found": 60}]
    # What the test itself read.
    assert scans == [{"name": "sms_callback", "seq_scan": 4}]
