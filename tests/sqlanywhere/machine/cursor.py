"""What a client gets of a statement: result sets one after the other, OUT values, a row count."""

from __future__ import annotations

import inspect
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.machine.frame import Activation, Frame
from tests.sqlanywhere.machine.step import Signal, Step
from tests.sqlanywhere.runtime import Column, Result, Value

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.connection import Connection


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement that can be run; `parameters` is how many `?` it has."""

    text: str
    statement: tree.Statement
    step: Step
    parameters: int


class Cursor:
    """A statement that runs, or ran, for a client.

    `columns` and `rows` are those of the result set at which it stopped (no columns: none); `rowcount` is how many rows
    a change touched, -1 if that says nothing; `out` the values of `?` used as OUT or INOUT arguments, by index, and
    whole when the statement came to its end; `warning` is its SQLCODE if positive.
    """

    def __init__(self, connection: Connection, prepared: Prepared, activation: Activation) -> None:
        self.columns: tuple[Column, ...] = ()
        self.rows: list[tuple[Value, ...]] = []
        self.rowcount = -1
        self.out = activation.out
        self.warning = 0
        self.prepared = prepared
        self._connection = connection
        self._activation = activation
        self._steps: Generator[Result, None, Signal | None] | None = None

    def start(self) -> None:
        """Run as far as the first result set.

        Raises:
            SqlError: what the server would answer.
        """
        connection = self._connection
        frame = Frame(connection, self._activation)
        step = self.prepared.step
        if step.steps is not None:
            self._steps = step.steps(frame)
            self._resume()
            return
        assert step.run is not None
        connection.activation = self._activation
        try:
            step.run(frame)
            connection.raise_pending()
        except SqlError as failure:
            connection.note_error(failure)
            connection.forget_pending()
            raise
        finally:
            connection.activation = connection.base
            connection.finished(self)
        if isinstance(self.prepared.statement, tree.Insert | tree.Update | tree.Delete | tree.Merge):
            self.rowcount = connection.rowcount
        self.warning = max(connection.status.sqlcode, 0)

    def next_result(self) -> bool:
        """Go on to the next result set; False: there was none, and the statement is at its end.

        Raises:
            SqlError: what the server would answer.
        """
        self.columns, self.rows = (), []
        if self._steps is None:
            return False
        return self._resume()

    def _resume(self) -> bool:
        connection = self._connection
        assert self._steps is not None
        connection.activation = self._activation
        try:
            result = next(self._steps)
            self.columns = result.columns
            self.rows = list(result.rows)
            self.rowcount = len(self.rows)
            return True
        except StopIteration:
            self._end()
            connection.raise_pending()
            self.warning = max(connection.status.sqlcode, 0)
            return False
        except SqlError as failure:
            connection.note_error(failure)
            connection.forget_pending()
            self.close()
            raise
        finally:
            connection.activation = connection.base

    def _end(self) -> None:
        self._steps = None
        self._connection.finished(self)

    def close(self) -> None:
        """Close it: what the statement had still to do is not done (sources H11)."""
        steps = self._steps
        self._end()
        # a statement that is just running ends by itself: its connection is gone (-308)
        if steps is not None and inspect.getgeneratorstate(steps) != inspect.GEN_RUNNING:
            self._connection.activation = self._activation
            try:
                steps.close()
            finally:
                self._connection.activation = self._connection.base
