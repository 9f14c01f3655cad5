"""An empty spool goes over to another database, if nobody else has it open."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sms_callback.errors import SpoolAwayError
from sms_callback.spool.connection import execute, primary_code, query, rows, translated


def claim(path: Path, label: str, max_wait: float) -> None:
    """Make an empty spool that of the database `label`. This process must not have it open.

    Raises:
        SpoolAwayError: it holds callbacks, or an adapter of the other database uses it.
    """
    try:
        handle = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=max_wait, isolation_level=None)
    except sqlite3.Error as error:
        raise translated(error, path) from error
    with closing(handle):
        # Set before the first access it takes the whole file for this connection
        # (https://www.sqlite.org/wal.html#use_of_wal_without_shared_memory).
        execute(handle, "PRAGMA locking_mode = EXCLUSIVE")
        try:
            execute(handle, "BEGIN IMMEDIATE")
            state = rows(execute(handle, query("state")))[0]
        except SpoolAwayError as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY:
                raise
            raise not_ours(path, "another database whose adapter is running") from error
        if state["waiting"] or state["poison"]:
            raise not_ours(path, str(state["database_label"]))
        execute(handle, query("state_own"), {"database_label": label})
        execute(handle, "COMMIT")


def not_ours(path: Path, whose: str) -> SpoolAwayError:
    """The error where a spool is another database's."""
    return SpoolAwayError(
        f"The spool {path} is that of {whose}.",
        "Each database has a spool of its own: name another file with --spool, or drain this one first.",
    )
