"""Where sqlanydb loads its library: `cdll.LoadLibrary` of the name in SQLANY_API_DLL gives the model's."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlanydb

from tests.sqlanywhere.client.library import Library
from tests.sqlanywhere.client.messages import Peer, ServerError
from tests.sqlanywhere.client.remote import RemoteSession
from tests.sqlanywhere.client.session import ModelSession
from tests.sqlanywhere.machine import Database

NAME = "model of libdbcapi_r.so"
"""What SQLANY_API_DLL must say for sqlanydb to load the model's library."""

_local: dict[str, Database] = {}


def connect(parameters: dict[str, str]) -> Peer:
    """A connection to where the connection string says: HOST, or a server of that name in this process.

    Raises:
        ServerError: there is no such server (-100), or it refuses the login.
    """
    host = parameters.get("HOST")
    if host is None:
        database = _local.get(parameters.get("SERVER", ""))
        if database is None:
            raise ServerError(-100, "08W01", "Database server not found")
        return ModelSession(database, parameters)
    name, _, port = host.rpartition(":")
    return RemoteSession(name.strip("[]()"), int(port), parameters)


@dataclass
class _Loading:
    """How many blocks want the model's library, and what was there before the first of them."""

    blocks: int = 0
    name: str | None = None
    root: Any = None


_loading = _Loading()


@contextmanager
def model_library(**servers: Database) -> Iterator[None]:
    """Have sqlanydb find the model's library while the block runs, as another library would be found.

    Args:
        servers: databases that can be reached in this process by their server's name, without a HOST.
    """
    known = dict(_local)
    _local.update(servers)
    if not _loading.blocks:
        _load()
    _loading.blocks += 1
    try:
        yield
    finally:
        _loading.blocks -= 1
        if not _loading.blocks:
            _unload()
        _local.clear()
        _local.update(known)


def _load() -> None:
    real = ctypes.cdll.LoadLibrary
    library = Library(connect)

    def load(name: str) -> Any:
        return library if name == NAME else real(name)

    _loading.name, _loading.root = os.environ.get("SQLANY_API_DLL"), sqlanydb.Connection.cls_parent
    ctypes.cdll.LoadLibrary = load  # type: ignore[method-assign]
    os.environ["SQLANY_API_DLL"] = NAME
    sqlanydb.Connection.cls_parent = None


def _unload() -> None:
    del ctypes.cdll.LoadLibrary
    sqlanydb.Connection.cls_parent = _loading.root
    if _loading.name is None:
        del os.environ["SQLANY_API_DLL"]
    else:
        os.environ["SQLANY_API_DLL"] = _loading.name
