"""Statements to PostgreSQL: parameters in, values out, errors of psycopg as ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias

import psycopg
from psycopg import sql

from sms_callback.engine.group import LostError
from sms_callback.engine.value import plain, utc_text
from sms_callback.errors import DatabaseAwayError, DatabaseRefusedError, DeniedError, NotInstalledError
from sms_callback.model import Row, Value

Handle: TypeAlias = psycopg.Connection[tuple[Any, ...]]
"""A connection whose rows are tuples."""

_AT_ONCE = ("40", "XX")
"""SQLSTATE classes where the same call may succeed at once, unless it is the cause: rollback (deadlock), internal.
https://www.postgresql.org/docs/current/errcodes-appendix.html"""

_LATER = ("08", "25", "53", "57", "58")
"""The same for later, whatever the call is: connection, read-only standby, resources, operator, system."""

_NOT_INSTALLED = {"3F000", "42883", "42P01"}
"""No such schema, function, table."""


@cache
def call_statement(procedure: str, given: tuple[str, ...], out: tuple[str, ...]) -> bytes:
    """The CALL of a procedure of ours; OUT parameters take a NULL there."""
    arguments = [sql.SQL("{} => {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in given]
    arguments += [sql.SQL("{} => NULL").format(sql.Identifier(name)) for name in out]
    statement = sql.SQL("CALL sms.{}({})").format(sql.Identifier(procedure), sql.SQL(", ").join(arguments))
    return statement.as_bytes(None)


def bound(value: Value) -> str | None:
    """A parameter as PostgreSQL takes it: a text, which becomes whatever it is used as."""
    if value is None:
        return None
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dt.datetime):
        return utc_text(value)
    return repr(int(value) if isinstance(value, bool) else value)


def execute(
    handle: Handle, statement: bytes, parameters: Mapping[str, Value] | None = None, *, prepare: bool | None = None
) -> psycopg.Cursor[tuple[Any, ...]]:
    """Send a statement, or several if there are no parameters and it is not to be prepared.

    Raises:
        DatabaseAwayError: it may succeed later (LostError: at once).
        NotInstalledError: something of ours is not there.
        DatabaseRefusedError: it never will.
    """
    # Without parameters none is looked for: a percent sign is one.
    values = {name: bound(value) for name, value in parameters.items()} if parameters else None
    with translating(handle):
        return handle.execute(statement, values, prepare=prepare)


def rows(cursor: psycopg.Cursor[tuple[Any, ...]]) -> list[Row]:
    """All rows of a result; none if the statement gives none."""
    if cursor.description is None:
        return []
    names = [column.name for column in cursor.description]
    return [{name: _shown(value) for name, value in zip(names, values, strict=True)} for values in cursor]


def _shown(value: Any) -> Value:
    """A value as `model.Row` has it."""
    if value is None or isinstance(value, str | float):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "milliseconds")
    if isinstance(value, Decimal):
        return float(value)
    return str(value)


@contextmanager
def translating(handle: Handle) -> Iterator[None]:
    """Errors of psycopg as ours. Its first line names objects and constraints, never the values of a row."""
    try:
        yield
    except psycopg.Error as error:
        state, text = error.sqlstate, f"PostgreSQL: {reason(error)}"
        if handle.closed or (state is not None and state.startswith(_AT_ONCE)):
            raise LostError(text, "Look at the server's log if it happens again.") from error
        if state == "25006":
            # The session stays read-only although the server may not; a new one may find another.
            handle.close()
        if state == "55P03" or (state is not None and state.startswith(_LATER)):
            raise DatabaseAwayError(text, "Look at the server's log.") from error
        if state in _NOT_INSTALLED:
            raise NotInstalledError(text, "Run: sms-callback install") from error
        if state == "42501":
            raise DeniedError(
                text, "Connect as its owner, or GRANT the user sms_web (adapter), sms_reader or sms_admin."
            ) from error
        raise DatabaseRefusedError(text) from error


def reason(error: psycopg.Error) -> str:
    """What the server, or libpq, says happened, in one sentence."""
    text = error.diag.message_primary or (str(error).strip().splitlines() or ["no reason given"])[0]
    if error.sqlstate == "2BP01" and error.diag.message_detail:
        # What depends on an object that is to be dropped: names of objects again.
        text = f"{text}: {'; '.join(error.diag.message_detail.splitlines())}"
    return text.rstrip(".") + "."
