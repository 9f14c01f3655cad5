"""The write-ahead log goes into the file in a thread beside the deliveries, which need not wait for the disk meanwhile.

In a file of millions of messages nearly each callback writes index pages that no other writes: a commit that took all
of them into the file itself would take a tenth of a second.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from sms_callback.engine.sqlite_connection import execute, open_connection, write_lock
from sms_callback.errors import SmsCallbackError

EVERY = 2000
"""Callbacks from one checkpoint to the next. A page that several of them write goes into the file once."""

PASSES = 3
"""Passes before the last one. Each copies what the one before it left; SQLite syncs the file only after one during
which nothing was committed. The first is too long for that, the next ones are not, so that little is left to copy and
to sync when the last one holds the writers up, and the log starts anew: https://www.sqlite.org/wal.html, 2.3."""

PATIENCE = 1.0
"""Seconds to wait for this process's writers before the last pass; without it the log starts anew the next time."""


class Checkpoints:
    """The checkpoints of one file, one at a time, each in a thread that ends with it.

    Args:
        path: the file, absolute.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._since = 0
        self._thread: threading.Thread | None = None

    def stored(self, callbacks: int) -> None:
        """So many callbacks were committed: start a checkpoint if it is time. The caller holds the write lock."""
        self._since += callbacks
        if self._since >= EVERY and not (self._thread and self._thread.is_alive()):
            self._since = 0
            thread = threading.Thread(target=self._run, name="sqlite-checkpoint")
            # The callbacks are committed, so that nothing may fail any more: at the limit of threads, or at the exit.
            with suppress(RuntimeError):
                thread.start()
                self._thread = thread

    def wait(self) -> None:
        """Wait until none is running."""
        if thread := self._thread:
            thread.join()

    def _run(self) -> None:
        # What fails here (a full disk, a file that was taken away) is tried again, and the next delivery tells.
        with suppress(SmsCallbackError):
            connection = open_connection(self._path, create=False)
            try:
                # Waiting for a reader, SQLite would hold the writers up.
                execute(connection.handle, "PRAGMA busy_timeout = 0")
                for _ in range(PASSES):
                    ((_busy, frames, copied),) = execute(connection.handle, "PRAGMA wal_checkpoint(PASSIVE)")
                    if copied == frames:
                        # The next commit starts the log anew. No further pass may begin while it does: SQLite before
                        # 3.51.3 could lose pages then (https://www.sqlite.org/wal.html#walresetbug).
                        return
                lock = write_lock(self._path)
                if lock.acquire(timeout=PATIENCE):
                    try:
                        execute(connection.handle, "PRAGMA wal_checkpoint(FULL)").fetchall()
                    finally:
                        lock.release()
            finally:
                connection.close()
