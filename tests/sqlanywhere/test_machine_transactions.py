"""COMMIT, ROLLBACK, savepoints, ATOMIC, DDL, locks, and faults."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.machine import Connection, Database

Script = Callable[[str], Connection]
TABLE = "CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY);"


def rows(connection: Connection) -> list[object]:
    """What the table holds."""
    return [row[0] for row in connection.execute("SELECT a FROM t ORDER BY a").rows]


def test_what_is_not_committed_is_undone_at_disconnect(script: Script) -> None:
    # D16 using-introduction-transact
    first = script(TABLE)
    first.execute("INSERT INTO t VALUES (1)")
    first.commit()
    first.execute("INSERT INTO t VALUES (2)")
    first.close()
    assert rows(first.database.connect("dba", "sql")) == [1]


def test_a_statement_that_fails_is_undone_alone(script: Script) -> None:
    # dcx 1101/fr/dbusage_fr11/ptstas.html: all non-compound statements are atomic
    dba = script(TABLE)
    dba.execute("INSERT INTO t VALUES (1)")
    with pytest.raises(SqlError) as failure:
        dba.execute("INSERT INTO t SELECT 5 UNION ALL SELECT 1")
    assert failure.value.sqlcode == -193
    assert rows(dba) == [1]


def test_atomic_is_undone_as_a_whole_and_the_rest_stays(script: Script) -> None:
    # sa160/en/dbusage/ptstas.html
    dba = script(
        TABLE + "CREATE PROCEDURE p () BEGIN INSERT INTO t VALUES (1);"
        " BEGIN ATOMIC INSERT INTO t VALUES (2); INSERT INTO t VALUES (1); END;"
        " EXCEPTION WHEN OTHERS THEN INSERT INTO t VALUES (3); END;"
    )
    dba.execute("CALL p()")
    assert rows(dba) == [1, 3]


def test_an_atomic_statement_whose_own_handler_handles_keeps_its_changes(script: Script) -> None:
    # handlers-internals-events.html of 11.0.1: "any changes made within the statement are left outstanding"
    dba = script(
        TABLE + "CREATE PROCEDURE p () BEGIN BEGIN ATOMIC INSERT INTO t VALUES (2); INSERT INTO t VALUES (2);"
        " EXCEPTION WHEN OTHERS THEN INSERT INTO t VALUES (3); END; END;"
    )
    dba.execute("CALL p()")
    assert rows(dba) == [2, 3]


@pytest.mark.parametrize("statement", ["COMMIT", "ROLLBACK", "CREATE TABLE other (a INTEGER)", "CALL q()"])
def test_what_atomic_refuses(script: Script, statement: str) -> None:
    # SYBSsa50/00000144; errm267.html: also in a procedure that is called there
    dba = script(
        TABLE + "CREATE PROCEDURE q () BEGIN COMMIT; END;"
        f"CREATE PROCEDURE p () BEGIN ATOMIC INSERT INTO t VALUES (1); {statement}; END;"
    )
    with pytest.raises(SqlError) as failure:
        dba.execute("CALL p()")
    assert failure.value.sqlcode == -267
    assert rows(dba) == []


def test_savepoints_in_an_atomic_statement_do_not_reach_out_of_it(script: Script) -> None:
    # SYBSsa50/00000144
    dba = script(
        TABLE + "CREATE PROCEDURE p (IN name INTEGER) BEGIN SAVEPOINT before; INSERT INTO t VALUES (1);"
        " BEGIN ATOMIC SAVEPOINT inside; INSERT INTO t VALUES (2);"
        " IF name = 1 THEN ROLLBACK TO SAVEPOINT before; ELSE ROLLBACK TO SAVEPOINT inside; END IF; END;"
        " IF name = 2 THEN ROLLBACK TO SAVEPOINT inside; END IF; END;"
    )
    codes = []
    for name in (0, 1, 2):
        try:
            dba.execute("CALL p(?)", (name,))
            codes.append(0)
        except SqlError as failure:
            codes.append(failure.sqlcode)
        dba.rollback()
    assert codes == [0, -221, -220]


def test_savepoints(script: Script) -> None:
    # rollback-to-savepoint-statement.html: later savepoints go; without a name the newest
    dba = script(TABLE)
    for text in ("SAVEPOINT a", "INSERT INTO t VALUES (1)", "SAVEPOINT b", "INSERT INTO t VALUES (2)", "SAVEPOINT b"):
        dba.execute(text)
    dba.execute("INSERT INTO t VALUES (3)")
    dba.execute("ROLLBACK TO SAVEPOINT b")
    assert rows(dba) == [1, 2]
    dba.execute("RELEASE SAVEPOINT b")
    dba.execute("ROLLBACK TO SAVEPOINT")
    assert rows(dba) == [1]
    dba.execute("ROLLBACK TO SAVEPOINT a")
    with pytest.raises(SqlError) as failure:
        dba.execute("ROLLBACK TO SAVEPOINT b")
    assert (failure.value.sqlcode, rows(dba)) == (-220, [])


def test_ddl_commits(script: Script) -> None:
    # sources P21
    dba = script(TABLE)
    dba.execute("INSERT INTO t VALUES (1)")
    dba.execute("CREATE TABLE other (a INTEGER)")
    dba.rollback()
    assert rows(dba) == [1]


def test_commit_and_rollback_in_a_procedure_end_the_callers_transaction(script: Script) -> None:
    dba = script(
        TABLE + "CREATE PROCEDURE p () BEGIN INSERT INTO t VALUES (1); COMMIT; INSERT INTO t VALUES (2); ROLLBACK; END;"
    )
    dba.execute("INSERT INTO t VALUES (9)")
    dba.execute("CALL p()")
    dba.rollback()
    assert rows(dba) == [1, 9]


def test_writers_wait_for_each_other(script: Script) -> None:
    first = script(TABLE)
    second = first.database.connect("dba", "sql")
    first.execute("INSERT INTO t VALUES (1)")
    done = threading.Event()

    def write() -> None:
        second.execute("INSERT INTO t VALUES (2)")
        second.commit()
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    assert not done.wait(0.05)
    first.commit()
    thread.join(10)
    assert rows(first) == [1, 2]


def test_many_connections_from_many_threads(script: Script, database: Database) -> None:
    dba = script(TABLE + "CREATE PROCEDURE p (IN n INTEGER) BEGIN INSERT INTO t VALUES (n); COMMIT; END;")

    def write(first: int) -> None:
        connection = database.connect("dba", "sql")
        for number in range(first, first + 10):
            connection.execute("CALL p(?)", (number,))
            assert connection.execute("SELECT proc_name FROM SYS.SYSPROCEDURE").rows
        connection.close()

    threads = [threading.Thread(target=write, args=(10 * number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for number in range(5):
        dba.execute(f"CREATE PROCEDURE made_{number} () BEGIN END")
    for thread in threads:
        thread.join()
    assert rows(dba) == list(range(80))


def test_a_catalogue_query_in_a_transaction_does_not_wait_for_ddl_that_waits_for_it(script: Script) -> None:
    first = script(TABLE)
    second = first.database.connect("dba", "sql")
    first.execute("INSERT INTO t VALUES (1)")
    thread = threading.Thread(target=lambda: second.execute("CREATE TABLE other (a INTEGER)"))
    thread.start()
    assert first.execute("SELECT user_name FROM SYS.SYSUSER WHERE user_name = 'dba'").rows == [("dba",)]
    first.commit()
    thread.join(20)
    assert not thread.is_alive()


def test_a_writer_that_does_not_want_to_wait(script: Script) -> None:
    # option blocking; errm210.html
    first = script(TABLE)
    second = first.database.connect("dba", "sql")
    second.execute("SET TEMPORARY OPTION blocking = 'Off'")
    first.execute("INSERT INTO t VALUES (1)")
    with pytest.raises(SqlError) as failure:
        second.execute("INSERT INTO t VALUES (2)")
    assert failure.value.sqlcode == -210


def test_lock_table_with_hold_lasts_to_the_end_of_the_connection(script: Script) -> None:
    # rf-lock-table-statement.html of 10.0.1
    first = script(TABLE)
    second = first.database.connect("dba", "sql")
    second.execute("SET TEMPORARY OPTION blocking_timeout = '20'")
    first.execute("LOCK TABLE t WITH HOLD IN EXCLUSIVE MODE")
    first.commit()
    with pytest.raises(SqlError) as failure:
        second.execute("LOCK TABLE t IN EXCLUSIVE MODE")
    assert failure.value.sqlcode == -210
    first.close()
    second.execute("LOCK TABLE t IN EXCLUSIVE MODE")
    second.commit()
    third = second.database.connect("dba", "sql")
    third.execute("LOCK TABLE t IN EXCLUSIVE MODE")


def test_a_fault_before_a_statement(script: Script, database: Database) -> None:
    dba = script(TABLE + "CREATE PROCEDURE p () BEGIN INSERT INTO t VALUES (1); INSERT INTO t VALUES (2); END;")
    seen: list[str] = []

    def fault(connection: Connection, statement: tree.Statement) -> None:
        seen.append(type(statement).__name__)
        if seen.count("Insert") == 2:
            connection.drop()

    database.fault = fault
    with pytest.raises(SqlError) as failure:
        dba.execute("CALL p()")
    database.fault = None
    assert failure.value.sqlcode == -308
    assert seen == ["Call", "Compound", "Insert", "Insert"]
    assert rows(database.connect("dba", "sql")) == []
    with pytest.raises(SqlError) as gone:
        dba.execute("SELECT 1")
    assert gone.value.sqlcode == -101


def test_a_lost_connection_is_not_handled_by_a_procedure(script: Script, database: Database) -> None:
    dba = script("CREATE PROCEDURE p () BEGIN MESSAGE 'one'; EXCEPTION WHEN OTHERS THEN MESSAGE 'two'; END;")
    database.fault = lambda connection, statement: connection.drop() if isinstance(statement, tree.Message) else None
    with pytest.raises(SqlError) as failure:
        dba.execute("CALL p()")
    database.fault = None
    assert (failure.value.sqlcode, database.log) == (-308, [])
