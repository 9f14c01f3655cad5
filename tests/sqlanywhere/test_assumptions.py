"""What the SQL files take for granted of a server: so it is on the model, and what is not so is named."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from sms_callback.contract.assumption import check_assumptions
from sms_callback.engine import open_engine
from sms_callback.sqlfiles import shipped
from tests.sqlanywhere.client import model_library
from tests.sqlanywhere.installed import install
from tests.sqlanywhere.machine import Database

PAGE = Path(__file__).parents[2] / "docs" / "sqlanywhere-assumptions.md"
URL = "sqlanywhere://dba:sql@?server=here"


@pytest.fixture(scope="module")
def database() -> Database:
    database = Database()
    install(database)
    return database


def test_every_assumption_holds_on_the_model(database: Database) -> None:
    with model_library(here=database), closing(open_engine(URL)) as engine:
        checked = check_assumptions(engine)
    assert len(checked) == len(shipped("sqlanywhere").assumptions()) > 20
    assert [item for item in checked if not item.holds] == []


def test_a_false_one_is_named_with_what_the_server_said(database: Database) -> None:
    database.load("SET OPTION PUBLIC.string_rtruncation = 'Off';", "dba", "options.sql")
    database.load("DROP FUNCTION sms.sms_hmac;", "dba", "drop.sql")
    with model_library(here=database), closing(open_engine(URL)) as engine:
        wrong = {item.name: item for item in check_assumptions(engine) if not item.holds}
    assert set(wrong) == {"truncation", "hmac_sha1", "hmac_sha256"}
    assert (wrong["truncation"].expected, wrong["truncation"].got) == ("On", "Off")
    assert "sms_hmac" in wrong["hmac_sha1"].got
    assert wrong["truncation"].claim == "A text that is too long for its column is an error, not cut."


def test_the_page_lists_each_with_its_claim() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for file in shipped("sqlanywhere").assumptions():
        claim = file.text.partition("\n")[0].removeprefix(f"-- {file.name}: ")
        assert f"| `{file.name}` | {claim} |" in text


def test_other_engines_take_nothing_for_granted() -> None:
    assert shipped("postgresql").assumptions() == []
