"""Which database a spool is for, and where it is by default."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

DEFAULT_NAME = "sms-callback-spool.db"

_PLACE = {"host", "hostaddr", "port", "dbname", "service", "server", "servername", "databasename", "dbn"}
"""Options of a URL that say which database it is; others, such as a timeout, may change."""


def default_path(database_url: str) -> Path:
    """Where a database's spool is unless somebody says otherwise: beside a SQLite file, else in the working folder."""
    if file := _sqlite_file(database_url):
        return file.with_name(f"{file.name}-spool")
    return Path(DEFAULT_NAME)


def same_database(one: str, other: str) -> bool:
    """Do two labels (`Engine.label`) mean the same database, whoever connects and however the URL is spelled?"""
    return one == other or _place(one) == _place(other)


def _sqlite_file(url: str) -> Path | None:
    scheme, _, rest = url.partition(":")
    return Path(unquote(rest.removeprefix("///"))) if scheme.lower() == "sqlite" and rest.startswith("///") else None


def _place(label: str) -> tuple[object, ...]:
    if file := _sqlite_file(label):
        return ("sqlite", str(file.resolve()))
    try:
        parts = urlsplit(label)
    except ValueError:
        return (label,)
    scheme = "postgresql" if parts.scheme == "postgres" else parts.scheme
    user, _, address = parts.netloc.rpartition("@")
    # Without a name the database is the user's.
    name = parts.path.strip("/") or user.partition(":")[0]
    options = sorted((key.lower(), value) for key, value in parse_qsl(parts.query) if key.lower() in _PLACE)
    return (scheme, address.lower(), name, *options)
