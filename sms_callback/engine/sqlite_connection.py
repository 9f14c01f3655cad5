"""Connections to a SQLite file: opened, shared among threads and processes, and their errors as ours."""

from __future__ import annotations

import datetime as dt
import os
import re
import sqlite3
import threading
import weakref
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sms_callback.engine.value import plain, utc_text
from sms_callback.errors import DatabaseAwayError, DatabaseRefusedError, NotInstalledError, SmsCallbackError
from sms_callback.model import Row, Value

BUSY_TIMEOUT = 10.0
"""Seconds to wait for another process that writes."""

DELIVERY_TIMEOUT = 1.0
"""Seconds that callbacks wait for another process that writes: providers hardly wait longer, and the spool is there."""

CHECKPOINT_PAGES = 4000
"""The write-ahead log goes into the file when it has so many pages (16 MB). A page that many callbacks write is then
written once; more would make the one commit that does it too long (https://www.sqlite.org/wal.html, section 2.3)."""

DELIVERY_PAGES = 16000
"""The same for the connection that stores callbacks: the checkpoints beside it (`sqlite_checkpoint`) nearly always come
before that."""

LARGEST_LOG = 64 * 2**20
"""Bytes to which the log's file is cut when a long reader, which keeps it from starting anew, let it grow beyond."""

CACHE_KIB = 16 * 1024
"""Page cache of the connection that stores callbacks: the upper pages of the indexes of millions of messages."""

_AWAY = {
    sqlite3.SQLITE_BUSY: "Another process kept it locked.",
    sqlite3.SQLITE_LOCKED: "Another connection kept it locked.",
    sqlite3.SQLITE_READONLY: "Make the file and its folder writable for this user.",
    sqlite3.SQLITE_IOERR: "Look at the disk.",
    sqlite3.SQLITE_FULL: "Make room on the disk.",
    sqlite3.SQLITE_CANTOPEN: "Make the folder, and let this user write in it.",
    sqlite3.SQLITE_PROTOCOL: "Another process kept it locked.",
    sqlite3.SQLITE_NOMEM: "The machine is out of memory.",
    sqlite3.SQLITE_CORRUPT: "The file is damaged: restore it.",
    sqlite3.SQLITE_NOTADB: "The file is no SQLite database: name another one, or restore it.",
}
"""Primary result code → what to do, where the same call may succeed later (https://www.sqlite.org/rescode.html)."""

_guard = threading.RLock()
_locks: dict[str, threading.RLock] = {}
_open: Counter[str] = Counter()
_inherited: set[str] = set()
_untouchable: list[sqlite3.Connection] = []


def _after_fork() -> None:
    """In a child, SQLite believes that it holds the parent's locks, which it does not, and takes none of its own.

    So a file that the parent had open at the fork must not be opened here
    (https://www.sqlite.org/howtocorrupt.html, section 2.6).
    """
    global _guard
    _guard = threading.RLock()
    _locks.clear()
    _inherited.update(path for path, count in _open.items() if count > 0)
    _open.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def write_lock(path: Path) -> threading.RLock:
    """The lock of a file in this process: its threads queue here, where waiting costs nothing, not in SQLite."""
    with _guard:
        return _locks.setdefault(str(path), threading.RLock())


def _release(handle: sqlite3.Connection, path: str, pid: int) -> None:
    """Close a connection, unless it came here by a fork: then even closing it is forbidden."""
    if os.getpid() == pid:
        handle.close()
        with _guard:
            _open[path] -= 1
    else:
        _untouchable.append(handle)


@dataclass(eq=False)
class Connection:
    """A connection, and the file (device, inode) that it has open.

    `stale`: the file failed, so that the next use takes a new connection.
    """

    handle: sqlite3.Connection
    path: str
    file: tuple[int, int] | None
    uses: int = 0
    stale: bool = False
    close: weakref.finalize[[sqlite3.Connection, str, int], Connection] = field(init=False)

    def __post_init__(self) -> None:
        with _guard:
            _open[self.path] += 1
        self.close = weakref.finalize(self, _release, self.handle, self.path, os.getpid())


def open_connection(path: Path, *, create: bool, delivery: bool = False) -> Connection:
    """Connect to a file; `uses` of the connection is 1.

    Args:
        path: the file, absolute.
        create: make it if it is missing.
        delivery: the connection is the one that stores callbacks.

    Raises:
        DatabaseAwayError: it cannot be opened or is no database.
    """
    mode = "rwc" if create else "rw"
    try:
        # Closed by whichever thread closes the engine; used by one thread at a time.
        handle = sqlite3.connect(
            f"{path.as_uri()}?mode={mode}",
            uri=True,
            timeout=DELIVERY_TIMEOUT if delivery else BUSY_TIMEOUT,
            isolation_level=None,
            check_same_thread=False,
        )
    except sqlite3.Error as error:
        raise _translated(error) from error
    # Another program may have cut a text in the middle of a character; reading must not fail on that.
    handle.text_factory = _text
    try:
        execute(handle, "PRAGMA journal_mode = WAL")
        execute(handle, "PRAGMA synchronous = FULL")
        execute(handle, "PRAGMA foreign_keys = ON")
        execute(handle, "PRAGMA recursive_triggers = OFF")
        execute(handle, f"PRAGMA wal_autocheckpoint = {DELIVERY_PAGES if delivery else CHECKPOINT_PAGES}")
        execute(handle, f"PRAGMA journal_size_limit = {LARGEST_LOG}")
        if delivery:
            execute(handle, f"PRAGMA cache_size = -{CACHE_KIB}")
            # Before each callback SQLite saves the pages that it changes, to undo it alone: not in a file.
            execute(handle, "PRAGMA temp_store = MEMORY")
    except SmsCallbackError:
        handle.close()
        raise
    return Connection(handle, str(path), file_at(path), uses=1)


def file_at(path: Path) -> tuple[int, int] | None:
    """Which file (device, inode) has the name now, None if none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def inherited(path: Path) -> bool:
    """Was the file open when this process was forked? Then it must not be used here."""
    return str(path) in _inherited


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def bound(value: Value) -> Value:
    """A parameter as SQLite takes it."""
    if isinstance(value, str):
        return plain(value)
    return utc_text(value) if isinstance(value, dt.datetime) else value


def execute(
    connection: sqlite3.Connection, statement: str, parameters: Mapping[str, Value] | Sequence[Value] = ()
) -> sqlite3.Cursor:
    """Send one statement with its parameters by name or by position; errors come as ours."""
    try:
        if isinstance(parameters, Mapping):
            return connection.execute(statement, {name: bound(value) for name, value in parameters.items()})
        return connection.execute(statement, [None if value is None else bound(value) for value in parameters])
    except (sqlite3.Error, OverflowError) as error:
        raise _translated(error) from error


def statements(text: str) -> Iterator[str]:
    """The statements of a file; a trigger's body has semicolons of its own."""
    statement = ""
    for piece in re.split(r"(?<=;)", text):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


def first(cursor: sqlite3.Cursor) -> tuple[Value, ...] | None:
    """The first row of a statement, None if there is none."""
    try:
        row: tuple[Value, ...] | None = cursor.fetchone()
    except sqlite3.Error as error:
        raise _translated(error) from error
    return row


def rows(cursor: sqlite3.Cursor) -> list[Row]:
    """All rows of a statement, by column name; none if it has no columns."""
    if cursor.description is None:
        return []
    names = [column[0] for column in cursor.description]
    try:
        return [dict(zip(names, values, strict=True)) for values in cursor]
    except sqlite3.Error as error:
        raise _translated(error) from error


def _translated(error: Exception) -> SmsCallbackError:
    """The error as one of ours. SQLite's texts name objects and constraints, never values."""
    code = getattr(error, "sqlite_errorcode", None)
    hint = _AWAY.get(code & 0xFF) if code is not None else None
    if hint is not None:
        return DatabaseAwayError(f"SQLite: {error}.", hint)
    if "no such table" in str(error):
        return NotInstalledError(f"SQLite: {error}.", "Run: sms-callback install")
    return DatabaseRefusedError(f"SQLite: {error}")
