"""Accounts as they were read last, for an adapter that starts while the database is away."""

from __future__ import annotations

from pathlib import Path

import pytest

from sms_callback.adapter.endpoints import Endpoints
from sms_callback.adapter.remembered import Remembered
from sms_callback.delivery.pending import run
from sms_callback.errors import SmsCallbackError
from tests.adapter.support import Database


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "accounts.json"


def read_once(database: Database, file: Path) -> None:
    assert run(Endpoints(database.engine(), Remembered(file)).find("probe")) is not None


def test_a_start_while_the_database_is_away_knows_the_accounts(database: Database, file: Path) -> None:
    database.add_account("probe", "token", "s3cret", second="0ther", networks="192.0.2.0/24, 198.51.100.7")
    database.add_answer("probe", "inbound", 201, "text/xml", "<Response/>")
    before = run(Endpoints(database.engine(), Remembered(file)).find("probe"))
    database.path.unlink()
    assert run(Endpoints(database.engine(), Remembered(file)).find("probe")) == before
    assert before is not None
    assert before.accounts[0].secrets == ("s3cret", "0ther")
    assert before.answers


def test_only_its_owner_may_read_the_file(database: Database, file: Path) -> None:
    read_once(database, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir() if "accounts" in path.name] == [file.name]


def test_a_change_is_remembered(database: Database, file: Path) -> None:
    times = iter([1000.0] * 3 + [2000.0] * 3)
    endpoints = Endpoints(database.engine(), Remembered(file), clock=lambda: next(times, 2000.0))
    run(endpoints.find("probe"))
    database.add_account("probe", "none")
    while not run(endpoints.refresh()):
        pass
    database.path.unlink()
    assert Remembered(file).read()["probe"].accounts[0].scheme == "none"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 0}', '{"version": 1, "endpoints": [{}]}', '{"version": 1}']
)
def test_a_file_that_cannot_be_read_is_as_good_as_none(database: Database, file: Path, text: str) -> None:
    file.write_text(text)
    database.path.unlink()
    with pytest.raises(SmsCallbackError):
        run(Endpoints(database.engine(), Remembered(file)).find("probe"))


def test_a_folder_that_cannot_be_written_stops_nobody(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("WARNING"):
        read_once(database, tmp_path / "none" / "accounts.json")
    assert "not remembered" in caplog.text


def test_it_is_written_only_when_something_changed(database: Database, file: Path) -> None:
    read_once(database, file)
    remembered, known = Remembered(file), Remembered(file).read()
    remembered.write(known)
    written = file.stat().st_ino
    remembered.write(known)
    assert file.stat().st_ino == written
    remembered.write({})
    assert Remembered(file).read() == {}
