"""The shipped files: installed, verified, printed as a script, upgraded to, taken out again."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from sms_callback.engine import open_engine
from sms_callback.errors import DatabaseRefusedError, ExitCode, NewerDatabaseError, NotInstalledError
from sms_callback.install import (
    install,
    install_missing,
    loss,
    require_installed,
    script,
    uninstall,
    verify,
)
from sms_callback.install.merge import EditKind
from sms_callback.sqlfiles import SqlTree, shipped
from tests.install.database import Database
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere_server import ADAPTER, MODEL_ADAPTER

ROOT = Path(__file__).parents[2]


def test_shipped_files_install_and_verify(database: Database) -> None:
    report = install(database.engine)
    assert {item.object for item in report.done} >= {"procedure/sp_sms_callback", "provider/twilio", "view/v_sms_phone"}
    found = verify(database.engine)
    assert found.exit_code == ExitCode.CURRENT
    assert found.edits == (), "the rows that the engine keeps are the rows of the files"
    assert install(database.engine).done == ()
    require_installed(database.engine)


def test_older_release_upgrades_with_its_rows_edits_and_secrets(database: Database, old_tree: SqlTree) -> None:
    install(database.engine, tree=old_tree, version="0.0.9")
    assert database.states(old_tree, version="0.0.9") == {}
    place = "" if database.name == "sqlite" else "sms."
    at = "'2024-05-06 07:08:09.123'"
    database.execute(
        f"INSERT INTO {place}sms_message (provider, message_id, to_number, body, status, created_at, updated_at)"
        f" VALUES ('twilio', 'SM1', '+41791234567', 'caf\u00e9', 'delivered', {at}, {at})",
        None,
        "INSERT INTO sms.sms_message"
        " (provider, message_id, message_key, to_number, body, status, created_at, updated_at)"
        f" VALUES ('twilio', 'SM1', 0x534d31, '+41791234567', 'caf\u00e9', 'delivered', {at}, {at})",
    )
    database.execute(
        f"INSERT INTO {place}sms_status (provider, message_id, status, received_at, applied)"
        f" VALUES ('twilio', 'SM1', 'delivered', {at}, 1)"
    )
    database.execute(
        f"INSERT INTO {place}sms_callback (provider, params, dedupe_key, received_at)"
        f" VALUES ('twilio', '{{}}', 'token:1', {at})",
        None,
        "INSERT INTO sms.sms_callback (provider, params, dedupe_key, dedupe_bytes, received_at)"
        f" VALUES ('twilio', '{{}}', 'token:1', 0x31, {at})",
    )
    database.execute(
        f"INSERT INTO {place}sms_account (provider, account, scheme, secret, second_secret)"
        " VALUES ('twilio', 'AC1', 'twilio', 'new-secret', 'old-secret')"
    )
    database.execute(
        "UPDATE sms_provider_error SET text = 'Ask the customer' WHERE provider = 'twilio' AND code = '30003'"
    )
    database.execute("DELETE FROM sms_keyword WHERE provider = 'twilio' AND keyword = 'STOP'")
    database.execute("INSERT INTO sms_keyword (provider, keyword, action) VALUES ('twilio', 'GENUG', 'stop')")
    database.execute("INSERT INTO sms_provider (provider, title, scheme) VALUES ('own', 'Own', 'none')")
    queries = (
        f"SELECT provider, message_id, to_number, body, status, created_at FROM {place}sms_message",
        f"SELECT provider, message_id, status, applied FROM {place}sms_status",
        f"SELECT provider, params, dedupe_key, state FROM {place}sms_callback",
        f"SELECT provider, account, scheme, secret, second_secret FROM {place}sms_account",
    )
    before = [database.execute(query) for query in queries]
    rows_before = database.count("sms_provider_error")
    report = install(database.engine)
    assert [database.execute(query) for query in queries] == before
    assert {(edit.table, edit.key, edit.what) for edit in report.edits} == {
        ("sms_provider_error", "twilio, 30003", EditKind.CHANGED),
        ("sms_keyword", "twilio, STOP", EditKind.DELETED),
        ("sms_keyword", "twilio, GENUG", EditKind.ADDED),
    }
    deadlines = database.execute(
        "SELECT provider, deadline_ms FROM sms_provider WHERE provider IN ('own', 'routee', 'twilio') ORDER BY provider"
    )
    assert deadlines == [("own", 800), ("routee", 1600), ("twilio", 800)]
    assert database.execute("SELECT value FROM sms_setting WHERE name = 'process'") == [("inline",)]
    assert database.execute("SELECT text FROM sms_provider_error WHERE provider = 'twilio' AND code = '30003'") == [
        ("Ask the customer",)
    ]
    assert [row[0] for row in database.execute("SELECT keyword FROM sms_keyword WHERE provider = 'twilio'")].count(
        "GENUG"
    ) == 1
    assert database.count("sms_provider_error") > rows_before, "rows that this release adds"
    assert database.execute("SELECT title FROM sms_provider WHERE provider = 'twilio'") != [("Twilio, old name",)]
    assert not any("v_sms_zone_gone" in name for name in database.objects()), "a view that is no longer shipped"
    assert verify(database.engine).exit_code == ExitCode.CURRENT
    require_installed(database.engine)


@pytest.mark.parametrize("installers", [2, 4])
def test_installers_at_once_in_threads(database: Database, installers: int) -> None:
    def run(_number: int) -> int:
        engine = open_engine(database.url, create=True)
        try:
            return len(install(engine).done)
        finally:
            engine.close()

    with ThreadPoolExecutor(installers) as pool:
        done = sorted(pool.map(run, range(installers)))
    assert done == [0] * (installers - 1) + [len(shipped(database.name).objects())]
    assert verify(database.engine).exit_code == ExitCode.CURRENT


def test_installers_at_once_in_processes(database_url: str, engine_name: str) -> None:
    program = MODEL_ADAPTER if engine_name == "sqlanywhere" else ADAPTER
    command = [*program, "--database", database_url, "install", "--json"]
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(4)
    ]
    outputs = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, outputs
    assert sum('"object": "procedure/sp_sms_callback"' in out for out, _ in outputs) == 1
    engine = open_engine(database_url)
    assert verify(engine).exit_code == ExitCode.CURRENT
    engine.close()


def run_script(database: Database, folder: Path) -> None:
    """As docs/installer.md says, by the engine's own client where it is there, else by the driver."""
    file = folder / "install.sql"
    file.write_text(script(database.name), encoding="utf-8")
    if database.name == "postgresql":
        if client := shutil.which("psql"):
            command = [client, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(file), database.url]
            subprocess.run(command, check=True, capture_output=True)
        else:
            with psycopg.connect(database.url, autocommit=True) as connection:
                connection.execute(file.read_bytes())
        return
    if database.model is not None:
        database.model.load(file.read_text(encoding="utf-8"))
        return
    path = database.url.removeprefix("sqlite:///")
    if client := shutil.which("sqlite3"):
        subprocess.run([client, path, f".read {file}"], check=True, capture_output=True)
    else:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(script(database.name).replace(".bail on\n", ""))


def test_script_makes_a_database_that_verify_knows(database: Database, tmp_path: Path) -> None:
    run_script(database, tmp_path)
    assert database.states() == {}
    found = verify(database.engine)
    assert (found.exit_code, found.edits) == (ExitCode.CURRENT, ())
    assert install(database.engine).done == ()
    by_program = database.execute("SELECT object, catalogue FROM sms_schema ORDER BY object")
    uninstall(database.engine)
    install(database.engine)
    assert database.execute("SELECT object, catalogue FROM sms_schema ORDER BY object") == by_program


def test_script_on_an_installed_database_changes_nothing(database: Database, tmp_path: Path) -> None:
    install(database.engine)
    records = database.execute("SELECT object, installed_at FROM sms_schema ORDER BY object")
    with pytest.raises((subprocess.CalledProcessError, psycopg.Error, sqlite3.Error, SqlError)):
        run_script(database, tmp_path)
    assert database.execute("SELECT object, installed_at FROM sms_schema ORDER BY object") == records
    assert verify(database.engine).exit_code == ExitCode.CURRENT


def test_uninstall_leaves_nothing(database: Database) -> None:
    install(database.engine)
    place = "" if database.name == "sqlite" else "sms."
    at = "'2024-05-06 07:08:09'"
    database.execute(
        f"INSERT INTO {place}sms_message (provider, message_id, created_at, updated_at)"
        f" VALUES ('twilio', 'SM1', {at}, {at})",
        None,
        "INSERT INTO sms.sms_message (provider, message_id, message_key, created_at, updated_at)"
        f" VALUES ('twilio', 'SM1', 0x534d31, {at}, {at})",
    )
    assert (loss(database.engine).messages, loss(database.engine).callbacks) == (1, 0)
    assert uninstall(database.engine).roles_left == ()
    assert database.objects() == set()
    with pytest.raises(NotInstalledError):
        uninstall(database.engine)
    install(database.engine)
    assert verify(database.engine).exit_code == ExitCode.CURRENT


def test_uninstall_leaves_what_is_not_ours(database: Database) -> None:
    install(database.engine)
    database.execute("CREATE TABLE sms_ours (id INTEGER)")
    if database.name == "sqlite":
        uninstall(database.engine)
        assert database.objects() == {"table sms_ours"}
        return
    before = database.objects()
    with pytest.raises(DatabaseRefusedError, match="sms_ours"):
        uninstall(database.engine)
    assert database.objects() == before
    database.execute("DROP TABLE sms_ours")
    if database.name == "sqlanywhere":
        database.execute("CREATE VIEW dba.ours AS SELECT message_id FROM sms.sms_message")
        uninstall(database.engine)
        assert database.objects() == set(), "a view on what is gone is no obstacle there"
        return
    database.execute("CREATE VIEW public.ours AS SELECT message_id FROM sms.sms_message")
    with pytest.raises(DatabaseRefusedError, match="ours"):
        uninstall(database.engine)
    assert verify(database.engine).exit_code == ExitCode.CURRENT


def test_program_that_serves_wants_an_installed_database_that_is_not_newer(
    database: Database, old_tree: SqlTree
) -> None:
    with pytest.raises(NotInstalledError) as missing:
        require_installed(database.engine)
    assert missing.value.exit_code == ExitCode.ERROR
    assert "install" in missing.value.hint
    install(database.engine, tree=old_tree, version="99.1")
    with pytest.raises(NewerDatabaseError, match=r"99\.1") as newer:
        require_installed(database.engine)
    assert newer.value.exit_code == ExitCode.NEWER


def test_missing_sqlite_file_is_installed_and_any_other_database_left_alone(
    database_url: str, engine_name: str, tmp_path: Path
) -> None:
    if engine_name != "sqlite":
        assert install_missing(database_url) is False
        return
    assert install_missing(database_url) is True
    assert install_missing(database_url) is False
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE customer (id INTEGER)")
    assert install_missing(f"sqlite:///{other}") is False
    with closing(sqlite3.connect(other)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("customer",)]
