"""Where an application stores, and what can be asked there: a database of the cluster, or an SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks.callbacks import ACCOUNT, TOKEN
from benchmarks.cluster import TEMPLATE, Cluster
from benchmarks.paths import RUN, SMS_CALLBACK, WORK
from benchmarks.prepare import run
from benchmarks.text import shipped
from sms_callback.engine import open_engine


@dataclass(frozen=True, slots=True)
class Stored:
    """A report in the database.

    Args:
        times: how often it is there.
        at: when first, in seconds since 1970.
    """

    times: int
    at: float


class Store(Protocol):
    """A database that applications under test write."""

    @property
    def url(self) -> str:
        """Where it is."""

    def create(self) -> None:
        """Make it new and empty."""

    def rows(self) -> int:
        """How many callbacks are stored."""

    def stored(self) -> dict[tuple[str, str], Stored]:
        """All that is stored, by message and status."""

    def status(self, message_id: str) -> str | None:
        """The current status of a message."""

    def register(self, message_id: str) -> None:
        """Say, as the application that sent a message does, that it was sent."""

    @contextmanager
    def away(self) -> Iterator[None]:
        """For as long as the block runs, the database takes nothing."""


@dataclass(frozen=True, slots=True)
class PostgresqlStore:
    """A database of the cluster; `plain` if its tables are the ones that people write by hand."""

    cluster: Cluster
    plain: bool = False
    database: str = "bench"

    @property
    def url(self) -> str:
        """As libpq takes it."""
        return self.cluster.url(self.database)

    def create(self) -> None:
        """A copy of the template."""
        self.cluster.create(self.database)

    def rows(self) -> int:
        """How many callbacks are stored."""
        return int(self._ask("rows")[0][0])

    def stored(self) -> dict[tuple[str, str], Stored]:
        """All that is stored, by message and status."""
        return _stored(self._ask("stored"))

    def status(self, message_id: str) -> str | None:
        """The current status of a message."""
        found = self._ask("status", message_id)
        return str(found[0][0]) if found else None

    def register(self, message_id: str) -> None:
        """By our procedure, or with the statement of an application of its own."""
        if not self.plain:
            _register(self.url, message_id)
            return
        with self.cluster.connect(self.database) as connection:
            connection.execute(shipped("plain/register"), (message_id,))

    @contextmanager
    def away(self) -> Iterator[None]:
        """The server is stopped, and started at the end."""
        self.cluster.stop()
        try:
            yield
        finally:
            self.cluster.start()

    def _ask(self, name: str, *parameters: str) -> list[tuple[Any, ...]]:
        with self.cluster.connect(self.database) as connection:
            return connection.execute(
                shipped(f"{'plain' if self.plain else 'postgresql'}/{name}"), parameters
            ).fetchall()


@dataclass(frozen=True, slots=True)
class SqliteStore:
    """An SQLite file."""

    path: Path = WORK / "sqlite" / "bench.db"

    @property
    def url(self) -> str:
        """As `--database` takes it."""
        return f"sqlite:///{self.path}"

    def create(self) -> None:
        """Install into a new file."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for file in self.path.parent.glob(f"{self.path.name}*"):
            file.unlink()
        install(self.url)

    def rows(self) -> int:
        """How many callbacks are stored."""
        return int(self._ask("rows")[0][0])

    def stored(self) -> dict[tuple[str, str], Stored]:
        """All that is stored, by message and status."""
        return _stored(self._ask("stored"))

    def status(self, message_id: str) -> str | None:
        """The current status of a message."""
        found = self._ask("status", message_id)
        return str(found[0][0]) if found else None

    def register(self, message_id: str) -> None:
        """By our procedure."""
        _register(self.url, message_id)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Another program holds the lock of its writers."""
        with closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as handle:
            handle.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                handle.execute("ROLLBACK")

    def _ask(self, name: str, *parameters: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path, timeout=30)) as handle:
            return handle.execute(shipped(f"sqlite/{name}").decode(), parameters).fetchall()


def install(url: str) -> None:
    """Install sms-callback, and the account whose token signs the callbacks."""
    command = [str(SMS_CALLBACK), "--database", url]
    RUN.mkdir(parents=True, exist_ok=True)
    token = RUN / "token"
    token.write_text(TOKEN)
    token.chmod(0o600)
    run([*command, "install"])
    run([*command, "account", "add", "twilio", ACCOUNT, "--secret-file", str(token), "--replace"])


def make_template(cluster: Cluster) -> None:
    """The database that each round copies: sms-callback installed, and the tables written by hand."""
    cluster.drop(TEMPLATE)
    with cluster.connect() as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}".encode())
    install(cluster.url(TEMPLATE))
    with cluster.connect(TEMPLATE) as connection:
        connection.execute(shipped("plain/tables"))


def _register(url: str, message_id: str) -> None:
    engine = open_engine(url)
    try:
        with engine.transaction() as session:
            session.call(
                "sp_sms_register", {"p_provider": "twilio", "p_message_id": message_id, "p_campaign": "spring"}
            )
    finally:
        with suppress(Exception):
            engine.close()


def _stored(found: Sequence[tuple[Any, ...]]) -> dict[tuple[str, str], Stored]:
    return {(message, status): Stored(int(times), float(at)) for message, status, times, at in found}
