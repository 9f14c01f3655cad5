"""System functions: properties, users, errors, variables' worlds."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import fault, types
from tests.sqlanywhere.values.builtin.registry import builtin, integer, text
from tests.sqlanywhere.values.convert import convert
from tests.sqlanywhere.values.special import special_value
from tests.sqlanywhere.values.text import Guid, to_text

_NAME = TypeName("varchar", 128)


@builtin("property", 1, 2, types.LONG_VARCHAR, deterministic=False)
def property_function(session: Session, name: Value, number: Value = 0) -> Value:
    """Page "PROPERTY function": of the server; NULL for an unknown name."""
    return session.property("server", text(name, session))


@builtin("db_property", 1, 2, types.LONG_VARCHAR, deterministic=False)
def db_property(session: Session, name: Value, database: Value = 0) -> Value:
    """Page "DB_PROPERTY function": of the database that one is connected to."""
    return session.property("database", text(name, session))


@builtin("connection_property", 1, 2, types.LONG_VARCHAR, strict=False, deterministic=False)
def connection_property(session: Session, name: Value, connection: Value = None) -> Value:
    """Page "CONNECTION_PROPERTY function": of the connection itself."""
    if name is None:
        return None
    own = session.property("connection", "Number")
    if connection is not None and (own is None or integer(connection, session) != int(own)):
        raise ModelError("CONNECTION_PROPERTY of another connection")
    return session.property("connection", text(name, session))


@builtin("db_name", 0, 1, _NAME, strict=False, deterministic=False)
def db_name(session: Session, number: Value = None) -> Value:
    """Page "DB_NAME function"; the only database has the number 0."""
    return session.property("database", "Name") if number is None or integer(number, session) == 0 else None


@builtin("user_name", 0, 1, _NAME, strict=False, deterministic=False)
def user_name(session: Session, number: Value = None) -> Value:
    """Page "USER_NAME function": without a number the current user."""
    if number is not None:
        raise ModelError("USER_NAME of a number: query SYS.SYSUSER")
    return special_value("CURRENT USER")(session)


@builtin("event_parameter", 1, 1, types.LONG_VARCHAR, deterministic=False)
def event_parameter(session: Session, name: Value) -> Value:
    """Page "EVENT_PARAMETER function": NULL outside an event."""
    read = getattr(session, "event_parameter", None)
    found = read(text(name, session)) if read is not None else None
    return None if found is None else str(found)


_MESSAGES: Mapping[int, str] = {
    error.sqlcode: error.message
    for error in (
        fault.division_by_zero(),
        fault.truncated(),
        fault.many_rows(),
        fault.out_of_range("%1"),
        fault.cannot_convert("%1", "%2"),
        fault.no_column("%1"),
        fault.no_procedure("%1"),
        fault.no_variable("%1"),
    )
}


@builtin("errormsg", 0, 1, types.LONG_VARCHAR, strict=False, deterministic=False)
def errormsg(session: Session, code: Value = None) -> Value:
    """Page "ERRORMSG function": the last error's text, only in a handler's first statement (sources P3), else NULL (U).

    With a SQLCODE: that error's text with its places unfilled.
    """
    if code is None:
        return session.message if session.errormsg_allowed() else None
    number = convert(code, types.INTEGER, session)
    if not isinstance(number, int) or -abs(number) not in _MESSAGES:
        raise ModelError(f"ERRORMSG({to_text(code, session)})")
    return _MESSAGES[-abs(number)]


@builtin("traceback", 0, 1, types.LONG_VARCHAR, strict=False, deterministic=False)
def traceback(session: Session, star: Value = None) -> Value:
    """Page "TRACEBACK function": where the last error was; the machine keeps it, if it does."""
    found = getattr(session, "traceback", None)
    if found is None:
        raise ModelError("function TRACEBACK")
    return str(found)


@builtin("newid", 0, 0, types.UUID, deterministic=False)
def newid(session: Session) -> Value:
    """Page "NEWID function"."""
    return Guid(uuid.uuid4().bytes)


@builtin("uuidtostr", 1, 1, TypeName("char", 36))
def uuidtostr(session: Session, value: Value) -> Value:
    """Page "UUIDTOSTR function"."""
    return to_text(convert(value, types.UUID, session), session)


@builtin("strtouuid", 1, 1, types.UUID)
def strtouuid(session: Session, value: Value) -> Value:
    """Page "STRTOUUID function"."""
    return convert(value, types.UUID, session)


@builtin("isnumeric", 1, 1, types.INTEGER, strict=False)
def isnumeric(session: Session, value: Value) -> Value:
    """Page "ISNUMERIC function": 1 if the text is a valid number, else 0; NULL gives 0."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return 0
    try:
        convert(value, types.DOUBLE, session)
    except SqlError:
        return 0
    return 1
