"""Connections to a spool file: made where there is none, refused where it is something else."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from sms_callback.engine.sqlite_connection import Connection, file_at, statements
from sms_callback.errors import SpoolAwayError
from sms_callback.model import Row
from sms_callback.sqlfiles import shipped

APPLICATION_ID = 0x534D5353
"""Marks a SQLite file as a spool (https://www.sqlite.org/pragma.html#pragma_application_id): SMSS."""

FORMAT = 1
"""The version of `sql/spool/query/table.sql`."""

WAL_BYTES = 4 << 20
"""What SQLite's -wal file keeps on the disk: space for deleting what was drained, even on a full disk."""

EXPORT = "Keep what can be read (sms-callback spool export -o FILE), then move the file away and start again."

_HINTS = {
    sqlite3.SQLITE_BUSY: "Another process kept it locked; try again.",
    sqlite3.SQLITE_LOCKED: "Another connection kept it locked; try again.",
    sqlite3.SQLITE_READONLY: "Make the file and its folder writable for this user.",
    sqlite3.SQLITE_PERM: "Make the file and its folder writable for this user.",
    sqlite3.SQLITE_IOERR: "Look at the disk.",
    sqlite3.SQLITE_FULL: "Make room on the disk.",
    sqlite3.SQLITE_CANTOPEN: "Make the folder, and let this user write in it; or name another file with --spool.",
    sqlite3.SQLITE_PROTOCOL: "Another process kept it locked; try again.",
    sqlite3.SQLITE_CORRUPT: f"The file is damaged. {EXPORT}",
    sqlite3.SQLITE_NOTADB: "It is no spool, or damaged. Name another file with --spool, or move this one away.",
}
"""Primary result code → what to do (https://www.sqlite.org/rescode.html)."""


@cache
def query(name: str) -> str:
    """The statement of `sql/spool/query/<name>.sql`."""
    return shipped("spool").query(name)


def execute(
    handle: sqlite3.Connection, statement: str, parameters: Mapping[str, object] | None = None
) -> sqlite3.Cursor:
    """Send one statement; errors come as ours."""
    try:
        return handle.execute(statement, dict(parameters or {}))
    except sqlite3.Error as error:
        raise translated(error) from error


def rows(cursor: sqlite3.Cursor) -> list[Row]:
    """All rows of a result."""
    return list(each(cursor))


def each(cursor: sqlite3.Cursor) -> Iterator[Row]:
    """The rows of a result, one after the other."""
    names = [column[0] for column in cursor.description or ()]
    try:
        for values in cursor:
            yield dict(zip(names, values, strict=True))
    except sqlite3.Error as error:
        raise translated(error) from error


def primary_code(error: Exception) -> int:
    """SQLite's primary result code of an error, or of what it was translated from; 0 if it is not SQLite's."""
    for one in (error, error.__cause__):
        if isinstance(one, sqlite3.Error):
            return int(getattr(one, "sqlite_errorcode", 0)) & 0xFF
    return 0


def open_spool(path: Path, label: str | None, max_wait: float) -> Connection:
    """Connect to a spool.

    Args:
        path: the file, absolute.
        label: the database that a new spool is for; None: the file must be there.
        max_wait: seconds to wait for other processes.

    Raises:
        SpoolAwayError: it cannot be opened, or made, or is something else.
    """
    if label is not None:
        _make_file(path)
    try:
        # Used by one thread at a time, under the lock of its owner.
        handle = sqlite3.connect(
            f"{path.as_uri()}?mode=rw", uri=True, timeout=max_wait, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise translated(error, path) from error
    handle.text_factory = _text
    try:
        _prepare(handle, path, label, max_wait)
    except SpoolAwayError:
        handle.close()
        raise
    return Connection(handle, str(path), file_at(path))


def sync_folder(path: Path) -> None:
    """Write a folder to the disk: only then is a new file in it safe."""
    if os.name == "nt":
        # Windows has no such call; NTFS journals the names of files.
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_file(path: Path) -> None:
    """An empty file that this user alone may read: it will hold phone numbers and texts. SQLite's own get its mode."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        sync_folder(path.parent)
    except FileExistsError:
        return
    except OSError as error:
        raise SpoolAwayError(
            f"The spool {path} cannot be made: {error.strerror}.", _HINTS[sqlite3.SQLITE_CANTOPEN]
        ) from error


def _prepare(handle: sqlite3.Connection, path: Path, label: str | None, max_wait: float) -> None:
    marks = _marks(handle)
    if marks == (0, 0) and label is not None:
        _make(handle, path, label)
        marks = _marks(handle)
    if marks[0] != APPLICATION_ID:
        raise SpoolAwayError(f"{path} is no spool of sms-callback.", "Name another file with --spool.")
    if marks[1] != FORMAT:
        raise SpoolAwayError(
            f"The spool {path} has format {marks[1]}; this release knows {FORMAT}.",
            "Drain it with the release that wrote it, or name another file with --spool.",
        )
    _to_wal(handle, path, max_wait)
    # Each commit is on the disk before it returns; on macOS that takes a flag of its own.
    for setting in ("synchronous = FULL", "fullfsync = ON", f"journal_size_limit = {WAL_BYTES}"):
        execute(handle, f"PRAGMA {setting}")
    # The first access makes SQLite's files beside it.
    _marks(handle)


def _marks(handle: sqlite3.Connection) -> tuple[int, int]:
    return (
        int(execute(handle, "PRAGMA application_id").fetchone()[0]),
        int(execute(handle, "PRAGMA user_version").fetchone()[0]),
    )


def _make(handle: sqlite3.Connection, path: Path, label: str) -> None:
    execute(handle, "BEGIN EXCLUSIVE")
    try:
        if execute(handle, "PRAGMA schema_version").fetchone()[0] == 0:
            for statement in statements(query("table")):
                execute(handle, statement)
            execute(handle, query("state_insert"), {"database_label": label})
            execute(handle, f"PRAGMA application_id = {APPLICATION_ID}")
            execute(handle, f"PRAGMA user_version = {FORMAT}")
        execute(handle, "COMMIT")
    finally:
        if handle.in_transaction:
            execute(handle, "ROLLBACK")
    sync_folder(path.parent)


def _to_wal(handle: sqlite3.Connection, path: Path, max_wait: float) -> None:
    """Set the journal mode, which lasts; while another process does so SQLite does not wait by itself."""
    until = time.monotonic() + max_wait
    while True:
        try:
            mode = execute(handle, "PRAGMA journal_mode = WAL").fetchone()[0]
        except SpoolAwayError:
            if time.monotonic() > until:
                raise
            time.sleep(0.005)
            continue
        if mode != "wal":
            raise SpoolAwayError(
                f"The spool {path} cannot be written safely: its file system has no shared memory.",
                "Name a file on a local disk with --spool.",
            )
        return


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def translated(error: sqlite3.Error, path: Path | None = None) -> SpoolAwayError:
    """The error as ours. SQLite's texts name objects, never values."""
    code = getattr(error, "sqlite_errorcode", None)
    hint = _HINTS.get(code & 0xFF, "Look at the file and its disk.") if code is not None else ""
    return SpoolAwayError(f"The spool{f' {path}' if path else ''} cannot be used: {error}.", hint)
