"""A client's connection on the server's side: it asks the machine, and tells the answers as the protocol has them."""

from __future__ import annotations

import codecs
import threading
from collections.abc import Mapping
from itertools import count

from tests.sqlanywhere import tree
from tests.sqlanywhere.client.messages import Answer, Described, PreparedStatement, ServerError, Wire
from tests.sqlanywhere.client.structures import Direction
from tests.sqlanywhere.client.types import describe, passed_as, told
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.machine import Connection, Cursor, Database, Prepared

_SUBSTITUTE = "\x1a"
"""For a character that the database's charset has not (manual: option on_charset_conversion_failure, Ignore)."""

_DIRECTIONS = {
    tree.Mode.IN: Direction.INPUT,
    tree.Mode.OUT: Direction.OUTPUT,
    tree.Mode.INOUT: Direction.INPUT_OUTPUT,
}


def _substituted(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return _SUBSTITUTE * (error.end - error.start), error.end


codecs.register_error("model_substitute", _substituted)


class ModelSession:
    """One connection of a client.

    Args:
        database: the model's.
        parameters: of the connection string, names in upper case.

    Raises:
        ServerError: no such user, or a wrong password (-103).
    """

    def __init__(self, database: Database, parameters: Mapping[str, str]) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._prepared: dict[int, Prepared] = {}
        self._cursors: dict[int, Cursor] = {}
        self._charset = parameters.get("CHARSET", "utf-8")
        try:
            self._connection: Connection = database.connect(parameters.get("UID", ""), parameters.get("PWD"))
        except SqlError as error:
            raise _told_error(error) from error
        self._connection.client_charset = self._charset
        self._connection.name = parameters.get("CON", self._connection.name)

    def prepare(self, text: bytes) -> PreparedStatement:
        """Prepare a statement."""
        with self._lock:
            try:
                prepared = self._connection.prepare(self._stored(text.decode(self._charset)))
                parameters = self._parameters(prepared)
            except SqlError as error:
                raise _told_error(error) from error
            number = next(self._numbers)
            self._prepared[number] = prepared
            return PreparedStatement(number, parameters)

    def execute(self, number: int, values: tuple[Wire, ...]) -> Answer:
        """Run it as far as its first result set, or to its end."""
        with self._lock:
            self._end(number)
            stored = [self._stored(value) if isinstance(value, str) else value for value in values]
            try:
                cursor = self._connection.run(self._prepared[number], stored)
            except SqlError as error:
                raise _told_error(error) from error
            self._cursors[number] = cursor
            return self._answer(cursor)

    def next_result(self, number: int) -> Answer:
        """Go on to the next result set."""
        with self._lock:
            cursor = self._cursors[number]
            try:
                more = cursor.next_result()
            except SqlError as error:
                raise _told_error(error) from error
            return self._answer(cursor, more=more)

    def statement(self, number: int) -> tree.Statement:
        """A statement that was prepared."""
        return self._prepared[number].statement

    def free(self, number: int) -> None:
        """Forget a statement."""
        with self._lock:
            self._end(number)
            self._prepared.pop(number, None)

    def commit(self) -> None:
        """End the transaction."""
        self._transaction(self._connection.commit)

    def rollback(self) -> None:
        """End the transaction, undoing it."""
        self._transaction(self._connection.rollback)

    def close(self) -> None:
        """Disconnect."""
        with self._lock:
            self._connection.close()

    def _transaction(self, end: object) -> None:
        with self._lock:
            if self._connection.closed:
                raise ServerError(-308, "40W07", "Connection was terminated")
            try:
                assert callable(end)
                end()
            except SqlError as error:
                raise _told_error(error) from error

    def _end(self, number: int) -> None:
        cursor = self._cursors.pop(number, None)
        if cursor is not None:
            cursor.close()

    def _stored(self, text: str) -> str:
        """A text after the conversion to the database's charset, which loses what that has not."""
        charset = self._connection.charset
        if charset == "utf-8":
            return text
        return text.encode(charset, "model_substitute").decode(charset)

    def _parameters(self, prepared: Prepared) -> tuple[Described, ...]:
        """Each `?`: of a CALL the direction and type of the parameter; elsewhere it is an input of no certain type."""
        found = [Described(Direction.INPUT)] * prepared.parameters
        if isinstance(prepared.statement, tree.Call):
            routine = self._connection.find_routine(prepared.statement.name)
            if routine is not None:
                arguments = prepared.statement.arguments
                for parameter, argument in zip(routine.statement.parameters, arguments, strict=False):
                    if isinstance(argument.value, tree.Placeholder) and argument.name is None:
                        found[argument.value.index] = Described(
                            _DIRECTIONS[parameter.mode],
                            passed_as(self._connection.resolve_type(parameter.type)),
                            parameter.name,
                        )
        return tuple(found)

    def _answer(self, cursor: Cursor, *, more: bool = True) -> Answer:
        columns = tuple(describe(column) for column in cursor.columns)
        rows = tuple(
            tuple(told(value, column, self._connection) for value, column in zip(row, columns, strict=True))
            for row in cursor.rows
        )
        out = {index: _plain(value) for index, value in cursor.out.items()}
        return Answer(columns, rows, cursor.rowcount, out, cursor.warning, more)


def _plain(value: object) -> Wire:
    if value is None or isinstance(value, str | int | float | bytes):
        return value
    return str(value)


def _told_error(error: SqlError) -> ServerError:
    return ServerError(error.sqlcode, error.sqlstate, error.message)
