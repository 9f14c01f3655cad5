"""The PostgreSQL of a run: a cluster of its own, with the durable defaults, and a template that each round copies."""

from __future__ import annotations

import os
import pwd
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from benchmarks.application import free_port
from benchmarks.cpu import cpu_seconds, family
from benchmarks.paths import POSTGRESQL, WORK
from benchmarks.prepare import run, say
from benchmarks.text import shipped

SETTINGS = {
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "max_connections": "200",
}
"""Beside these, PostgreSQL's own defaults; the report shows the ones that count for durability, as the server has them."""

SHOWN = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", *SETTINGS)
TEMPLATE = "bench_template"


@dataclass
class Cluster:
    """A server in `benchmarks/.work`. As root it runs as user postgres, for PostgreSQL refuses root.

    Args:
        folder: of its data.
    """

    folder: Path = WORK / "postgresql"
    port: int = field(default_factory=free_port)

    def start(self) -> None:
        """Start it, made new if it is not there."""
        self.stop()  # what an earlier run left
        if not (self.folder / "data" / "PG_VERSION").exists():
            say("Making the PostgreSQL cluster in benchmarks/.work/postgresql")
            self._make()
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        address = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        self._run("pg_ctl", "start", "-w", "-s", "-l", str(self.folder / "log"), "-o", f"{address} {options}")

    def stop(self) -> None:
        """Stop it as its service does: sessions are ended, what is committed stays."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-w", "-s", "-m", "fast")

    def cpu_seconds(self) -> float:
        """Processor time of the server so far, that of sessions that are over too."""
        postmaster = (self.folder / "data" / "postmaster.pid").read_text().splitlines()[0]
        return cpu_seconds(family(int(postmaster)))

    def url(self, database: str) -> str:
        """Where a database is, as libpq takes it."""
        return f"postgresql://bench@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """A connection that commits each statement."""
        return psycopg.connect(self.url(database), autocommit=True)

    def settings(self) -> dict[str, str]:
        """What the report shows of the server."""
        with self.connect() as connection:
            asked = {name: connection.execute(f"SHOW {name}".encode()).fetchone() for name in SHOWN}
        return {name: str(row[0]) for name, row in asked.items() if row}

    def databases(self) -> set[str]:
        """The names of all databases."""
        with self.connect() as connection:
            return {str(row[0]) for row in connection.execute(shipped("databases"))}

    def create(self, name: str, template: str = TEMPLATE) -> None:
        """Make a database as a copy of another one, in place of one of that name, and leave no writes for later."""
        with self.connect() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
            connection.execute("CHECKPOINT")

    def drop(self, name: str) -> None:
        """Drop a database, whoever uses it."""
        with self.connect() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())

    def _make(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C")

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(POSTGRESQL / name), "-D", str(self.folder / "data"), *arguments]
        if os.geteuid() == 0:
            command = ["/usr/sbin/runuser", "-u", pwd.getpwnam("postgres").pw_name, "--", *command]
        run(command, self.folder)
