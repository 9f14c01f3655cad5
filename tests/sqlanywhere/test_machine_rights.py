"""Users, groups, roles, and what they may do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.machine import Connection, Database

Script = Callable[[str], Connection]
OWNER = """
CREATE USER sms;
GRANT GROUP TO sms;
CREATE USER ann IDENTIFIED BY 'Secret';
CREATE TABLE sms.t (a INTEGER PRIMARY KEY, b INTEGER, c INTEGER);
INSERT INTO sms.t VALUES (1, 2, 3);
CREATE VIEW sms.v AS SELECT a FROM sms.t;
CREATE PROCEDURE sms.p () BEGIN SELECT COUNT(*) FROM t; END;
CREATE PROCEDURE sms.invoked () SQL SECURITY INVOKER BEGIN SELECT COUNT(*) FROM sms.t; END;
CREATE FUNCTION sms.f () RETURNS INTEGER BEGIN RETURN (SELECT MAX(a) FROM sms.t); END;
"""


def code(connection: Connection, text: str) -> int:
    """SQLCODE of a statement."""
    try:
        connection.execute(text)
    except SqlError as failure:
        return failure.sqlcode
    finally:
        connection.rollback()
    return 0


@pytest.mark.parametrize(
    ("user", "password"), [("ann", "secret"), ("ann", None), ("sms", None), ("sms", ""), ("bob", "x")]
)
def test_who_may_not_connect(script: Script, database: Database, user: str, password: str | None) -> None:
    # errm103.html; passwords are case sensitive (sources P18); no password, no login (create-user-statement.html)
    script(OWNER)
    with pytest.raises(SqlError) as failure:
        database.connect(user, password)
    assert failure.value.sqlcode == -103


def test_nothing_may_be_used_that_was_not_granted(script: Script, database: Database) -> None:
    # errm121.html
    script(OWNER)
    ann = database.connect("ANN", "Secret")
    statements = [
        "SELECT a FROM sms.t",
        "SELECT a FROM sms.v",
        "INSERT INTO sms.t VALUES (2, 2, 2)",
        "UPDATE sms.t SET b = 1",
        "DELETE sms.t",
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM sms.t)",
        "SELECT (SELECT MAX(a) FROM sms.t)",
        "SET v = (SELECT MAX(a) FROM sms.t)",
        "CALL sms.p()",
        "SELECT sms.f()",
        "CREATE TABLE mine (a INTEGER)",
        "CREATE PROCEDURE mine () BEGIN END",
        "DROP TABLE sms.t",
        "DROP PROCEDURE sms.p",
        "GRANT SELECT ON sms.t TO ann",
        "GRANT DBA TO ann",
        "CREATE USER other",
        "SET OPTION PUBLIC.blocking = 'Off'",
        "LOCK TABLE sms.t IN EXCLUSIVE MODE",
    ]
    ann.execute("CREATE VARIABLE v INTEGER")
    assert {text: code(ann, text) for text in statements} == dict.fromkeys(statements, -121)


def test_a_procedure_runs_as_its_owner_unless_it_says_invoker(script: Script, database: Database) -> None:
    # sa160/fr/dbusage/invoker-v-definer.html: rights, and the owner of names without one
    script(OWNER + "GRANT EXECUTE ON sms.p TO ann; GRANT EXECUTE ON sms.invoked TO ann; GRANT EXECUTE ON sms.f TO ann;")
    ann = database.connect("ann", "Secret")
    assert ann.execute("CALL sms.p()").rows == [(1,)]
    assert ann.execute("SELECT sms.f()").rows == [(1,)]
    assert code(ann, "CALL sms.invoked()") == -121
    assert code(ann, "SELECT a FROM sms.t") == -121


def test_a_view_gives_what_its_table_does_not(script: Script, database: Database) -> None:
    script(OWNER + "GRANT SELECT ON sms.v TO ann;")
    ann = database.connect("ann", "Secret")
    assert ann.execute("SELECT a FROM sms.v").rows == [(1,)]
    assert code(ann, "SELECT a FROM sms.t") == -121


def test_rights_on_columns(script: Script, database: Database) -> None:
    script(OWNER + "GRANT SELECT (a, b), UPDATE (b) ON sms.t TO ann;")
    ann = database.connect("ann", "Secret")
    statements = {
        "SELECT a, b FROM sms.t": 0,
        "SELECT c FROM sms.t": -121,
        "SELECT * FROM sms.t": -121,
        "UPDATE sms.t SET b = 5": 0,
        "UPDATE sms.t SET b = 5, c = 5": -121,
    }
    assert {text: code(ann, text) for text in statements} == statements


def test_revoke(script: Script, database: Database) -> None:
    dba = script(OWNER + "GRANT SELECT, DELETE ON sms.t TO ann; GRANT EXECUTE ON sms.p TO ann;")
    ann = database.connect("ann", "Secret")
    assert [code(ann, "SELECT a FROM sms.t"), code(ann, "CALL sms.p()")] == [0, 0]
    dba.execute("REVOKE SELECT ON sms.t FROM ann")
    dba.execute("REVOKE EXECUTE ON sms.p FROM ann")
    assert [code(ann, "SELECT a FROM sms.t"), code(ann, "DELETE sms.t"), code(ann, "CALL sms.p()")] == [-121, 0, -121]


def test_members_have_a_groups_rights_and_names_but_not_what_it_owns(script: Script, database: Database) -> None:
    # 12.0.1 dbadmin "Permissions of groups" and "Referring to tables owned by groups"
    script(
        OWNER + "CREATE USER readers; GRANT GROUP TO readers; GRANT SELECT ON sms.t TO readers;"
        "GRANT MEMBERSHIP IN GROUP readers TO ann; GRANT MEMBERSHIP IN GROUP sms TO readers;"
    )
    ann = database.connect("ann", "Secret")
    assert ann.execute("SELECT a FROM t").rows == [(1,)]
    assert [code(ann, "DELETE t"), code(ann, "CALL p()"), code(ann, "SELECT a FROM v")] == [-121, -121, -121]


def test_an_own_object_wins_over_that_of_a_group(script: Script, database: Database) -> None:
    script(
        OWNER + "GRANT RESOURCE TO ann; GRANT MEMBERSHIP IN GROUP sms TO ann; GRANT SELECT ON sms.t TO ann;"
        "CREATE TABLE ann.t (a INTEGER); INSERT INTO ann.t VALUES (77);"
    )
    assert database.connect("ann", "Secret").execute("SELECT a FROM t").rows == [(77,)]


def test_roles_of_16(script: Script, database: Database) -> None:
    # D16 dbadmin "User-defined roles"
    script(OWNER + "CREATE ROLE admins; GRANT DELETE ON sms.t TO admins; GRANT ROLE admins TO ann;")
    ann = database.connect("ann", "Secret")
    assert [code(ann, "DELETE sms.t"), code(ann, "SELECT a FROM sms.t")] == [0, -121]
    with pytest.raises(SqlError) as failure:
        Database(version=12).load("CREATE ROLE admins;")
    assert failure.value.sqlcode == -131


def test_system_privileges_of_16(script: Script, database: Database) -> None:
    script(OWNER + "GRANT CREATE ANY TABLE TO ann;")
    ann = database.connect("ann", "Secret")
    ann.execute("CREATE TABLE sms.made (a INTEGER)")
    assert code(ann, "CREATE PROCEDURE mine () BEGIN END") == -121


def test_or_replace_and_alter_keep_grants(script: Script, database: Database) -> None:
    # sources P1
    dba = script(OWNER + "GRANT EXECUTE ON sms.p TO ann;")
    dba.execute("CREATE OR REPLACE PROCEDURE sms.p () BEGIN SELECT 5; END")
    ann = database.connect("ann", "Secret")
    assert ann.execute("CALL sms.p()").rows == [(5,)]
    dba.execute("ALTER PROCEDURE sms.p () BEGIN SELECT 6; END")
    assert ann.execute("CALL sms.p()").rows == [(6,)]
    dba.execute("DROP PROCEDURE sms.p")
    dba.execute("CREATE PROCEDURE sms.p () BEGIN SELECT 7; END")
    assert code(ann, "CALL sms.p()") == -121


def test_a_user_may_change_its_own_password(script: Script, database: Database) -> None:
    script(OWNER)
    database.connect("ann", "Secret").execute("GRANT CONNECT TO ann IDENTIFIED BY 'new'")
    assert database.connect("ann", "new").login == "ann"


def test_drop_user_takes_its_objects_and_rights(script: Script, database: Database) -> None:
    dba = script(OWNER + "GRANT SELECT ON sms.t TO ann;")
    dba.execute("DROP USER sms")
    assert [code(dba, "SELECT a FROM sms.t"), code(dba, "CALL sms.p()")] == [-141, -265]
    dba.execute("CREATE USER sms")
    dba.execute("CREATE TABLE sms.t (a INTEGER)")
    assert code(database.connect("ann", "Secret"), "SELECT a FROM sms.t") == -121


def test_a_user_of_a_service_is_not_dropped(script: Script) -> None:
    # sources G11
    dba = script(OWNER + "CREATE SERVICE s TYPE 'RAW' AUTHORIZATION OFF USER sms AS CALL sms.p();")
    assert code(dba, "DROP USER sms") == -1565
