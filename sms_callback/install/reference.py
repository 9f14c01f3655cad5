"""Reference data: the rows that a data file ships, found by executing it in an SQLite database in memory."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sms_callback.errors import SmsCallbackError
from sms_callback.install.text import render, statements
from sms_callback.model import Value
from sms_callback.sqlfiles import SqlFile, shipped

Key = tuple[str | None, ...]
"""The values of a row's primary key, normalised."""

_INSERT = re.compile(r"\A(?:\s*--[^\n]*\n)*\s*INSERT\s+INTO\s+(\w+)", re.IGNORECASE)
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?Z?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a reference table; `key` is its place in the primary key, from 1, or 0."""

    name: str
    key: int


@dataclass(frozen=True, slots=True)
class ShippedRow:
    """The `place`-th row of a data file (`object`): its values as SQLite keeps them, the INSERT that makes it."""

    object: str
    place: int
    table: str
    values: Mapping[str, Value] = field(repr=False)
    statement: str = field(repr=False)


ShippedRows = dict[str, dict[Key, ShippedRow]]
"""Table → key → row, in the order of the file."""


def normal(value: Value) -> str | None:
    """A value as it is equal on every engine: a number as its shortest text, a time without an empty fraction."""
    if value is None or isinstance(value, bool):
        return None if value is None else str(int(value))
    if isinstance(value, int):
        return str(value)
    text = repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
    time = _TIME.fullmatch(text)
    if time is None:
        return text
    date, minute, second, fraction = time.groups()
    return f"{date} {minute}:{second or '00'}.{(fraction or '').rstrip('0')}".rstrip(".")


class Shelf:
    """The reference tables, empty, in memory: what a data file inserts there are the rows that it ships.

    Args:
        tables: SQLite's numbered files; all of them, so that a table of a later one is there, too.
    """

    def __init__(self, tables: Sequence[SqlFile]) -> None:
        self._columns: dict[str, list[Column]] = {}
        self._queries = shipped("sqlite")
        self._database = sqlite3.connect(":memory:", isolation_level=None)
        self._database.row_factory = sqlite3.Row
        for table in tables:
            self._database.executescript(table.text)

    def close(self) -> None:
        """Forget the tables."""
        self._database.close()

    def columns(self, table: str) -> list[Column]:
        """The columns of a reference table, in order."""
        if table not in self._columns:
            rows = self._database.execute(self._queries.query("reference_columns"), {"table_name": table})
            self._columns[table] = [Column(row["name"], row["pk"]) for row in rows]
        return self._columns[table]

    def key(self, table: str, values: Mapping[str, Value]) -> Key:
        """The normalised primary key of a row."""
        columns = sorted((column for column in self.columns(table) if column.key), key=lambda column: column.key)
        return tuple(normal(values[column.name]) for column in columns)

    def rows(self, name: str, text: str, path: str) -> ShippedRows:
        """The rows that a data file ships.

        Args:
            name: the file's object, as `provider/twilio`.
            text: plain INSERTs with one row each.
            path: names the file in an error.

        Raises:
            SmsCallbackError: the file is not of that form, or one of its statements fails.
        """
        found: ShippedRows = {}
        self._database.execute("BEGIN")
        try:
            for place, statement in enumerate(statements(text, path)):
                row = self._row(name, place, statement)
                rows = found.setdefault(row.table, {})
                rows[self.key(row.table, row.values)] = row
        except (sqlite3.Error, ValueError) as error:
            raise SmsCallbackError(f"sql/{path}: {error}", "A data file is plain INSERTs with one row each.") from error
        finally:
            self._database.execute("ROLLBACK")
        return found

    def _row(self, name: str, place: int, statement: str) -> ShippedRow:
        insert = _INSERT.match(statement)
        if insert is None:
            raise ValueError(f"not an INSERT: {statement[:60]!r}")
        cursor = self._database.execute(statement)
        if cursor.rowcount != 1:
            raise ValueError(f"{cursor.rowcount} rows in one statement: {statement[:60]!r}")
        table = insert[1]
        row = self._database.execute(render("sqlite", "reference_row", table=table), {"row_id": cursor.lastrowid})
        return ShippedRow(name, place, table, dict(row.fetchone()), statement)
