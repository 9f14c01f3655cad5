"""Databases for the operator's commands: each test gets a copy of one that is installed once."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sms_callback.cli import main
from sms_callback.engine import open_engine
from sms_callback.engine.base import Engine
from sms_callback.install import install
from sms_callback.model import Callback, Outcome, Value
from tests.outcome import stored
from tests.postgresql import new_database, running_postgresql
from tests.sqlanywhere_server import ADAPTER, MODEL_ADAPTER, running_model

PENDING = """
INSERT INTO {s}sms_callback (provider, params, dedupe_key, received_at)
VALUES ('twilio', '{params}', 'test:{params}', '2026-01-31 13:02:08.000');
"""
PENDING_SQLANYWHERE = """
INSERT INTO {s}sms_callback (provider, params, dedupe_key, dedupe_bytes, received_at)
VALUES ('twilio', '{params}', 'test:{params}', sms.sms_bytes('test:{params}'), '2026-01-31 13:02:08.000');
"""

_number = count(1)


@dataclass
class Desk:
    """An installed database, and an operator who runs commands on it."""

    url: str
    engine: Engine
    program: Sequence[str] = ADAPTER

    def run(self, *arguments: str, stdin: str | bytes | None = None, exit_code: int = 0) -> Result:
        """Run a command and check its exit code."""
        result = CliRunner().invoke(main, ["--database", self.url, *arguments], input=stdin, catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return result

    def json(self, *arguments: str, exit_code: int = 0) -> Any:
        """Run a command with --json and read its answer."""
        return json.loads(self.run(*arguments, "--json", exit_code=exit_code).stdout)

    def deliver(self, provider: str = "twilio", **params: str) -> Outcome:
        """A callback arrives."""
        return stored(self.engine, [Callback(provider, json.dumps(params))])[0]

    def pending(self, *params: str) -> None:
        """Callbacks, as JSON, that nobody has worked yet."""
        text = PENDING_SQLANYWHERE if self.engine.name == "sqlanywhere" else PENDING
        self.sql("".join(text.replace("{params}", one) for one in params))

    def open_callbacks(self) -> list[int]:
        """The ids of those callbacks."""
        with self.engine.transaction() as session:
            return [int(str(row["callback_id"])) for row in session.query("callback_open", {"limit": -1})]

    @contextmanager
    def one_status_of(self, first: str, second: str) -> Iterator[None]:
        """While the block runs the database takes a status of the first of two messages alone."""
        if self.engine.name != "sqlanywhere":
            self.sql(
                "CREATE UNIQUE INDEX one_status ON {s}sms_status (status)"
                f" WHERE provider = 'twilio' AND message_id IN ('{first}', '{second}')"
            )
            yield
            return
        self.sql(f"ALTER TABLE {{s}}sms_status ADD CONSTRAINT one_status CHECK (message_id <> '{second}')")
        try:
            yield
        finally:
            self.sql("ALTER TABLE {s}sms_status DROP CONSTRAINT one_status")

    def call(self, procedure: str, **parameters: Value) -> None:
        """An application calls a procedure."""
        with self.engine.transaction() as session:
            session.call(procedure, {f"p_{name}": value for name, value in parameters.items()})

    def sql(self, text: str) -> None:
        """A DBA changes a row; `{s}` stands for the schema's prefix."""
        with self.engine.transaction() as session:
            session.script(text.replace("{s}", "" if self.engine.name == "sqlite" else "sms."))


@pytest.fixture(scope="session")
def sqlite_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "master.db"
    engine = open_engine(f"sqlite:///{path}", create=True)
    install(engine)
    engine.close()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server whose database `master` is installed."""
    with running_postgresql() as url:
        engine = open_engine(new_database(url, "master"))
        install(engine)
        engine.close()
        yield url


@dataclass(frozen=True)
class Master:
    """An installed database of the SQL Anywhere model, whose rows can be put back."""

    url: str
    file: Path
    rows: sqlite3.Connection

    def restore(self) -> None:
        """All rows as they were after the installation."""
        with closing(sqlite3.connect(self.file)) as live:
            self.rows.backup(live)


@pytest.fixture(scope="session")
def sqlanywhere_master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Master]:
    folder = tmp_path_factory.mktemp("cli_model")
    with running_model(folder) as server:
        with closing(open_engine(server.url)) as engine:
            install(engine)
        # The model keeps rows in an SQLite file.
        file = folder / "model.db"
        with closing(sqlite3.connect(":memory:")) as rows:
            with closing(sqlite3.connect(file)) as live:
                live.backup(rows)
            yield Master(server.url, file, rows)


def postgresql_url(server: str) -> str:
    """An installed database of the PostgreSQL server."""
    return new_database(server, f"desk{next(_number)}", "master")


@pytest.fixture
def postgresql_desk(postgresql_server: str) -> Iterator[Desk]:
    """For what PostgreSQL alone can do."""
    url = postgresql_url(postgresql_server)
    with closing(open_engine(url)) as engine:
        yield Desk(url, engine)


@pytest.fixture(params=["sqlite", "postgresql", "sqlanywhere"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_master"), tmp_path / "sms.db")
        url = f"sqlite:///{tmp_path / 'sms.db'}"
    elif request.param == "sqlanywhere":
        master: Master = request.getfixturevalue("sqlanywhere_master")
        master.restore()
        url = master.url
    else:
        url = postgresql_url(request.getfixturevalue("postgresql_server"))
    engine = open_engine(url)
    yield Desk(url, engine, MODEL_ADAPTER if request.param == "sqlanywhere" else ADAPTER)
    engine.close()
