"""Connections to SQL Anywhere through sqlanydb: opened, closed, and their errors as ours."""

from __future__ import annotations

import datetime as dt
import os
import re
import struct
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sms_callback.engine.group import LostError
from sms_callback.engine.value import plain, utc_text
from sms_callback.errors import (
    DatabaseAwayError,
    DatabaseRefusedError,
    DeniedError,
    DriverMissingError,
    NotInstalledError,
    SmsCallbackError,
)
from sms_callback.model import Row, Value

try:
    import sqlanydb
except ImportError as error:
    raise DriverMissingError(
        "The SQL Anywhere driver sqlanydb is not installed.", "Run: pip install 'sms-callback[sqlanywhere]'"
    ) from error

_LOST = frozenset({-85, -100, -101, -105, -308})
"""The connection is gone, another one may work: communication error, server not found, not connected, server cannot be
started, connection terminated. Numbers of all errors: sources C7 and the manual's page «Error messages by SQLCODE»."""

_AGAIN = frozenset({-210, -306, -307, -684})
"""The transaction lost against another one: row locked, deadlock, all threads blocked, undone while prefetching."""

_AWAY = frozenset({-83, -86, -87, -99, -102, -103, -104, -299, -300, -304, -309, -685, -757})
"""May succeed later: no such database (yet), no memory, connections not allowed or too many, login, interrupted, fatal
error, disk full, memory, resource governor, read-only (a mirror that is no longer the primary)."""

_NOT_INSTALLED = frozenset({-140, -141, -265})
"""No such user (owner), table, procedure."""

_DENIED = -121

_VALUES = {
    -157: (re.compile(r"(?is)convert .* to "), "convert a value to "),
    -158: (re.compile(r"(?is)value .* out of range"), "A value is out of range"),
    -193: (re.compile(r"(?s):.*"), ""),
}
"""Errors whose text quotes values, which may be somebody's number or message."""

_TIME = re.compile(r"(\d{4})[-/](\d\d)[-/](\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?")


class Text(str):
    """A parameter's text, which also packs as a number where the server described the parameter as one."""

    __slots__ = ()

    def __float__(self) -> float:
        return float(str(self))

    def __index__(self) -> int:
        return int(str(self))


class Handle:
    """One session of the database.

    Args:
        parameters: of the connection string.
        label: the database as people may see it.

    Raises:
        DriverMissingError: sqlanydb finds no client library.
        DatabaseAwayError: there is no session to be had.
        SmsCallbackError: the server does not speak UTF-8 with us.
    """

    def __init__(self, parameters: Mapping[str, str], label: str) -> None:
        try:
            self._connection = sqlanydb.connect(**parameters)
        except (sqlanydb.InterfaceError, OSError) as error:
            raise DriverMissingError(
                f"The SQL Anywhere client library cannot be loaded: {_text(error)}",
                "Install the SQL Anywhere client (12, 16 or 17). Then, on Linux, run its bin64/sa_config.sh or set"
                " SQLANY_API_DLL to the path of libdbcapi_r.so; on Windows set SQLANY17 to the client's folder, or"
                " SQLANY_API_DLL to the path of dbcapi.dll.",
            ) from error
        except sqlanydb.Error as error:
            raise DatabaseAwayError(
                f"SQL Anywhere cannot be reached at {label}: {_reason(error)}",
                "Start the server, or correct the URL, the user or the password.",
            ) from error
        except LookupError as error:
            # The name of a charset that Python does not have.
            raise _not_utf8(label, str(error)) from error
        _ours.append(self)
        self.closed = False
        if self._connection.char_set.lower().replace("-", "") != "utf8":
            self.close()
            raise _not_utf8(label, str(self._connection.char_set))

    def execute(self, statement: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Send one statement; return its rows, none if it gives none.

        Raises:
            DatabaseAwayError: it may succeed later (LostError: at once).
            NotInstalledError: something of ours is not there.
            DatabaseRefusedError: it never will.
        """
        try:
            cursor = self._connection.cursor()
            try:
                cursor.execute(statement, [_bound(value) for value in parameters])
                if cursor.description is None:
                    return []
                columns = [(column[0], column[1]) for column in cursor.description]
                return [
                    {name: _shown(value, kind) for (name, kind), value in zip(columns, values, strict=True)}
                    for values in cursor.fetchall()
                ]
            finally:
                cursor.close()
        except sqlanydb.Error as error:
            raise self._translated(error) from error
        except (struct.error, ValueError, OverflowError) as error:
            raise DatabaseRefusedError(f"SQL Anywhere: a parameter has not the form it needs ({error}).") from error

    def commit(self) -> None:
        """End the transaction: all of it is stored when this returns. sqlanydb itself does not tell of a failure."""
        self._end(self._connection.commit)

    def rollback(self) -> None:
        """End the transaction: nothing of it is stored. A session that is lost has done so already."""
        if not self.closed:
            try:
                self._end(self._connection.rollback)
            except SmsCallbackError:
                self.close()

    def close(self) -> None:
        """End the session; what is not committed is rolled back."""
        if not self.closed:
            self.closed = True
            _ours.remove(self)
            # At the end of the process sqlanydb closes its sessions by itself, perhaps before this.
            if self._connection.c is not None:
                self._connection.close()

    def abandon(self) -> None:
        """Forget a session that belongs to the process which this one was forked from, without ending it."""
        self.closed = True
        self._connection.c = None

    def _end(self, how: Any) -> None:
        try:
            done = how()
            if not done:
                self._connection.handleerror(*self._connection.error())
        except sqlanydb.Error as error:
            raise self._translated(error) from error
        if not done:
            self.close()
            raise LostError("SQL Anywhere: the transaction did not end.", "Look at the server's log.")

    def _translated(self, error: Any) -> SmsCallbackError:
        """The error as one of ours. Values are taken out of its text."""
        code, text = error.errorcode, f"SQL Anywhere: {_reason(error)}"
        if code in _LOST or isinstance(error, sqlanydb.InterfaceError):
            self.close()
            return LostError(text, "Look at the server's log if it happens again.")
        if code in _AGAIN:
            return LostError(text, "Look at what else uses these rows if it happens again.")
        if code in _AWAY:
            return DatabaseAwayError(text, "Look at the server's log.")
        if code in _NOT_INSTALLED:
            return NotInstalledError(text, "Run: sms-callback install")
        if code == _DENIED:
            return DeniedError(
                text, "Connect as a DBA, or make the user a member of sms_web (adapter), sms_reader or sms_admin."
            )
        return DatabaseRefusedError(text)


_ours: list[Handle] = []


def _after_fork() -> None:
    """In a child: the parent's sessions are not ours to end, and its client library has lost its threads.

    sqlanydb would disconnect all of them when the child ends.
    """
    for handle in _ours:
        handle.abandon()
    _ours.clear()
    sqlanydb.Root.connections.clear()
    if sqlanydb.Connection.cls_parent is not None:
        sqlanydb.Connection.cls_parent.api = None
        sqlanydb.Connection.cls_parent = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def _not_utf8(label: str, charset: str) -> SmsCallbackError:
    return SmsCallbackError(
        f"SQL Anywhere at {label} does not answer in UTF-8, though that was asked for ({charset}).",
        "Use a client library of version 12 or later.",
    )


def _bound(value: Value) -> Any:
    """A parameter as sqlanydb takes it."""
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return utc_text(value)
    if isinstance(value, str):
        return Text(plain(value))
    if isinstance(value, float):
        return Text(format(Decimal(repr(value)), "f"))
    return int(value)


def _shown(value: Any, kind: Any) -> Value:
    """A value as `model.Row` has it; sqlanydb hands times and NUMERIC over as text (sources C3)."""
    if kind is sqlanydb.TIMESTAMP and isinstance(value, str):
        time = _TIME.fullmatch(value)
        return f"{time[1]}-{time[2]}-{time[3]} {time[4]}.{(time[5] or '')[:3]:0<3}" if time else value
    if kind is sqlanydb.NUMBER and isinstance(value, str):
        return float(value)
    if value is None or isinstance(value, int | float | str):
        return value
    return bytes(value).hex()


def _reason(error: Any) -> str:
    """What the server, or the client library, says happened, in one sentence; the driver cuts it at 256 bytes."""
    text = _text(error).strip() or "no reason given"
    if error.errorcode in _VALUES:
        pattern, instead = _VALUES[error.errorcode]
        text = pattern.sub(instead, text)
    return text.rstrip(".") + "."


def _text(error: Any) -> str:
    found = getattr(error, "errortext", None) or str(error)
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else str(found)
