"""Procedures and functions: parameters, control statements, scopes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.sqlanywhere.errors import ParseError, SqlError
from tests.sqlanywhere.machine import Connection
from tests.sqlanywhere.runtime import Value

Script = Callable[[str], Connection]


def out(connection: Connection, text: str, *parameters: Value) -> dict[int, Value]:
    """The OUT values of a call."""
    return connection.execute(text, parameters).out


def test_a_parameter_without_mode_is_inout(script: Script) -> None:
    # sources P1
    dba = script("CREATE PROCEDURE p (a INTEGER) BEGIN SET a = a + 1; END;")
    assert out(dba, "CALL p(?)", 5) == {0: 6}


def test_in_parameters_give_nothing_back_and_out_parameters_begin_as_null(script: Script) -> None:
    dba = script("CREATE PROCEDURE p (IN a INTEGER, OUT b INTEGER) BEGIN SET a = 9; SET b = COALESCE(b, -1); END;")
    assert out(dba, "CALL p(?, ?)", 5, 7) == {1: -1}


def test_out_arguments_may_be_variables_of_the_connection(script: Script) -> None:
    # dcx 1101/en/dbreference_en11/call-statement.html, Example
    dba = script("CREATE PROCEDURE p (IN a INTEGER, OUT b VARCHAR(5)) BEGIN SET b = a * 2; END;")
    dba.execute("CREATE VARIABLE v INTEGER")
    dba.execute("CALL p(21, v)")
    assert dba.execute("SELECT v").rows == [(42,)]


def test_arguments_by_name_and_defaults(script: Script) -> None:
    # call-statement.html: "By keyword, the arguments are matched up with the named parameters"
    dba = script(
        "CREATE PROCEDURE p (IN a INTEGER, IN b INTEGER DEFAULT 10, IN c INTEGER DEFAULT 100, OUT d INTEGER)"
        " BEGIN SET d = a + b + c; END;"
    )
    assert out(dba, "CALL p(1, c = 3, d = ?)", None) == {0: 14}


@pytest.mark.parametrize(
    ("call", "sqlcode"),
    [("p()", -154), ("p(1, 2, 3)", -154), ("p(1, z = 2)", -615), ("p(a = 1, 2)", -131), ("nothing(1)", -265)],
)
def test_arguments_that_do_not_fit(script: Script, call: str, sqlcode: int) -> None:
    # call-statement.html: "If no default is set, and an argument is not provided, an error is given"
    dba = script("CREATE PROCEDURE p (IN a INTEGER, IN b INTEGER DEFAULT 1) BEGIN END;")
    with pytest.raises(SqlError) as failure:
        dba.execute(f"CALL {call}")
    assert failure.value.sqlcode == sqlcode


def test_what_a_parameter_takes_is_converted_to_its_type(script: Script) -> None:
    # option string_rtruncation is On (errm638.html)
    dba = script("CREATE PROCEDURE p (IN a VARCHAR(3), OUT b INTEGER) BEGIN SET b = a; END;")
    assert out(dba, "CALL p(?, ?)", "12", None) == {1: 12}
    with pytest.raises(SqlError) as failure:
        dba.execute("CALL p(?, ?)", ("1234", None))
    assert failure.value.sqlcode == -638


def test_return_gives_the_value_of_a_call(script: Script) -> None:
    dba = script(
        "CREATE PROCEDURE q () BEGIN RETURN 7; END;"
        "CREATE PROCEDURE p (OUT a INTEGER) BEGIN DECLARE v INTEGER; v = CALL q(); SET a = v; RETURN; SET a = 0; END;"
    )
    assert out(dba, "CALL p(?)", None) == {0: 7}


def test_functions_in_expressions(script: Script) -> None:
    dba = script("CREATE FUNCTION twice (IN a INTEGER) RETURNS VARCHAR(10) BEGIN RETURN a * 2; END;")
    assert dba.execute("SELECT twice(4) || '!'").rows == [("8!",)]


def test_a_function_gives_no_result_set(script: Script) -> None:
    dba = script("CREATE FUNCTION f () RETURNS INTEGER BEGIN SELECT 1; RETURN 2; END;")
    with pytest.raises(SqlError) as failure:
        dba.execute("SELECT f()")
    assert failure.value.sqlcode == -946


def test_recursion_has_an_end(script: Script) -> None:
    # errm274.html
    dba = script(
        "CREATE FUNCTION f (IN a INTEGER) RETURNS INTEGER BEGIN"
        " IF a = 0 THEN RETURN 0; END IF; RETURN 1 + f(a - 1); END;"
    )
    assert dba.execute("SELECT f(20)").rows == [(20,)]
    with pytest.raises(SqlError) as failure:
        dba.execute("SELECT f(1000)")
    assert failure.value.sqlcode == -274


def test_loops_with_labels(script: Script) -> None:
    dba = script(
        """
        CREATE PROCEDURE p (OUT a INTEGER)
        BEGIN
            DECLARE i INTEGER = 0;
            DECLARE j INTEGER;
            SET a = 0;
            outside: LOOP
                SET i = i + 1;
                SET j = 0;
                WHILE j < 10 LOOP
                    SET j = j + 1;
                    IF j = 3 THEN CONTINUE outside; END IF;
                    IF i = 5 THEN LEAVE outside; END IF;
                    SET a = a + 1;
                END LOOP;
            END LOOP;
        END;
        """
    )
    assert out(dba, "CALL p(?)", None) == {0: 8}


def test_leave_of_a_compound_statement_and_of_the_whole_procedure(script: Script) -> None:
    # D17 816a3ebf…: the body has the procedure's name as its label
    dba = script(
        "CREATE PROCEDURE p (OUT a INTEGER) BEGIN SET a = 1; part: BEGIN LEAVE part; SET a = 2; END part;"
        " SET a = a + 10; LEAVE p; SET a = 0; END;"
    )
    assert out(dba, "CALL p(?)", None) == {0: 11}


def test_a_label_that_is_not_there(script: Script) -> None:
    with pytest.raises(ParseError) as failure:
        script("CREATE PROCEDURE p () BEGIN LOOP LEAVE elsewhere; END LOOP; END;")
    assert "elsewhere" in failure.value.message


def test_case_and_if_without_a_branch_that_fits_do_nothing(script: Script) -> None:
    dba = script(
        "CREATE PROCEDURE p (IN a INTEGER, OUT b VARCHAR(9)) BEGIN SET b = '-';"
        " CASE a WHEN 1 THEN SET b = 'one'; WHEN 2 THEN SET b = 'two'; END CASE;"
        " IF NULL = 1 THEN SET b = 'never'; ELSEIF a = 3 THEN SET b = 'three'; END IF; END;"
    )
    assert [out(dba, "CALL p(?, ?)", a, None)[1] for a in (1, 2, 3, 4)] == ["one", "two", "three", "-"]


def test_declarations_hide_those_around_them(script: Script) -> None:
    # D17 816a3ebf…: seen there and inside, and not by procedures that are called
    dba = script(
        "CREATE PROCEDURE p (OUT a INTEGER, OUT b INTEGER) BEGIN DECLARE v INTEGER = 1;"
        " BEGIN DECLARE v INTEGER = 2; SET V = v + 10; SET a = v; END; SET b = v; END;"
        "CREATE PROCEDURE inner_one () BEGIN SET hidden = 1; END;"
        "CREATE PROCEDURE outer_one () BEGIN DECLARE hidden INTEGER; CALL inner_one(); END;"
    )
    assert out(dba, "CALL p(?, ?)", None, None) == {0: 12, 1: 1}
    with pytest.raises(SqlError) as failure:
        dba.execute("CALL outer_one()")
    assert failure.value.sqlcode == -260


def test_a_batch_of_a_client(dba: Connection) -> None:
    dba.execute("CREATE VARIABLE v INTEGER")
    dba.execute(
        "BEGIN DECLARE a INTEGER = 3; WHILE a > 0 LOOP SET a = a - 1; SET v = COALESCE(v, 0) + 1; END LOOP; END"
    )
    assert dba.execute("SELECT v").rows == [(3,)]


def test_a_batch_takes_no_host_variables(dba: Connection) -> None:
    with pytest.raises(SqlError) as failure:
        dba.execute("BEGIN DECLARE a INTEGER; SET a = ?; END", (1,))
    assert failure.value.sqlcode == -131


def test_statements_are_fast(script: Script) -> None:
    """Contract cases run some hundred thousand statements; the limit leaves room for a slow machine."""
    dba = script(
        "CREATE PROCEDURE p (IN n INTEGER, OUT s INTEGER, OUT t LONG VARCHAR) BEGIN DECLARE i INTEGER = 0; SET s = 0;"
        " WHILE i < n LOOP SET i = i + 1; IF i > 5 THEN SET s = s + 1; ELSE SET t = STRING(t, 'x'); END IF;"
        " END LOOP; END;"
    )
    begin = time.perf_counter()
    assert out(dba, "CALL p(25000, ?, ?)", None, None) == {0: 24995, 1: "xxxxx"}
    assert time.perf_counter() - begin < 75000 * 30e-6
