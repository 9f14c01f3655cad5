"""Databases for the tests of the engines.

SQLite: a fresh one for each test, copied from one that is installed once. PostgreSQL: a server a module.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sms_callback.engine.postgresql import PostgresqlEngine
from sms_callback.engine.sqlite import SqliteEngine
from sms_callback.install import install
from sms_callback.sqlfiles import shipped
from tests.postgresql import running_postgresql

ACME = Path(__file__).with_name("acme.sql")
EMPTY = Path(__file__).parent.parent / "contract_empty.sql"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped objects and the made-up provider of acme.sql."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    with closing(SqliteEngine(str(path), create=True)) as engine, engine.transaction() as session:
        for file in shipped("sqlite").objects():
            session.script(file.text)
        session.script(ACME.read_text())
    return path


@pytest.fixture
def sqlite_path(sqlite_template: Path, tmp_path: Path) -> Path:
    """A file of the test's own."""
    return Path(shutil.copy(sqlite_template, tmp_path / "test.db"))


@pytest.fixture
def sqlite_engine(sqlite_path: Path) -> Iterator[SqliteEngine]:
    """The engine on that file."""
    with closing(SqliteEngine(str(sqlite_path))) as engine:
        yield engine


@pytest.fixture(scope="module")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL server of the module's own, with everything installed and the made-up provider of acme.sql."""
    with running_postgresql() as url:
        with closing(PostgresqlEngine(url)) as engine:
            install(engine)
            with engine.transaction() as session:
                session.script(ACME.read_text())
        yield url


@pytest.fixture
def postgresql_engine(postgresql_url: str) -> Iterator[PostgresqlEngine]:
    """The engine on that server, with empty tables."""
    with closing(PostgresqlEngine(postgresql_url)) as engine:
        with engine.transaction() as session:
            session.script(EMPTY.read_text())
        yield engine
