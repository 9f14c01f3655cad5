"""The spool file as one process has it open: a connection that writes, one that reads."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias, TypeVar

from sms_callback.engine.sqlite_connection import Connection, file_at, inherited
from sms_callback.errors import SpoolAwayError
from sms_callback.spool.connection import execute, open_spool, primary_code

COMPANIONS = ("", "-wal", "-shm")
"""What SQLite appends to the name of the file for those that belong to it while it is open."""

ATTEMPTS = 3
"""How often a transaction is done again whose file was deleted or replaced meanwhile."""

POLL = 0.001
"""Seconds between two attempts to write while another process does; a transaction takes about as long."""

BROKEN = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_READONLY}
"""After these the file is opened anew: what was wrong may have been put right."""

Files: TypeAlias = tuple[tuple[int, int] | None, ...]
"""The database, its log and its shared memory (device, inode)."""

Rescue: TypeAlias = Callable[[sqlite3.Connection, sqlite3.Connection], None]
Result = TypeVar("Result")


class _Open:
    """A connection, and the files that it has open."""

    def __init__(self, connection: Connection, files: Files) -> None:
        self.connection = connection
        self.files = files

    @property
    def handle(self) -> sqlite3.Connection:
        return self.connection.handle


class SpoolFile:
    """A spool file, opened at its first use. What was written to a file that somebody deleted is written again.

    Args:
        path: the file, absolute.
        label: the database that a new one is for.
        max_wait: seconds to wait for others that write.
        rescue: copies what a deleted file (first) holds to the one that has its name now.
    """

    def __init__(self, path: Path, label: str, max_wait: float, rescue: Rescue) -> None:
        self.path = path
        self._paths = tuple(path.with_name(path.name + suffix) for suffix in COMPANIONS)
        self._label = label
        self._max_wait = max_wait
        self._rescue = rescue
        self._writer: _Open | None = None
        self._reader: _Open | None = None
        self._deleted: _Open | None = None
        self._writing = threading.Lock()
        self._reading = threading.Lock()

    def write(self, work: Callable[[sqlite3.Connection], Result], wait: float) -> Result:
        """Do `work` in one transaction that is on the disk when this returns.

        Args:
            work: gets the connection.
            wait: seconds to wait for other threads, and as long again for other processes.

        Raises:
            SpoolAwayError: nothing was written.
        """
        with self._turn(wait):
            return self._write(work, wait)

    def maintain(self, work: Callable[[sqlite3.Connection], Result], wait: float) -> Result:
        """Do `work` on the connection that writes, outside of a transaction."""
        with self._turn(wait):
            return work(self._opened().handle)

    @contextmanager
    def _turn(self, wait: float) -> Iterator[None]:
        if not self._writing.acquire(timeout=wait):
            raise SpoolAwayError(f"Others kept the spool {self.path} busy for {wait:g} s.", "Look at its disk.")
        try:
            yield
        finally:
            self._writing.release()

    def _write(self, work: Callable[[sqlite3.Connection], Result], wait: float) -> Result:
        for _ in range(ATTEMPTS):
            current = self._opened()
            try:
                result = self._transaction(current.handle, work, wait)
            except SpoolAwayError as error:
                if primary_code(error) in BROKEN:
                    current.connection.close()
                raise
            if self._files() == current.files:
                self._forget_deleted()
                return result
        raise SpoolAwayError(f"The spool {self.path} was deleted again and again.", "Find out who deletes it.")

    def read(self, work: Callable[[sqlite3.Connection], Result]) -> Result | None:
        """Do `work` on the connection that reads, beside those that write; None if there is no file.

        Raises:
            SpoolAwayError: the file cannot be read.
        """
        self._refuse_inherited()
        with self._reading:
            if self._reader is None or not self._current(self._reader):
                if self._reader:
                    self._reader.connection.close()
                self._reader = None
                if file_at(self.path) is None:
                    return None
                self._reader = self._open(None)
            try:
                return work(self._reader.handle)
            except SpoolAwayError:
                self._reader.connection.close()
                raise

    def was_deleted(self) -> bool:
        """Was the file deleted or replaced since this process wrote to it?"""
        writer = self._writer
        return self._deleted is not None or (writer is not None and writer.files != self._files())

    def close(self) -> None:
        """Close what is open; the next use opens it again."""
        with self._writing, self._reading:
            for one in (self._writer, self._reader, self._deleted):
                if one:
                    one.connection.close()
            self._writer = self._reader = self._deleted = None

    def _transaction(
        self, handle: sqlite3.Connection, work: Callable[[sqlite3.Connection], Result], wait: float
    ) -> Result:
        try:
            _begin(handle, wait)
            if self._deleted:
                self._rescue(self._deleted.handle, handle)
            result = work(handle)
            execute(handle, "COMMIT")
        finally:
            # Some errors (a full disk) have rolled back by themselves.
            if handle.in_transaction:
                with suppress(sqlite3.Error):
                    handle.execute("ROLLBACK")
        return result

    def _opened(self) -> _Open:
        self._refuse_inherited()
        writer = self._writer
        if writer and self._current(writer):
            return writer
        if writer and writer.connection.close.alive:
            self._part_with(writer)
        self._writer = None
        self._writer = self._open(self._label)
        execute(self._writer.handle, "PRAGMA busy_timeout = 0")
        return self._writer

    def _part_with(self, writer: _Open) -> None:
        """The file, or its log, was deleted while it was open here."""
        if writer.files[0] == file_at(self.path):
            # Only the files beside it are gone: the log goes to the file, and nobody may keep the rest open.
            with suppress(sqlite3.Error):
                writer.handle.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            with self._reading:
                for one in (writer, self._reader):
                    if one:
                        one.connection.close()
        else:
            self._forget_deleted()
            self._deleted = writer

    def _forget_deleted(self) -> None:
        if self._deleted:
            self._deleted.connection.close()
            self._deleted = None

    def _open(self, label: str | None) -> _Open:
        connection = open_spool(self.path, label, self._max_wait)
        return _Open(connection, self._files())

    def _current(self, one: _Open) -> bool:
        return one.connection.close.alive and one.files == self._files()

    def _files(self) -> Files:
        return tuple(file_at(path) for path in self._paths)

    def _refuse_inherited(self) -> None:
        if inherited(self.path):
            raise SpoolAwayError(
                f"The spool {self.path} was open when this process was forked.", "Close the spool before the fork."
            )


def _begin(handle: sqlite3.Connection, wait: float) -> None:
    """SQLite itself waits longer and longer between its attempts: whoever came last would get in first."""
    until = time.monotonic() + wait
    while True:
        try:
            execute(handle, "BEGIN IMMEDIATE")
        except SpoolAwayError as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(POLL)
        else:
            return
