"""Rows of one table: every value in its column's type, defaults, constraints, keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.runtime import Scope, Value, Variable
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.codec import Stored, decoder, encode, quoted
from tests.sqlanywhere.store.defaults import default_value, note_number
from tests.sqlanywhere.store.schema import Table, TableColumn
from tests.sqlanywhere.store.translation import LeafScope
from tests.sqlanywhere.values import cast, evaluate, truth

if TYPE_CHECKING:
    from tests.sqlanywhere.store.session import Session


class Default:
    """`DEFAULT` in the place of a value."""


DEFAULT = Default()


class Rows:
    """Writes rows of one table for one statement."""

    def __init__(self, session: Session, table: Table, scope: Scope, *, triggers: bool = True) -> None:
        self.session = session
        self.table = table
        self.scope = scope
        self._connection = session.connection
        self._fires = triggers and session.triggers.wanted(table, scope)

    def complete(self, given: Mapping[str, Value | Default]) -> dict[str, Value]:
        """The whole new row: given values in their types, defaults for the others.

        Raises:
            SqlError: -195, -209, or what a conversion raises (-157, -158, -638).
        """
        row: dict[str, Value] = {}
        for column in self.table.columns:
            value = given.get(column.key, DEFAULT)
            if isinstance(value, Default):
                row[column.key] = default_value(self.session, self.table, column, self.scope)
            else:
                row[column.key] = cast(value, column.type, self.scope.session)
        self._compute(row)
        for column in self.table.columns:
            self._refuse_null(column, row[column.key])
        self.check(row)
        return row

    def typed(self, given: Mapping[str, Value | Default]) -> dict[str, Value] | None:
        """The values of a key in their types; None where one is NULL or yet to be counted."""
        values: dict[str, Value] = {}
        for key, value in given.items():
            column = self.table.by_name[key]
            if isinstance(value, Default):
                if column.counts:
                    return None
                value = default_value(self.session, self.table, column, self.scope)
            values[key] = cast(value, column.type, self.scope.session)
            if values[key] is None:
                return None
        return values

    def _compute(self, row: dict[str, Value]) -> None:
        for column in self.table.columns:
            if column.compute is not None:
                value = evaluate(column.compute, self._seeing(row))
                row[column.key] = cast(value, column.type, self.scope.session)

    def _refuse_null(self, column: TableColumn, value: Value) -> None:
        if value is None and not column.nullable:
            raise problems.null_column(column.name, self.table.name)

    def _seeing(self, row: Mapping[str, Value]) -> LeafScope:
        """A scope in which the row's columns hide variables."""
        names = self.table.by_name
        return LeafScope(
            self.scope, {key: Variable(key, names[key].type, value) for key, value in row.items() if key in names}
        )

    def check(self, row: Mapping[str, Value], changed: frozenset[str] | None = None) -> None:
        """CHECK constraints: violated where FALSE, not where UNKNOWN (page errm209.html).

        Args:
            row: the new row.
            changed: only the constraints with these columns; None: all.
        """
        for check in self.table.checks:
            if changed is not None and not (check.columns & changed):
                continue
            if truth(check.condition, self._seeing(row)) is False:
                name = check.column or next(iter(sorted(check.columns)), "")
                shown = self.table.by_name[name].name if name in self.table.by_name else name
                raise problems.check_violated(check.name, shown, self.table.name)

    def insert(self, row: Mapping[str, Value]) -> int:
        """Insert a complete row; its rowid.

        Raises:
            SqlError: -193, -196.
        """
        stored = {key: encode(value) for key, value in row.items()}
        columns = ", ".join(quoted(key) for key in stored)
        sql = f"INSERT INTO {self.table.physical} ({columns}) VALUES ({', '.join('?' * len(stored))})"
        cursor = self._write(sql, tuple(stored.values()), stored)
        for column in self.table.columns:
            number = row[column.key]
            if column.counts and isinstance(number, int):
                note_number(self.session, self.table, number)
        if self._fires:
            self.session.triggers.note(self.table, "INSERT", None, dict(row))
        return int(cursor.lastrowid or 0)

    def update(self, rowid: int, new: Mapping[str, Value]) -> None:
        """Give columns of a row new values, which have their types already.

        Raises:
            SqlError: -193, -196.
        """
        stored = {key: encode(value) for key, value in new.items()}
        sets = ", ".join(f"{quoted(key)} = ?" for key in stored)
        sql = f"UPDATE {self.table.physical} SET {sets} WHERE _rowid_ = ?"
        before = self.read(rowid) if self._fires else None
        self._write(sql, (*stored.values(), rowid), stored, rowid)
        if self._fires:
            self.session.triggers.note(self.table, "UPDATE", before, self.read(rowid))

    def delete(self, rowid: int) -> None:
        """Delete a row."""
        if self._fires:
            self.session.triggers.note(self.table, "DELETE", self.read(rowid), None)
        self._connection.execute(f"DELETE FROM {self.table.physical} WHERE _rowid_ = ?", (rowid,))

    def changed(self, rowid: int, given: Mapping[str, Value | Default]) -> dict[str, Value]:
        """The new values of an UPDATE in their types, with the columns that every UPDATE sets.

        Raises:
            SqlError: as `complete`.
        """
        new: dict[str, Value] = {}
        for column in self.table.columns:
            if column.key in given:
                value = given[column.key]
                if isinstance(value, Default):
                    new[column.key] = default_value(self.session, self.table, column, self.scope)
                else:
                    new[column.key] = cast(value, column.type, self.scope.session)
                self._refuse_null(column, new[column.key])
            elif column.stamps:
                new[column.key] = default_value(self.session, self.table, column, self.scope)
        computed = [column for column in self.table.columns if column.compute is not None]
        if computed or any(check.columns & new.keys() for check in self.table.checks):
            row = {**self.read(rowid), **new}
            for column in computed:
                assert column.compute is not None
                value = cast(evaluate(column.compute, self._seeing(row)), column.type, self.scope.session)
                row[column.key] = new[column.key] = value
            self.check(row, frozenset(new))
        return new

    def read(self, rowid: int, columns: Sequence[str] | None = None) -> dict[str, Value]:
        """The values of a row."""
        chosen = columns or [column.key for column in self.table.columns]
        row = self.read_stored(rowid, chosen)
        values: dict[str, Value] = {}
        for key, stored in row.items():
            decode = decoder(self.table.by_name[key].type)
            values[key] = stored if decode is None else decode(stored)
        return values

    def read_stored(self, rowid: int, columns: Sequence[str]) -> dict[str, Stored]:
        """What SQLite has of a row."""
        sql = f"SELECT {', '.join(quoted(key) for key in columns)} FROM {self.table.physical} WHERE _rowid_ = ?"
        found = self._connection.execute(sql, (rowid,)).fetchone()
        return dict(zip(columns, found or [None] * len(columns), strict=True))

    def find(self, columns: Sequence[str], values: Sequence[Stored]) -> list[int]:
        """The rows with these values."""
        sql, parameters = where_equal(columns, values)
        found = self._connection.execute(f"SELECT _rowid_ FROM {self.table.physical} WHERE {sql}", parameters)
        return [row[0] for row in found.fetchall()]

    def _write(
        self, sql: str, parameters: tuple[Stored, ...], stored: Mapping[str, Stored], rowid: int | None = None
    ) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, parameters)
        except sqlite3.IntegrityError as failure:
            raise self._violation(str(failure), stored, rowid) from None

    def _violation(self, message: str, stored: Mapping[str, Stored], rowid: int | None) -> SqlError:
        """Which key a row violates; SQLite names its columns."""
        named = {part.strip().split(".", 1)[1] for part in message.partition(":")[2].split(",") if "." in part}
        key = next((key for key in self.table.keys if key.unique and set(key.columns) == named), None)
        if key is None:
            raise AssertionError(message)
        if not key.primary:
            return problems.index_not_unique(key.name, self.table.name)
        row = dict(stored) if rowid is None else {**self.read_stored(rowid, key.columns), **stored}
        value = ",".join(str(row[column]) for column in key.columns)
        return problems.primary_key_not_unique(self.table.name, value)


def where_equal(columns: Sequence[str], values: Sequence[Stored]) -> tuple[str, tuple[Stored, ...]]:
    """`a = ? AND b = ?`, by the collations of the columns."""
    return " AND ".join(f"{quoted(column)} = ?" for column in columns), tuple(values)
