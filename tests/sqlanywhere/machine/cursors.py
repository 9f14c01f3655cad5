"""Cursors of procedures: DECLARE, OPEN, FETCH, CLOSE, and the rows that FOR goes through."""

from __future__ import annotations

from itertools import islice

from tests.sqlanywhere import tree, values
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.fault import NOT_FOUND
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.machine.step import Block, Signal, Step, compiles, leaf
from tests.sqlanywhere.runtime import Column, Result, Value


class OpenedCursor:
    """The rows of an open cursor, with a place among them; they are those of the moment when it was opened.

    Args:
        hold: WITH HOLD: COMMIT does not close it (12.0.1 dbreference/open-statement-esql-sp.html).
    """

    def __init__(self, frame: Frame, result: Result, *, hold: bool) -> None:
        self.columns: tuple[Column, ...] = result.columns
        self.rows: list[tuple[Value, ...]] | None = list(result.rows)
        self.hold = hold
        self._place = 0
        self._open = frame.connection.transaction.open_cursors
        self._open.add(self)

    def fetch(self, direction: str, count: int) -> tuple[Value, ...] | None:
        """Move and give the row there; None: there is none.

        Raises:
            SqlError: the cursor is closed (-180).
        """
        if self.rows is None:
            raise error(-180)
        size = len(self.rows)
        places = {
            "NEXT": self._place + 1,
            "PRIOR": self._place - 1,
            "FIRST": 1,
            "LAST": size,
            "ABSOLUTE": count if count >= 0 else size + 1 + count,
            "RELATIVE": self._place + count,
        }
        self._place = min(max(places[direction], 0), size + 1)
        return self.rows[self._place - 1] if 1 <= self._place <= size else None

    def close(self) -> None:
        """Forget the rows."""
        self.rows = None
        self._open.discard(self)


class DeclaredCursor:
    """A cursor as DECLARE made it: open or not."""

    def __init__(self, statement: tree.DeclareCursor) -> None:
        self.statement = statement
        self.opened: OpenedCursor | None = None

    def open(self, frame: Frame, *, hold: bool) -> None:
        """OPEN.

        Raises:
            SqlError: it is open (-172).
        """
        if self.opened is not None and self.opened.rows is not None:
            raise error(-172, self.statement.name)
        source = self.statement.source
        if isinstance(source, tree.Name):
            source = frame.connection.parse_query(frame.need_variable(source).value)
        self.opened = open_rows(frame, source, hold=hold)

    def need(self) -> OpenedCursor:
        """Its rows.

        Raises:
            SqlError: it is not open (-180).
        """
        if self.opened is None or self.opened.rows is None:
            raise error(-180)
        return self.opened

    def close(self) -> None:
        """CLOSE, or the end of the compound statement that declared it."""
        if self.opened is not None:
            self.opened.close()


def open_rows(frame: Frame, source: tree.Query | tree.Call, *, hold: bool) -> OpenedCursor:
    """Run a cursor's query, or its CALL as far as the first result set."""
    if isinstance(source, tree.Query):
        return OpenedCursor(frame, frame.query(source), hold=hold)
    from tests.sqlanywhere.machine.call import call_steps

    for result in call_steps(frame, source):
        return OpenedCursor(frame, result, hold=hold)
    raise error(-872)


def _cursor(frame: Frame, name: str) -> DeclaredCursor:
    found = frame.cursors.get(name.casefold())
    if not isinstance(found, DeclaredCursor):
        raise error(-180)
    return found


@compiles(tree.OpenCursor)
def compile_open(statement: tree.OpenCursor, block: Block) -> Step:
    """OPEN c [WITH HOLD]."""

    def run(frame: Frame) -> Signal | None:
        cursor = _cursor(frame, statement.name)
        cursor.open(frame, hold="WITH HOLD" in (*statement.options, *cursor.statement.options))
        return None

    return leaf(statement, block, run)


@compiles(tree.CloseCursor)
def compile_close(statement: tree.CloseCursor, block: Block) -> Step:
    """CLOSE c."""

    def run(frame: Frame) -> Signal | None:
        cursor = _cursor(frame, statement.name)
        cursor.need()
        cursor.close()
        return None

    return leaf(statement, block, run)


@compiles(tree.Fetch)
def compile_fetch(statement: tree.Fetch, block: Block) -> Step:
    """FETCH: beyond the rows it warns (02000) and leaves the variables (12.0.1 dbreference/fetch-statement.html)."""
    count = values.compile_expression(statement.count) if statement.count is not None else None

    def run(frame: Frame) -> Signal | None:
        cursor = _cursor(frame, statement.name).need()
        step = count(frame) if count is not None else 1
        if not isinstance(step, int):
            raise error(-263)
        if len(statement.into) != len(cursor.columns):
            raise error(-264)
        row = cursor.fetch(statement.direction, step)
        if row is None:
            frame.connection.warning = NOT_FOUND
            return None
        assign(frame, statement.into, row)
        return None

    return leaf(statement, block, run)


def assign(frame: Frame, targets: tuple[tree.Name, ...], row: tuple[Value, ...]) -> None:
    """Put a row into variables, converted to their types."""
    for target, value in zip(targets, row, strict=True):
        variable = frame.need_variable(target)
        variable.value = values.cast(value, variable.type, frame.connection)


def single_row(result: Result) -> tuple[Value, ...] | None:
    """The row of a SELECT … INTO; None: there is none.

    Raises:
        SqlError: there are several (-185, errm185.html).
    """
    rows = list(islice(result.rows, 2))
    if len(rows) > 1:
        raise error(-185)
    return rows[0] if rows else None


def refuse_current_of(where_current_of: str | None) -> None:
    """WHERE CURRENT OF needs cursors over tables, which the model's are not."""
    if where_current_of is not None:
        raise ModelError("WHERE CURRENT OF is not modelled")
