"""What only SQL Anywhere has: steps that commit by themselves, privileges, events, services, extra files."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from sms_callback.cli import main
from sms_callback.engine import open_engine
from sms_callback.engine.sqlanywhere_text import statements
from sms_callback.errors import (
    DatabaseRefusedError,
    EditedError,
    ExitCode,
    NotInstalledError,
    SmsCallbackError,
)
from sms_callback.install import State, install, plan, require_installed, uninstall, verify
from sms_callback.install.text import render
from sms_callback.service import install_services
from tests.install.database import Database, SmallTree
from tests.sqlanywhere.client import model_library
from tests.sqlanywhere.http_client import Caller
from tests.sqlanywhere.machine import Database as Model
from tests.sqlanywhere.web.pool import pool_of


@pytest.fixture
def engine_name() -> str:
    return "sqlanywhere"


def test_statement_that_fails_says_what_stays_and_the_next_installation_goes_on(
    database: Database, tree: SmallTree
) -> None:
    tree.write("table/0003_more", "CREATE TABLE sms.sms_more (id INTEGER);\nCREATE INDEX i ON sms.sms_nowhere (id);")
    with pytest.raises(DatabaseRefusedError, match=r"table/0003_more\.sql: .*sms_nowhere") as refusal:
        install(database.engine, tree=tree.files)
    assert "goes on there" in refusal.value.hint
    found = {item.object: item for item in plan(database.engine, tree=tree.files).items}
    assert (found["table/0002_message"].state, found["table/0003_more"].state) == (State.CURRENT, State.MISSING)
    assert found["table/0003_more"].detail == "interrupted after 1 statements"
    tree.change("table/0003_more", "sms_nowhere", "sms_more")
    with pytest.raises(EditedError, match="begun with another text"):
        install(database.engine, tree=tree.files)
    tree.change("table/0003_more", "sms_more (id);", "sms_nowhere (id);")
    database.execute("CREATE TABLE sms.sms_nowhere (id INTEGER)")
    install(database.engine, tree=tree.files)
    assert database.states(tree.files) == {}


def test_file_that_makes_another_object_is_named(database: Database, tree: SmallTree) -> None:
    tree.write("view/v_sms_a", "CREATE OR REPLACE VIEW sms.v_sms_b AS SELECT 1 AS one;")
    with pytest.raises(SmsCallbackError, match="view/v_sms_a") as wrong:
        install(database.engine, tree=tree.files)
    assert "stays" in wrong.value.hint


def test_second_installer_waits_for_the_first(database: Database, tree: SmallTree) -> None:
    waiting = threading.Event()

    def second() -> int:
        with closing(open_engine(database.url)) as engine:
            waiting.set()
            return len(install(engine, tree=tree.files).done)

    with ThreadPoolExecutor(1) as pool:
        with database.engine.installation():
            later = pool.submit(second)
            assert waiting.wait(30)
            with pytest.raises(TimeoutError):
                later.result(timeout=0.5)
            assert not any("sms_schema_step" in name for name in database.objects())
        assert later.result(timeout=60) == len(tree.files.objects())


def test_privileges_given_by_hand_show_and_force_takes_them_back(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    database.dba(
        "GRANT INSERT ON sms.sms_callback TO sms_reader",
        "GRANT UPDATE (title) ON sms.sms_provider TO sms_reader",
        "GRANT EXECUTE ON sms.sp_sms_callback TO sms_reader",
    )
    assert database.states(tree.files) == {"role/sms_reader": State.EDITED}
    with pytest.raises(EditedError, match="role/sms_reader"):
        install(database.engine, tree=tree.files)
    install(database.engine, tree=tree.files, force=True)
    assert database.states(tree.files) == {}
    [(text,)] = database.execute("SELECT text FROM sms.sms_schema_saved")
    kept = str(text).splitlines()
    assert "INSERT on table sms_callback" in kept
    assert "UPDATE on column sms_provider.title" in kept
    assert "EXECUTE on routine sp_sms_callback" in kept


def test_execute_for_everybody_shows(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    database.dba("GRANT EXECUTE ON sms.sp_sms_callback TO PUBLIC", "GRANT SELECT ON sms.sms_callback TO PUBLIC")
    assert database.states(tree.files) == {"role/sms_reader": State.EDITED}
    install(database.engine, tree=tree.files, force=True)
    assert database.states(tree.files) == {}


def test_event_changed_by_hand_shows(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    database.execute("ALTER EVENT sms_tick HANDLER BEGIN COMMIT; END")
    assert database.states(tree.files) == {"event/sms_tick": State.EDITED}
    install(database.engine, tree=tree.files, force=True)
    assert database.states(tree.files) == {}


def test_role_that_is_current_is_left_alone(database: Database, tree: SmallTree) -> None:
    """To grant again what is there would be in the way of callbacks that come meanwhile."""
    install(database.engine, tree=tree.files)
    granted = database.execute("SELECT installed_at FROM sms.sms_schema WHERE object = 'role/sms_reader'")
    tree.change("view/v_sms_many", "10", "5")
    install(database.engine, tree=tree.files)
    assert database.execute("SELECT installed_at FROM sms.sms_schema WHERE object = 'role/sms_reader'") == granted
    assert database.states(tree.files) == {}


def test_uninstall_of_nothing_makes_nothing(database: Database) -> None:
    with pytest.raises(NotInstalledError):
        uninstall(database.engine)
    assert database.objects() == set()


def test_uninstall_says_what_to_do_with_a_user_of_the_web_server_who_is_connected(database: Database) -> None:
    assert database.model is not None
    install(database.engine)
    install_services(database.engine, secure=False, providers=["ytel"])
    assert Caller(database.model).send("/sms/ytel").status == 403
    done = CliRunner().invoke(main, ["--database", database.url, "uninstall", "--yes"])
    assert done.exit_code == 0, done.output
    assert "sms_http stays: the user is connected" in done.stdout
    command = done.stdout.rstrip().rpartition("Later: ")[2]
    pool_of(database.model).close()
    database.dba(command)
    assert database.objects() == set()


def test_who_may_not_read_the_records_is_told_of_the_head_procedure_alone(database: Database) -> None:
    install(database.engine)
    database.dba("CREATE USER web IDENTIFIED BY 'pw'", "GRANT MEMBERSHIP IN GROUP sms_web TO web")
    with closing(open_engine(database.url.replace("dba:sql", "web:pw"))) as engine:
        require_installed(engine)


def test_backslashes_in_a_file_are_recorded_as_they_are(database: Database, tree: SmallTree) -> None:
    text = "-- C:\\new\\x41 'quoted'\n" + tree.path("view/v_sms_many").read_text(encoding="utf-8")
    tree.write("view/v_sms_many", text)
    install(database.engine, tree=tree.files)
    assert database.execute("SELECT source FROM sms.sms_schema WHERE object = 'view/v_sms_many'") == [(text,)]


def test_extra_files_come_when_they_are_wanted_and_stay_current(database: Database, tree: SmallTree) -> None:
    folder = tree.root / "sqlanywhere/legacy"
    folder.mkdir()
    (folder / "sms_old.sql").write_text("CREATE OR REPLACE VIEW sms.v_sms_old AS SELECT 1 AS one;", encoding="utf-8")
    install(database.engine, tree=tree.files)
    assert "table v_sms_old" not in database.objects()
    with pytest.raises(SmsCallbackError, match=r"not there: DBA\.sys_sms, DBA\.sys_sms_status\."):
        install(database.engine, tree=tree.files, extra=("legacy",))
    database.dba("CREATE TABLE DBA.sys_sms (a INTEGER)", "CREATE TABLE DBA.sys_sms_status (a INTEGER)")
    install(database.engine, tree=tree.files, extra=("legacy",))
    assert "table v_sms_old" in database.objects()
    assert database.states(tree.files) == {}
    (folder / "sms_old.sql").write_text("CREATE OR REPLACE VIEW sms.v_sms_old AS SELECT 2 AS two;", encoding="utf-8")
    assert database.states(tree.files) == {"legacy/sms_old": State.OUTDATED}
    install(database.engine, tree=tree.files)
    assert database.execute("SELECT two FROM sms.v_sms_old") == [(2,)]


def test_services_are_shown_and_left_alone(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    database.execute(
        "CREATE SERVICE \"sms/acme\" TYPE 'RAW' AUTHORIZATION OFF USER dba AS CALL sms.sp_sms_callback('a', 'b')"
    )
    database.execute(
        "INSERT INTO sms.sms_schema (object, kind, file, sha256, version, source)"
        f" VALUES ('service/sms/acme', 'service', 'service/sms_service.sql', '{'0' * 64}', '0.1.0', 'x')"
    )
    with database.engine.transaction() as session:
        session.script(render("sqlanywhere", "service_record", name="'sms/acme'", object="'service/sms/acme'"))
    assert database.states(tree.files) == {}
    assert install(database.engine, tree=tree.files).done == ()
    database.execute('ALTER SERVICE "sms/acme" SECURE ON')
    assert database.states(tree.files) == {"service/sms/acme": State.EDITED}
    assert install(database.engine, tree=tree.files).done == ()
    uninstall(database.engine)
    assert database.execute("SELECT COUNT(*) FROM SYS.SYSWEBSERVICE") == [(0,)]


def test_the_script_by_hand_ends_current(tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["--database", "sqlanywhere://dba:sql@?server=none", "script"])
    assert made.exit_code == 0, made.output
    with (
        closing(Model(tmp_path / "hand.db")) as model,
        model_library(hand=model),
        closing(open_engine("sqlanywhere://dba:sql@?server=hand")) as engine,
        closing(model.connect("dba", "sql")) as session,
    ):
        for statement in statements(made.stdout):
            session.execute(statement)
        session.commit()
        assert verify(engine).exit_code == ExitCode.CURRENT
