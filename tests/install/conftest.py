"""Empty databases of all engines, and trees of SQL files that a test may change."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sms_callback.engine import open_engine
from sms_callback.sqlfiles import SqlTree, shipped
from tests.install.database import Database, SmallTree
from tests.postgresql import running_postgresql
from tests.sqlanywhere_server import SqlanywhereServer, running_model

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def postgres_uri() -> Iterator[str]:
    """A PostgreSQL server for the tests of this folder."""
    with running_postgresql() as url:
        yield url


@pytest.fixture
def model(tmp_path: Path) -> Iterator[SqlanywhereServer]:
    """A server of the SQL Anywhere model with an empty database."""
    with running_model(tmp_path) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql", "sqlanywhere"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each test runs on each engine."""
    return str(request.param)


@pytest.fixture
def database_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database; SQLite's file is not there yet."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    if engine_name == "sqlanywhere":
        yield request.getfixturevalue("model").url
        return
    server: str = request.getfixturevalue("postgres_uri")
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield server.replace("/postgres?", f"/{name}?", 1)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        # Roles belong to the server, not to the database: the next test begins without them.
        for role in ("sms_web", "sms_reader", "sms_admin"):
            admin.execute(f"DROP ROLE IF EXISTS {role}")


@pytest.fixture
def database(engine_name: str, database_url: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database with its engine."""
    engine = open_engine(database_url, create=True)
    model = request.getfixturevalue("model").database if engine_name == "sqlanywhere" else None
    yield Database(engine_name, database_url, engine, model)
    engine.close()


@pytest.fixture
def tree(engine_name: str, tmp_path: Path) -> SmallTree:
    """A copy of the small tree with the installer's own table."""
    root = tmp_path / "tree"
    shutil.copytree(HERE / "small_tree", root)
    for engine in ("sqlite", "postgresql", "sqlanywhere"):
        own = next(file for file in shipped(engine).objects() if file.path == "table/0000_schema.sql")
        (root / engine / own.path).write_text(own.text, encoding="utf-8")
    return SmallTree(engine_name, root)


@pytest.fixture
def old_tree(engine_name: str, tmp_path: Path) -> SqlTree:
    """The files of an older release. Its numbered files are the first of this one's: a released file never changes."""
    root = tmp_path / "old_tree"
    shutil.copytree(HERE / "old_tree", root)
    if engine_name == "sqlanywhere":
        (root / engine_name / "table").mkdir()
        for file in shipped(engine_name).objects()[:3]:
            (root / engine_name / file.path).write_text(file.text, encoding="utf-8")
    return SqlTree(engine_name, root)
