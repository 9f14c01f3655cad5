"""SQL Anywhere for the suite: the model, or a real server that somebody has.

SQL Anywhere is licensed software, so the suite brings no server. It runs on the model (tests/sqlanywhere); with
`pytest --sqlanywhere URL` the same cases run on the server that the URL names; and where Docker has an image
`sms-callback-sqlanywhere`, which deploy/sqlanywhere/ builds from the installer that its user downloaded under their own
licence, a container of it is started.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sms_callback.engine import open_engine
from sms_callback.engine.sqlanywhere_url import PORT
from sms_callback.errors import DatabaseRefusedError, NotInstalledError
from sms_callback.install import loss, uninstall
from tests.sqlanywhere.client import model_library, serve
from tests.sqlanywhere.machine import Database

IMAGE = "sms-callback-sqlanywhere"
"""The image that deploy/sqlanywhere/ builds."""

PASSWORD = "sms-Callback-1"
"""Of the DBA in that image, and of the users that the suite makes."""

START = 120
"""Seconds that the server in a new container may take to make its database and start."""

ADAPTER = (sys.executable, "-m", "sms_callback")
MODEL_ADAPTER = (sys.executable, "-m", "tests.sqlanywhere.client.launch")
"""How a process of sms-callback is started: as it is, or over the model's client library."""


@dataclass(frozen=True)
class SqlanywhereServer:
    """A server with an empty database. `url` is the DBA's; `command` starts sms-callback so that it reaches it."""

    url: str
    command: Sequence[str]
    database: Database | None = None
    users: list[str] = field(default_factory=list)

    def url_of(self, user: str) -> str:
        """The URL of a user that the suite made."""
        scheme, _, rest = self.url.partition("://")
        return f"{scheme}://{user}:{PASSWORD}@{rest.rpartition('@')[2]}"

    def make_users(self, roles: dict[str, str]) -> None:
        """Make login users that may do what their one role may, and nothing else."""
        with closing(open_engine(self.url)) as engine, engine.transaction() as session:
            for user, role in roles.items():
                session.script(f"CREATE USER {user} IDENTIFIED BY '{PASSWORD}'")
                session.script(f"GRANT MEMBERSHIP IN GROUP {role} TO {user}")
                self.users.append(user)

    def drop_users(self) -> None:
        """Drop those users, once the server has noticed that their sessions are over."""
        end = time.monotonic() + START
        with closing(open_engine(self.url)) as engine:
            while self.users:
                try:
                    with engine.transaction() as session:
                        session.script(f"DROP USER {self.users[-1]}")
                except DatabaseRefusedError:
                    if time.monotonic() > end:
                        raise
                else:
                    self.users.pop()


@contextmanager
def running_model(folder: Path, *, charset: str = "utf-8", version: int = 17) -> Iterator[SqlanywhereServer]:
    """A server of the model in this process, reached through a socket by sqlanydb here and in other processes."""
    database = Database(folder / "model.db", charset=charset, version=version)
    try:
        with serve(database) as server, model_library():
            url = f"sqlanywhere://dba:sql@127.0.0.1:{server.port}/model"
            yield SqlanywhereServer(url, MODEL_ADAPTER, database)
    finally:
        database.close()


@contextmanager
def given_server(url: str) -> Iterator[SqlanywhereServer]:
    """A server that somebody has, with a database in which sms-callback may be installed, and is not.

    Raises:
        AssertionError: it is there already: the suite would delete its messages.
    """
    engine = open_engine(url)
    try:
        found = loss(engine)
    except NotInstalledError:
        found = None
    assert found is None, f"{engine.label} has sms-callback already ({found}): name a database of its own for the tests"
    server = SqlanywhereServer(url, ADAPTER)
    try:
        yield server
    finally:
        server.drop_users()
        try:
            uninstall(engine)
        except NotInstalledError:
            """No test installed it."""
        engine.close()


def container_missing() -> str | None:
    """Why no container can be started; None: it can."""
    try:
        found = subprocess.run(["docker", "image", "inspect", IMAGE], capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"Docker cannot be asked: {error}"
    if found.returncode:
        return f"Docker has no image {IMAGE}: build it from your own SQL Anywhere with deploy/sqlanywhere/"
    try:
        import testcontainers.core.container  # noqa: F401
    except ImportError:
        return "the package testcontainers is not installed"
    return None


@contextmanager
def running_container() -> Iterator[SqlanywhereServer]:
    """A container of the image; see `container_missing`."""
    from testcontainers.core.container import DockerContainer
    from testcontainers.core.waiting_utils import wait_for_logs

    name = f"t{secrets.token_hex(4)}"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "dba").write_text(f"{PASSWORD}\n", encoding="utf-8")
        container = (
            DockerContainer(IMAGE)
            .with_exposed_ports(PORT)
            .with_env("SERVER_NAME", name)
            .with_env("DBA_PASSWORD_FILE", "/run/secrets/dba")
            .with_volume_mapping(folder, "/run/secrets", "ro")
        )
        with container:
            wait_for_logs(container, "Now accepting requests", timeout=START)
            host, port = container.get_container_host_ip(), container.get_exposed_port(PORT)
            yield SqlanywhereServer(f"sqlanywhere://dba:{PASSWORD}@{host}:{port}/{name}?server={name}", ADAPTER)
