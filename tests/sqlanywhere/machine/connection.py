"""A connection: what a client does with it, and what the statements that run ask of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.sqlanywhere import coverage, tree
from tests.sqlanywhere.errors import ModelError, ParseError, SqlError
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine import triggers
from tests.sqlanywhere.machine.cursor import Cursor, Prepared
from tests.sqlanywhere.machine.declared import declared_type
from tests.sqlanywhere.machine.frame import Activation, Frame
from tests.sqlanywhere.machine.schema import Routine, key
from tests.sqlanywhere.machine.session import Session
from tests.sqlanywhere.machine.transaction import Transaction
from tests.sqlanywhere.parser import parse_statement
from tests.sqlanywhere.runtime import Value, Variable
from tests.sqlanywhere.values.types import Family, family
from tests.sqlanywhere.values.unmodelled import unmodelled_type

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.database import Database


class Connection(Session):
    """A user's connection to a database. It is used by one thread at a time.

    Args:
        database: what it is connected to.
        login: the user's name.
        number: the connection's number.
    """

    def __init__(self, database: Database, login: str, number: int) -> None:
        super().__init__(database, login, number)
        self.rights = database.rights
        self.store = database.store.connect()
        self.transaction = Transaction(self.store, lambda: database.locks.end_transaction(self))
        self.variables: dict[str, Variable] = {}
        self.messages: list[str] = []
        self._routines: dict[tuple[str, str | None, str], Routine | None] = {}
        self._routines_version = -1
        self._cursors: set[Cursor] = set()

    # --- for clients ---------------------------------------------------------------------------------------------

    def execute(self, text: str, parameters: Sequence[Value] = ()) -> Cursor:
        """Run one statement as far as its first result set, or to its end.

        Raises:
            SqlError: what the server would answer.
        """
        return self.run(self.prepare(text), parameters)

    def prepare(self, text: str) -> Prepared:
        """Parse and compile one statement."""
        if self.closed:
            raise error(-101)
        return self.database.prepare(text)

    def run(self, prepared: Prepared, parameters: Sequence[Value] = (), activation: Activation | None = None) -> Cursor:
        """Run a prepared statement."""
        if self.closed:
            raise error(-101)
        coverage.note_client(prepared.text)
        cursor = Cursor(self, prepared, activation or Activation(self.login, parameters=parameters))
        self._cursors.add(cursor)
        cursor.start()
        return cursor

    def finished(self, cursor: Cursor) -> None:
        """A cursor came to its end."""
        self._cursors.discard(cursor)

    def commit(self) -> None:
        """The client's COMMIT: open cursors are closed; what a procedure had to do after its result set is not done."""
        self._end_cursors()
        self.transaction.commit()

    def rollback(self) -> None:
        """The client's ROLLBACK."""
        self._end_cursors()
        self.transaction.rollback()

    def close(self) -> None:
        """Disconnect: what was not committed is undone (D16 using-introduction-transact)."""
        if not self.closed:
            self.closed = True
            self._end_cursors()
            self.transaction.abandon()
            self.store.close()
            self.database.disconnected(self)

    drop = close
    """The server ends the connection, as a test's fault may want."""

    def reset(self) -> None:
        """Clean a pool's connection: no variables, temporary options, rows of temporary tables (sources H13)."""
        self._end_cursors()
        self.transaction.abandon()
        self.variables.clear()
        self.messages.clear()
        self.clear()
        self.store.reset()

    def _end_cursors(self) -> None:
        for cursor in tuple(self._cursors):
            cursor.close()

    # --- for the statements that run ---------------------------------------------------------------------------------

    def before(self, statement: tree.Statement) -> None:
        """Called before each statement: where a test may break the server.

        Raises:
            SqlError: the connection is gone (-308).
        """
        fault = self.database.fault
        if fault is not None:
            fault(self, statement)
        if self.closed:
            raise error(-308)

    def find_routine(self, name: tree.QualifiedName) -> Routine | None:
        """A procedure or function that a statement names."""
        schema = self.database.schema
        if self._routines_version != schema.version:
            self._routines.clear()
            self._routines_version = schema.version
        place = (self.user, name.owner, name.name)
        if place not in self._routines:
            self._routines[place] = schema.routine(name, self.owners())
        return self._routines[place]

    def resolve_type(self, type_: tree.DataType, frame: Frame | None = None) -> tree.TypeName:
        """A type as it is: of a domain its base type, of `a%TYPE` that of the column or variable.

        Raises:
            SqlError: a type or domain that does not exist (-613).
        """
        if isinstance(type_, tree.TypeName):
            found = self.database.schema.domains.get(type_.name, type_)
            if family(found) is Family.UNKNOWN and not unmodelled_type(found):
                raise error(-613, found.name)
            return found
        return declared_type(type_, frame or Frame(self, self.activation))

    def parse_query(self, text: Value) -> tree.Query:
        """The query that a cursor's variable holds.

        Raises:
            SqlError: it is no query.
        """
        statement = self.parse(str(text))
        if not isinstance(statement, tree.QueryStatement):
            raise error(-131, str(text)[:20])
        return statement.query

    def parse(self, text: str) -> tree.Statement:
        """Parse a statement that was made at run time."""
        try:
            return parse_statement(text)
        except ParseError as failure:
            raise SqlError(failure.sqlcode, "42W04", failure.message) from failure

    def run_text(self, text: str, frame: Frame) -> None:
        """Run a statement without result set, in a frame."""
        step = self.database.prepare(text).step
        if step.run is not None:
            step.run(frame)
            return
        assert step.steps is not None
        for _ in step.steps(frame):
            raise ModelError("a result set where none may be")

    def drop_temporary(self, table: tree.CreateTable, frame: Frame) -> None:
        """The end of the compound statement that declared a temporary table."""
        if self.closed:
            return
        self.store.define(tree.Drop("TABLE", table.name, if_exists=True), frame)

    def triggers_on(self, owner: str, table: str) -> bool:
        """Whether a table has triggers."""
        return bool(self.database.schema.triggers.get(key(owner, table)))

    def fire_triggers(
        self, owner: str, table: str, event: str, rows: Sequence[tuple[triggers.Row | None, triggers.Row | None]]
    ) -> None:
        """The rows that a statement changed, as (old, new): run the table's triggers."""
        triggers.fire(self, owner, table, event, rows)

    def has_object(self, kind: str, owner: str, name: str) -> bool:
        """Whether there is such an object, for sa_make_object."""
        schema = self.database.schema
        if kind in ("procedure", "function"):
            return key(owner, name) in schema.routines
        if kind == "event":
            return name.casefold() in schema.events
        if kind == "service":
            return name.casefold() in schema.services
        frame = Frame(self, self.activation)
        return self.store.find_table(tree.QualifiedName(name, owner), frame) is not None
