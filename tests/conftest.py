"""Fixtures of the contract cases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from sms_callback.engine import open_engine
from sms_callback.engine.base import Engine
from sms_callback.install import install
from tests.contract_server import HttpTarget, postgresql_target, sqlanywhere_target, sqlite_target
from tests.postgresql import new_database, running_postgresql
from tests.sqlanywhere_server import SqlanywhereServer, given_server, running_model

ENGINES = ("sqlite", "postgresql", "sqlanywhere")
"""SQL Anywhere is the model; a real server is `server`, where `--sqlanywhere` names one."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """An option for those who have a SQL Anywhere server."""
    parser.addoption(
        "--every-cut", action="store_true", help="Interrupt installations on SQL Anywhere before each single request."
    )
    parser.addoption(
        "--fault-rounds",
        type=int,
        default=3,
        metavar="N",
        help="How often each fault of tests/fault strikes; an outage lasts 2 s for each, at most 20 s.",
    )
    parser.addoption(
        "--sqlanywhere",
        metavar="URL",
        help="Run the contract cases on this SQL Anywhere server, too: sqlanywhere://dba:password@host/database?server=name."
        " sms-callback must not be installed in the database; it is, for the tests, and taken out again.",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The contract cases run on a real SQL Anywhere server where one is given."""
    if "http_target" in metafunc.fixturenames:
        real = ("server",) if metafunc.config.getoption("sqlanywhere") else ()
        metafunc.parametrize("http_target", (*ENGINES, *real), indirect=True, scope="session")


@pytest.fixture(scope="session")
def contract_postgresql() -> Iterator[str]:
    """A PostgreSQL server for the contract cases alone: others drop the roles, which all databases share."""
    with running_postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def sqlanywhere_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlanywhereServer]:
    """A server of the model, for the contract cases alone."""
    with running_model(tmp_path_factory.mktemp("sqlanywhere")) as server:
        yield server


@pytest.fixture(scope="session")
def sqlanywhere_given(request: pytest.FixtureRequest) -> Iterator[SqlanywhereServer]:
    """The server that `--sqlanywhere` names."""
    url = request.config.getoption("sqlanywhere")
    if not url:
        pytest.skip("no SQL Anywhere server was given: pytest --sqlanywhere URL")
    with given_server(str(url)) as server:
        yield server


@pytest.fixture(scope="session")
def http_target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HttpTarget]:
    """One server an engine for the whole run."""
    match request.param:
        case "sqlite":
            running = sqlite_target(tmp_path_factory.mktemp("sqlite"))
        case "postgresql":
            running = postgresql_target(request.getfixturevalue("contract_postgresql"))
        case "sqlanywhere":
            running = sqlanywhere_target(request.getfixturevalue("sqlanywhere_model"))
        case _:
            running = sqlanywhere_target(request.getfixturevalue("sqlanywhere_given"))
    with running as target:
        yield target


@pytest.fixture(scope="session")
def installed_sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A SQLite database as `install` leaves it."""
    return _installed(f"sqlite:///{tmp_path_factory.mktemp('installed') / 'installed.db'}")


@pytest.fixture(scope="session")
def installed_postgresql_url(contract_postgresql: str) -> str:
    """A PostgreSQL database as `install` leaves it."""
    return _installed(new_database(contract_postgresql, "installed"))


@pytest.fixture(scope="session")
def installed_sqlanywhere_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of the SQL Anywhere model as `install` leaves it."""
    with running_model(tmp_path_factory.mktemp("installed_model")) as server:
        yield _installed(server.url)


def _installed(url: str) -> str:
    with closing(open_engine(url, create=True)) as engine:
        install(engine)
    return url


@pytest.fixture(scope="session", params=ENGINES)
def installed_url(request: pytest.FixtureRequest) -> str:
    """A database of each engine as `install` leaves it."""
    return str(request.getfixturevalue(f"installed_{request.param}_url"))


@pytest.fixture
def installed(installed_url: str) -> Iterator[Engine]:
    """The engine of that database."""
    with closing(open_engine(installed_url)) as engine:
        yield engine
