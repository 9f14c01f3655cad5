"""The rows of the tables: what is started, and where it stores."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.application import Application, free_port
from benchmarks.callbacks import PUBLIC, TOKEN
from benchmarks.cluster import Cluster
from benchmarks.paths import NPM, PEER, RUN, SMS_CALLBACK, VENV
from benchmarks.prepare import program
from benchmarks.store import PostgresqlStore, SqliteStore, Store

WORKERS = 2
"""Processes of each application (as many as the machine of the figures has cores)."""

PROCEDURE = "our procedure"
PLAIN = "two plain statements"
SQLITE_TITLE = "sms-callback on SQLite"
POSTGRESQL_TITLE = "sms-callback on PostgreSQL"

Commands = Callable[["Row", int, Path], Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Row:
    """One application.

    Args:
        name: for `--rows`.
        title: for people.
        stores: how it stores, for people; '' for nothing.
        processes: how many.
        commands: what to start, by row, port and folder.
        ours: whether it is ours.
        sqlite: whether it stores in an SQLite file.
        environment: of its processes, beside what all have.
    """

    name: str
    title: str
    stores: str
    processes: int
    commands: Commands
    ours: bool = False
    sqlite: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)

    def store(self, cluster: Cluster) -> Store | None:
        """Where it stores."""
        if not self.stores:
            return None
        return SqliteStore() if self.sqlite else PostgresqlStore(cluster, plain=self.stores == PLAIN)

    def application(self, store: Store | None) -> Application:
        """It, ready to be started."""
        port = free_port()
        folder = RUN / self.name
        # A spool of an earlier run must not be drained into this run's database.
        shutil.rmtree(folder, ignore_errors=True)
        environment = {"PORT": str(port), "PUBLIC_URL": PUBLIC, "TWILIO_TOKEN": TOKEN, "WORKERS": str(self.processes)}
        if store is not None:
            environment |= {"DATABASE_URL": store.url, "SMS_CALLBACK_DATABASE": store.url}
            if isinstance(store, PostgresqlStore):
                host = f"host=127.0.0.1;port={store.cluster.port}"
                environment["DATABASE_DSN"] = f"pgsql:{host};dbname={store.database};user=bench"
        environment |= {"STORE": "plain" if self.stores == PLAIN else "procedure", **self.environment}
        return Application(self.name, self.commands(self, port, folder), port, environment, folder)


def _ours(row: Row, port: int, folder: Path) -> Sequence[Sequence[str]]:  # noqa: ARG001
    serve = ["serve", "--port", str(port), "--public-url", PUBLIC, "--workers", str(row.processes)]
    return [[str(SMS_CALLBACK), *serve]]


def _gunicorn(row: Row, port: int, folder: Path) -> Sequence[Sequence[str]]:  # noqa: ARG001
    threads = row.environment["POOL"]
    server = [
        str(VENV / "bin" / "gunicorn"),
        "--worker-class",
        "gthread",
        "--threads",
        threads,
        "--keep-alive",
        "75",
        "--no-control-socket",
    ]
    where = ["--workers", str(row.processes), "--bind", f"127.0.0.1:{port}", "--chdir", str(PEER)]
    return [[*server, *where, "flask_app:app"]]


def _uvicorn(row: Row, port: int, folder: Path) -> Sequence[Sequence[str]]:  # noqa: ARG001
    server = [str(VENV / "bin" / "uvicorn"), "--no-access-log", "--log-level", "error", "--timeout-keep-alive", "75"]
    where = ["--workers", str(row.processes), "--port", str(port), "--app-dir", str(PEER)]
    return [[*server, *where, "fastapi_app:app"]]


def _node(row: Row, port: int, folder: Path) -> Sequence[Sequence[str]]:  # noqa: ARG001
    return [[program("node") or "node", str(PEER / "express.js")]]


def _php(row: Row, port: int, folder: Path) -> Sequence[Sequence[str]]:
    folder.mkdir(parents=True, exist_ok=True)
    root = os.geteuid() == 0
    filling = {
        "@folder@": str(folder),
        "@port@": str(port),
        "@script@": str(PEER / "callback.php"),
        "@children@": str(row.processes),
    }
    for name, user in (("nginx.conf", "user root;"), ("php-fpm.conf", "user = root")):
        text = (PEER / name).read_text()
        for mark, value in {**filling, "@user@": user if root else ""}.items():
            text = text.replace(mark, value)
        (folder / name).write_text(text)
    fpm = [program("php-fpm8.2") or "php-fpm8.2", "-F", *(["-R"] if root else []), "-y", str(folder / "php-fpm.conf")]
    return [fpm, [program("nginx") or "nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]]


def _granian(row: Row, port: int, folder: Path) -> Sequence[Sequence[str]]:  # noqa: ARG001
    server = [str(VENV / "bin" / "granian"), "--interface", "wsgi", "--http", "1", "--no-ws", "--log-level", "error"]
    where = ["--workers", str(row.processes), "--port", str(port), "--working-dir", str(PEER)]
    return [[*server, *where, "--blocking-threads", "32", "empty_app:application"]]


ROWS = (
    Row("ours-sqlite", SQLITE_TITLE, PROCEDURE, 1, _ours, ours=True, sqlite=True),
    Row("ours-postgresql", POSTGRESQL_TITLE, PROCEDURE, WORKERS, _ours, ours=True),
    Row("flask", "Flask + SQLAlchemy, gunicorn", PROCEDURE, WORKERS, _gunicorn, environment={"POOL": "8"}),
    Row("flask-plain", "Flask + SQLAlchemy, gunicorn", PLAIN, WORKERS, _gunicorn, environment={"POOL": "8"}),
    Row("fastapi", "FastAPI + asyncpg, uvicorn", PROCEDURE, WORKERS, _uvicorn, environment={"POOL": "8"}),
    Row("fastapi-plain", "FastAPI + asyncpg, uvicorn", PLAIN, WORKERS, _uvicorn, environment={"POOL": "8"}),
    Row(
        "express",
        "Express + pg, cluster",
        PROCEDURE,
        WORKERS,
        _node,
        environment={"POOL": "8", "NODE_ENV": "production", "NODE_PATH": str(NPM / "node_modules")},
    ),
    Row("php", "PHP PDO, php-fpm + nginx", PROCEDURE, 16, _php),
    Row("empty", "empty WSGI application, granian", "", WORKERS, _granian),
)

PGBENCH = "pgbench"
"""The row without an application: PostgreSQL's own client calls our procedure, one callback a transaction."""
