"""Temporary tables of one connection: their rows are its own (page "CREATE TABLE statement", GLOBAL TEMPORARY)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from tests.sqlanywhere import tree
from tests.sqlanywhere.store.physical import create_table
from tests.sqlanywhere.store.schema import Table, folded
from tests.sqlanywhere.store.transaction import Transaction


class TemporaryTables:
    """Makes temporary tables in SQLite when they are first needed, and empties them at the end of a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._made: dict[int, Table] = {}
        self._dirty: dict[int, Table] = {}
        self._declared: dict[str, Table] = {}
        self._definitions: dict[int, tuple[tree.CreateTable, Table]] = {}
        self.counters: dict[int, int] = {}
        self.version = 0

    def declared(self, name: str) -> Table | None:
        """The local temporary table of that name."""
        return self._declared.get(folded(name))

    def defined(self, statement: tree.CreateTable) -> Table | None:
        """What the same statement defined before, so that translations of a procedure stay valid."""
        known = self._definitions.get(id(statement))
        return None if known is None else known[1]

    def declare(self, statement: tree.CreateTable, table: Table) -> None:
        """Add a local temporary table, empty."""
        self._definitions[id(statement)] = (statement, table)
        self._declared[folded(table.name)] = table
        self.version += 1
        self.ensure(table)
        self._connection.execute(f"DELETE FROM {table.physical}")

    def put(self, table: Table) -> None:
        """Put a changed definition of a declared table in its place (ALTER TABLE, CREATE INDEX)."""
        self._declared[folded(table.name)] = table
        self._made.pop(table.object_id, None)
        self.version += 1

    def drop(self, name: str) -> bool:
        """Forget a local temporary table; whether there was one."""
        table = self._declared.pop(folded(name), None)
        if table is None:
            return False
        self.version += 1
        if table.object_id in self._made:
            # The table stays in SQLite: a statement that is still running there may hold it.
            self._connection.execute(f"DELETE FROM {table.physical}")
        return True

    def ensure(self, table: Table) -> None:
        """Make the table in SQLite, unless it is there."""
        if table.object_id not in self._made:
            for sql in create_table(table):
                self._connection.execute(sql)
            self._made[table.object_id] = table

    def before_write(self, table: Table, transaction: Transaction) -> None:
        """Make ready for a write.

        Rows that end with the transaction anyway need no write lock, while no savepoint is set.
        """
        self.ensure(table)
        if table.on_commit == "PRESERVE" or (table.on_commit == "DELETE" and transaction.has_savepoint):
            transaction.begin()
        self._dirty[table.object_id] = table

    def end_transaction(self) -> None:
        """COMMIT and ROLLBACK delete the rows, unless ON COMMIT says otherwise (page "CREATE TABLE statement")."""
        for identifier, table in list(self._dirty.items()):
            if table.on_commit == "DELETE":
                self.ensure(table)
                self._connection.execute(f"DELETE FROM {table.physical}")
            del self._dirty[identifier]

    def before_undo(self) -> Callable[[], None]:
        """Keep the rows of NOT TRANSACTIONAL tables, which no ROLLBACK undoes; the answer puts them back."""
        kept = [
            (table, self._connection.execute(f"SELECT * FROM {table.physical}").fetchall())
            for table in self._made.values()
            if table.on_commit == "NOT TRANSACTIONAL"
        ]

        def after() -> None:
            # A table made within the transaction is gone again.
            self._made.clear()
            for table, rows in kept:
                self.ensure(table)
                self._connection.execute(f"DELETE FROM {table.physical}")
                marks = ", ".join("?" * len(table.columns))
                self._connection.executemany(f"INSERT INTO {table.physical} VALUES ({marks})", rows)

        return after

    def reset(self) -> None:
        """All rows go, and the declared tables: the connection goes back to its pool (sources H13)."""
        for name in list(self._declared):
            self.drop(name)
        for table in self._made.values():
            self._connection.execute(f"DELETE FROM {table.physical}")
        self._dirty.clear()
