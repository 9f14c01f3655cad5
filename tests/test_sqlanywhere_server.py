"""A real SQL Anywhere, where somebody has one; where nobody has, the reason is printed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from click.testing import CliRunner

from sms_callback.cli import main
from sms_callback.contract.load import load_cases
from sms_callback.engine import open_engine
from sms_callback.errors import DriverMissingError
from tests.contract_server import HttpTarget, sqlanywhere_target
from tests.sqlanywhere_server import SqlanywhereServer, container_missing, running_container


@pytest.fixture(scope="module")
def container() -> Iterator[SqlanywhereServer]:
    """A container of the image that its user built."""
    missing = container_missing()
    if missing:
        pytest.skip(missing)
    with running_container() as server:
        with closing(open_engine(server.url)) as engine:
            try:
                engine.ping()
            except DriverMissingError as error:
                pytest.skip(error.message)
        yield server


def all_cases(target: HttpTarget) -> list[str]:
    """What differs."""
    return [str(failure) for case in load_cases() for failure in target.run(case)]


def test_contract_cases_in_a_container(container: SqlanywhereServer) -> None:
    with sqlanywhere_target(container) as target:
        assert all_cases(target) == []


def test_contract_cases_on_a_given_server(sqlanywhere_given: SqlanywhereServer) -> None:
    """`tests/test_contract.py` runs each case there, too; here they are seen to run as `selftest`."""
    result = CliRunner().invoke(main, ["--database", sqlanywhere_given.url, "install"])
    assert result.exit_code == 0, result.output
    result = CliRunner().invoke(main, ["--database", sqlanywhere_given.url, "selftest"])
    assert result.exit_code == 0, result.output
