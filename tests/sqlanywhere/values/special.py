"""Special values (page "Special values") and global variables (page "Global variables")."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.fault import no_variable

_Reader = Callable[[Session], Value]
_NAME = TypeName("varchar", 128)


def local_now(session: Session) -> dt.datetime:
    """CURRENT TIMESTAMP: the server's clock in its own time zone."""
    return session.now() + session.utc_offset()


def _login(session: Session) -> str:
    """Who connected; a session that does not tell has one user (page "CURRENT USER special value")."""
    return str(getattr(session, "login", session.user))


_SPECIAL: Mapping[str, tuple[_Reader, TypeName]] = {
    "CURRENT TIMESTAMP": (local_now, types.TIMESTAMP),
    "TIMESTAMP": (local_now, types.TIMESTAMP),
    "CURRENT UTC TIMESTAMP": (
        lambda session: session.now().replace(tzinfo=dt.UTC),
        types.OFFSET,
    ),
    "UTC TIMESTAMP": (lambda session: session.now().replace(tzinfo=dt.UTC), types.OFFSET),
    "CURRENT DATE": (lambda session: local_now(session).date(), types.DATE),
    "CURRENT TIME": (lambda session: local_now(session).time(), types.TIME),
    "CURRENT USER": (lambda session: _login(session), _NAME),
    "USER": (lambda session: _login(session), _NAME),
    "LAST USER": (lambda session: _login(session), _NAME),
    "SESSION USER": (lambda session: _login(session), _NAME),
    "EXECUTING USER": (lambda session: session.user, _NAME),
    "CURRENT DATABASE": (lambda session: session.property("database", "Name"), _NAME),
    "CURRENT PUBLISHER": (lambda session: session.property("database", "Publisher"), _NAME),
    "SQLCODE": (lambda session: session.sqlcode, types.INTEGER),
    "SQLSTATE": (lambda session: session.sqlstate, TypeName("varchar", 5)),
}

_GLOBALS: Mapping[str, tuple[_Reader, TypeName]] = {
    "@@rowcount": (lambda session: session.rowcount, types.INTEGER),
    "@@identity": (lambda session: session.identity, types.BIGINT),
    "@@error": (lambda session: getattr(session, "error_number", session.sqlcode), types.INTEGER),
    "@@trancount": (lambda session: session.trace_count, types.INTEGER),
    "@@fetch_status": (lambda session: session.fetched, types.INTEGER),
    "@@servername": (lambda session: session.property("server", "Name"), _NAME),
    "@@version": (lambda session: session.property("server", "ProductVersion"), _NAME),
    "@@spid": (lambda session: int(session.property("connection", "Number") or 0), types.INTEGER),
}


def special_value(name: str) -> _Reader:
    """What reads a special value.

    Raises:
        ModelError: the model has none of that name.
    """
    return _entry(_SPECIAL, name)[0]


def special_type(name: str) -> TypeName:
    """The type of a special value."""
    return _entry(_SPECIAL, name)[1]


def _entry(table: Mapping[str, tuple[_Reader, TypeName]], name: str) -> tuple[_Reader, TypeName]:
    found = table.get(name)
    if found is None:
        raise ModelError(f"special value {name}")
    return found


def global_variable(name: str) -> _Reader:
    """What reads `@@name`.

    Raises:
        SqlError: -260, there is no such variable.
    """
    found = _GLOBALS.get(name.lower())
    if found is None:
        raise no_variable(name)
    return found[0]


def global_type(name: str) -> TypeName:
    """The type of `@@name`."""
    found = _GLOBALS.get(name.lower())
    if found is None:
        raise no_variable(name)
    return found[1]
