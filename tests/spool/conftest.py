"""Real databases as targets: each test gets a copy of one that is installed once, and a spool beside it."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from sms_callback.engine import open_engine
from sms_callback.engine.base import Engine
from sms_callback.install import install
from sms_callback.model import Callback, Row
from sms_callback.spool import Spool
from tests.postgresql import new_database, running_postgresql

ARRIVED = dt.datetime(2026, 1, 31, 13, 2, 8, 123000)
REASON = "database away"
LABEL = "postgresql://db.example.com/sms"

REFUSE = {
    "sqlite": "CREATE TRIGGER refuse BEFORE INSERT ON sms_callback WHEN NEW.params LIKE '%bad%'"
    " BEGIN SELECT RAISE(ABORT, 'not this one'); END",
    "postgresql": "ALTER TABLE sms.sms_callback ADD CONSTRAINT not_this_one CHECK (params::text NOT LIKE '%bad%')",
}
"""The database refuses such callbacks, even as failed ones."""

_number = count(1)


def callback(name: str, **params: str) -> Callback:
    """A callback of a message; all of them arrived at the same moment."""
    body = json.dumps({"MessageSid": name, "MessageStatus": "sent", "To": "+41790000000", **params})
    return Callback("twilio", body, method="POST", path="/sms/twilio", remote_addr="192.0.2.1", received_at=ARRIVED)


def callbacks(number: int) -> list[Callback]:
    return [callback(f"SM{n}") for n in range(number)]


@dataclass
class Database:
    """An installed database."""

    url: str
    engine: Engine

    def rows(self, text: str) -> list[Row]:
        """Rows of a SELECT; `{s}` stands for the schema's prefix."""
        with self.engine.transaction() as session:
            return session.select(self._named(text))

    def execute(self, text: str) -> None:
        """A DBA's statement."""
        with self.engine.transaction() as session:
            session.script(self._named(text))

    def names(self) -> list[str]:
        """The messages whose callbacks arrived, in the order in which they came to the database."""
        rows = self.rows("SELECT params FROM {s}sms_callback ORDER BY callback_id")
        return [json.loads(str(row["params"]))["MessageSid"] for row in rows]

    def _named(self, text: str) -> str:
        return text.replace("{s}", "" if self.engine.name == "sqlite" else "sms.")


@pytest.fixture(scope="session")
def sqlite_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spool") / "master.db"
    with closing(open_engine(f"sqlite:///{path}", create=True)) as engine:
        install(engine)
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server whose database `master` is installed."""
    with running_postgresql() as url:
        with closing(open_engine(new_database(url, "master"))) as engine:
            install(engine)
        yield url


@pytest.fixture
def sqlite(sqlite_master: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(sqlite_master, tmp_path / "sms.db")
    url = f"sqlite:///{tmp_path / 'sms.db'}"
    with closing(open_engine(url)) as engine:
        yield Database(url, engine)


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[Database]:
    url = new_database(postgresql_server, f"spool{next(_number)}", "master")
    with closing(open_engine(url)) as engine:
        yield Database(url, engine)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    found: Database = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "spool.db"


@pytest.fixture
def spool(path: Path) -> Iterator[Spool]:
    """A spool of no particular database."""
    with closing(Spool(path, LABEL)) as found:
        found.check()
        yield found


@pytest.fixture
def its_spool(path: Path, database: Database) -> Iterator[Spool]:
    """The spool of `database`."""
    with closing(Spool(path, database.engine.label)) as found:
        found.check()
        yield found
