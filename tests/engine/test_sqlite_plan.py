"""No statement of the head procedure, nor of those that it calls, reads a whole data table."""

from __future__ import annotations

import pytest

from sms_callback.engine.sqlite import SqliteEngine

DATA = ("sms_callback", "sms_message", "sms_status", "sms_inbound", "sms_opt_out", "sms_part", "sms_campaign")
CALLS = (
    "INSERT INTO sp_sms_callback (p_provider, p_params) VALUES ('acme', '{}')",
    "INSERT INTO sp_sms_register (p_provider, p_message_id) VALUES ('acme', 'm')",
)


def scanned(engine: SqliteEngine, statement: str) -> set[str]:
    """The data tables over which a statement's program, its triggers' included, runs from the first row on.

    EXPLAIN lists the programs one after another, each from address 0: a cursor is opened on a root page, `Rewind` or
    `Last` starts a walk over all of it and `Next` or `Prev` goes on. After a `Goto` these are never reached: only the
    one row at the end is read, for a min() or max() (https://www.sqlite.org/opcode.html).
    """
    with engine.transaction(commit=False) as session:
        roots = {
            row["rootpage"]: str(row["tbl_name"])
            for row in session.select("SELECT rootpage, tbl_name FROM sqlite_master")
        }
        found: set[str] = set()
        cursors: dict[object, str] = {}
        started: set[object] = set()
        before = ""
        for step in session.select(f"EXPLAIN {statement}"):
            if step["addr"] == 0:
                cursors, started = {}, set()
            if step["opcode"] in {"OpenRead", "OpenWrite"}:
                cursors[step["p1"]] = roots.get(step["p2"], "")
            elif step["opcode"] in {"OpenEphemeral", "OpenPseudo", "OpenAutoindex", "SorterOpen", "VOpen"}:
                cursors.pop(step["p1"], None)
                started.discard(step["p1"])
            elif step["opcode"] in {"Rewind", "Last"}:
                started.add(step["p1"])
            elif step["opcode"] in {"Next", "Prev"} and before != "Goto" and step["p1"] in started:
                found.update({cursors.get(step["p1"], "")} & {*DATA})
            before = str(step["opcode"])
    return found


@pytest.mark.parametrize("call", CALLS)
def test_no_scan(sqlite_engine: SqliteEngine, call: str) -> None:
    assert scanned(sqlite_engine, call) == set()


@pytest.mark.parametrize("table", DATA)
def test_the_check_sees_a_scan(sqlite_engine: SqliteEngine, table: str) -> None:
    assert scanned(sqlite_engine, f"SELECT * FROM {table}") == {table}


def test_the_check_sees_a_scan_in_a_trigger(sqlite_engine: SqliteEngine) -> None:
    with sqlite_engine.transaction() as session:
        session.script("CREATE VIEW probe AS SELECT 1 AS a")
        session.script(
            "CREATE TRIGGER probe_call INSTEAD OF INSERT ON probe BEGIN UPDATE sms_message SET label = 'x'; END;"
        )
    assert scanned(sqlite_engine, "INSERT INTO probe (a) VALUES (1)") == {"sms_message"}
