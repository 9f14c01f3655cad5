"""What SQLite calls back for: collation, expressions, catalogue rows, aggregates."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from tests.sqlanywhere.store.aggregates import ACCUMULATORS, Listed, Single
from tests.sqlanywhere.store.codec import Stored
from tests.sqlanywhere.store.translation import Frame
from tests.sqlanywhere.values import char_key


def char_order(left: str, right: str) -> int:
    """The order of CHAR values: case does not count (sources P18)."""
    if left == right:
        return 0
    one, other = char_key(left), char_key(right)
    return (one > other) - (one < other)


class Functions:
    """The functions of one SQLite connection. `frames` are the statements that run now, the innermost last.

    SQLite tells nothing of an exception but that there was one: `failure` keeps it for the one who runs the statement.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.frames: list[Frame] = []
        self.failure: BaseException | None = None
        connection.create_collation("sa_char", char_order)
        connection.create_function("sa_call", -1, self._guarded(self._call))
        connection.create_function("sa_once", 1, self._guarded(self._once))
        connection.create_function("sa_rows", 1, self._guarded(self._rows))
        connection.create_function("sa_cell", 3, self._guarded(self._cell))
        for name, accumulator in ACCUMULATORS.items():
            connection.create_window_function(name, 1, self._accumulator(accumulator))
        connection.create_aggregate("sa_list", -1, self._accumulator(Listed))
        connection.create_aggregate("sa_single", 1, self._accumulator(Single))

    def _guarded(self, function: Callable[..., Stored]) -> Callable[..., Stored]:
        def call(*arguments: Stored) -> Stored:
            try:
                return function(*arguments)
            except BaseException as failure:
                self.failure = failure
                raise

        return call

    def _accumulator(self, kind: type) -> type[Any]:
        """A class like `kind` whose errors are kept."""
        methods = {
            name: self._kept(getattr(kind, name))
            for name in ("step", "inverse", "value", "finalize")
            if hasattr(kind, name)
        }
        return type(kind.__name__, (kind,), methods)

    def _kept(self, method: Callable[..., Stored]) -> Callable[..., Stored]:
        def call(*arguments: Any) -> Stored:
            try:
                return method(*arguments)
            except BaseException as failure:
                self.failure = failure
                raise

        return call

    def _call(self, number: int, *arguments: Stored) -> Stored:
        frame = self.frames[-1]
        return frame.translation.callbacks[number](frame.scope, arguments)

    def _once(self, number: int) -> Stored:
        frame = self.frames[-1]
        if number not in frame.once:
            frame.once[number] = frame.translation.callbacks[number](frame.scope, ())
        return frame.once[number]

    def _rows(self, number: int) -> str:
        frame = self.frames[-1]
        if number not in frame.row_sets:
            frame.row_sets[number] = frame.translation.row_sets[number](frame.scope)
        return json.dumps(list(range(len(frame.row_sets[number]))))

    def _cell(self, number: int, row: int, column: int) -> Stored:
        return self.frames[-1].row_sets[number][row][column]
