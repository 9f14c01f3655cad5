"""Table locks of LOCK TABLE … IN EXCLUSIVE MODE, between connections."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.schema import Key

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.connection import Connection


@dataclass(frozen=True, slots=True)
class _Held:
    connection: Connection
    hold: bool


class TableLocks:
    """Who has locked which table.

    A lock lasts to the end of the transaction, or WITH HOLD to the end of the connection (rf-lock-table-statement.html
    of 10.0.1). The model keeps it among those that lock too: readers and writers are not held up.
    """

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._held: dict[Key, _Held] = {}

    def take(self, connection: Connection, table: Key, *, hold: bool) -> None:
        """Lock a table; wait for who has it, as options blocking and blocking_timeout say.

        Raises:
            SqlError: it stayed locked (-210).
        """
        limit = int(connection.option("blocking_timeout")) / 1000
        until = time.monotonic() + limit if limit else None
        with self._free:
            while (held := self._held.get(table)) is not None and held.connection is not connection:
                left = None if until is None else until - time.monotonic()
                if connection.option("blocking") == "Off" or (left is not None and left <= 0):
                    raise error(-210, held.connection.login, table[1])
                self._free.wait(left)
            before = held is not None and held.hold
            self._held[table] = _Held(connection, hold or before)

    def end_transaction(self, connection: Connection) -> None:
        """COMMIT or ROLLBACK: what is not WITH HOLD is free."""
        self._release(connection, held=False)

    def release(self, connection: Connection) -> None:
        """The connection ended: all that it had is free."""
        self._release(connection, held=True)

    def _release(self, connection: Connection, *, held: bool) -> None:
        with self._free:
            gone = [t for t, lock in self._held.items() if lock.connection is connection and (held or not lock.hold)]
            for table in gone:
                del self._held[table]
            if gone:
                self._free.notify_all()
