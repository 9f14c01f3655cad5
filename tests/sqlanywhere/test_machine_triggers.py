"""Triggers for each row, after the statement."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.machine import Connection

Script = Callable[[str], Connection]
TABLES = """
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, c VARCHAR(9));
CREATE TABLE seen (n BIGINT DEFAULT AUTOINCREMENT PRIMARY KEY, text VARCHAR(40));
"""


def seen(connection: Connection) -> list[object]:
    """What the triggers wrote."""
    return [row[0] for row in connection.execute("SELECT text FROM seen ORDER BY n").rows]


def test_after_insert_and_delete(script: Script) -> None:
    dba = script(
        TABLES + "CREATE TRIGGER i AFTER INSERT ON t REFERENCING NEW AS v_new FOR EACH ROW"
        " BEGIN INSERT INTO seen (text) VALUES ('new ' || v_new.a || v_new.c); END;"
        "CREATE TRIGGER d AFTER DELETE ON t REFERENCING OLD AS v_old FOR EACH ROW WHEN (v_old.a > 1)"
        " BEGIN INSERT INTO seen (text) VALUES ('old ' || v_old.a); END;"
    )
    dba.execute("INSERT INTO t SELECT 1, 2, 'x' UNION ALL SELECT 2, 3, 'y'")
    assert dba.execute("DELETE t").rowcount == 2
    assert seen(dba) == ["new 1x", "new 2y", "old 2"]


def test_after_update_runs_only_where_a_value_differs(script: Script) -> None:
    # CREATE TRIGGER statement: "AFTER UPDATE triggers fire only if the new value is different from the old value"
    dba = script(
        TABLES + "INSERT INTO t VALUES (1, 1, 'x'); INSERT INTO t VALUES (2, 2, 'y');"
        "CREATE TRIGGER u AFTER UPDATE OF b ON t REFERENCING OLD AS v_old NEW AS v_new FOR EACH ROW"
        " BEGIN INSERT INTO seen (text) VALUES (STRING(v_old.b, '-', v_new.b)); END;"
    )
    dba.execute("UPDATE t SET b = 2")
    dba.execute("UPDATE t SET c = 'z'")
    assert seen(dba) == ["1-2"]


def test_an_error_in_a_trigger_undoes_the_statement(script: Script) -> None:
    dba = script(
        TABLES + "CREATE TRIGGER i AFTER INSERT ON t REFERENCING NEW AS v_new FOR EACH ROW"
        " BEGIN DECLARE e EXCEPTION FOR SQLSTATE '99001'; INSERT INTO seen (text) VALUES ('x');"
        " IF v_new.a = 2 THEN SIGNAL e; END IF; END;"
    )
    dba.execute("INSERT INTO t VALUES (1, 1, 'x')")
    with pytest.raises(SqlError) as failure:
        dba.execute("INSERT INTO t VALUES (2, 1, 'x')")
    assert failure.value.sqlstate == "99001"
    assert (dba.execute("SELECT COUNT(*) FROM t").rows, seen(dba)) == ([(1,)], ["x"])


def test_no_commit_in_a_trigger(script: Script) -> None:
    # SYBSsa50/00000144
    dba = script(TABLES + "CREATE TRIGGER i AFTER INSERT ON t FOR EACH ROW BEGIN COMMIT; END;")
    with pytest.raises(SqlError) as failure:
        dba.execute("INSERT INTO t VALUES (1, 1, 'x')")
    assert failure.value.sqlcode == -267


def test_identity_is_that_of_the_statement(script: Script) -> None:
    dba = script(
        "CREATE TABLE t (a BIGINT DEFAULT AUTOINCREMENT PRIMARY KEY, b INTEGER);"
        "CREATE TABLE seen (n BIGINT DEFAULT AUTOINCREMENT PRIMARY KEY, text VARCHAR(40));"
        "INSERT INTO seen (text) VALUES ('a'); INSERT INTO seen (text) VALUES ('b');"
        "CREATE TRIGGER i AFTER INSERT ON t FOR EACH ROW BEGIN INSERT INTO seen (text) VALUES ('c'); END;"
    )
    dba.execute("INSERT INTO t (b) VALUES (1)")
    assert dba.execute("SELECT @@identity").rows == [(1,)]


def test_drop(script: Script) -> None:
    dba = script(TABLES + "CREATE TRIGGER i AFTER INSERT ON t FOR EACH ROW BEGIN MESSAGE 'fired'; END;")
    assert dba.execute("SELECT trigger_name FROM SYS.SYSTRIGGER").rows == [("i",)]
    dba.execute("DROP TRIGGER t.i")
    dba.execute("INSERT INTO t VALUES (1, 1, 'x')")
    assert dba.database.log == []
    with pytest.raises(SqlError) as failure:
        dba.execute("DROP TRIGGER i")
    assert failure.value.sqlcode == -141
