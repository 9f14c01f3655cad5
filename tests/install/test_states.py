"""The states of objects, and what install does about each of them."""

from __future__ import annotations

import pytest

from sms_callback.errors import DatabaseRefusedError, EditedError, ExitCode, NewerDatabaseError, SmsCallbackError
from sms_callback.install import Action, State, install, plan, verify
from sms_callback.install.state import version_key
from tests.install.database import Database, SmallTree

PLACES = {"sqlite": "", "postgresql": "sms.", "sqlanywhere": "sms."}


def edit_view(database: Database) -> None:
    """What a DBA does who wants another view."""
    if database.name == "sqlite":
        database.execute("DROP VIEW v_sms_many")
    database.execute(
        "CREATE VIEW v_sms_many AS SELECT provider FROM v_sms_count WHERE messages > 99",
        "CREATE OR REPLACE VIEW v_sms_many AS SELECT provider FROM v_sms_count WHERE messages > 99",
        "CREATE OR REPLACE VIEW sms.v_sms_many AS SELECT provider FROM sms.v_sms_count WHERE messages > 99",
    )


def test_install_makes_everything_current_and_then_has_nothing_to_do(database: Database, tree: SmallTree) -> None:
    everything = {file.path.removesuffix(".sql") for file in tree.files.objects()}
    assert set(database.states(tree.files)) == everything
    assert verify(database.engine, tree=tree.files).exit_code == ExitCode.DRIFT
    steps: list[tuple[int, int, str]] = []
    report = install(database.engine, tree=tree.files, progress=lambda *step: steps.append(step))
    assert {item.object for item in report.done} == everything
    assert steps[-1] == (len(everything), len(everything), "")
    assert [done for done, _, _ in steps] == list(range(len(everything) + 1))
    assert verify(database.engine, tree=tree.files).exit_code == ExitCode.CURRENT
    records = database.execute("SELECT object, installed_at, installed_by FROM sms_schema ORDER BY object")
    again = install(database.engine, tree=tree.files)
    assert (again.done, again.edits, again.saved) == ((), (), ())
    assert database.execute("SELECT object, installed_at, installed_by FROM sms_schema ORDER BY object") == records


def test_plan_names_the_statements_and_changes_nothing(database: Database, tree: SmallTree) -> None:
    before = database.objects()
    found = plan(database.engine, tree=tree.files)
    assert database.objects() == before
    statements = {item.object: item.statements for item in found.items}
    assert statements["view/v_sms_many"] == (tree.path("view/v_sms_many").read_text(),)
    assert len(statements["provider/acme"]) == 5
    install(database.engine, tree=tree.files)
    assert not any(item.statements for item in plan(database.engine, tree=tree.files).items)


def test_object_changed_by_hand_is_edited_and_kept_until_forced(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    edit_view(database)
    assert database.states(tree.files) == {"view/v_sms_many": State.EDITED}
    with pytest.raises(EditedError, match="view/v_sms_many") as refusal:
        install(database.engine, tree=tree.files)
    assert refusal.value.exit_code == ExitCode.DRIFT
    kept = database.execute(
        "SELECT sql FROM sqlite_master",
        "SELECT pg_get_viewdef('v_sms_many')::text",
        "SELECT view_def FROM SYS.SYSVIEW",
    )
    assert "99" in str(kept)
    assert database.count("sms_schema_saved") == 0
    report = install(database.engine, tree=tree.files, force=True)
    assert report.saved == ("view/v_sms_many",)
    assert database.states(tree.files) == {}
    [(name, text)] = database.execute("SELECT object, text FROM sms_schema_saved")
    assert name == "view/v_sms_many"
    assert "99" in str(text)


def test_procedure_changed_by_hand_is_edited(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    if database.name == "sqlite":
        database.execute("DROP TRIGGER sp_sms_callback_call")
    database.execute(
        "CREATE TRIGGER sp_sms_callback_call INSTEAD OF INSERT ON sp_sms_callback BEGIN SELECT 1; END",
        "CREATE OR REPLACE PROCEDURE sp_sms_callback(IN p_provider text, IN p_params text) LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE PROCEDURE sms.sp_sms_callback(IN p_provider LONG VARCHAR) BEGIN SELECT 1; END",
    )
    assert database.states(tree.files) == {"procedure/sp_sms_callback": State.EDITED}
    install(database.engine, tree=tree.files, force=True)
    assert database.states(tree.files) == {}


@pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])
def test_second_object_of_the_same_name_shows(database: Database, tree: SmallTree) -> None:
    """A trigger more on the procedure (SQLite), an overload (PostgreSQL)."""
    install(database.engine, tree=tree.files)
    database.execute(
        "CREATE TRIGGER z INSTEAD OF DELETE ON sp_sms_callback BEGIN SELECT 1; END",
        "CREATE PROCEDURE sp_sms_callback(IN p_provider text) LANGUAGE sql AS 'SELECT 1'",
    )
    assert database.states(tree.files)["procedure/sp_sms_callback"] == State.EDITED
    install(database.engine, tree=tree.files, force=True)
    assert database.states(tree.files) == {}
    assert database.execute(
        "SELECT count(*) FROM sqlite_master WHERE name = 'z'",
        "SELECT count(*) - 1 FROM pg_proc WHERE proname = 'sp_sms_callback'",
    ) == [(0,)]


def test_object_made_by_hand_before_the_installation_is_edited(database: Database, tree: SmallTree) -> None:
    tree.remove("view/v_sms_many")
    install(database.engine, tree=tree.files)
    database.execute("CREATE VIEW v_sms_many AS SELECT 1 AS one")
    how = "CREATE OR REPLACE" if database.name == "sqlanywhere" else "CREATE"
    tree.write("view/v_sms_many", f"{how} VIEW {PLACES[database.name]}v_sms_many AS SELECT 2 AS two;")
    assert database.states(tree.files) == {"view/v_sms_many": State.EDITED}
    with pytest.raises(EditedError):
        install(database.engine, tree=tree.files)
    install(database.engine, tree=tree.files, force=True)
    assert database.execute("SELECT two FROM v_sms_many") == [(2,)]


def test_dropped_object_is_missing_and_comes_back(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    database.execute("DROP VIEW v_sms_many")
    assert database.states(tree.files) == {"view/v_sms_many": State.MISSING}
    install(database.engine, tree=tree.files)
    assert database.states(tree.files) == {}
    assert database.execute("SELECT * FROM v_sms_many") == []


def test_changed_file_is_outdated(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    tree.change("view/v_sms_many", "10", "0")
    tree.change("reference/setting", "90", "30")
    assert database.states(tree.files) == {"view/v_sms_many": State.OUTDATED, "reference/setting": State.OUTDATED}
    install(database.engine, tree=tree.files)
    assert database.states(tree.files) == {}
    assert database.execute("SELECT value FROM sms_setting WHERE name = 'keep_days'") == [("30",)]
    database.execute("INSERT INTO sms_message (provider, message_id) VALUES ('acme', 'M1')")
    assert database.execute("SELECT provider FROM v_sms_many") == [("acme",)]


def test_object_no_longer_shipped_is_dropped(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files, version="0.0.9")
    tree.remove("view/v_sms_many")
    item = next(item for item in plan(database.engine, tree=tree.files).items if item.object == "view/v_sms_many")
    assert (item.state, item.action) == (State.OUTDATED, Action.DROP)
    assert "v_sms_many" in item.statements[0]
    install(database.engine, tree=tree.files)
    assert database.states(tree.files) == {}
    assert not any("v_sms_many" in name for name in database.objects())
    assert database.execute("SELECT count(*) FROM sms_schema WHERE object = 'view/v_sms_many'") == [(0,)]


def test_newer_database_is_refused(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files, version="0.10.0")
    assert database.states(tree.files, version="0.9.1") == {}, "a newer release with the same text is no obstacle"
    tree.change("view/v_sms_many", "10", "5")
    assert database.states(tree.files, version="0.9.1") == {"view/v_sms_many": State.NEWER}
    tree.remove("view/v_sms_many")
    assert database.states(tree.files, version="0.9.1") == {"view/v_sms_many": State.NEWER}
    assert verify(database.engine, tree=tree.files, version="0.9.1").exit_code == ExitCode.NEWER
    for force in (False, True):
        with pytest.raises(NewerDatabaseError, match=r"0\.10\.0") as refusal:
            install(database.engine, tree=tree.files, version="0.9.1", force=force)
        assert refusal.value.exit_code == ExitCode.NEWER
    assert database.execute("SELECT * FROM v_sms_many") == []


def test_numbered_file_that_changed_is_an_error_even_with_force(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    tree.change("table/0002_message", "128", "256")
    assert database.states(tree.files) == {"table/0002_message": State.EDITED}
    for force in (False, True):
        with pytest.raises(EditedError, match="table/0002_message"):
            install(database.engine, tree=tree.files, force=force)


def test_column_that_is_gone_shows_and_own_columns_do_not(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    database.execute("ALTER TABLE sms_message ADD our_own INTEGER")
    database.execute("CREATE TABLE sms_ours (id INTEGER)")
    database.execute("CREATE INDEX our_index ON sms_message (our_own)")
    assert database.states(tree.files) == {}
    tree.write("table/0003_more", f"ALTER TABLE {PLACES[database.name]}sms_message ADD label VARCHAR(9) NULL;")
    install(database.engine, tree=tree.files)
    database.execute("DROP INDEX our_index", None, "DROP INDEX sms.sms_message.our_index")
    database.execute("ALTER TABLE sms_message DROP COLUMN our_own", None, "ALTER TABLE sms.sms_message DROP our_own")
    database.execute("DROP TABLE sms_ours")
    assert database.states(tree.files) == {}, "what the DBA added between two installations is still theirs"
    database.execute("ALTER TABLE sms_message DROP COLUMN status", None, "ALTER TABLE sms.sms_message DROP status")
    [item] = [item for item in verify(database.engine, tree=tree.files).items if item.state is not State.CURRENT]
    assert (item.object, item.state) == ("table/0003_more", State.EDITED)
    assert "sms_message.status" in item.detail
    with pytest.raises(EditedError, match=r"sms_message\.status"):
        install(database.engine, tree=tree.files, force=True)


@pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])
def test_failing_file_changes_nothing(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    before = database.objects()
    records = database.execute("SELECT object, sha256 FROM sms_schema ORDER BY object")
    place = PLACES[database.name]
    tree.write("table/0003_more", f"CREATE TABLE {place}sms_more (id INTEGER);")
    tree.change("reference/setting", "90", "30")
    tree.write("view/v_sms_bad", f"CREATE VIEW {place}v_sms_bad AS SELEKT 1;")
    with pytest.raises(DatabaseRefusedError, match=r"view/v_sms_bad\.sql"):
        install(database.engine, tree=tree.files)
    assert database.objects() == before
    assert database.execute("SELECT object, sha256 FROM sms_schema ORDER BY object") == records
    assert database.execute("SELECT value FROM sms_setting WHERE name = 'keep_days'") == [("90",)]


@pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])
def test_file_that_makes_another_object_is_refused(database: Database, tree: SmallTree) -> None:
    tree.write("view/v_sms_a", f"CREATE VIEW {PLACES[database.name]}v_sms_b AS SELECT 1 AS one;")
    with pytest.raises(SmsCallbackError, match="view/v_sms_a"):
        install(database.engine, tree=tree.files)
    assert not any("sms_schema" in name for name in database.objects())


def test_numbered_file_that_drops_a_view_gets_it_back(database: Database, tree: SmallTree) -> None:
    """A numbered file drops a view of ours to change a column that it uses."""
    install(database.engine, tree=tree.files)
    place = PLACES[database.name]
    tree.write("table/0003_more", f"DROP VIEW IF EXISTS {place}v_sms_many;\nCREATE TABLE {place}sms_more (id INTEGER);")
    install(database.engine, tree=tree.files)
    assert database.states(tree.files) == {}
    assert database.execute("SELECT * FROM v_sms_many") == []


def test_versions_compare_as_numbers() -> None:
    assert version_key("0.10") > version_key("0.9.9")
    assert version_key("1.0") == version_key("1.0.0")
    assert version_key("1.2.0rc1") == version_key("1.2")
    assert version_key("2") > version_key("1.99")
