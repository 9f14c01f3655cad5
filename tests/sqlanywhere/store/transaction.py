"""Transactions of one connection: when it holds the database's write lock, and its savepoints."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable

from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Session
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.codec import quoted


class WriteLock:
    """One writer at a time. SQLite alone would make waiters ask again and again; here they are woken.

    The server locks rows; the model locks the database (see the assumptions): who waits here may not wait there.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._holder: str | None = None
        self._thread = 0
        self.waiting = 0

    def acquire(self, user: str, patience: float | None) -> str | None:
        """Take the lock.

        Args:
            user: who asks.
            patience: seconds to wait; None: for ever.

        Returns:
            None, or the user who still holds it.

        Raises:
            ModelError: this thread holds it for another connection and would wait for itself for ever.
        """
        until = None if patience is None else time.monotonic() + patience
        with self._condition:
            self.waiting += 1
            self._condition.notify_all()
            try:
                while self._holder is not None:
                    left = None if until is None else until - time.monotonic()
                    if left is not None and left <= 0:
                        return self._holder
                    if left is None and self._thread == threading.get_ident():
                        raise ModelError("a connection waits for another one of the same thread for ever")
                    self._condition.wait(left)
                self._holder = user
                self._thread = threading.get_ident()
                return None
            finally:
                self.waiting -= 1

    def release(self) -> None:
        """Let the next one in."""
        with self._condition:
            self._holder = None
            self._condition.notify_all()

    def await_waiters(self, count: int, patience: float) -> bool:
        """Whether so many have begun to wait, for tests that need two at once."""
        with self._condition:
            return self._condition.wait_for(lambda: self.waiting >= count, patience)


class StaleSnapshotError(ModelError):
    """A write within a query whose rows are older than what others have committed since."""


class Transaction:
    """A connection's transaction. It begins in SQLite with the first write; until then each statement sees what is
    committed (page "Isolation levels": 0 and 1), and savepoints are only noted.

    Args:
        connection: SQLite's, in autocommit mode.
        lock: the database's.
        before_undo: called before rows are undone; gives what has to be called afterwards.
    """

    def __init__(
        self, connection: sqlite3.Connection, lock: WriteLock, before_undo: Callable[[], Callable[[], None]]
    ) -> None:
        self._connection = connection
        self._lock = lock
        self._before_undo = before_undo
        self._noted: list[str] = []
        self.writing = False
        self.session: Session | None = None

    @property
    def has_savepoint(self) -> bool:
        """Whether a savepoint is set that SQLite does not know yet."""
        return bool(self._noted)

    def begin(self) -> None:
        """Take the write lock, unless it is held already.

        Raises:
            SqlError: -210, another one holds it and the options say not to wait (pages "blocking option",
                "blocking_timeout option": milliseconds, 0 is for ever).
        """
        if self.writing:
            return
        session = self.session
        user = session.user if session is not None else ""
        holder = self._lock.acquire(user, _patience(session))
        if holder is not None:
            raise problems.row_locked(holder, "")
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as failure:
            self._lock.release()
            if failure.sqlite_errorcode == sqlite3.SQLITE_BUSY_SNAPSHOT:
                raise StaleSnapshotError("a query that writes reads an older state") from None
            raise
        self.writing = True
        for name in self._noted:
            self._connection.execute(f"SAVEPOINT {quoted(name)}")
        self._noted.clear()

    def commit(self) -> None:
        """Make it all permanent."""
        self._noted.clear()
        if self.writing:
            self._end("COMMIT")

    def rollback(self) -> None:
        """Undo it all."""
        self._noted.clear()
        if self.writing:
            after = self._before_undo()
            self._end("ROLLBACK")
            after()

    def _end(self, word: str) -> None:
        try:
            self._connection.execute(word)
        finally:
            self.writing = False
            self._lock.release()

    def savepoint(self, name: str) -> None:
        """Set a savepoint."""
        if self.writing:
            self._connection.execute(f"SAVEPOINT {quoted(name)}")
        else:
            self._noted.append(name)

    def rollback_to(self, name: str) -> None:
        """Undo what came after a savepoint, which stays.

        Raises:
            SqlError: -220, there is none of that name.
        """
        if not self.writing:
            del self._noted[self._place(name) + 1 :]
            return
        after = self._before_undo()
        self._known(f"ROLLBACK TO {quoted(name)}", name)
        after()

    def release(self, name: str) -> None:
        """Forget a savepoint and later ones; the changes stay."""
        if self.writing:
            self._known(f"RELEASE {quoted(name)}", name)
        else:
            del self._noted[self._place(name) :]

    def _place(self, name: str) -> int:
        for place in range(len(self._noted) - 1, -1, -1):
            if self._noted[place] == name:
                return place
        raise problems.no_savepoint(name)

    def _known(self, sql: str, name: str) -> None:
        try:
            self._connection.execute(sql)
        except sqlite3.OperationalError as failure:
            if "no such savepoint" in str(failure):
                raise problems.no_savepoint(name) from None
            raise


def _patience(session: Session | None) -> float | None:
    if session is None:
        return None
    if session.option("blocking").lower() == "off":
        return 0
    timeout = int(session.option("blocking_timeout") or 0)
    return timeout / 1000 if timeout else None
