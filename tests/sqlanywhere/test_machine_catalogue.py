"""Services as objects, options, catalogue rows, sa_make_object, versions, coverage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sqlanywhere import coverage
from tests.sqlanywhere.errors import ParseError, SqlError
from tests.sqlanywhere.machine import Connection, Database
from tests.sqlanywhere.machine.source import normalised

Script = Callable[[str], Connection]


def code(connection: Connection, text: str) -> int:
    """SQLCODE of a statement."""
    try:
        connection.execute(text)
    except SqlError as failure:
        return failure.sqlcode
    return 0


def test_source_is_the_text_and_proc_defn_what_the_server_makes_of_it(script: Script) -> None:
    # sources P15; option preserve_source_format
    text = "CREATE PROCEDURE p (IN A INTEGER)\nBEGIN -- a comment\n    SET A = 'Keep  Me';\nEND"
    dba = script(text + ";")
    rows = dba.execute("SELECT source, proc_defn FROM SYS.SYSPROCEDURE WHERE proc_name = 'p'").rows
    assert rows == [(text, "create procedure p (in A integer) begin set A = 'Keep  Me' end")]


def test_normalised_text_is_the_same_for_texts_that_differ_in_white_space_and_comments() -> None:
    one = 'CREATE PROCEDURE p()\n/* a */ BEGIN\n  SET "Set" = [Set]; // b\nEND'
    assert normalised(one) == normalised('create procedure p() BEGIN SET "Set" = [Set] END;')


def test_parameters_in_the_catalogue(script: Script) -> None:
    # sources P15
    dba = script(
        "CREATE PROCEDURE p (IN a INTEGER, OUT b VARCHAR(20), c SMALLINT DEFAULT 7) RESULT (x INTEGER) BEGIN END;"
        "CREATE FUNCTION f () RETURNS BIGINT BEGIN RETURN 1; END;"
    )
    rows = dba.execute(
        'SELECT p.proc_name, m.parm_name, m.parm_type, m.parm_mode_in, m.parm_mode_out, m.width, m."default",'
        " d.domain_name"
        " FROM SYS.SYSPROCPARM AS m JOIN SYS.SYSPROCEDURE AS p ON p.proc_id = m.proc_id"
        " JOIN SYS.SYSDOMAIN AS d ON d.domain_id = m.domain_id ORDER BY p.proc_id, m.parm_id"
    ).rows
    assert [row[:5] for row in rows] == [
        ("p", "a", 0, "Y", "N"),
        ("p", "b", 0, "N", "Y"),
        ("p", "c", 0, "Y", "Y"),
        ("p", "x", 1, "N", "Y"),
        ("f", "f", 4, "N", "Y"),
    ]
    assert [row[7] for row in rows] == ["integer", "varchar", "smallint", "integer", "bigint"]
    assert (rows[1][5], rows[2][6]) == (20, "7")


def test_services_in_the_catalogue(script: Script) -> None:
    # sources G10
    dba = script(
        "CREATE USER web; CREATE SERVICE \"sms/in\" TYPE 'raw' URL ON AUTHORIZATION OFF USER web METHODS 'GET,POST'"
        " AS CALL p(:a); COMMENT ON SERVICE \"sms/in\" IS 'ours';"
    )
    rows = dba.execute(
        "SELECT s.service_name, s.service_type, s.auth_required, s.secure_required, s.url_path, u.user_name,"
        " s.statement, s.remarks, s.enabled FROM SYS.SYSWEBSERVICE AS s JOIN SYS.SYSUSER AS u ON u.user_id = s.user_id"
    ).rows
    assert rows == [("sms/in", "RAW", "N", "N", "Y", "web", "CALL p(:a)", "ours", "Y")]
    dba.execute('ALTER SERVICE "sms/in" DISABLE')
    assert dba.execute("SELECT enabled, statement FROM SYS.SYSWEBSERVICE").rows == [("N", "CALL p(:a)")]


@pytest.mark.parametrize(
    ("text", "sqlcode"),
    [
        ("CREATE SERVICE s AUTHORIZATION OFF USER web AS CALL p()", -915),
        ("CREATE SERVICE s TYPE 'RAW' AUTHORIZATION OFF AS CALL p()", -918),
        ("CREATE SERVICE s TYPE 'RAW' AUTHORIZATION OFF USER web", -931),
        ("CREATE SERVICE s TYPE 'RAW' AUTHORIZATION OFF USER nobody AS CALL p()", -140),
        ("CREATE SERVICE \"/s\" TYPE 'RAW'", -925),
        ("CREATE SERVICE \"a//b\" TYPE 'RAW'", -925),
        ("CREATE SERVICE there TYPE 'RAW'", -919),
        ("ALTER SERVICE missing DISABLE", -920),
        ("DROP SERVICE missing", -920),
        ("DROP SERVICE IF EXISTS missing", 0),
    ],
)
def test_what_a_service_needs(script: Script, text: str, sqlcode: int) -> None:
    # sources G5, G6, G11
    dba = script("CREATE USER web; CREATE SERVICE there TYPE 'RAW';")
    assert code(dba, text) == sqlcode


def test_make_object_makes_a_stub_once(script: Script) -> None:
    # sources G2
    dba = script("CREATE USER web; CREATE PROCEDURE old () BEGIN RETURN 1; END;")
    for kind in ("procedure", "function", "event", "service", "view"):
        dba.execute("CALL sa_make_object(?, ?)", (kind, f"new_{kind}"))
        dba.execute("CALL sa_make_object(?, ?)", (kind, f"new_{kind}"))
    dba.execute("CALL dbo.sa_make_object('procedure', 'old')")
    dba.execute("ALTER PROCEDURE new_procedure () BEGIN SELECT 5; END")
    dba.execute("ALTER SERVICE \"new_service\" TYPE 'raw' AUTHORIZATION OFF USER web AS CALL new_procedure()")
    assert dba.execute("CALL new_procedure()").rows == [(5,)]
    rows = dba.execute("SELECT proc_name FROM SYS.SYSPROCEDURE ORDER BY proc_id").rows
    assert rows == [("old",), ("new_procedure",), ("new_function",)]


def test_options(dba: Connection, database: Database) -> None:
    # 12.0.1 dbreference/set-option-statement.html: temporary, the user's, PUBLIC's
    other = database.connect("dba", "sql")
    assert dba.option("blocking_timeout") == "0"
    dba.execute("SET OPTION PUBLIC.blocking_timeout = '7'")
    dba.execute("SET OPTION blocking_timeout = '8'")
    dba.execute("SET TEMPORARY OPTION blocking_timeout = '9'")
    assert [dba.option("blocking_timeout"), other.option("BLOCKING_TIMEOUT")] == ["9", "8"]
    dba.execute("SET TEMPORARY OPTION blocking_timeout =")
    dba.execute("SET OPTION blocking_timeout =")
    assert dba.execute("SELECT CONNECTION_PROPERTY('blocking_timeout')").rows == [("7",)]
    assert [code(dba, "SET OPTION nonsense = '1'"), code(dba, "SET OPTION blocking = 'Maybe'")] == [-200, -201]


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("CREATE OR REPLACE SERVICE s TYPE 'RAW'", 17),
        ("CREATE ROLE r", 16),
        ("SELECT 1 WHERE 1 IS NOT DISTINCT FROM 1", 16),
        ("CREATE OR REPLACE PROCEDURE p () BEGIN END", 12),
    ],
)
def test_what_a_version_lacks(text: str, since: int) -> None:
    # sources G2, P11, F5; D16 role-based security
    for version in (12, 16, 17):
        database = Database(version=version)
        assert code(database.connect("dba", "sql"), text) == (0 if version >= since else -131)
        database.close()


def test_a_file_that_cannot_be_parsed_says_where(database: Database) -> None:
    with pytest.raises(ParseError) as failure:
        database.load("CREATE TABLE t (a INTEGER);\n\nSELEC 1;", file="x.sql")
    assert failure.value.at.line == 3


def test_connections_in_sa_conn_info(dba: Connection, database: Database) -> None:
    other = database.connect("dba", "sql")
    numbers = [row[0] for row in dba.execute("CALL sa_conn_info()").rows]
    assert numbers == [dba.number, other.number]
    assert [row[0] for row in dba.execute("CALL sa_conn_info(?)", (other.number,)).rows] == [other.number]


COVERED = """-- a comment
CREATE TABLE sms.t (a INTEGER);
CREATE VIEW sms.v AS SELECT a FROM sms.t;
-- another
CREATE PROCEDURE sms.p (IN x INTEGER)
BEGIN
    DECLARE y INTEGER;
    IF x = 1 THEN SET y = 1;
    ELSE
        SET y = 2; END IF;
EXCEPTION
    WHEN OTHERS THEN RESIGNAL;
END;
IF 1 = 2 THEN
    CREATE USER other;
END IF;
"""


def test_coverage_names_the_lines_that_were_not_executed(database: Database, tmp_path: Path) -> None:
    (tmp_path / "procedure").mkdir()
    (tmp_path / "procedure" / "p.sql").write_text(COVERED, encoding="utf-8")
    before = set(coverage.EXECUTED)
    coverage.EXECUTED.clear()
    try:
        assert [one.executed for one in coverage.report(coverage.EXECUTED, tmp_path)] == [0]
        database.load("CREATE USER sms; " + COVERED)
        dba = database.connect("dba", "sql")
        dba.execute("CALL sms.p(2)")
        [found] = coverage.report(coverage.EXECUTED, tmp_path)
        assert (found.statements, found.executed, found.missing) == (10, 6, (3, 8, 12, 15))
        dba.execute("SELECT a FROM sms.v")
        dba.execute("CALL sms.p(1)")
        coverage.save(tmp_path / "found")
        coverage.EXECUTED.clear()
        [found] = coverage.report(coverage.gather(tmp_path / "found"), tmp_path)
        assert found.missing == (12, 15)
        assert "12, 15" in coverage.table([found])
    finally:
        coverage.EXECUTED.clear()
        coverage.EXECUTED.update(before)
