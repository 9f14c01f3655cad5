"""What only PostgreSQL has: signatures, dependent views, roles."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from sms_callback.cli import main
from sms_callback.engine import open_engine
from sms_callback.errors import DatabaseRefusedError, EditedError
from sms_callback.install import State, install
from tests.install.database import Database, SmallTree


@pytest.fixture
def engine_name() -> str:
    return "postgresql"


def test_changed_parameters_leave_no_overload(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    tree.change("procedure/sp_sms_callback", "IN p_params text", "IN p_params text, IN p_more integer DEFAULT 0")
    install(database.engine, tree=tree.files)
    assert database.states(tree.files) == {}
    assert database.execute("SELECT pronargs FROM pg_proc WHERE proname = 'sp_sms_callback'") == [(3,)]


def test_changed_result_replaces_the_views_that_depend_on_it(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    tree.change("function/sms_word", "RETURNS text", "RETURNS varchar")
    install(database.engine, tree=tree.files)
    assert database.states(tree.files) == {}
    assert database.execute("SELECT * FROM v_sms_many") == []
    assert database.execute("SELECT has_table_privilege('sms_reader', 'sms.v_sms_many', 'SELECT')") == [(True,)]


def test_changed_columns_replace_the_views_that_depend_on_them(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    tree.change("view/v_sms_count", "AS provider, count(*) AS messages", "AS provider, 'x' AS x, count(*) AS messages")
    install(database.engine, tree=tree.files)
    assert database.states(tree.files) == {}
    assert database.execute("SELECT * FROM v_sms_many") == []


def test_replacement_keeps_the_object_where_it_can(database: Database, tree: SmallTree) -> None:
    """So that running calls, a DBA's grants and their own views survive."""
    install(database.engine, tree=tree.files)
    before = database.execute("SELECT oid FROM pg_proc WHERE proname = 'sp_sms_callback'")
    tree.change("procedure/sp_sms_callback", "BEGIN\n", "BEGIN\n    -- changed\n")
    install(database.engine, tree=tree.files)
    assert database.execute("SELECT oid FROM pg_proc WHERE proname = 'sp_sms_callback'") == before


def test_own_view_of_the_dba_is_not_dropped(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    database.execute("CREATE VIEW public.ours AS SELECT messages FROM sms.v_sms_count")
    tree.change("view/v_sms_count", "AS provider, count(*) AS messages", "AS provider, 'x' AS x, count(*) AS messages")
    with pytest.raises(DatabaseRefusedError, match="ours") as refusal:
        install(database.engine, tree=tree.files)
    assert "Drop what depends on it" in refusal.value.hint
    database.execute("DROP VIEW public.ours")
    install(database.engine, tree=tree.files)
    assert database.states(tree.files) == {}


def test_privileges_given_by_hand_show_and_force_takes_them_back(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    database.execute("GRANT INSERT (params) ON sms_callback TO sms_reader")
    assert database.states(tree.files) == {"role/sms_reader": State.EDITED}
    with pytest.raises(EditedError, match="role/sms_reader"):
        install(database.engine, tree=tree.files)
    install(database.engine, tree=tree.files, force=True)
    assert database.states(tree.files) == {}
    assert database.execute("SELECT has_column_privilege('sms_reader', 'sms_callback', 'params', 'INSERT')") == [
        (False,)
    ]
    [(text,)] = database.execute("SELECT text FROM sms_schema_saved")
    assert "INSERT on column sms_callback.params" in str(text)


def test_execute_for_everybody_shows(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    database.execute("GRANT EXECUTE ON PROCEDURE sp_sms_callback TO PUBLIC")
    assert database.states(tree.files) == {"role/sms_reader": State.EDITED}
    install(database.engine, tree=tree.files, force=True)
    assert database.states(tree.files) == {}


def test_role_that_is_no_longer_shipped_goes(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files, version="0.0.9")
    tree.remove("role/sms_reader")
    install(database.engine, tree=tree.files)
    assert "role sms_reader" not in database.objects()
    assert database.states(tree.files) == {}


def test_installer_needs_no_right_to_create_a_schema_that_is_there(database: Database, tree: SmallTree) -> None:
    tree.remove("role/sms_reader")
    database.execute("CREATE ROLE sms_admin")
    database.execute("CREATE SCHEMA sms AUTHORIZATION sms_admin")
    engine = open_engine(f"{database.url}&options=-c%20role%3Dsms_admin")
    install(engine, tree=tree.files)
    engine.close()
    assert database.states(tree.files) == {}
    assert database.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'sms'") == [("sms_admin",)]


def test_roles_that_another_database_has_already_are_no_edit(database: Database, tree: SmallTree) -> None:
    """Roles belong to the server, and a DBA may have made them before."""
    database.execute("CREATE ROLE sms_reader NOLOGIN")
    assert database.states(tree.files)["role/sms_reader"] is State.MISSING
    install(database.engine, tree=tree.files)
    assert database.states(tree.files) == {}


def test_uninstall_names_a_role_on_which_something_else_depends(database: Database, tree: SmallTree) -> None:
    install(database.engine, tree=tree.files)
    database.execute("GRANT USAGE ON SCHEMA public TO sms_reader")
    done = CliRunner().invoke(main, ["--database", database.url, "uninstall", "--yes"])
    assert done.exit_code == 0, done.output
    assert "sms_reader stays: something else depends on it" in done.stdout
    database.execute("DROP OWNED BY sms_reader")
    database.execute(done.stdout.rstrip().rpartition("To see which: ")[2])
    assert database.objects() == set()
