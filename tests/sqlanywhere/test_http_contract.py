"""Every contract case over HTTP straight to the modelled server, with no Python between provider and tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sms_callback.contract.load import load_cases
from tests.sqlanywhere.http_target import ModelTarget, model_target

CASES = {case.name: case for case in load_cases()}

NOT_HERE = {
    "security-method-not-allowed": "the services name POST and GET, so that the server itself refuses others, with 501"
    " (12.0.1 dbprogramming/errors-http.html); test_http.py has what sp_sms_http says where a service lets them in",
}
"""Case → why it cannot apply to the server's own web server."""


@pytest.fixture(scope="module")
def target() -> Iterator[ModelTarget]:
    with model_target() as found:
        yield found


@pytest.mark.parametrize("name", [name for name in CASES if name not in NOT_HERE])
def test_straight_to_the_server(target: ModelTarget, name: str) -> None:
    failures = target.run(CASES[name])
    assert not failures, "\n".join(str(failure) for failure in failures)


def test_what_cannot_apply_is_a_case() -> None:
    assert CASES.keys() > NOT_HERE.keys()
