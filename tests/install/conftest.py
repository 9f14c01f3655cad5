"""Empty databases of both engines, and trees of SQL files that a test may change."""

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

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def postgres_uri() -> Iterator[str]:
    """A PostgreSQL server for the tests of this folder."""
    with running_postgresql() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each test runs on each engine."""
    return str(request.param)


@pytest.fixture
def database_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database; SQLite's file is not there yet."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
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
def database(engine_name: str, database_url: str) -> Iterator[Database]:
    """An empty database with its engine."""
    engine = open_engine(database_url, create=True)
    yield Database(engine_name, database_url, engine)
    engine.close()


@pytest.fixture
def tree(engine_name: str, tmp_path: Path) -> SmallTree:
    """A copy of the small tree with the installer's own table."""
    root = tmp_path / "tree"
    shutil.copytree(HERE / "small_tree", root)
    for engine in ("sqlite", "postgresql"):
        own = next(file for file in shipped(engine).objects() if file.path == "table/0000_schema.sql")
        (root / engine / own.path).write_text(own.text, encoding="utf-8")
    return SmallTree(engine_name, root)


@pytest.fixture
def old_tree(engine_name: str) -> SqlTree:
    """The files of an older release."""
    return SqlTree(engine_name, HERE / "old_tree")
