"""Fixtures of the contract cases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from sms_callback.engine import open_engine
from sms_callback.engine.base import Engine
from sms_callback.install import install
from tests.contract_server import HttpTarget, postgresql_target, sqlite_target
from tests.postgresql import new_database, running_postgresql

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def contract_postgresql() -> Iterator[str]:
    """A PostgreSQL server for the contract cases alone: others drop the roles, which all databases share."""
    with running_postgresql() as url:
        yield url


@pytest.fixture(scope="session", params=ENGINES)
def http_target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HttpTarget]:
    """One server an engine for the whole run."""
    if request.param == "sqlite":
        with sqlite_target(tmp_path_factory.mktemp("sqlite")) as target:
            yield target
    else:
        with postgresql_target(request.getfixturevalue("contract_postgresql")) as target:
            yield target


@pytest.fixture(scope="session")
def installed_sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A SQLite database as `install` leaves it."""
    return _installed(f"sqlite:///{tmp_path_factory.mktemp('installed') / 'installed.db'}")


@pytest.fixture(scope="session")
def installed_postgresql_url(contract_postgresql: str) -> str:
    """A PostgreSQL database as `install` leaves it."""
    return _installed(new_database(contract_postgresql, "installed"))


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
