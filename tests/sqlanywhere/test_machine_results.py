"""Result sets, cursors, EXECUTE IMMEDIATE."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.machine import Connection

Script = Callable[[str], Connection]
TABLE = """
CREATE TABLE t (a INTEGER PRIMARY KEY, b VARCHAR(9));
INSERT INTO t VALUES (1, 'x');
INSERT INTO t VALUES (2, 'y');
"""


def log(connection: Connection) -> list[str]:
    """The message log."""
    return [line.text for line in connection.database.log]


def test_a_procedure_stops_at_its_result_select(script: Script) -> None:
    # sources H11
    dba = script("CREATE PROCEDURE p () BEGIN SELECT 1 AS one; MESSAGE 'a'; SELECT 2 AS two; MESSAGE 'b'; END;")
    cursor = dba.execute("CALL p()")
    assert ([c.name for c in cursor.columns], cursor.rows, log(dba)) == (["one"], [(1,)], [])
    assert cursor.next_result()
    assert ([c.name for c in cursor.columns], cursor.rows, log(dba)) == (["two"], [(2,)], ["a"])
    assert not cursor.next_result()
    assert log(dba) == ["a", "b"]


def test_what_follows_the_last_result_set_is_not_done_if_the_client_commits_instead(script: Script) -> None:
    dba = script("CREATE PROCEDURE p () BEGIN SELECT 1 AS one; MESSAGE 'late'; END;")
    dba.execute("CALL p()")
    dba.commit()
    assert log(dba) == []


def test_the_result_clause_names_and_types_the_columns(script: Script) -> None:
    dba = script(
        "CREATE PROCEDURE p () RESULT (x VARCHAR(5), y INTEGER) BEGIN SELECT 12, '7'; END;"
        "CREATE PROCEDURE wrong () RESULT (x INTEGER) BEGIN SELECT 1, 2; END;"
    )
    cursor = dba.execute("CALL p()")
    assert ([c.name for c in cursor.columns], cursor.rows) == (["x", "y"], [("12", 7)])
    with pytest.raises(SqlError):
        dba.execute("CALL wrong()")


def test_out_values_are_there_when_the_statement_is_at_its_end(script: Script) -> None:
    dba = script("CREATE PROCEDURE p (OUT a INTEGER) BEGIN SELECT 1 AS one; SET a = 5; END;")
    cursor = dba.execute("CALL p(?)", (None,))
    assert cursor.out == {}
    cursor.next_result()
    assert cursor.out == {0: 5}


def test_a_procedure_in_from(script: Script) -> None:
    dba = script(TABLE + "CREATE PROCEDURE p (IN least INTEGER) BEGIN SELECT a, b FROM t WHERE a >= least; END;")
    assert dba.execute("SELECT q.b FROM p(2) AS q").rows == [("y",)]


def test_select_into(script: Script) -> None:
    # errm185.html, errm100.html
    dba = script(
        TABLE + "CREATE PROCEDURE p (IN least INTEGER, OUT v INTEGER, OUT c INTEGER) BEGIN SET v = -1;"
        " SELECT a INTO v FROM t WHERE a >= least; SET c = SQLCODE; END;"
    )
    assert dba.execute("CALL p(2, ?, ?)", (None, None)).out == {0: 2, 1: 0}
    assert dba.execute("CALL p(3, ?, ?)", (None, None)).out == {0: -1, 1: 100}
    dba.database.assumptions.no_row_sets_null = True
    assert dba.execute("CALL p(3, ?, ?)", (None, None)).out == {0: None, 1: 100}
    with pytest.raises(SqlError) as failure:
        dba.execute("CALL p(1, ?, ?)", (None, None))
    assert failure.value.sqlcode == -185


def test_a_cursor(script: Script) -> None:
    dba = script(
        TABLE + "CREATE PROCEDURE p (OUT s LONG VARCHAR) BEGIN DECLARE v VARCHAR(9);"
        " DECLARE c CURSOR FOR SELECT b FROM t ORDER BY a; SET s = ''; OPEN c;"
        " lp: LOOP FETCH NEXT c INTO v; IF SQLSTATE = '02000' THEN LEAVE lp; END IF; SET s = s || v; END LOOP;"
        " FETCH ABSOLUTE 1 c INTO v; SET s = s || v; FETCH LAST c INTO v; SET s = s || v; CLOSE c; END;"
    )
    assert dba.execute("CALL p(?)", (None,)).out == {0: "xyxy"}


@pytest.mark.parametrize(
    ("statements", "sqlcode"),
    [("FETCH c INTO v;", -180), ("OPEN c; OPEN c;", -172), ("CLOSE c;", -180), ("OPEN c; FETCH c INTO v, v;", -264)],
)
def test_wrong_use_of_a_cursor(script: Script, statements: str, sqlcode: int) -> None:
    dba = script(
        TABLE
        + "CREATE PROCEDURE p () BEGIN DECLARE v INTEGER; DECLARE c CURSOR FOR SELECT a FROM t; "
        + statements
        + " END;"
    )
    with pytest.raises(SqlError) as failure:
        dba.execute("CALL p()")
    assert failure.value.sqlcode == sqlcode


@pytest.mark.parametrize(("hold", "code"), [("", -180), (" WITH HOLD", 0)])
def test_commit_closes_a_cursor_without_hold(script: Script, hold: str, code: int) -> None:
    # 12.0.1 dbreference/open-statement-esql-sp.html
    dba = script(
        TABLE + "CREATE PROCEDURE p (OUT s INTEGER) BEGIN DECLARE v INTEGER; DECLARE c CURSOR FOR SELECT a FROM t;"
        f" OPEN c{hold}; COMMIT; FETCH c INTO v; SET s = 0; EXCEPTION WHEN OTHERS THEN SET s = SQLCODE; END;"
    )
    assert dba.execute("CALL p(?)", (None,)).out == {0: code}


def test_for(script: Script) -> None:
    dba = script(
        TABLE + "CREATE PROCEDURE p (OUT s LONG VARCHAR) BEGIN SET s = '';"
        " walk: FOR f AS c CURSOR FOR SELECT a AS v_a, b AS v_b FROM t ORDER BY a DESC DO"
        " SET s = STRING(s, v_a, v_b); IF v_a = 1 THEN LEAVE walk; END IF; SET s = s || ';'; END FOR; END;"
    )
    assert dba.execute("CALL p(?)", (None,)).out == {0: "2y;1x"}


def test_execute_immediate_sees_the_variables_and_resolves_escapes(script: Script) -> None:
    # 12.0.0 dbreference/execute-immediate-statement.html, the example
    dba = script(
        "CREATE PROCEDURE p (OUT one LONG VARCHAR, OUT two LONG VARCHAR) BEGIN"
        r" EXECUTE IMMEDIATE 'SET one = ''\\\\\\\\''';"
        r" EXECUTE IMMEDIATE WITH ESCAPES OFF 'SET two = ''\\\\\\\\'''; END;"
    )
    assert dba.execute("CALL p(?, ?)", (None, None)).out == {0: "\\", 1: "\\\\"}


def test_execute_immediate_gives_a_result_set_only_if_asked(script: Script) -> None:
    dba = script(
        "CREATE PROCEDURE p () BEGIN EXECUTE IMMEDIATE WITH RESULT SET ON 'SELECT 5 AS five'; END;"
        "CREATE PROCEDURE q () BEGIN EXECUTE IMMEDIATE 'SELECT 5 AS five'; END;"
    )
    assert dba.execute("CALL p()").rows == [(5,)]
    with pytest.raises(SqlError) as failure:
        dba.execute("CALL q()")
    assert failure.value.sqlcode == -946


def test_execute_immediate_of_nonsense_is_an_error_that_can_be_handled(script: Script) -> None:
    dba = script(
        "CREATE PROCEDURE p (OUT c INTEGER) BEGIN EXECUTE IMMEDIATE 'SELEC 1';"
        " EXCEPTION WHEN OTHERS THEN SET c = SQLCODE; END;"
    )
    assert dba.execute("CALL p(?)", (None,)).out == {0: -131}


def test_row_counts_and_identity(script: Script) -> None:
    dba = script("CREATE TABLE i (a BIGINT DEFAULT AUTOINCREMENT PRIMARY KEY, b INTEGER);")
    assert dba.execute("INSERT INTO i (b) VALUES (1)").rowcount == 1
    assert dba.execute("SELECT @@identity, @@rowcount").rows == [(1, 1)]
    assert dba.execute("UPDATE i SET b = 2").rowcount == 1
    cursor = dba.execute("DELETE i WHERE b = 7")
    assert (cursor.rowcount, cursor.warning) == (0, 100)
