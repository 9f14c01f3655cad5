"""`selftest`: the same cases on an installed database, which afterwards is as it was."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest
from click.testing import CliRunner

from sms_callback.cli import main
from sms_callback.contract.load import load_accounts, load_cases, shipped_cases
from sms_callback.contract.selftest import run_rolled_back, selftest
from sms_callback.engine.base import Engine
from sms_callback.model import Callback
from tests.contract_server import counts

OTHERS = [
    Callback(
        "twilio", '{"MessageSid":"SM00000000000000000000000000000101","MessageStatus":"sent","To":"+15550000000"}'
    ),
    Callback("twilio", '{"MessageSid":"SM1","MessageStatus":"sent"}', token="tk-000000000601"),
    Callback("twilio", '{"SmsStatus":"received","MessageSid":"SM2","From":"+15558675310","Body":"STOP"}'),
    Callback("routee", '{"campaignStatus":"Running","trackingId":"rc-000000001003","messageStatuses.Delivered":"9"}'),
    Callback("ytel", '{"@body":"{"}', url_kind="status", error="body: not JSON"),
]
"""Rows that are there, with ids and phones that the cases have, too."""

RUNNABLE = [case for case in load_cases() if not case.alone]

Some = TypeVar("Some")


def some(items: Sequence[Some], engine: Engine, first: int = 0) -> Sequence[Some]:
    """What will do where the runner is tested and not the cases: on SQL Anywhere's model each takes its time."""
    return items[first::4] if engine.name == "sqlanywhere" else items


def test_passes_and_leaves_no_row(installed: Engine) -> None:
    installed.deliver(OTHERS)
    before = counts(installed)
    report = selftest(installed)
    assert [str(failure) for failure in report.failures] == []
    assert len(report.results) == len(RUNNABLE)
    assert {*report.skipped} == {case.name for case in load_cases()} - {case.name for case in RUNNABLE}
    assert counts(installed) == before


def test_command(installed_url: str) -> None:
    result = CliRunner().invoke(main, ["--database", installed_url, "selftest"])
    assert result.exit_code == 0, result.output
    assert f"{len(RUNNABLE)} of {len(RUNNABLE)} contract cases passed." in result.stdout
    assert result.stderr == ""


def test_command_names_what_fails_and_what_was_edited(installed_url: str, installed: Engine) -> None:
    word = "INSERT INTO sms_provider_status (provider, word, status) VALUES ('twilio', 'teleported', 'sent');"
    with installed.transaction() as session:
        session.script(word)
    try:
        result = CliRunner().invoke(main, ["--database", installed_url, "selftest", "--json"])
    finally:
        with installed.transaction() as session:
            session.script("DELETE FROM sms_provider_status WHERE word = 'teleported';")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    failed = {case["name"]: case["failures"] for case in document["cases"] if not case["passed"]}
    assert {*failed} == {"twilio-unknown-word", "twilio-unknown-word-moves-nothing"}
    first = failed["twilio-unknown-word"][0]
    assert first["where"] == "sms_message row 1 status"
    assert (first["expected"], first["got"]) == ("'unknown'", "'sent'")
    assert document["edited"] == ["sms_provider_status (twilio, teleported)"]


def test_command_without_tables(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    result = CliRunner().invoke(main, ["--database", f"sqlite:///{tmp_path / 'empty.db'}", "selftest"])
    assert result.exit_code == 2
    assert "install" in result.stderr


def written_wrongly() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each case with one expected value changed, chosen at random but always the same."""
    chance = random.Random(2)  # noqa: S311
    for file in sorted(shipped_cases().iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".json") or file.name == "accounts.json":
            continue
        for raw in json.loads(file.read_text(encoding="utf-8"))["cases"]:
            places = [place for place in leaves(raw) if "rows" in place and "$" not in "".join(map(str, place))]
            places = [place for place in places if place[-1] != "times"]
            if not places:
                continue
            place = chance.choice(places)
            changed = copy.deepcopy(raw)
            parent = changed
            for key in place[:-1]:
                parent = parent[key]
            parent[place[-1]] = "something else"
            yield raw["name"], ".".join(map(str, place)), changed


def leaves(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The places of all single values in a JSON document."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from leaves(item, (*place, key))
    else:
        yield place


def test_a_wrong_expectation_is_found(installed: Engine, tmp_path: Path) -> None:
    changed = list(written_wrongly())
    assert len(changed) > 150
    for folder in ("provider", "script"):
        (tmp_path / folder).symlink_to(Path(str(shipped_cases())) / folder)
    (tmp_path / "some.json").write_text(json.dumps({"cases": [case for _, _, case in changed]}))
    accounts = load_accounts()
    passed = [
        f"{name}: {place}"
        for (name, place, _), case in some([*zip(changed, load_cases(tmp_path), strict=True)], installed)
        if not run_rolled_back(case, installed, accounts)
    ]
    assert passed == []


@pytest.mark.parametrize(("nonce", "first"), [("first", 1), ("second", 3)])
def test_cases_are_stable_under_other_ids(installed: Engine, nonce: str, first: int) -> None:
    accounts = load_accounts()
    for case in some(load_cases(nonce=nonce), installed, first):
        if not case.alone:
            assert run_rolled_back(case, installed, accounts) == []
