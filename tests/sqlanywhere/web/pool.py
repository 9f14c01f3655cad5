"""Connections that services with AUTHORIZATION OFF share, by user (dbprogramming/pg-httpserver-s-521208111.html)."""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

from tests.sqlanywhere.machine import Connection, Database


class Pool:
    """The idle connections of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._idle: dict[str, list[Connection]] = {}
        self._lock = threading.Lock()

    def take(self, user: str) -> Connection:
        """An idle connection of the user, or a new one."""
        with self._lock:
            idle = self._idle.get(user)
            while idle:
                connection = idle.pop()
                if not connection.closed:
                    return connection
        return self._database.open(user)

    def give(self, connection: Connection) -> None:
        """Clean a connection and keep it as idle, up to option http_connection_pool_basesize."""
        if connection.closed:
            return
        connection.reset()
        with self._lock:
            idle = self._idle.setdefault(connection.login, [])
            if len(idle) < int(self._database.options.get("PUBLIC", "http_connection_pool_basesize")):
                idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """End the idle ones."""
        with self._lock:
            idle = [connection for connections in self._idle.values() for connection in connections]
            self._idle.clear()
        for connection in idle:
            connection.close()


_pools: WeakKeyDictionary[Database, Pool] = WeakKeyDictionary()
_pools_lock = threading.Lock()


def pool_of(database: Database) -> Pool:
    """The pool of a database."""
    with _pools_lock:
        return _pools.setdefault(database, Pool(database))
