"""The spool: a local file that takes callbacks while the database cannot, until it can."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sms_callback.errors import SpoolAwayError
from sms_callback.model import Callback, Row
from sms_callback.spool.claim import claim, not_ours
from sms_callback.spool.connection import each, execute, primary_code, query, rows
from sms_callback.spool.database import same_database
from sms_callback.spool.export import exported
from sms_callback.spool.file import COMPANIONS, SpoolFile
from sms_callback.spool.lock import prepare_lock
from sms_callback.spool.model import PoisonReason, Spooled, SpoolLimits, SpoolStatus
from sms_callback.spool.rescue import rescue
from sms_callback.spool.row import LAST, now, parse_time, row_of, size_of, spooled_of

_SETTLE_WAIT = 30.0
"""Seconds that the drainer waits for its turn to write: it may, no provider waits for it."""

_SHRINK_FREE = 1 << 20
_SHRINK_USED = 16 << 20
"""Bytes: the file is made smaller if so many are free and no more than these are in use, which are copied."""


class Spool:
    """A local SQLite file of callbacks that wait for their database. For many threads, and many processes.

    Args:
        path: the file; its folder must be there and on a local disk.
        database: which database the callbacks are for (`Engine.label`).
        limits: how much it may take.
    """

    def __init__(self, path: Path, database: str, limits: SpoolLimits | None = None) -> None:
        self.path = path.resolve()
        self.limits = limits or SpoolLimits()
        self._database = database
        self._file = SpoolFile(self.path, database, self.limits.max_wait, rescue)

    def check(self) -> None:
        """Make the file if it is not there, and prove that it can be written. Nothing stays open: a fork may follow.

        Raises:
            SpoolAwayError: it cannot be written, is no spool, or holds callbacks of another database.
        """
        try:
            if not self._ours(self._file.write(_state, _SETTLE_WAIT)):
                self._file.close()
                claim(self.path, self._database, self.limits.max_wait)
            self._file.write(self._check, _SETTLE_WAIT)
            prepare_lock(self.path)
        finally:
            self._file.close()

    def put(self, callbacks: Sequence[Callback], reason: str) -> None:
        """Take callbacks; they are on the disk when this returns.

        Args:
            callbacks: in order of arrival; one without `received_at` gets the present time.
            reason: why they do not go to the database, for people.

        Raises:
            SpoolAwayError: the spool is full, busy for too long, or cannot be written.
        """
        new = [row_of(callback, reason) for callback in callbacks]
        size = sum(size_of(row) for row in new)

        def work(handle: sqlite3.Connection) -> None:
            state = _state(handle)
            self._own(state)
            if _number(state, "used_bytes") + size > self.limits.max_bytes:
                raise SpoolAwayError(
                    f"The spool {self.path} is full: {self.limits.max_bytes} bytes.",
                    "Bring the database back, or look at sms-callback spool status.",
                )
            for row in new:
                execute(handle, query("put"), row)

        if self._disk_full():
            raise SpoolAwayError(
                f"The disk of the spool {self.path} has less than {self.limits.keep_free} bytes left.",
                "Make room on the disk.",
            )
        if new:
            self._file.write(work, self.limits.max_wait)

    def status(self) -> SpoolStatus:
        """What is in it. Makes no file.

        Raises:
            SpoolAwayError: it cannot be read.
        """
        read = self._file.read(lambda handle: (_state(handle), rows(execute(handle, query("poison_reason")))))
        state, reasons = read or ({}, [])
        oldest_at = parse_time(state["oldest_at"]) if state.get("oldest_at") else None
        age = max(0.0, (now() - oldest_at).total_seconds()) if oldest_at else None
        used = _number(state, "used_bytes")
        return SpoolStatus(
            path=self.path,
            database=str(state["database_label"]) if state else None,
            waiting=_number(state, "waiting"),
            oldest_at=oldest_at,
            age=age,
            overdue=age is not None and age > self.limits.max_age.total_seconds(),
            poison=_number(state, "poison"),
            reasons=tuple(_reason(row) for row in reasons),
            bytes=sum(_size(Path(f"{self.path}{companion}")) for companion in COMPANIONS),
            used_bytes=used,
            max_bytes=self.limits.max_bytes,
            full=used >= self.limits.max_bytes or self._disk_full(),
        )

    def newest(self) -> int:
        """The last callback's spool_id, 0 if nothing waits."""
        if self._file.was_deleted():
            # Opens it anew, and rescues what the deleted one holds.
            self._file.write(_state, _SETTLE_WAIT)
        return _number(self._file.read(_state) or {}, "newest_id")

    def oldest(self, limit: int, max_bytes: int, after: int = 0, up_to: int = LAST) -> list[Spooled]:
        """The callbacks that came first.

        Args:
            limit: so many at most.
            max_bytes: of their texts together at most, but one at least.
            after: only those with a greater spool_id.
            up_to: only those with a spool_id not greater.

        Raises:
            SpoolAwayError: it cannot be read, or holds callbacks of another database.
        """

        def work(handle: sqlite3.Connection) -> list[Spooled]:
            self._own(_state(handle))
            cursor = execute(handle, query("oldest"), {"after": after, "up_to": up_to, "limit": limit})
            return _fitting(cursor, max_bytes)

        return self._file.read(work) or []

    def settle(self, stored: Sequence[int], poison: Mapping[int, str]) -> None:
        """Forget callbacks that the database has, and set aside those that it refuses.

        Args:
            stored: their spool_id.
            poison: spool_id → what the database said.

        Raises:
            SpoolAwayError: nothing was changed; what comes again is known by rule 2.
        """

        def work(handle: sqlite3.Connection) -> None:
            for spool_id, why in poison.items():
                execute(handle, query("settle_poison"), {"spool_id": spool_id, "poison_reason": why})
            execute(handle, query("settle"), {"spool_ids": json.dumps([*stored, *poison])})

        self._file.write(work, _SETTLE_WAIT)

    def try_again(self) -> int:
        """Put what was set aside to the end of the spool; gives how many."""

        def work(handle: sqlite3.Connection) -> int:
            count = execute(handle, query("poison_again")).rowcount
            execute(handle, query("poison_forget"))
            return count

        return self._file.write(work, _SETTLE_WAIT)

    def export(self, *, poison: bool = False) -> Iterator[Row]:
        """The columns of all callbacks that wait, or of all that were set aside; for whatever database they are.

        Raises:
            SpoolAwayError: the file cannot be read, or, after what can be, not all of it.
        """
        return exported(self._file, poison=poison)

    def shrink(self) -> None:
        """Give back to the disk what is not in use, if little is: then it takes milliseconds."""
        self._file.maintain(_shrink, _SETTLE_WAIT)

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self._file.close()

    def _check(self, handle: sqlite3.Connection) -> None:
        self._own(_state(handle))
        execute(handle, query("state_check"))

    def _own(self, state: Row) -> None:
        if not self._ours(state):
            raise not_ours(self.path, str(state["database_label"]))

    def _ours(self, state: Row) -> bool:
        return same_database(str(state["database_label"]), self._database)

    def _disk_full(self) -> bool:
        try:
            return shutil.disk_usage(self.path.parent).free < self.limits.keep_free
        except OSError as error:
            raise SpoolAwayError(
                f"The folder of the spool {self.path} cannot be seen: {error.strerror}.", "Make the folder."
            ) from error


def _state(handle: sqlite3.Connection) -> Row:
    return rows(execute(handle, query("state")))[0]


def _number(state: Row, name: str) -> int:
    return int(str(state.get(name) or 0))


def _reason(row: Row) -> PoisonReason:
    return PoisonReason(
        str(row["provider"]), str(row["poison_reason"]), _number(row, "callbacks"), parse_time(row["oldest_at"])
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _fitting(cursor: sqlite3.Cursor, max_bytes: int) -> list[Spooled]:
    """The first rows, as many as fit; the others are not even read."""
    found: list[Spooled] = []
    total = 0
    for row in each(cursor):
        spooled = spooled_of(row)
        total += spooled.size
        if found and total > max_bytes:
            break
        found.append(spooled)
    cursor.close()
    return found


def _shrink(handle: sqlite3.Connection) -> None:
    page = int(execute(handle, "PRAGMA page_size").fetchone()[0])
    free = page * int(execute(handle, "PRAGMA freelist_count").fetchone()[0])
    if free < _SHRINK_FREE or _number(_state(handle), "used_bytes") > _SHRINK_USED:
        return
    try:
        # What it copies stays out of files that others might read.
        execute(handle, "PRAGMA temp_store = MEMORY")
        execute(handle, "VACUUM")
    except SpoolAwayError as error:
        if primary_code(error) not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL}:
            raise
        # Another process writes, or there is no room for the copy: the next time.
        return
    # The file gets shorter only when SQLite moves its log into it; PASSIVE keeps nobody waiting.
    execute(handle, "PRAGMA wal_checkpoint(PASSIVE)").fetchall()
