"""A statement that defines something: it commits before and after itself."""

from __future__ import annotations

from collections.abc import Callable

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.machine.step import Block, Signal, Step, leaf


def definition(statement: tree.Statement, block: Block, run: Callable[[Frame], None]) -> Step:
    """A statement that defines something: refused in an atomic statement (-267), and commits by itself."""

    def go(frame: Frame) -> Signal | None:
        connection = frame.connection
        connection.transaction.commit()
        schema = connection.database.schema
        try:
            with schema.lock:
                run(frame)
                schema.changed()
        except SqlError:
            connection.transaction.rollback()
            raise
        connection.transaction.commit()
        return None

    return leaf(statement, block, go)
