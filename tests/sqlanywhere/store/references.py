"""Foreign keys: what a child row refers to, and what happens to children when a parent goes or changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tests.sqlanywhere.runtime import Scope
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.codec import Stored, encode
from tests.sqlanywhere.store.defaults import default_value
from tests.sqlanywhere.store.rows import Rows
from tests.sqlanywhere.store.schema import ForeignKey, Table

if TYPE_CHECKING:
    from tests.sqlanywhere.store.session import Session


class References:
    """The foreign keys that one statement on a table may touch; they are checked at its end."""

    def __init__(self, session: Session, table: Table, scope: Scope) -> None:
        self._session = session
        self._table = table
        self._scope = scope
        self.children = session.store.schema.children(table)
        self.parent_columns = frozenset(column for _, foreign in self.children for column in foreign.parent_columns)

    def own_columns(self, changed: Iterable[str] | None = None) -> list[ForeignKey]:
        """The foreign keys of the table itself that have one of these columns (None: all)."""
        if changed is None:
            return list(self._table.foreign_keys)
        columns = set(changed)
        return [foreign for foreign in self._table.foreign_keys if columns & set(foreign.columns)]

    def check_parents(self, rowids: Sequence[int], foreign_keys: Sequence[ForeignKey]) -> None:
        """Every row has the parents that it names; a NULL names none (page "CREATE TABLE statement", MATCH SIMPLE).

        Raises:
            SqlError: -194.
        """
        rows = Rows(self._session, self._table, self._scope)
        for foreign in foreign_keys:
            parent = self._session.store.schema.relations.get(foreign.parent)
            if not isinstance(parent, Table):
                continue
            parents = Rows(self._session, parent, self._scope)
            for rowid in rowids:
                values = list(rows.read_stored(rowid, foreign.columns).values())
                if None not in values and not parents.find(foreign.parent_columns, values):
                    raise problems.no_parent(foreign.role, self._table.name)

    def after_delete(self, deleted: Sequence[Mapping[str, Stored]]) -> None:
        """Do to the children of deleted rows what ON DELETE says.

        Raises:
            SqlError: -198, a child is there and nothing was said (RESTRICT).
        """
        for child, foreign in self.children:
            for before in deleted:
                found = self._children_of(child, foreign, before)
                if not found:
                    continue
                if foreign.on_delete == "CASCADE":
                    delete_rows(self._session, child, found, self._scope)
                else:
                    self._set(child, foreign, found, foreign.on_delete, {})

    def after_update(self, updated: Sequence[tuple[Mapping[str, Stored], Mapping[str, Stored]]]) -> None:
        """Likewise for changed keys and ON UPDATE.

        Args:
            updated: before and after of each row, the referenced columns only.

        Raises:
            SqlError: -198.
        """
        for child, foreign in self.children:
            for before, after in updated:
                old = [before[column] for column in foreign.parent_columns]
                new = [after[column] for column in foreign.parent_columns]
                found = self._children_of(child, foreign, before) if old != new else []
                if found and not self._still_there(foreign, old):
                    values = dict(zip(foreign.columns, new, strict=True))
                    self._set(child, foreign, found, foreign.on_update, values)

    def _still_there(self, foreign: ForeignKey, values: Sequence[Stored]) -> bool:
        return bool(Rows(self._session, self._table, self._scope).find(foreign.parent_columns, values))

    def _children_of(self, child: Table, foreign: ForeignKey, before: Mapping[str, Stored]) -> list[int]:
        values = [before[column] for column in foreign.parent_columns]
        if None in values:
            return []
        return Rows(self._session, child, self._scope).find(foreign.columns, values)

    def _set(
        self, child: Table, foreign: ForeignKey, rowids: Sequence[int], action: str, values: Mapping[str, Stored]
    ) -> None:
        rows = Rows(self._session, child, self._scope)
        for rowid in rowids:
            match action:
                case "CASCADE":
                    new = dict(values)
                case "SET NULL":
                    new = dict.fromkeys(foreign.columns)
                case "SET DEFAULT":
                    new = {
                        column: encode(default_value(self._session, child, child.by_name[column], self._scope))
                        for column in foreign.columns
                    }
                case _:
                    raise problems.still_referenced(self._table.name, foreign.role, child.name)
            for column, value in new.items():
                if value is None and not child.by_name[column].nullable:
                    raise problems.null_column(child.by_name[column].name, child.name)
            rows.update(rowid, new)


def delete_rows(session: Session, table: Table, rowids: Sequence[int], scope: Scope) -> int:
    """Delete rows, and do to their children what ON DELETE says; how many rows of the table went."""
    references = References(session, table, scope)
    rows = Rows(session, table, scope)
    deleted = []
    for rowid in rowids:
        if references.children:
            deleted.append(rows.read_stored(rowid, sorted(references.parent_columns)))
        rows.delete(rowid)
    references.after_delete(deleted)
    return len(rowids)
