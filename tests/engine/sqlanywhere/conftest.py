"""A server of the model with everything installed, and the engine on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from sms_callback.engine import open_engine
from sms_callback.engine.sqlanywhere import SqlanywhereEngine
from sms_callback.install import install
from tests.engine.conftest import ACME, EMPTY
from tests.sqlanywhere.machine import Database
from tests.sqlanywhere_server import SqlanywhereServer, running_model


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlanywhereServer]:
    """Everything installed, with the made-up provider of acme.sql."""
    with running_model(tmp_path_factory.mktemp("engine")) as server:
        with closing(open_engine(server.url)) as engine:
            install(engine)
            with engine.transaction() as session:
                session.script(ACME.read_text())
        yield server


@pytest.fixture
def model(server: SqlanywhereServer) -> Iterator[Database]:
    """The database behind the server."""
    assert server.database is not None
    yield server.database
    server.database.fault = None


@pytest.fixture
def engine(server: SqlanywhereServer) -> Iterator[SqlanywhereEngine]:
    """The engine, with empty tables."""
    with closing(SqlanywhereEngine(server.url)) as engine:
        with engine.transaction() as session:
            session.script(EMPTY.read_text())
        yield engine
