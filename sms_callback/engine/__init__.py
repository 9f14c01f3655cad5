"""The database engines. `open_engine` picks one by URL; its driver is imported only then."""

from __future__ import annotations

from urllib.parse import unquote

from sms_callback.engine.base import Engine
from sms_callback.errors import DatabaseUrlError

FORMS = (
    "Write sqlite:///relative.db, sqlite:////absolute/path.db, postgresql://user@host/name"
    " or sqlanywhere://user@host/database?server=name."
)


def open_engine(url: str, *, create: bool = False) -> Engine:
    """The engine for a database URL. Nothing is connected before its first use.

    Args:
        url: `sqlite:///path` (four slashes before an absolute path), `postgresql://…` or `sqlanywhere://…`.
        create: make the SQLite file if it is missing (the installer); a database of a server must be there.

    Raises:
        DatabaseUrlError: no engine takes this URL.
        DriverMissingError: the engine's Python driver is not installed.
    """
    scheme, separator, rest = url.partition(":")
    if not separator:
        raise DatabaseUrlError("The database is not given as a URL.", FORMS)
    match scheme.lower():
        case "sqlite":
            from sms_callback.engine.sqlite import SqliteEngine

            return SqliteEngine(_sqlite_path(rest), create=create)
        case "postgresql" | "postgres":
            from sms_callback.engine.postgresql import PostgresqlEngine

            return PostgresqlEngine(url)
        case "sqlanywhere":
            from sms_callback.engine.sqlanywhere import SqlanywhereEngine

            return SqlanywhereEngine(url)
    raise DatabaseUrlError(f"No engine is named {scheme!r}.", FORMS)


def _sqlite_path(rest: str) -> str:
    """The file that a SQLite URL names, from what follows its `sqlite:`."""
    if not rest.startswith("///"):
        raise DatabaseUrlError("A SQLite URL has three slashes, then the path.", FORMS)
    path = unquote(rest.removeprefix("///"))
    if path in {"", ":memory:"}:
        raise DatabaseUrlError(
            "SQLite in memory cannot be used: each thread would have a database of its own.", "Name a file. " + FORMS
        )
    if "\0" in path:
        raise DatabaseUrlError("No file can have the character %00 in its name.", FORMS)
    return path
