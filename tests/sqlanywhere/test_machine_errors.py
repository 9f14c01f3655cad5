"""EXCEPTION sections, SQLCODE and SQLSTATE, SIGNAL, RESIGNAL, RAISERROR."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.machine import Connection
from tests.sqlanywhere.runtime import Value

Script = Callable[[str], Connection]
STATES = "DECLARE one EXCEPTION FOR SQLSTATE '99001'; DECLARE two EXCEPTION FOR SQLSTATE '99002';"


def out(connection: Connection, text: str, *parameters: Value) -> dict[int, Value]:
    """The OUT values of a call."""
    return connection.execute(text, parameters).out


def test_the_handler_of_the_nearest_compound_statement(script: Script) -> None:
    # dcx 1001/en/dbugen10/ug-pteweh.html and ptewnc.html: the inner one handles, the outer one goes on
    dba = script(
        """
        CREATE PROCEDURE inner_one ()
        BEGIN
            DECLARE column_not_found EXCEPTION FOR SQLSTATE VALUE '52003';
            MESSAGE 'Hello';
            SIGNAL column_not_found;
            MESSAGE 'never';
        EXCEPTION
            WHEN column_not_found THEN MESSAGE 'handled';
            WHEN OTHERS THEN RESIGNAL;
        END;
        CREATE PROCEDURE outer_one () BEGIN CALL inner_one(); MESSAGE 'SQLSTATE ', SQLSTATE; END;
        """
    )
    dba.execute("CALL outer_one()")
    assert [line.text for line in dba.database.log] == ["Hello", "handled", "SQLSTATE 00000"]


def test_code_state_and_text_in_the_first_statement_of_a_handler(script: Script) -> None:
    # sources P3
    dba = script(
        "CREATE PROCEDURE p (OUT a INTEGER, OUT b VARCHAR(5), OUT c LONG VARCHAR, OUT d INTEGER) BEGIN"
        " DECLARE v VARCHAR(2); SET v = 'abc';"
        " EXCEPTION WHEN OTHERS THEN SELECT SQLCODE, SQLSTATE, ERRORMSG() INTO a, b, c; SET d = SQLCODE; END;"
    )
    assert out(dba, "CALL p(?, ?, ?, ?)", None, None, None, None) == {
        0: -638,
        1: "22001",
        2: "Right truncation of string data",
        3: 0,
    }


def test_user_states_are_one_sqlcode(script: Script) -> None:
    # errm297.html
    dba = script("CREATE PROCEDURE p () BEGIN DECLARE e EXCEPTION FOR SQLSTATE '99123'; SIGNAL e; END;")
    with pytest.raises(SqlError) as failure:
        dba.execute("CALL p()")
    assert (failure.value.sqlcode, failure.value.sqlstate) == (-297, "99123")


def test_an_error_without_a_handler_leaves_the_procedures(script: Script) -> None:
    dba = script(
        f"CREATE PROCEDURE q (OUT a INTEGER) BEGIN {STATES} SET a = 1; SIGNAL one; END;"
        "CREATE PROCEDURE p (OUT a INTEGER, OUT b INTEGER) BEGIN SET b = 5; CALL q(a);"
        " EXCEPTION WHEN OTHERS THEN SET b = SQLCODE; END;"
    )
    # what q had set is not copied back: it did not complete (call-statement.html)
    assert out(dba, "CALL p(?, ?)", None, None) == {0: None, 1: -297}


def test_a_handler_for_another_state_does_not_catch(script: Script) -> None:
    dba = script(f"CREATE PROCEDURE p () BEGIN {STATES} SIGNAL two; EXCEPTION WHEN one THEN MESSAGE 'wrong'; END;")
    with pytest.raises(SqlError) as failure:
        dba.execute("CALL p()")
    assert failure.value.sqlstate == "99002"


def test_resignal_keeps_the_error_or_names_another(script: Script) -> None:
    # SYBSsa50/00000442: what the handler did before stays
    dba = script(
        f"CREATE PROCEDURE p (IN other INTEGER) BEGIN {STATES} SIGNAL one;"
        " EXCEPTION WHEN OTHERS THEN MESSAGE 'before'; IF other = 1 THEN RESIGNAL two; END IF; RESIGNAL; END;"
    )
    states = []
    for other in (0, 1):
        with pytest.raises(SqlError) as failure:
            dba.execute("CALL p(?)", (other,))
        states.append(failure.value.sqlstate)
    assert states == ["99001", "99002"]
    assert [line.text for line in dba.database.log] == ["before", "before"]


def test_an_error_in_a_handler_goes_to_the_compound_statement_around(script: Script) -> None:
    dba = script(
        f"CREATE PROCEDURE p (OUT a VARCHAR(5)) BEGIN {STATES} BEGIN SIGNAL one;"
        " EXCEPTION WHEN OTHERS THEN SIGNAL two; END;"
        " EXCEPTION WHEN OTHERS THEN SET a = SQLSTATE; END;"
    )
    assert out(dba, "CALL p(?)", None) == {0: "99002"}


def test_warnings_are_no_errors(script: Script) -> None:
    # errm100.html; ug-pteweh.html: "Unlike errors, warnings do not cause exception handling code to be executed"
    dba = script(
        "CREATE TABLE t (a INTEGER PRIMARY KEY);"
        "CREATE PROCEDURE p (OUT a INTEGER, OUT b VARCHAR(5)) BEGIN"
        " UPDATE t SET a = a; SELECT SQLCODE, SQLSTATE INTO a, b; EXCEPTION WHEN OTHERS THEN SET a = -1; END;"
    )
    assert out(dba, "CALL p(?, ?)", None, None) == {0: 100, 1: "02000"}


def test_each_statement_sets_the_code_and_control_statements_do_not(script: Script) -> None:
    # dcx 1201/en/dbusage/ptew.html
    dba = script(
        "CREATE TABLE t (a INTEGER PRIMARY KEY);"
        "CREATE PROCEDURE p (OUT a INTEGER, OUT b INTEGER) BEGIN DELETE t; IF 1 = 1 THEN SET a = SQLCODE; END IF;"
        " SET b = SQLCODE; END;"
    )
    assert out(dba, "CALL p(?, ?)", None, None) == {0: 100, 1: 0}


def test_raiserror_goes_on_and_is_returned_at_the_end_of_the_outermost_procedure(script: Script) -> None:
    # D17 8131250f…, continue_after_raiserror
    dba = script(
        "CREATE PROCEDURE q () BEGIN RAISERROR 17001 'bad %1!', 'number'; MESSAGE 'q goes on'; END;"
        "CREATE PROCEDURE p () BEGIN CALL q(); MESSAGE 'p goes on, @@error ', @@error;"
        " EXCEPTION WHEN OTHERS THEN MESSAGE 'not seen'; END;"
    )
    with pytest.raises(SqlError) as failure:
        dba.execute("CALL p()")
    assert (failure.value.sqlcode, failure.value.message) == (-631, "RAISERROR executed: bad number")
    assert [line.text for line in dba.database.log] == ["q goes on", "p goes on, @@error 17001"]


def test_raiserror_with_the_option_off_leaves_at_once(script: Script) -> None:
    dba = script("CREATE PROCEDURE p () BEGIN RAISERROR 17001 'bad'; MESSAGE 'never'; END;")
    dba.execute("SET TEMPORARY OPTION continue_after_raiserror = 'Off'")
    with pytest.raises(SqlError) as failure:
        dba.execute("CALL p()")
    assert failure.value.sqlcode == -631
    assert dba.database.log == []


def test_a_later_error_wins_over_raiserror(script: Script) -> None:
    dba = script(
        f"CREATE PROCEDURE p () BEGIN {STATES} RAISERROR 17001 'lost'; SIGNAL one; END;"
        "CREATE PROCEDURE good () BEGIN END;"
    )
    with pytest.raises(SqlError) as failure:
        dba.execute("CALL p()")
    assert failure.value.sqlstate == "99001"
    dba.execute("CALL good()")


def test_on_exception_resume_goes_on_if_the_next_statement_handles(script: Script) -> None:
    # dbadmin/on-tsql-error-option.html: Conditional is the default
    dba = script(
        f"CREATE PROCEDURE p (OUT a INTEGER) ON EXCEPTION RESUME BEGIN {STATES} SIGNAL one;"
        " IF SQLCODE = -297 THEN SET a = 1; END IF; SIGNAL two; MESSAGE 'no handling statement'; END;"
    )
    with pytest.raises(SqlError) as failure:
        dba.execute("CALL p(?)", (None,))
    assert failure.value.sqlstate == "99002"


def test_errormsg_later_in_a_handler_says_nothing(script: Script) -> None:
    # sources P3: only in the first statement of the branch
    dba = script(
        f"CREATE PROCEDURE p (OUT a LONG VARCHAR, OUT b LONG VARCHAR) BEGIN {STATES} SIGNAL one;"
        " EXCEPTION WHEN OTHERS THEN SET a = ERRORMSG(); SET b = ERRORMSG(); END;"
    )
    found = out(dba, "CALL p(?, ?)", None, None)
    assert found[0] == "User-defined exception signaled"
    assert not found[1]


def test_a_declared_exception_is_its_sqlstate(script: Script) -> None:
    # fetch-statement.html of 12.0.1, example: IF SQLSTATE = err_notfound THEN
    dba = script(
        "CREATE PROCEDURE p (OUT a INTEGER) BEGIN DECLARE err_notfound EXCEPTION FOR SQLSTATE VALUE '02000';"
        " DECLARE b INTEGER; DECLARE c CURSOR FOR SELECT 1 UNION ALL SELECT 2; SET a = 0; OPEN c;"
        " rows: LOOP FETCH NEXT c INTO b; IF SQLSTATE = err_notfound THEN LEAVE rows END IF; SET a = a + b;"
        " END LOOP rows; CLOSE c; END;"
    )
    assert out(dba, "CALL p(?)", None) == {0: 3}


def test_a_type_that_does_not_exist(dba: Connection) -> None:
    for text in (
        "CREATE PROCEDURE p (a interger) BEGIN END",
        "CREATE TABLE t (a interger)",
        "BEGIN DECLARE a interger; END",
    ):
        with pytest.raises(SqlError) as failure:
            dba.execute(text)
        assert failure.value.sqlcode == -613


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("CALL sp_columns('t')", "sp_columns"),
        ("CALL dbo.xp_cmdshell('x')", "xp_cmdshell"),
        ("CHECKPOINT", "CHECKPOINT"),
        ("CREATE SEQUENCE s", "CreateSequence"),
        ("CREATE DOMAIN d INTEGER NOT NULL", "domain"),
        ("CREATE TABLE t (a VARBIT(3))", "varbit"),
        ("SELECT SUSER_NAME()", "SUSER_NAME"),
    ],
)
def test_what_a_server_has_and_the_model_has_not_is_named(dba: Connection, text: str, named: str) -> None:
    with pytest.raises(ModelError, match=named):
        dba.execute(text)
