"""The commands spool status, drain and export."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sms_callback.cli import main
from sms_callback.spool import Drainer, Spool, default_path, drain
from sms_callback.spool.lock import drainer_lock
from tests.spool.conftest import LABEL, REASON, REFUSE, Database, callback, callbacks

PERSONAL = ("+4179", "192.0.2.1", "SM0")


class Desk:
    """A database, its spool, and an operator."""

    def __init__(self, database: Database, spool: Spool) -> None:
        self.database = database
        self.spool = spool

    def run(self, *arguments: str, exit_code: int = 0) -> Result:
        command = ["--database", self.database.url, "spool", *arguments, "--spool", str(self.spool.path)]
        result = CliRunner().invoke(main, command, catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return result

    def json(self, *arguments: str, exit_code: int = 0) -> Any:
        return json.loads(self.run(*arguments, "--json", exit_code=exit_code).stdout)


@pytest.fixture
def desk(its_spool: Spool, database: Database) -> Desk:
    return Desk(database, its_spool)


@pytest.fixture
def sqlite_desk(path: Path, sqlite: Database) -> Iterator[Desk]:
    with closing(Spool(path, sqlite.engine.label)) as spool:
        spool.check()
        yield Desk(sqlite, spool)


def test_nothing_waits(sqlite_desk: Desk) -> None:
    assert "Waiting   0\n" in sqlite_desk.run("status").stdout
    found = sqlite_desk.json("status")
    assert (found["waiting"], found["poison"], found["oldest_at"], found["full"]) == (0, 0, None, False)
    assert found["database"] == sqlite_desk.database.engine.label
    assert sqlite_desk.json("drain") == {"stored": 0, "waiting": 0, "poison": 0}


def test_status_makes_no_file(sqlite: Database, path: Path) -> None:
    desk = Desk(sqlite, Spool(path, sqlite.engine.label))
    assert "There is no spool at" in desk.run("status").stdout
    assert desk.json("status")["database"] is None
    assert desk.json("drain")["stored"] == 0
    assert desk.run("export").stdout == ""
    assert not path.exists()


def test_what_waits_and_what_was_set_aside(desk: Desk) -> None:
    desk.database.execute(REFUSE[desk.database.engine.name])
    desk.spool.put([*callbacks(2), callback("bad")], REASON)
    waiting = desk.run("status", exit_code=1)
    assert "Waiting   3, the first since 2026-01-31 13:02:08 UTC (too long)" in waiting.stdout
    drained = desk.run("drain", exit_code=1)
    assert drained.stdout == "2 brought to the database, 0 waiting, 1 set aside.\n"
    assert desk.database.names() == ["SM0", "SM1"]
    status = desk.run("status", exit_code=1)
    assert "Set aside 1" in status.stdout
    assert "twilio" in status.stdout
    found = desk.json("status", exit_code=1)
    assert [reason["callbacks"] for reason in found["reasons"]] == [1]
    for text in (waiting.output, drained.output, status.output, json.dumps(found)):
        assert not [one for one in PERSONAL if one in text]


def test_what_was_set_aside_is_tried_again(sqlite_desk: Desk) -> None:
    sqlite_desk.database.execute(REFUSE["sqlite"])
    sqlite_desk.spool.put([callback("bad")], REASON)
    assert sqlite_desk.json("drain", exit_code=1) == {"stored": 0, "waiting": 0, "poison": 1}
    assert sqlite_desk.json("drain", "--poison", exit_code=1) == {"stored": 0, "waiting": 0, "poison": 1}
    sqlite_desk.database.execute("DROP TRIGGER refuse")
    assert sqlite_desk.json("drain", "--poison") == {"stored": 1, "waiting": 0, "poison": 0}


def test_a_database_that_is_away_is_an_error(path: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:1/none"
    with closing(Spool(path, url)) as spool:
        spool.put(callbacks(2), REASON)
        command = ["--database", url, "spool", "drain", "--spool", str(path)]
        result = CliRunner().invoke(main, command, catch_exceptions=False)
        assert result.exit_code == 2
        assert "cannot be reached" in result.stderr
        assert "2 waiting" in result.stdout
        assert spool.status().waiting == 2


def test_drain_beside_a_server_that_drains(desk: Desk) -> None:
    desk.spool.put(callbacks(600), REASON)
    drainer = Drainer(desk.spool, desk.database.engine)
    drainer.start()
    assert desk.json("drain")["waiting"] == 0
    drainer.stop()
    assert len(desk.database.names()) == 600


def test_drain_waits_for_its_turn_and_counts_what_the_other_did(sqlite_desk: Desk) -> None:
    sqlite_desk.spool.put(callbacks(3), REASON)
    engine = sqlite_desk.database.engine
    held = ExitStack()
    assert held.enter_context(drainer_lock(sqlite_desk.spool.path, 0))
    with ThreadPoolExecutor(1) as pool:
        drained = pool.submit(drain, sqlite_desk.spool, engine, lambda _count: held.close())
        engine.deliver([sqlite_desk.spool.oldest(1, 0)[0].callback])
        sqlite_desk.spool.settle([1], {})
        assert drained.result().stored in (2, 3)
    assert sqlite_desk.database.names() == ["SM0", "SM1", "SM2"]


def test_export_writes_every_callback_and_says_what_it_holds(sqlite_desk: Desk, tmp_path: Path) -> None:
    sqlite_desk.spool.put(callbacks(250), REASON)
    file = tmp_path / "callbacks.jsonl"
    said = sqlite_desk.run("export", "-o", str(file))
    assert "250 callbacks" in said.stderr
    assert "phone numbers" in said.stderr
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [json.loads(line["params"])["MessageSid"] for line in lines] == [f"SM{n}" for n in range(250)]
    assert lines[0]["received_at"] == "2026-01-31 13:02:08.123"
    assert lines[0]["reason"] == REASON
    assert sqlite_desk.spool.status().waiting == 250
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o600
    again = sqlite_desk.run("export", "-o", str(file), exit_code=2)
    assert "is there already" in again.stderr


def test_an_export_comes_back_once(sqlite_desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "callbacks.jsonl"
    sqlite_desk.spool.put([callback("SM0"), callback("SM1", Body="caf\u00e9")], REASON)
    before = list(sqlite_desk.spool.export())
    sqlite_desk.run("export", "-o", str(file))
    assert sqlite_desk.json("drain")["stored"] == 2
    assert "2 callbacks are in the spool" in sqlite_desk.run("import", str(file)).stderr
    after = list(sqlite_desk.spool.export())
    for rows in (before, after):
        for row in rows:
            del row["spool_id"], row["spooled_at"]
    assert after == before
    assert sqlite_desk.json("drain")["stored"] == 2
    assert [row["hits"] for row in sqlite_desk.database.rows("SELECT hits FROM sms_callback")] == [1, 1]


@pytest.mark.parametrize("line", ['{"params": "+4179"', "[]", '{"provider": "twilio", "params": 1}'])
def test_a_line_that_is_no_callback_is_named_and_not_shown(sqlite_desk: Desk, tmp_path: Path, line: str) -> None:
    file = tmp_path / "callbacks.jsonl"
    file.write_text(f"{line}\n")
    said = sqlite_desk.run("import", str(file), exit_code=2).stderr
    assert "Line 1 is no exported callback" in said
    assert "+4179" not in said


def test_export_of_what_was_set_aside_to_standard_output(sqlite_desk: Desk) -> None:
    sqlite_desk.spool.put([callback("SM0"), callback("SM1")], REASON)
    sqlite_desk.spool.settle([1], {2: "refused"})
    [line] = sqlite_desk.run("export", "--poison").stdout.splitlines()
    found = json.loads(line)
    assert (found["poison_reason"], json.loads(found["params"])["MessageSid"]) == ("refused", "SM1")
    assert sqlite_desk.run("export").stdout == ""


def test_the_spool_of_another_database(sqlite: Database, spool: Spool) -> None:
    spool.put([callback("SM0")], REASON)
    desk = Desk(sqlite, spool)
    assert LABEL in desk.run("status", exit_code=1).stdout
    assert len(desk.run("export").stdout.splitlines()) == 1
    assert f"is that of {LABEL}" in desk.run("drain", exit_code=2).stderr


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///sms.db", "sms.db-spool"),
        ("sqlite:////var/lib/a%20b/sms.db", "/var/lib/a b/sms.db-spool"),
        ("postgresql://sms_web@db/sms", "sms-callback-spool.db"),
        ("sqlanywhere://dba@db/sms?server=s", "sms-callback-spool.db"),
    ],
)
def test_where_it_is_by_default(url: str, path: str) -> None:
    assert default_path(url) == Path(path)
