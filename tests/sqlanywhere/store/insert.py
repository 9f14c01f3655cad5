"""INSERT (page "INSERT statement")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tests.sqlanywhere import tree
from tests.sqlanywhere.runtime import Scope, Value
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.codec import encode
from tests.sqlanywhere.store.references import References
from tests.sqlanywhere.store.rows import DEFAULT, Default, Rows
from tests.sqlanywhere.store.schema import Table, folded
from tests.sqlanywhere.values import evaluate

if TYPE_CHECKING:
    from tests.sqlanywhere.store.session import Session


def insert(session: Session, statement: tree.Insert, scope: Scope) -> int:
    """Insert rows; how many were inserted or updated (those that ON EXISTING SKIP skips do not count).

    Raises:
        SqlError: -207 for a wrong number of values, and as the constraints say.
    """
    table = session.target(statement.table, scope)
    given = [folded(name) for name in statement.columns]
    for name, key in zip(statement.columns, given, strict=True):
        if key not in table.by_name:
            raise problems.no_column(name)
    if not given:
        given = [column.key for column in table.columns if column.compute is None]
    # The lock comes first: what the query sees must not change before the rows are written.
    session.begin_write(table)
    if statement.query is not None:
        result = session.query(statement.query, scope)
        if statement.auto_name:
            given = _by_name([column.name for column in result.columns], table)
        rows: list[Sequence[Value | Default]] = list(result.rows)
        width = len(result.columns)
    elif statement.rows:
        rows = [
            [DEFAULT if isinstance(item, tree.DefaultValue) else evaluate(item, scope) for item in row]
            for row in statement.rows
        ]
        width = len(rows[0])
    else:
        given, rows, width = [], [()], 0
    if width != len(given) or any(len(row) != width for row in rows):
        raise problems.column_count()
    writer = _Inserter(session, table, scope, statement)
    with session.atomic(table, scope, single=len(rows) == 1 and not writer.needs_savepoint):
        return sum(writer.put(dict(zip(given, row, strict=True))) for row in rows)


def _by_name(names: Sequence[str], table: Table) -> list[str]:
    """WITH AUTO NAME: the query's columns say where they go.

    Raises:
        SqlError: -143.
    """
    for name in names:
        if folded(name) not in table.by_name:
            raise problems.no_column(name)
    return [folded(name) for name in names]


class _Inserter:
    def __init__(self, session: Session, table: Table, scope: Scope, statement: tree.Insert) -> None:
        self._session = session
        self._table = table
        self._scope = scope
        self._statement = statement
        self._rows = Rows(session, table, scope)
        self._references = References(session, table, scope)
        self.needs_savepoint = bool(table.foreign_keys) or statement.on_existing == "UPDATE"

    def put(self, given: Mapping[str, Value | Default]) -> int:
        """One row; 0 if it was skipped."""
        existing = list(self._existing(given))
        if existing and self._statement.on_existing == "SKIP":
            return 0
        if existing:
            return self._update(existing[0], given)
        row = self._rows.complete(given)
        rowid = self._rows.insert(row)
        self._references.check_parents([rowid], self._references.own_columns())
        counter = self._table.counter
        number = row[counter.key] if counter is not None else 0
        # Page "@@identity global variable": 0 after an INSERT into a table without such a column.
        self._scope.session.identity = number if isinstance(number, int) else 0
        return 1

    def _existing(self, given: Mapping[str, Value | Default]) -> Iterator[int]:
        """The row with the same primary key, where ON EXISTING asks (sources P11: the primary key only).

        Raises:
            SqlError: -118, the table has none.
        """
        if self._statement.on_existing not in {"SKIP", "UPDATE"}:
            return
        key = self._table.primary_key
        if key is None:
            raise problems.no_primary_key(self._table.name)
        values = self._rows.typed({column: given.get(column, DEFAULT) for column in key.columns})
        if values is not None:
            yield from self._rows.find(key.columns, [encode(values[column]) for column in key.columns])

    def _update(self, rowid: int, given: Mapping[str, Value | Default]) -> int:
        """ON EXISTING UPDATE: the given columns change, others only with DEFAULTS ON."""
        key = self._table.primary_key
        assert key is not None
        sets: dict[str, Value | Default] = {name: value for name, value in given.items() if name not in key.columns}
        if self._statement.defaults_on:
            others = {column.key for column in self._table.columns if column.default is not None or column.default_word}
            sets |= dict.fromkeys(others - given.keys() - set(key.columns), DEFAULT)
        new = self._rows.changed(rowid, sets)
        if new:
            self._rows.update(rowid, new)
            self._references.check_parents([rowid], self._references.own_columns(new))
        return 1
