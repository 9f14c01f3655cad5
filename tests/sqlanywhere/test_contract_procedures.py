"""Every contract case on the model of SQL Anywhere: the same rows and answers as on the other engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sms_callback.contract.load import load_cases
from tests.sqlanywhere.contract_target import EngineTarget, engine_target
from tests.sqlanywhere.machine import Database

CASES = {case.name: case for case in load_cases()}


@pytest.fixture(scope="module")
def target() -> Iterator[EngineTarget]:
    with engine_target(Database()) as made:
        yield made


@pytest.mark.parametrize("name", CASES)
def test_a_case(target: EngineTarget, name: str) -> None:
    failures = target.run(CASES[name])
    assert not failures, "\n".join(str(failure) for failure in failures)
