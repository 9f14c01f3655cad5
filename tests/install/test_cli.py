"""The commands around the installer, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sms_callback.cli import main
from sms_callback.install import install
from sms_callback.sqlfiles import SqlTree, shipped
from tests.install.database import Database


def run(database: Database, *arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(main, ["--database", database.url, *arguments], input=answer)


def test_install_plan_verify_say_the_state_by_exit_code(database: Database) -> None:
    first = run(database, "install")
    assert first.exit_code == 0, first.output
    assert first.stderr == "", "a progress bar is for terminals"
    assert f"{len(shipped(database.name).objects())} missing" in first.stdout
    again = run(database, "install")
    assert again.exit_code == 0
    assert "nothing to do" in again.stdout
    assert run(database, "verify").exit_code == 0
    assert run(database, "plan").exit_code == 0
    assert run(database, "plan", "--sql").stdout == ""


def test_edited_object_is_named_kept_and_then_forced(database: Database) -> None:
    run(database, "install")
    for statement in ("DROP VIEW v_sms_pending", "CREATE VIEW v_sms_pending AS SELECT 1 AS mine"):
        database.execute(statement)
    found = run(database, "verify")
    assert found.exit_code == 1
    assert "view/v_sms_pending" in found.stdout
    assert "edited" in found.stdout
    assert "replace with --force" in found.stdout
    refused = run(database, "install")
    assert refused.exit_code == 1
    assert "view/v_sms_pending" in refused.stderr
    assert "--force" in refused.stderr
    assert "v_sms_pending" in run(database, "plan", "--sql").stdout
    forced = run(database, "install", "--force")
    assert forced.exit_code == 0
    assert "view/v_sms_pending in sms_schema_saved" in forced.stdout
    assert run(database, "verify").exit_code == 0


def test_json_tells_programs_the_same(database: Database) -> None:
    report = json.loads(run(database, "install", "--json").stdout)
    assert report["exit_code"] == 0
    assert {item["state"] for item in report["done"]} == {"missing"}
    database.execute("DROP VIEW v_sms_pending")
    database.execute("UPDATE sms_provider SET title = 'Ours' WHERE provider = 'twilio'")
    result = run(database, "verify", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == found["exit_code"] == 1
    states = {item["object"]: item["state"] for item in found["objects"]}
    assert states.pop("view/v_sms_pending") == "missing"
    assert set(states.values()) == {"current"}
    assert found["local_edits"] == [
        {"object": "provider/twilio", "table": "sms_provider", "key": "twilio", "what": "changed", "detail": ""}
    ]
    assert "kept 1 local edit in provider/twilio" in run(database, "verify").stdout
    plan = json.loads(run(database, "plan", "--json").stdout)
    [item] = [item for item in plan["objects"] if item["state"] == "missing"]
    assert "v_sms_pending" in item["statements"][0]


def test_newer_database_gives_3(database: Database, old_tree: SqlTree) -> None:
    install(database.engine, tree=old_tree, version="99.1")
    assert run(database, "verify").exit_code == 3
    assert run(database, "plan", "--json").exit_code == 3
    refused = run(database, "install", "--force")
    assert refused.exit_code == 3
    assert "99.1" in refused.stderr


def test_script_is_written_to_a_file_or_printed(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "out.sql"
    assert run(database, "script", "-o", str(file)).exit_code == 0
    printed = run(database, "script")
    assert printed.exit_code == 0
    assert printed.stdout == file.read_text(encoding="utf-8")
    assert "sp_sms_callback" in printed.stdout


def test_script_needs_no_database(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    assert CliRunner().invoke(main, ["--database", f"sqlite:///{path}", "script"]).exit_code == 0
    assert not path.exists()


def test_uninstall_asks_and_says_how_many_messages_go(database: Database) -> None:
    run(database, "install")
    place = "" if database.name == "sqlite" else "sms."
    database.execute(
        f"INSERT INTO {place}sms_message (provider, message_id, created_at, updated_at)"
        " VALUES ('twilio', 'SM1', '2024-05-06 07:08:09', '2024-05-06 07:08:09')",
        None,
        "INSERT INTO sms.sms_message (provider, message_id, message_key, created_at, updated_at)"
        " VALUES ('twilio', 'SM1', 0x534d31, '2024-05-06 07:08:09', '2024-05-06 07:08:09')",
    )
    asked = run(database, "uninstall", answer="n\n")
    assert asked.exit_code == 1
    assert "1 messages" in asked.stderr
    assert database.count(f"{place}sms_message") == 1
    done = run(database, "uninstall", "--yes", "--json")
    assert done.exit_code == 0
    removed = json.loads(done.stdout)
    assert (removed["objects"], removed["roles_left"]) == (len(shipped(database.name).objects()), [])
    assert database.objects() == set()
    assert run(database, "uninstall", "--yes").exit_code == 2


def test_plan_of_a_file_that_is_not_there_shows_all_missing_and_makes_none(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    result = CliRunner().invoke(main, ["--database", f"sqlite:///{path}", "plan", "--json"])
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["database"] == f"sqlite:///{path}"
    assert {item["state"] for item in found["objects"]} == {"missing"}
    assert not path.exists()


@pytest.mark.parametrize("command", ["verify", "uninstall"])
def test_file_that_is_not_there_is_an_error_and_is_not_made(tmp_path: Path, command: str) -> None:
    path = tmp_path / "typo.db"
    result = CliRunner().invoke(main, ["--database", f"sqlite:///{path}", command])
    assert result.exit_code == 2
    assert "install" in result.stderr
    assert not path.exists()
