"""Every contract case over HTTP on each engine; and what the cases cover."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from sms_callback.contract.load import CaseFileError, load_cases
from sms_callback.contract.model import Send
from tests.contract_server import HttpTarget

CASES = {case.name: case for case in load_cases()}
SENDS = [step for case in CASES.values() for step in case.steps if isinstance(step, Send)]


@pytest.mark.parametrize("name", CASES)
def test_over_http(http_target: HttpTarget, name: str) -> None:
    failures = http_target.run(CASES[name])
    assert not failures, "\n".join(str(failure) for failure in failures)


def test_cover_every_seed_rule_and_provider() -> None:
    assert len(CASES) >= 70
    assert {seed for case in CASES.values() for seed in case.seeds} == {"000", "001", "002", "003", "004"}
    assert {rule for case in CASES.values() for rule in case.rules} == {"1", "2", "3", "4", "5", "6", "7"}
    called = Counter(send.path.split("/")[2] for send in SENDS if send.path.startswith("/sms/"))
    assert all(called[provider] >= 10 for provider in ("twilio", "ytel", "octopush", "routee", "acme")), called


def test_cover_every_way_in_and_every_answer() -> None:
    assert {"GET", "POST"} < {send.method for send in SENDS}
    assert {200, 401, 403, 404, 405, 413} == {send.answer.status for send in SENDS}
    segments = {segment for send in SENDS for segment in send.path.split("/")}
    assert {"fallback", "inbound", "status", "opt_out"} <= segments


def test_cover_the_extremes() -> None:
    assert any(send.threads == 8 for send in SENDS)
    assert any(2**20 * 0.99 < len(send.body) <= 2**20 for send in SENDS)
    assert any(len(send.body) == 2**20 + 1 for send in SENDS)
    assert any(b"\\ud800" in send.body and b"\\udc00" in send.body for send in SENDS)
    assert any(b"\\u0000" in send.body for send in SENDS)


def test_ids_are_fresh_in_each_run() -> None:
    one, other = load_cases(nonce="one"), load_cases(nonce="other")
    assert [case.name for case in one] == [case.name for case in other] == [*CASES]
    for first, second, written in zip(one, other, CASES.values(), strict=True):
        for triple in zip(first.keys, second.keys, written.keys, strict=True):
            if sum(char.isdigit() for char in triple[2]) >= 8:
                assert len({*triple}) == 3, written.name
                assert len({len(key) for key in triple}) == 1
        for prefix in ("SM", "+", "rm-"):
            orders = [
                sorted((i for i, key in enumerate(case.keys) if key.startswith(prefix)), key=case.keys.__getitem__)
                for case in (first, second, written)
            ]
            assert orders[0] == orders[1] == orders[2], written.name


@pytest.mark.parametrize(
    ("case", "complaint"),
    [
        ({"name": "x", "why": "", "rule": "1", "step": []}, "unknown key 'step'"),
        (
            {"name": "x", "why": "", "rule": "1", "steps": [{"send": {"method": "GET", "url": "/"}}]},
            "unknown key 'url'",
        ),
        ({"name": "x", "why": "", "rule": "1", "steps": [{"send": {"path": "/"}}]}, "method"),
        ({"name": "x", "why": "", "rule": "1", "steps": [], "ids": ["SM12"]}, "fewer than 8 digits"),
        ({"name": "x", "why": "", "rule": "1", "steps": [{"script": "nowhere"}]}, "nowhere"),
        (
            {
                "name": "x",
                "why": "",
                "rule": "1",
                "steps": [{"send": {"method": "GET", "path": "/", "form": {}, "json": {}}}],
            },
            "one body",
        ),
    ],
)
def test_a_case_written_wrongly_is_named(tmp_path: Path, case: dict[str, object], complaint: str) -> None:
    (tmp_path / "some.json").write_text(json.dumps({"cases": [case]}))
    with pytest.raises(CaseFileError, match=r"'x' in some\.json") as caught:
        load_cases(tmp_path, nonce="n")
    assert complaint in caught.value.message


def test_two_cases_of_one_name(tmp_path: Path) -> None:
    case = {"name": "x", "why": "", "rule": "1", "steps": []}
    (tmp_path / "some.json").write_text(json.dumps({"cases": [case, case]}))
    with pytest.raises(CaseFileError, match="Two contract cases are named 'x'"):
        load_cases(tmp_path)
