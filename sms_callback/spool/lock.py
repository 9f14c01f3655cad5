"""One drainer at a time: a lock that dies with its holder, kept by SQLite on a file of its own beside the spool."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sms_callback.errors import SpoolAwayError
from sms_callback.spool.connection import APPLICATION_ID, primary_code, translated


def lock_path(spool: Path) -> Path:
    """The file of the lock: an empty database."""
    return spool.with_name(f"{spool.name}-drainer")


@contextmanager
def drainer_lock(spool: Path, wait: float) -> Iterator[bool]:
    """Hold the lock while the block runs.

    The operating system lets go of it when the process ends, however it ends
    (https://www.sqlite.org/lockingv3.html); a forked child does not have it.

    Args:
        spool: the spool's file, which is there.
        wait: seconds to wait for whoever has it.

    Yields:
        whether it was had.

    Raises:
        SpoolAwayError: the file of the lock cannot be used.
    """
    with _opened(spool, wait) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY:
                raise translated(error, lock_path(spool)) from error
            yield False
            return
        yield True


def prepare_lock(spool: Path) -> None:
    """Make the file of the lock, so that a full disk does not keep anybody from draining later.

    Raises:
        SpoolAwayError: it cannot be made.
    """
    with _opened(spool, 0):
        pass


@contextmanager
def _opened(spool: Path, wait: float) -> Iterator[sqlite3.Connection]:
    path = lock_path(spool)
    made = _make_file(path, spool)
    try:
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode=rw", uri=True, timeout=wait, isolation_level=None, check_same_thread=False
        )
        with closing(connection):
            if made:
                # An empty file would get its first page with the lock, and that takes space.
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            yield connection
    except sqlite3.Error as error:
        raise translated(error, path) from error


def _make_file(path: Path, spool: Path) -> bool:
    """Made with the owner of the spool: an operator who drains as root must not lock the adapter out for good."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    except OSError as error:
        raise SpoolAwayError(
            f"The file {path} cannot be made: {error.strerror}.", "Let this user write in the spool's folder."
        ) from error
    try:
        if os.name != "nt" and os.geteuid() == 0:
            with suppress(FileNotFoundError):
                owner = spool.stat()
                os.fchown(descriptor, owner.st_uid, owner.st_gid)
    finally:
        os.close(descriptor)
    return True
