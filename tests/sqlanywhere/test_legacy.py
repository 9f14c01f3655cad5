"""Older applications go on with DBA.sys_sms, DBA.sys_sms_status and v_sys_sms_ph_recent; the rules hold there, too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sms_callback.cli import main
from sms_callback.sqlfiles import shipped
from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.http_client import Caller
from tests.sqlanywhere.http_target import prepare
from tests.sqlanywhere.installed import EMPTY, SQL
from tests.sqlanywhere.machine import Connection, Database
from tests.sqlanywhere_server import running_model

TABLES = """
CREATE TABLE DBA.sys_sms (
    sms_id INTEGER NOT NULL DEFAULT AUTOINCREMENT PRIMARY KEY,
    sms_api_sid CHAR(50) NULL,
    sms_source CHAR(10) NULL,
    sms_status CHAR(15) NULL,
    sms_error CHAR(110) NULL,
    m_s_dt_ch TIMESTAMP NULL
);
CREATE TABLE DBA.sys_sms_status (
    sss_id INTEGER NOT NULL DEFAULT AUTOINCREMENT PRIMARY KEY,
    sss_source CHAR(10) NULL,
    rec_ph_mobile CHAR(15) NULL,
    sss_ph_status CHAR(10) NULL,
    sss_api_status_order INTEGER NULL,
    sss_api_sid CHAR(50) NULL,
    sss_api_status CHAR(15) NULL,
    sss_api_err_code CHAR(10) NULL,
    sss_api_err_msg CHAR(100) NULL,
    m_s_dt_cr TIMESTAMP NULL
);
"""
"""As the older procedures fill them."""

LEGACY = sorted((SQL / "sqlanywhere" / "legacy").glob("*.sql"))
PHONE = "5558675310"


@pytest.fixture(scope="module")
def served() -> Iterator[Database]:
    database = Database()
    prepare(database)
    database.load(TABLES)
    # Twice: each file can be run again.
    for file in (*LEGACY, *LEGACY):
        database.load(file.read_text(encoding="utf-8"), file=file.name)
    yield database
    database.close()


@pytest.fixture
def caller(served: Database) -> Iterator[Caller]:
    found = Caller(served)
    served.log.clear()
    found.sql(EMPTY.read_text(encoding="utf-8"))
    found.sql("DELETE FROM DBA.sys_sms; DELETE FROM DBA.sys_sms_status; DELETE FROM sms.sms_legacy")
    yield found
    served.fault = None


def status(caller: Caller, sid: str, word: str, code: str | None = None, to: str = f"+1{PHONE}") -> None:
    fields = [("MessageSid", sid), ("MessageStatus", word), ("To", to), *([("ErrorCode", code)] if code else [])]
    assert caller.form("/ws_sms_update", fields).status == 200


def rows(caller: Caller, text: str) -> list[tuple[object, ...]]:
    with caller.session() as session:
        return [tuple(row.values()) for row in session.select(text)]


def sms(caller: Caller) -> list[tuple[object, ...]]:
    return rows(caller, "SELECT sms_api_sid, sms_source, sms_status, sms_error FROM DBA.sys_sms ORDER BY sms_id")


def history(caller: Caller) -> list[tuple[object, ...]]:
    return rows(
        caller,
        "SELECT rec_ph_mobile, sss_ph_status, sss_api_status_order, sss_api_sid, sss_api_status, sss_api_err_code"
        " FROM DBA.sys_sms_status ORDER BY sss_id",
    )


def recent(caller: Caller) -> list[tuple[object, ...]]:
    return rows(caller, "SELECT sss_api_sid, sss_ph_status FROM DBA.v_sys_sms_ph_recent")


def test_an_application_inserts_and_reads_as_before(caller: Caller) -> None:
    caller.sql("INSERT INTO DBA.sys_sms (sms_api_sid, sms_source, sms_status) VALUES ('SM1', 'request', 'queued')")
    assert rows(caller, "SELECT message_id, status FROM sms.sms_message") == [("SM1", None)]
    status(caller, "SM1", "sent")
    status(caller, "SM1", "delivered")
    assert sms(caller) == [("SM1", "callback", "delivered", None)]
    assert history(caller) == [
        (PHONE, "Unknown", 4, "SM1", "sent", None),
        (PHONE, "Valid", 5, "SM1", "delivered", None),
    ]
    assert recent(caller) == [("SM1", "Valid")]


def test_what_comes_late_undoes_nothing(caller: Caller) -> None:
    caller.sql("INSERT INTO DBA.sys_sms (sms_api_sid) VALUES ('SM1')")
    status(caller, "SM1", "delivered")
    status(caller, "SM1", "sent")
    assert sms(caller)[0][2] == "delivered"
    assert [row[2] for row in history(caller)] == [5, 0]
    assert recent(caller) == [("SM1", "Valid")]


def test_the_same_callback_again_is_one_row(caller: Caller) -> None:
    status(caller, "SM1", "sent")
    status(caller, "SM1", "sent")
    assert len(history(caller)) == 1


def test_a_status_before_the_application_has_noted_the_message(caller: Caller) -> None:
    status(caller, "SM1", "undelivered", "30005")
    assert sms(caller) == []
    caller.sql("INSERT INTO DBA.sys_sms (sms_status) VALUES ('new')")
    caller.sql("UPDATE DBA.sys_sms SET sms_api_sid = 'SM1'")
    ((sid, source, word, error),) = sms(caller)
    assert (sid, source, word) == ("SM1", "callback", "undelivered")
    assert str(error).endswith(" (30005)")
    assert rows(caller, "SELECT registered_at FROM sms.sms_message") != [(None,)]
    assert len(history(caller)) == 1


def test_an_old_delivered_does_not_outweigh_what_came_after_it(caller: Caller) -> None:
    status(caller, "SM1", "delivered")
    status(caller, "SM2", "undelivered", "30005")
    assert recent(caller) == [("SM2", "Invalid")]
    status(caller, "SM3", "sent")
    assert recent(caller) == [("SM2", "Invalid")]


def test_a_number_without_a_verdict_shows_its_latest_row(caller: Caller) -> None:
    status(caller, "SM1", "queued")
    status(caller, "SM2", "sent")
    assert recent(caller) == [("SM2", "Unknown")]


@pytest.mark.parametrize("sid", ["", "null", "  "])
def test_no_id_registers_nothing(caller: Caller, sid: str) -> None:
    caller.sql(f"INSERT INTO DBA.sys_sms (sms_api_sid) VALUES ('{sid}')")
    caller.sql("INSERT INTO DBA.sys_sms (sms_api_sid) VALUES (NULL)")
    assert rows(caller, "SELECT * FROM sms.sms_message") == []


def test_words_and_texts_longer_than_their_columns_are_cut_there_alone(caller: Caller) -> None:
    caller.sql("INSERT INTO DBA.sys_sms (sms_api_sid) VALUES ('SM1')")
    status(caller, "SM1", "a-word-that-is-longer-than-fifteen", "code-of-more-than-ten")
    assert sms(caller)[0][2] == "a-word-that-is-"
    assert history(caller)[0][4:] == ("a-word-that-is-", "code-of-mo")
    assert rows(caller, "SELECT provider_status FROM sms.sms_message") == [("a-word-that-is-longer-than-fifteen",)]


def test_their_refusal_does_not_stop_a_callback(caller: Caller) -> None:
    def fails(connection: Connection, statement: tree.Statement) -> None:
        if isinstance(statement, tree.Insert) and statement.table.name == "sys_sms_status":
            raise SqlError(-195, "23502", "Column 'x' cannot be NULL")

    caller.database.fault = fails
    status(caller, "SM1", "sent")
    caller.database.fault = None
    assert history(caller) == []
    assert rows(caller, "SELECT status FROM sms.sms_message") == [("sent",)]
    assert "refuse SM1: SQLCODE -195" in caller.log()
    # Nothing is lost: the next change of this message brings both.
    status(caller, "SM1", "delivered")
    assert [row[4] for row in history(caller)] == ["sent", "delivered"]


def test_their_locked_row_is_a_callback_that_comes_again(caller: Caller) -> None:
    def fails(connection: Connection, statement: tree.Statement) -> None:
        if isinstance(statement, tree.Insert) and statement.table.name == "sys_sms_status":
            raise SqlError(-210, "42W18", "locked")

    caller.database.fault = fails
    assert caller.form("/ws_sms_update", [("MessageSid", "SM1"), ("MessageStatus", "sent")]).status == 503
    caller.database.fault = None
    assert caller.journal() == []


def test_all_of_it_goes_and_their_tables_stay(served: Database, caller: Caller) -> None:
    caller.sql(shipped("sqlanywhere").query("legacy_drop"))
    try:
        status(caller, "SM1", "sent")
        caller.sql("INSERT INTO DBA.sys_sms (sms_api_sid) VALUES ('SM2')")
        assert (history(caller), len(sms(caller))) == ([], 1)
    finally:
        for file in LEGACY:
            served.load(file.read_text(encoding="utf-8"), file=file.name)


def test_the_installer_brings_it_on_request_and_takes_it_away(tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        result = CliRunner().invoke(main, ["--database", server.url, *arguments], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    with running_model(tmp_path) as server:
        assert server.database is not None
        server.database.load(TABLES)
        server.database.load("CREATE VIEW DBA.v_sys_sms_ph_recent AS SELECT sms_api_sid AS theirs FROM DBA.sys_sms;")
        run("install", "--with", "legacy")
        ((saved, text),) = rows(Caller(server.database), "SELECT object, text FROM sms.sms_schema_saved")
        assert (saved, "theirs" in str(text)) == ("view/DBA.v_sys_sms_ph_recent", True)
        assert "legacy/sp_sms_legacy" in run("verify", "--json")
        caller = Caller(server.database)
        caller.sql("INSERT INTO DBA.sys_sms (sms_api_sid) VALUES ('SM1')")
        assert rows(caller, "SELECT message_id FROM sms.sms_message") == [("SM1",)]
        run("uninstall", "--yes")
        caller.sql("INSERT INTO DBA.sys_sms (sms_api_sid) VALUES ('SM2')")
        assert len(sms(caller)) == 2


def test_without_their_tables_nothing_begins(tmp_path: Path) -> None:
    def run(url: str, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["--database", url, *arguments], catch_exceptions=False)

    with running_model(tmp_path) as server:
        refused = run(server.url, "install", "--with", "legacy")
        assert (refused.exit_code, "DBA.sys_sms, DBA.sys_sms_status" in refused.stderr) == (2, True), refused.output
        assert server.database is not None
        with closing(server.database.connect("dba", "sql")) as session:
            assert session.execute("SELECT COUNT(*) FROM SYS.SYSUSER WHERE user_name = 'sms_web'").rows == [(0,)]
    elsewhere = run(f"sqlite:///{tmp_path / 'x.db'}", "install", "--with", "legacy")
    assert (elsewhere.exit_code, "nothing of legacy for sqlite" in elsewhere.stderr) == (2, True)
