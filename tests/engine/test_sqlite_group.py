"""Groups of callbacks on SQLite: one statement, the same outcomes and rows as one by one."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from sms_callback.engine.sqlite import SqliteEngine
from sms_callback.model import Callback
from tests.engine.acme import acme, rows, status
from tests.outcome import stored

GROUP = [
    Callback("zeta", '{"a": "1"}'),
    status("m9", "sent"),
    acme({"event": "inbound", "id": "i1", "from": "+1", "body": 'h\u00e9 \U0001f600 "quoted"\n'}),
    Callback("", "{}"),
    status("m1", "delivered"),
    status("m1", "sent"),
    status("m9", "sent"),
    acme("no JSON"),
    acme({"campaign_id": "c", "count.sent": "1"}),
    acme({"event": "status", "id": "m2", "word": "sent"}, token="t" * 300, path="/sms/acme/\udcff", digest="d"),
]
TABLES = (
    "SELECT callback_id, provider, kind, params, path, dedupe_key, hits, state, error FROM sms_callback",
    "SELECT message_id, status, applied FROM sms_status",
    "SELECT message_id, status FROM sms_message ORDER BY message_id",
    "SELECT message_id, body FROM sms_inbound",
)


@pytest.fixture
def other_path(sqlite_path: Path) -> Path:
    """Another file with the same in it."""
    path = sqlite_path.with_name("other.db")
    shutil.copy(sqlite_path, path)
    return path


def test_the_same_as_one_by_one(sqlite_path: Path, other_path: Path) -> None:
    with closing(SqliteEngine(str(sqlite_path))) as grouped, closing(SqliteEngine(str(other_path))) as single:
        together = stored(grouped, GROUP)
        assert together == [outcome for callback in GROUP for outcome in stored(single, [callback])]
        for select in TABLES:
            assert rows(grouped, select) == rows(single, select)
    assert [outcome.duplicate for outcome in together].count(True) == 1


def test_a_smaller_group_after_a_larger_one(sqlite_path: Path) -> None:
    with closing(SqliteEngine(str(sqlite_path))) as engine:
        stored(engine, [status(f"a{number}", "sent") for number in range(64)])
        assert [outcome.callback_id for outcome in stored(engine, [status("b", "sent"), status("c", "sent")])] == [
            65,
            66,
        ]


def test_one_that_the_database_refuses_spoils_nothing(sqlite_path: Path) -> None:
    with closing(SqliteEngine(str(sqlite_path))) as engine:
        with engine.transaction() as session:
            session.script(
                "CREATE TRIGGER refuse BEFORE INSERT ON sms_message WHEN NEW.message_id = 'bad'"
                " BEGIN SELECT raise(ABORT, 'not this one'); END;"
            )
        found = stored(engine, [status(name, "sent") for name in ("a", "b", "bad", "c")])
        assert [outcome.state for outcome in found] == ["done", "done", "failed", "done"]
        assert [row["message_id"] for row in rows(engine, TABLES[2])] == ["a", "b", "c"]
