"""A real server on a real database, for the contract cases: adapter, application, DBA and reader in their own roles."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from sms_callback.contract.load import load_accounts, load_cases
from sms_callback.contract.model import Case, Failure, Script
from sms_callback.contract.request import Request
from sms_callback.contract.run import Got, run_case
from sms_callback.contract.selftest import PUBLIC_URL
from sms_callback.engine import open_engine
from sms_callback.engine.base import Engine, Session
from sms_callback.install import install
from tests.postgresql import new_database
from tests.sqlanywhere_server import ADAPTER, SqlanywhereServer

HERE = Path(__file__).parent
TIMEOUT = 30
"""Seconds to wait for the server's start, and for an answer, on a machine that is busy."""

ROLES = {"contract_adapter": "sms_web", "contract_application": "sms_admin", "contract_reader": "sms_reader"}
"""Login roles that may do what their one group may, and nothing else."""


@dataclass(frozen=True)
class HttpTarget:
    """A server and the database behind it."""

    port: int
    owner_engine: Engine
    application_engine: Engine
    reader_engine: Engine
    public_url: str = PUBLIC_URL
    at_once: bool = True

    def run(self, case: Case) -> list[Failure]:
        """Run a case on empty tables."""
        self.empty()
        return run_case(case, self)

    def empty(self) -> None:
        """Delete all messages and callbacks."""
        with self.owner() as session:
            session.script((HERE / "contract_empty.sql").read_text(encoding="utf-8"))

    def send(self, request: Request) -> Got:
        """Send one request on a connection of its own."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)) as connection:
            # The server may answer a body that is too large before it has read it.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.request(request.method, request.target, request.body or None, dict(request.headers))
            answer = connection.getresponse()
            return Got(
                status=answer.status,
                type=(answer.getheader("Content-Type") or "").partition(";")[0],
                body=answer.read(),
                headers={name.lower(): value for name, value in answer.getheaders()},
            )

    def install(self, provider: Script) -> None:
        """The cases' own providers are there before the server starts."""

    def application(self) -> AbstractContextManager[Session]:
        """A transaction of a role that may call procedures."""
        return self.application_engine.transaction()

    def owner(self) -> AbstractContextManager[Session]:
        """A transaction of whoever installed the database."""
        return self.owner_engine.transaction()

    def reader(self) -> AbstractContextManager[Session]:
        """A transaction of a role that may only read."""
        return self.reader_engine.transaction(commit=False)


@contextmanager
def sqlite_target(folder: Path) -> Iterator[HttpTarget]:
    """A server on a new SQLite file; SQLite knows no roles."""
    url = f"sqlite:///{folder / 'contract.db'}"
    with closing(open_engine(url, create=True)) as engine:
        prepare(engine)
        with serving(url) as port:
            yield HttpTarget(port, engine, engine, engine)


@contextmanager
def postgresql_target(server_uri: str) -> Iterator[HttpTarget]:
    """A server on a new PostgreSQL database; everybody logs in by a role of their own."""
    uri = new_database(server_uri, "contract")
    with closing(open_engine(uri)) as owner:
        prepare(owner)
        with psycopg.connect(uri, autocommit=True) as admin:
            for role, group in ROLES.items():
                admin.execute(f"CREATE ROLE {role} LOGIN IN ROLE {group}".encode())
        adapter, application, reader = (uri.replace("//postgres:", f"//{role}:", 1) for role in ROLES)
        with (
            closing(open_engine(application)) as application_engine,
            closing(open_engine(reader)) as reader_engine,
            serving(adapter) as port,
        ):
            yield HttpTarget(port, owner, application_engine, reader_engine)


@contextmanager
def sqlanywhere_target(server: SqlanywhereServer) -> Iterator[HttpTarget]:
    """A server on an empty SQL Anywhere database, the model's or a real one; each logs in as a user of their own."""
    with closing(open_engine(server.url)) as owner:
        prepare(owner)
        server.make_users(ROLES)
        adapter, application, reader = (server.url_of(user) for user in ROLES)
        with (
            closing(open_engine(application)) as application_engine,
            closing(open_engine(reader)) as reader_engine,
            serving(adapter, server.command) as port,
        ):
            yield HttpTarget(port, owner, application_engine, reader_engine)


def prepare(engine: Engine) -> None:
    """Install everything, the cases' own providers and all accounts."""
    install(engine)
    providers = {provider.name: provider for case in load_cases() for provider in case.providers}
    with engine.transaction() as session:
        for provider in providers.values():
            session.script(provider.text)
        # A busy machine must not send a case's callback to the spool, whence it comes during another case.
        session.script(f"UPDATE sms_provider SET deadline_ms = {TIMEOUT * 1000}")
        for account in load_accounts():
            first, second = (*account.secrets, None, None)[:2]
            key = {"provider": account.provider, "account": account.account}
            session.query("account_insert", {**key, "scheme": account.scheme, "secret": first, "networks": None})
            session.query("account_second", {**key, "second_secret": second})


def counts(engine: Engine) -> list[tuple[object, ...]]:
    """How many rows each table has."""
    with engine.transaction(commit=False) as session:
        rows = session.select((HERE / "contract_count.sql").read_text(encoding="utf-8"))
    return [tuple(row.values()) for row in rows]


@contextmanager
def serving(database_url: str, program: Sequence[str] = ADAPTER) -> Iterator[int]:
    """`sms-callback serve` as a process of its own, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [*program, "serve", "--port", str(port), "--public-url", PUBLIC_URL, "--admin", "none"]
    with tempfile.TemporaryDirectory(prefix="sms-spool-") as folder:
        process = subprocess.Popen(
            [*command, "--spool", f"{folder}/spool.db"],
            env={**os.environ, "SMS_CALLBACK_DATABASE": database_url},
            cwd=HERE.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until_ready(process, port)
            yield port
        finally:
            process.terminate()
            process.wait(TIMEOUT)


def wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    """Return when the server says that its database answers."""
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended before it answered"
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)) as connection:
            try:
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.02)
    raise AssertionError("the server did not become ready")
