"""A connection's way to the tables (runtime.StoreSession)."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from tests.sqlanywhere import tree
from tests.sqlanywhere.runtime import Column, Result, Scope, Value
from tests.sqlanywhere.store import modify, problems
from tests.sqlanywhere.store.catalogue import system_rows
from tests.sqlanywhere.store.changes import Changes
from tests.sqlanywhere.store.codec import Stored
from tests.sqlanywhere.store.define import define, drop_owner
from tests.sqlanywhere.store.functions import Functions
from tests.sqlanywhere.store.insert import insert
from tests.sqlanywhere.store.lookup import Lookup, owners
from tests.sqlanywhere.store.schema import Key, Relation, Table
from tests.sqlanywhere.store.temporary import TemporaryTables
from tests.sqlanywhere.store.transaction import StaleSnapshotError, Transaction
from tests.sqlanywhere.store.translation import Frame, Translation
from tests.sqlanywhere.store.triggers import Triggers
from tests.sqlanywhere.values import evaluate
from tests.sqlanywhere.values.static import literal_type
from tests.sqlanywhere.values.types import Family, family

if TYPE_CHECKING:
    from tests.sqlanywhere.store.database import Store

_KEPT = 5000
"""How many translations a connection keeps."""
_Node = TypeVar("_Node")


class Session:
    """One connection. It is used by one thread at a time.

    Args:
        store: whose tables.
        connection: SQLite's, in autocommit mode.
    """

    def __init__(self, store: Store, connection: sqlite3.Connection) -> None:
        self.store = store
        self.connection = connection
        self.functions = Functions(connection)
        self.temporary = TemporaryTables(connection)
        self.transaction = Transaction(connection, store.lock, self.temporary.before_undo)
        self.triggers = Triggers()
        self.lookup = Lookup(store.schema, self.temporary)
        self._translations: OrderedDict[int, tuple[tree.Node, Translation]] = OrderedDict()
        self._kept: dict[int, tuple[tree.Node, Any]] = {}

    # --- queries -----------------------------------------------------------------------------------------------------

    def query(self, query: tree.Query, scope: Scope) -> Result:
        """Run a query; all rows are read at once, so that nothing stays open.

        Raises:
            SqlError: as the server would.
        """
        translation = self._translated_query(query, scope)
        if translation.locks:
            self.transaction.begin()
        rows = self.run(translation, scope)
        columns, decode = translation.columns, translation.decode
        values: list[tuple[Value, ...]] = [*rows] if decode is None else [decode(row) for row in rows]
        if translation.constants and values:
            known = {place: evaluate(constant, scope) for place, constant in translation.constants.items()}
            values = [tuple([known.get(place, value) for place, value in enumerate(row)]) for row in values]
        if translation.untyped:
            columns = _described(columns, values)
        return Result(columns, iter(values))

    def describe(self, query: tree.Query, scope: Scope) -> tuple[Column, ...]:
        """The columns that a query would give."""
        return self._translated_query(query, scope).columns

    def _translated_query(self, query: tree.Query, scope: Scope) -> Translation:
        def translate(changes: Changes) -> None:
            sql, columns = changes.outermost(query)
            changes.translation.sql, changes.translation.columns = sql, columns

        return self.translated(query, scope, translate)

    def translated(self, node: tree.Node, scope: Scope, translate: Callable[[Changes], None]) -> Translation:
        """A statement's translation: the one that was made before, if names and types still mean the same."""
        self.transaction.session = scope.session
        kept = self._translations.get(id(node))
        if kept is not None and self.lookup.is_valid(kept[1], scope):
            return kept[1]
        translation = Translation()
        translation.owners = owners(scope.session)
        translate(Changes(self, scope, translation))
        translation.finish()
        translation.checked = self.lookup.version
        self._translations[id(node)] = (node, translation)
        if len(self._translations) > _KEPT:
            self._translations.popitem(last=False)
        return translation

    def kept(self, node: tree.Node, make: Callable[[], _Node]) -> _Node:
        """What was made of a node, the same object each time."""
        if id(node) not in self._kept:
            self._kept[id(node)] = (node, make())
        found: _Node = self._kept[id(node)][1]
        return found

    def run(self, translation: Translation, scope: Scope) -> list[tuple[Stored, ...]]:
        """The rows that SQLite gives.

        Raises:
            SqlError: what an expression raised.
        """
        if self.functions.frames:
            return self._run(translation, scope)
        try:
            return self._run(translation, scope)
        except StaleSnapshotError:
            # A function in the query wants to write, but the query reads an older state: once more, with the lock.
            self.transaction.begin()
            return self._run(translation, scope)

    def _run(self, translation: Translation, scope: Scope) -> list[tuple[Stored, ...]]:
        for table in translation.temporary:
            self.temporary.ensure(table)
        parameters = [slot(scope) for slot in translation.slots]
        self.functions.frames.append(Frame(translation, scope))
        self.functions.failure = None
        try:
            return self.connection.execute(translation.sql, parameters).fetchall()
        except sqlite3.Error:
            failure = self.functions.failure
            if failure is not None:
                self.functions.failure = None
                raise failure from None
            raise
        finally:
            self.functions.frames.pop()

    # --- changes -----------------------------------------------------------------------------------------------------

    def modify(
        self, statement: tree.Insert | tree.Update | tree.Delete | tree.Merge | tree.TruncateTable, scope: Scope
    ) -> int:
        """Run a statement that changes rows; return how many. A statement that fails leaves nothing behind.

        Raises:
            SqlError: as the server would.
        """
        self.transaction.session = scope.session
        match statement:
            case tree.Insert():
                return insert(self, statement, scope)
            case tree.Update():
                return modify.update(self, statement, scope)
            case tree.Delete():
                return modify.delete(self, statement, scope)
            case tree.Merge():
                return modify.merge(self, statement, scope)
            case tree.TruncateTable():
                return modify.truncate(self, statement, scope)

    def target(self, name: tree.QualifiedName, scope: Scope) -> Table:
        """The table of that name that rows can be written to."""
        return Changes(self, scope, Translation()).target_table(name)

    def begin_write(self, table: Table) -> None:
        """Make ready to write rows of a table."""
        if table.temporary:
            self.temporary.before_write(table, self.transaction)
        else:
            self.transaction.begin()

    @contextmanager
    def atomic(self, table: Table, scope: Scope, *, single: bool = False) -> Iterator[None]:
        """A statement that fails is undone, with what its triggers did; a single write needs nothing for that."""
        if single and not self.triggers.wanted(table, scope):
            yield
            return
        self.connection.execute("SAVEPOINT sa_statement")
        try:
            with self.triggers.statement(scope):
                yield
        except BaseException:
            self.connection.execute("ROLLBACK TO sa_statement")
            self.connection.execute("RELEASE sa_statement")
            raise
        self.connection.execute("RELEASE sa_statement")

    def guard_unique(self, work: Callable[[], object], key: Key, table: Table) -> None:
        """Make a unique index.

        Raises:
            SqlError: -196, rows of the table are alike.
        """
        try:
            work()
        except sqlite3.IntegrityError:
            self.rollback()
            raise problems.index_not_unique(key.name, table.name) from None

    def define(self, statement: tree.Statement, scope: Scope) -> None:
        """Run DDL of tables, indexes, views, and COMMENT; the caller commits around it.

        Raises:
            SqlError: as the server would.
        """
        self.transaction.session = scope.session
        define(self, statement, scope)

    def drop_owner(self, owner: str, scope: Scope) -> None:
        """DROP USER: all tables and views of the user go."""
        self.transaction.session = scope.session
        drop_owner(self, owner)

    # --- transactions ------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin a transaction if there is none: waits for the writers of other connections."""
        self.transaction.begin()

    def commit(self) -> None:
        """End the transaction."""
        self.transaction.commit()
        self.temporary.end_transaction()

    def rollback(self) -> None:
        """Undo the transaction."""
        self.transaction.rollback()
        self.temporary.end_transaction()

    def savepoint(self, name: str) -> None:
        """Set a savepoint."""
        self.transaction.savepoint(name)

    def rollback_to(self, name: str) -> None:
        """Undo what came after a savepoint; it stays."""
        self.transaction.rollback_to(name)

    def release(self, name: str) -> None:
        """Forget a savepoint and later ones."""
        self.transaction.release(name)

    def reset(self) -> None:
        """Make the connection of a pool clean."""
        self.rollback()
        self.temporary.reset()

    def close(self) -> None:
        """Undo what is not committed, and disconnect."""
        self.transaction.rollback()
        self.connection.close()
        self.store.forget(self)

    # --- names -------------------------------------------------------------------------------------------------------

    def relation(self, name: tree.QualifiedName, scope: Scope, owner: str | None) -> Relation | None:
        """The relation of that name."""
        return self.lookup.relation(name, scope, owner)

    def system_rows(self, view: str, scope: Scope) -> list[tuple[Stored, ...]]:
        """The rows of a view of the catalogue."""
        return system_rows(self.store, view)

    def procedure_columns(self, call: tree.ProcedureTable, scope: Scope) -> tuple[Column, ...]:
        """What a procedure in FROM gives: as declared, else as a run of it shows."""
        declared = getattr(scope, "procedure_columns", None)
        if declared is not None:
            columns: tuple[Column, ...] = declared(call)
            return columns
        return scope.procedure_result(call).columns

    def find_table(self, name: tree.QualifiedName, scope: Scope) -> tuple[str, str] | None:
        """Owner and name, as spelled when it was created, of a table or view; None: there is none."""
        relation = self.lookup.relation(name, scope, None)
        return None if relation is None else (relation.owner, relation.name)

    def table_columns(self, owner: str, table: str) -> tuple[Column, ...]:
        """The columns of a table or view."""
        relation = self.lookup.owned(owner, table)
        return () if relation is None else relation.described()


def _described(columns: tuple[Column, ...], rows: list[tuple[Value, ...]]) -> tuple[Column, ...]:
    """A `?` in the select list has the type of its value."""
    described = []
    for place, column in enumerate(columns):
        value = next((row[place] for row in rows if row[place] is not None), None)
        known = isinstance(value, (int, float, str, bytes)) or type(value).__name__ == "Decimal"
        unknown = family(column.type) is Family.UNKNOWN
        described.append(
            Column(column.name, literal_type(value), column.nullable) if unknown and known else column  # type: ignore[arg-type]
        )
    return tuple(described)
