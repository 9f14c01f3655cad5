"""What the tests of the SQL Anywhere engine share."""

from __future__ import annotations

import time
from collections.abc import Callable

from sms_callback.engine.sqlanywhere import SqlanywhereEngine
from tests.engine.acme import rows
from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.machine import Connection, Database

COUNT = "SELECT COUNT(*) AS found FROM sms_callback"


def kill(model: Database) -> None:
    """End all sessions."""
    assert model.connections()
    for connection in model.connections():
        connection.drop()


def failing(error: SqlError, times: int, kind: type[tree.Statement] = tree.Call) -> Callable[..., None]:
    """A fault of the next statements of a kind that a client sends."""
    left = [times]

    def fault(_connection: Connection, statement: tree.Statement) -> None:
        if isinstance(statement, kind) and left[0]:
            left[0] -= 1
            raise error

    return fault


def until(condition: Callable[[], bool]) -> None:
    """Return when it is so: a server notices a little later that a client went away."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def only_count(engine: SqlanywhereEngine) -> object:
    """How many callbacks are stored."""
    return rows(engine, COUNT)[0]["found"]
