"""The functions of the C API (dbcapi) that sqlanydb calls, as C function pointers into Python.

Real here are the calling convention and the structures: sqlanydb passes addresses, and every value goes through memory.
Modelled is what is behind them: a `Peer` in place of the network protocol and the server.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.sqlanywhere.client.connection_string import parse
from tests.sqlanywhere.client.memory import read, write_out, write_text, written
from tests.sqlanywhere.client.messages import Answer, Peer, PreparedStatement, ServerError, fault_of_the_model
from tests.sqlanywhere.client.structures import (
    ERROR_SIZE,
    BindParam,
    ColumnInfo,
    DataInfo,
    DataValue,
)

VERSION = 2
"""The newest version of the API that the model has: the one that sqlanydb asks for."""

Connector = Callable[[dict[str, str]], Peer]

_BOOL, _INT, _UNSIGNED, _SIZE, _ADDRESS, _TEXT = (
    ctypes.c_int32,
    ctypes.c_int32,
    ctypes.c_uint32,
    ctypes.c_size_t,
    ctypes.c_void_p,
    ctypes.c_char_p,
)

_ROW_NOT_FOUND = (100, "02000", "Row not found")


@dataclass
class _Link:
    """An a_sqlany_connection. `last` is the error of its last call."""

    peer: Peer | None = None
    charset: str = "utf-8"
    last: tuple[int, str, str] = (0, "00000", "")


@dataclass
class _Statement:
    """An a_sqlany_stmt. `kept` holds the memory that the caller was given addresses of, until the next row."""

    link: _Link
    prepared: PreparedStatement
    bound: dict[int, BindParam] = field(default_factory=dict)
    answer: Answer = field(default_factory=Answer)
    place: int = -1
    kept: list[Any] = field(default_factory=list)
    names: list[bytes] = field(default_factory=list)


class Library:
    """What `cdll.LoadLibrary` gives sqlanydb in place of libdbcapi.

    Args:
        connect: makes a Peer of the parameters of a connection string.
    """

    def __init__(self, connect: Connector) -> None:
        self._connect = connect
        self._numbers = count(1)
        self._links: dict[int, _Link] = {}
        self._statements: dict[int, _Statement] = {}
        # Bound methods have no restype that could be set: sqlanydb sets it on some of them.
        self.sqlany_init_ex = _function(self._init_ex, _ADDRESS, _TEXT, _UNSIGNED, _ADDRESS)
        self.sqlany_fini_ex = _function(self._nothing, None, _ADDRESS)
        self.sqlany_client_version_ex = _function(self._client_version, _BOOL, _ADDRESS, _ADDRESS, _SIZE)
        self.sqlany_new_connection_ex = _function(self._new_connection, _ADDRESS, _ADDRESS)
        self.sqlany_free_connection = _function(self._free_connection, None, _ADDRESS)
        self.sqlany_connect = _function(self._open, _BOOL, _ADDRESS, _TEXT)
        self.sqlany_disconnect = _function(self._disconnect, _BOOL, _ADDRESS)
        self.sqlany_commit = _function(self._commit, _BOOL, _ADDRESS)
        self.sqlany_rollback = _function(self._rollback, _BOOL, _ADDRESS)
        self.sqlany_error = _function(self._error, _INT, _ADDRESS, _ADDRESS, _SIZE)
        self.sqlany_sqlstate = _function(self._sqlstate, _SIZE, _ADDRESS, _ADDRESS, _SIZE)
        self.sqlany_clear_error = _function(self._clear_error, None, _ADDRESS)
        self.sqlany_prepare = _function(self._prepare, _ADDRESS, _ADDRESS, _TEXT)
        self.sqlany_free_stmt = _function(self._free_statement, None, _ADDRESS)
        self.sqlany_num_params = _function(self._num_params, _INT, _ADDRESS)
        self.sqlany_describe_bind_param = _function(self._describe, _BOOL, _ADDRESS, _UNSIGNED, _ADDRESS)
        self.sqlany_bind_param = _function(self._bind, _BOOL, _ADDRESS, _UNSIGNED, _ADDRESS)
        self.sqlany_execute = _function(self._execute, _BOOL, _ADDRESS)
        self.sqlany_get_next_result = _function(self._next_result, _BOOL, _ADDRESS)
        self.sqlany_fetch_next = _function(self._fetch_next, _BOOL, _ADDRESS)
        self.sqlany_affected_rows = _function(self._affected_rows, _INT, _ADDRESS)
        self.sqlany_num_cols = _function(self._num_cols, _INT, _ADDRESS)
        self.sqlany_num_rows = _function(self._num_rows, _INT, _ADDRESS)
        self.sqlany_get_column_info = _function(self._column_info, _BOOL, _ADDRESS, _UNSIGNED, _ADDRESS)
        self.sqlany_get_column = _function(self._column, _BOOL, _ADDRESS, _UNSIGNED, _ADDRESS)
        self.sqlany_get_data_info = _function(self._data_info, _BOOL, _ADDRESS, _UNSIGNED, _ADDRESS)

    # --- the interface and connections ---------------------------------------------------------------------------

    def _init_ex(self, _name: bytes, version: int, available: int) -> int:
        ctypes.c_uint32.from_address(available).value = VERSION
        return next(self._numbers) if version <= VERSION else 0

    def _nothing(self, _context: int) -> None:
        """Nothing is left to free."""

    def _client_version(self, _context: int, buffer: int, size: int) -> int:
        write_text(buffer, size, b"17.0.11.7312")
        return 1

    def _new_connection(self, _context: int) -> int:
        number = next(self._numbers)
        self._links[number] = _Link()
        return number

    def _free_connection(self, connection: int) -> None:
        self._links.pop(connection, None)

    def _open(self, connection: int, text: bytes) -> int:
        link = self._links[connection]

        def opened() -> None:
            parameters = parse(text.decode("utf-8"))
            link.peer = self._connect(parameters)
            link.charset = parameters.get("CHARSET", "utf-8")

        return _asked(link, opened)

    def _disconnect(self, connection: int) -> int:
        link = self._links[connection]
        if link.peer is not None:
            link.peer.close()
            link.peer = None
        return 1

    def _commit(self, connection: int) -> int:
        link = self._links[connection]
        return _asked(link, lambda: _peer(link).commit())

    def _rollback(self, connection: int) -> int:
        link = self._links[connection]
        return _asked(link, lambda: _peer(link).rollback())

    # --- errors ----------------------------------------------------------------------------------------------------

    def _error(self, connection: int, buffer: int, size: int) -> int:
        """The last error; its text is cut, in the middle of a character if that is where the end is."""
        link = self._links[connection]
        code, _, text = link.last
        write_text(buffer, min(size, ERROR_SIZE), text.encode(link.charset, "replace"))
        return code

    def _sqlstate(self, connection: int, buffer: int, size: int) -> int:
        state = self._links[connection].last[1].encode()
        write_text(buffer, size, state)
        return len(state)

    def _clear_error(self, connection: int) -> None:
        self._links[connection].last = (0, "00000", "")

    # --- statements ------------------------------------------------------------------------------------------------

    def _prepare(self, connection: int, text: bytes) -> int:
        link = self._links[connection]
        number = next(self._numbers)

        def prepared() -> None:
            self._statements[number] = _Statement(link, _peer(link).prepare(text))

        return number if _asked(link, prepared) else 0

    def _free_statement(self, statement: int) -> None:
        found = self._statements.pop(statement, None)
        if found is not None and found.link.peer is not None:
            peer, number = found.link.peer, found.prepared.number
            before = found.link.last
            _asked(found.link, lambda: peer.free(number))
            found.link.last = before

    def _num_params(self, statement: int) -> int:
        found = self._statements.get(statement)
        return -1 if found is None else len(found.prepared.parameters)

    def _describe(self, statement: int, index: int, address: int) -> int:
        """The direction is always told, of a procedure's parameter its type; a buffer's size is the caller's choice."""
        found = self._statements[statement]
        if index >= len(found.prepared.parameters):
            return 0
        described = found.prepared.parameters[index]
        param = BindParam.from_address(address)
        param.direction = described.direction
        param.value.type = described.type
        name = described.name.encode()
        found.names.append(name)
        param.name = name
        return 1

    def _bind(self, statement: int, index: int, address: int) -> int:
        """What is bound is the address of a buffer: its content is read when the statement is executed."""
        found = self._statements[statement]
        if index >= len(found.prepared.parameters):
            return 0
        found.bound[index] = BindParam.from_buffer_copy(BindParam.from_address(address))
        return 1

    def _execute(self, statement: int) -> int:
        found = self._statements[statement]

        def executed() -> None:
            indexes = range(len(found.prepared.parameters))
            if any(index not in found.bound for index in indexes):
                raise ServerError(-188, "07001", "Not enough values for host variables")
            values = tuple(read(found.bound[index], found.link.charset) for index in indexes)
            self._stopped(found, _peer(found.link).execute(found.prepared.number, values))
            for index, value in found.answer.out.items():
                write_out(found.bound[index], value, found.link.charset)

        return _asked(found.link, executed)

    def _next_result(self, statement: int) -> int:
        found = self._statements[statement]

        def gone_on() -> None:
            self._stopped(found, _peer(found.link).next_result(found.prepared.number))

        return int(bool(_asked(found.link, gone_on)) and found.answer.more)

    @staticmethod
    def _stopped(found: _Statement, answer: Answer) -> None:
        found.answer, found.place = answer, -1
        found.kept.clear()
        if answer.warning:
            found.link.last = (answer.warning, "01000", "Warning")

    def _fetch_next(self, statement: int) -> int:
        found = self._statements[statement]
        found.kept.clear()
        found.link.last = (0, "00000", "")
        if found.place + 1 >= len(found.answer.rows):
            found.link.last = _ROW_NOT_FOUND
            return 0
        found.place += 1
        return 1

    def _affected_rows(self, statement: int) -> int:
        return self._statements[statement].answer.affected

    def _num_cols(self, statement: int) -> int:
        return len(self._statements[statement].answer.columns)

    def _num_rows(self, statement: int) -> int:
        """An estimate, which is told by a negative number (option row_counts is Off)."""
        return -len(self._statements[statement].answer.rows)

    def _column_info(self, statement: int, index: int, address: int) -> int:
        found = self._statements[statement]
        if index >= len(found.answer.columns):
            return 0
        column = found.answer.columns[index]
        name = column.name.encode()
        found.names.append(name)
        info = ColumnInfo.from_address(address)
        info.name, info.type, info.native_type = name, column.type, column.native
        info.precision, info.scale, info.max_size, info.nullable = (
            column.precision,
            column.scale,
            column.size,
            column.nullable,
        )
        return 1

    def _column(self, statement: int, index: int, address: int) -> int:
        """The value's buffer belongs to the statement, until the next row."""
        found = self._statements[statement]
        if found.place < 0 or index >= len(found.answer.columns):
            return 0
        column = found.answer.columns[index]
        value = found.answer.rows[found.place][index]
        data = written(value, column.type, found.link.charset)
        buffer, length = ctypes.create_string_buffer(data, len(data) + 1), ctypes.c_size_t(len(data))
        null = ctypes.c_int32(value is None)
        found.kept += [buffer, length, null]
        target = DataValue.from_address(address)
        target.buffer = ctypes.addressof(buffer)
        target.buffer_size = len(data)
        target.length = ctypes.pointer(length)
        target.type = column.type
        target.is_null = ctypes.pointer(null)
        return 1

    def _data_info(self, statement: int, index: int, address: int) -> int:
        found = self._statements[statement]
        if found.place < 0 or index >= len(found.answer.columns):
            return 0
        column, value = found.answer.columns[index], found.answer.rows[found.place][index]
        info = DataInfo.from_address(address)
        info.type, info.is_null = column.type, value is None
        info.data_size = len(written(value, column.type, found.link.charset))
        return 1


def _function(python: Callable[..., Any], *types: Any) -> Any:
    """A C function pointer to a Python function: calls of it go through C with these types."""
    return ctypes.CFUNCTYPE(*types)(python)


def _asked(link: _Link, what: Callable[[], None]) -> int:
    """1, or 0 with the error noted; each call forgets the error before it."""
    link.last = (0, "00000", "")
    try:
        what()
    except ServerError as error:
        link.last = (error.code, error.state, error.text)
        return 0
    except Exception as error:  # noqa: BLE001 - C has no exceptions: a fault of the model must not vanish there
        link.last = fault_of_the_model(error)
        return 0
    return 1


def _peer(link: _Link) -> Peer:
    if link.peer is None:
        raise ServerError(-101, "08003", "Not connected to a database")
    return link.peer
