"""UPDATE, DELETE, MERGE and TRUNCATE, from the rows that their queries found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.sqlanywhere import tree
from tests.sqlanywhere.runtime import Scope, Value
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.changes import Changes
from tests.sqlanywhere.store.codec import Stored, row_decoder
from tests.sqlanywhere.store.references import References, delete_rows
from tests.sqlanywhere.store.rows import DEFAULT, Default, Rows
from tests.sqlanywhere.store.schema import Table
from tests.sqlanywhere.store.translation import Translation
from tests.sqlanywhere.values import cast, evaluate

if TYPE_CHECKING:
    from tests.sqlanywhere.store.session import Session

_MERGE_ERROR = 17001
"""RAISERROR without a number: which the server takes is open; its numbers are above 17000."""


def update(session: Session, statement: tree.Update, scope: Scope) -> int:
    """UPDATE: how many rows it changed. A row that FROM matches more than once is changed once, by the first match."""
    translation, found = _found(session, statement, scope)
    table = _target(translation)
    writer = _Updater(session, table, scope)
    with session.atomic(table, scope, single=len(found) == 1 and not writer.touches_keys):
        return writer.write([(row[0], _named(translation, row[1:], scope)) for row in found])


def delete(session: Session, statement: tree.Delete, scope: Scope) -> int:
    """DELETE: how many rows it deleted."""
    translation, found = _found(session, statement, scope)
    table = _target(translation)
    with session.atomic(table, scope, single=len(found) == 1 and not session.store.schema.children(table)):
        return delete_rows(session, table, [int(row[0] or 0) for row in found], scope)


def truncate(session: Session, statement: tree.TruncateTable, scope: Scope) -> int:
    """TRUNCATE TABLE: deletes all rows (page "TRUNCATE statement")."""
    return delete(session, _all_rows(session, statement), scope)


def _all_rows(session: Session, statement: tree.TruncateTable) -> tree.Delete:
    return session.kept(statement, lambda: tree.Delete(tree.TableName(statement.table)))


def merge(session: Session, statement: tree.Merge, scope: Scope) -> int:
    """MERGE: how many rows it changed, inserted and deleted.

    Raises:
        SqlError: a target row has more than one match; RAISERROR was asked for.
    """
    translation = session.translated(statement, scope, lambda changes: changes.merge(statement))
    table = _target(translation)
    session.begin_write(table)
    found = session.run(translation, scope)
    matched = [row[0] for row in found if row[0] is not None]
    if len(set(matched)) != len(matched):
        raise problems.merged_twice(table.name)
    with session.atomic(table, scope):
        return _Merger(session, statement, translation, scope).perform(found)


def _found(
    session: Session, statement: tree.Update | tree.Delete, scope: Scope
) -> tuple[Translation, list[tuple[Stored, ...]]]:
    """The rows to change, each once. The write lock comes first, so that nobody changes them in between."""

    def translate(changes: Changes) -> None:
        changes.update(statement) if isinstance(statement, tree.Update) else changes.delete(statement)

    translation = session.translated(statement, scope, translate)
    session.begin_write(_target(translation))
    rows: dict[Stored, tuple[Stored, ...]] = {}
    for row in session.run(translation, scope):
        rows.setdefault(row[0], row)
    return translation, list(rows.values())


def _target(translation: Translation) -> Table:
    assert translation.target is not None
    return translation.target


def _named(translation: Translation, values: Sequence[Stored], scope: Scope) -> dict[str, Value | Default]:
    """New values by column; `SET @a = c` gives the variable its value."""
    decode = row_decoder(tuple(column.type for column in translation.columns[1:]))
    decoded: Sequence[Value] = values if decode is None else decode(tuple(values))
    named: dict[str, Value | Default] = {}
    for place, (name, value) in enumerate(zip(translation.assigned, decoded, strict=True)):
        if name.startswith("="):
            variable = scope.variable(name[1:])
            assert variable is not None
            variable.value = cast(value, variable.type, scope.session)
        else:
            named[name] = DEFAULT if place in translation.defaults else value
    return named


class _Updater:
    """Changes rows of one table, and follows its keys."""

    def __init__(self, session: Session, table: Table, scope: Scope) -> None:
        self._rows = Rows(session, table, scope)
        self._references = References(session, table, scope)
        self.touches_keys = bool(table.foreign_keys or self._references.children)

    def write(self, changes: Sequence[tuple[Stored, dict[str, Value | Default]]]) -> int:
        """Change these rows, then check what refers to what."""
        updated = []
        columns: set[str] = set()
        rowids = []
        referenced = sorted(self._references.parent_columns)
        for rowid, given in changes:
            assert isinstance(rowid, int)
            new = self._rows.changed(rowid, given)
            before = self._rows.read_stored(rowid, referenced) if referenced else {}
            if new:
                self._rows.update(rowid, new)
            if referenced and self._references.parent_columns & new.keys():
                updated.append((before, self._rows.read_stored(rowid, referenced)))
            columns |= new.keys()
            rowids.append(rowid)
        self._references.after_update(updated)
        self._references.check_parents(rowids, self._references.own_columns(columns))
        return len(rowids)


class _Merger:
    def __init__(self, session: Session, statement: tree.Merge, translation: Translation, scope: Scope) -> None:
        self._session = session
        self._statement = statement
        self._translation = translation
        self._scope = scope
        self._table = _target(translation)
        self._decode = row_decoder(tuple(column.type for column in translation.columns[2:]))

    def perform(self, found: Sequence[tuple[Stored, ...]]) -> int:
        """Do for each row what its WHEN says."""
        updater = _Updater(self._session, self._table, self._scope)
        count = 0
        for row in found:
            if row[1] is None:
                continue
            number = int(row[1])
            branch = self._statement.branches[number]
            match branch.action:
                case "UPDATE":
                    count += updater.write([(row[0], self._values(number, row))])
                case "DELETE":
                    count += delete_rows(self._session, self._table, [int(row[0] or 0)], self._scope)
                case "INSERT":
                    count += self._insert(number, row)
                case "RAISERROR":
                    error = branch.error
                    raised = _MERGE_ERROR if error is None else evaluate(error, self._scope)
                    raise problems.merge_raised(int(str(raised)))
        return count

    def _values(self, number: int, row: tuple[Stored, ...]) -> dict[str, Value | Default]:
        values: Sequence[Value] = row[2:] if self._decode is None else self._decode(row[2:])
        named: dict[str, Value | Default] = {}
        for place, (label, value) in enumerate(zip(self._translation.assigned, values, strict=True)):
            owner, _, name = label.partition(":")
            if int(owner) == number:
                named[name] = DEFAULT if place in self._translation.defaults else value
        return named

    def _insert(self, number: int, row: tuple[Stored, ...]) -> int:
        rows = Rows(self._session, self._table, self._scope)
        rowid = rows.insert(rows.complete(self._values(number, row)))
        references = References(self._session, self._table, self._scope)
        references.check_parents([rowid], references.own_columns())
        return 1
