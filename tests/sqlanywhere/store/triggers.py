"""Row triggers of base tables: the machine runs them, told what a statement did.

An AFTER trigger runs when the statement's rows are written (page "CREATE TRIGGER statement").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tests.sqlanywhere.runtime import Scope, Value

if TYPE_CHECKING:
    from tests.sqlanywhere.store.schema import Table

Image = Mapping[str, Value] | None
"""A row before or after, by folded column names."""


class Triggers:
    """Keeps the rows that the running statement wrote, where triggers want them."""

    def __init__(self) -> None:
        self._noted: list[tuple[Table, str, Image, Image]] = []

    @staticmethod
    def wanted(table: Table, scope: Scope) -> bool:
        """Whether the table has triggers; a session without a machine has none."""
        asks: Any = getattr(scope.session, "triggers_on", None)
        return asks is not None and not table.temporary and bool(asks(table.owner, table.name))

    def note(self, table: Table, event: str, old: Image, new: Image) -> None:
        """A row was inserted, updated or deleted."""
        self._noted.append((table, event, old, new))

    @contextmanager
    def statement(self, scope: Scope) -> Iterator[None]:
        """Run the triggers at the end of a statement. What they insert does not change @@identity of the statement."""
        outer, self._noted = self._noted, []
        try:
            yield
            noted, self._noted = self._noted, []
            identity = scope.session.identity
            session: Any = scope.session
            for (owner, name, event), alike in groupby(noted, lambda row: (row[0].owner, row[0].name, row[1])):
                session.fire_triggers(owner, name, event, [(old, new) for _, _, old, new in alike])
            scope.session.identity = identity
        finally:
            self._noted = outer
