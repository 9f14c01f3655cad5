"""Values of columns that a statement does not give (page "Column defaults")."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.sqlanywhere.runtime import Scope, Value
from tests.sqlanywhere.store.codec import quoted
from tests.sqlanywhere.store.schema import Table, TableColumn
from tests.sqlanywhere.values import cast, evaluate
from tests.sqlanywhere.values.special import local_now

if TYPE_CHECKING:
    from tests.sqlanywhere.store.session import Session


def default_value(session: Session, table: Table, column: TableColumn, scope: Scope) -> Value:
    """The default of a column; NULL where it has none."""
    match column.default_word:
        case "AUTOINCREMENT" | "GLOBAL AUTOINCREMENT":
            return next_number(session, table, column)
        case "TIMESTAMP":
            return session.store.stamp(local_now(scope.session))
        case "UTC TIMESTAMP":
            return session.store.stamp(scope.session.now())
        case "LAST USER":
            return cast(scope.session.user, column.type, scope.session)
    if column.default is None:
        return None
    return cast(evaluate(column.default, scope), column.type, scope.session)


def next_number(session: Session, table: Table, column: TableColumn) -> int:
    """One more than the largest number that the column ever had (page "AUTOINCREMENT default").

    A number that was given out is not given again, also after ROLLBACK.
    """
    counters = _counters(session, table)
    if table.object_id not in counters:
        largest = session.connection.execute(f"SELECT MAX({quoted(column.key)}) FROM {table.physical}").fetchone()[0]
        counters[table.object_id] = max(int(largest or 0), 0)
    counters[table.object_id] += 1
    return counters[table.object_id]


def note_number(session: Session, table: Table, number: int) -> None:
    """A row with this number was inserted: larger ones follow."""
    counters = _counters(session, table)
    if table.object_id in counters and number > counters[table.object_id]:
        counters[table.object_id] = number


def _counters(session: Session, table: Table) -> dict[int, int]:
    return session.temporary.counters if table.temporary else session.store.schema.counters


class Stamps:
    """The moments of DEFAULT TIMESTAMP: no two are the same (page "UTC TIMESTAMP special value").

    One that was given out is incremented by default_timestamp_increment, one microsecond.
    """

    def __init__(self) -> None:
        self._last = dt.datetime.min

    def next(self, now: dt.datetime) -> dt.datetime:
        """The moment, or the next one if it was used."""
        self._last = self._last + dt.timedelta(microseconds=1) if now == self._last else now
        return self._last
