"""The three-way merge of reference data: what we shipped, what the DBA has made of it, what we ship now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sms_callback.engine.base import Session
from sms_callback.install.reference import Key, Shelf, ShippedRow, ShippedRows, normal
from sms_callback.install.snapshot import Snapshot
from sms_callback.install.text import literal, render
from sms_callback.model import Row, Value

PROVIDER_COLUMN = "provider"
"""The column by which a row of a provider file belongs to that file."""


class EditKind(StrEnum):
    """How a row in the database differs from the shipped one."""

    CHANGED = "changed"
    ADDED = "added"
    DELETED = "deleted"
    REFUSED = "refused"
    """The database refused our change: other rows stand in its way."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A row of reference data that the DBA has made their own, and that the installer keeps."""

    object: str
    table: str
    key: str
    what: EditKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A statement of the merge, and the row that it is about; `place` is the row's number in its file."""

    table: str
    key: str
    place: int
    statement: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Merge:
    """What brings one data file's rows to the shipped ones, and what of the DBA's is kept.

    `upserts` go in the order of the file, `deletes` in the reverse order, so that no row loses the one it refers to.
    """

    object: str
    upserts: tuple[Change, ...]
    deletes: tuple[Change, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file: its object (`provider/twilio`), its text as it was installed and as shipped, empty if it is not."""

    object: str
    old_text: str = field(repr=False)
    new_text: str = field(repr=False)


class Merger:
    """Merges data files into a database's rows: all files at once, so that a row may move from one to another.

    Args:
        session: the database's.
        engine: its name, for the templates.
        shelf: tells the shipped rows.
        snapshot: tells which columns the tables have now (fewer than ours, before an upgrade).
        files: all data files, in the order of installation.

    Raises:
        SmsCallbackError: one of the texts is not plain INSERTs.
    """

    def __init__(
        self, session: Session, engine: str, shelf: Shelf, snapshot: Snapshot, files: Sequence[DataFile]
    ) -> None:
        self._session = session
        self._engine = engine
        self._shelf = shelf
        self._snapshot = snapshot
        self._files = files
        self._old = self._shipped((file.object, file.old_text, " as it was installed") for file in files)
        self._new = self._shipped((file.object, file.new_text, "") for file in files)
        self._providers = {
            row.values[PROVIDER_COLUMN]: row.object
            for rows in (*self._old.values(), *self._new.values())
            for row in rows.values()
            if PROVIDER_COLUMN in row.values
        }
        self._now = {table: self._rows_now(table) for table in dict.fromkeys((*self._new, *self._old))}

    def merge(self) -> list[Merge]:
        """What brings each file's rows to the shipped ones; in the order of the files."""
        upserts: dict[str, list[Change]] = {file.object: [] for file in self._files}
        deletes: dict[str, list[Change]] = {file.object: [] for file in self._files}
        edits: dict[str, list[Edit]] = {file.object: [] for file in self._files}
        for table, now_rows in self._now.items():
            old_rows, new_rows = self._old.get(table, {}), self._new.get(table, {})
            for key, row in new_rows.items():
                before, now = old_rows.get(key), now_rows.get(key)
                what = self._edited(before, now)
                if before is None and now is None:
                    upserts[row.object].append(Change(table, _show(key), row.place, row.statement))
                elif what is not None and not self._same(row, now):
                    edits[row.object].append(Edit(row.object, table, _show(key), what))
                elif what is None and before is not None and not self._same(row, before.values):
                    upserts[row.object].append(Change(table, _show(key), row.place, self._update(before, row)))
            for key, before in old_rows.items():
                if key in new_rows:
                    continue
                now = now_rows.get(key)
                what = self._edited(before, now)
                if what is None:
                    deletes[before.object].append(Change(table, _show(key), before.place, self._delete(before)))
                elif now is not None:
                    edits[before.object].append(Edit(before.object, table, _show(key), what))
            for key, now in now_rows.items():
                owner = None if key in old_rows or key in new_rows else self._owner(table, now)
                if owner is not None:
                    edits[owner].append(Edit(owner, table, _show(key), EditKind.ADDED))
        return [
            Merge(name, _in_order(upserts[name]), _in_order(deletes[name])[::-1], tuple(edits[name]))
            for name in upserts
        ]

    def _shipped(self, texts: Iterable[tuple[str, str, str]]) -> ShippedRows:
        rows: ShippedRows = {}
        for name, text, note in texts:
            for table, found in self._shelf.rows(name, text, f"{name}.sql{note}").items():
                rows.setdefault(table, {}).update(found)
        return rows

    def _owner(self, table: str, row: Row) -> str | None:
        """The file that a row which the DBA added belongs to: its provider's, else the reference file of the table."""
        provider = row.get(PROVIDER_COLUMN)
        if provider in self._providers:
            return self._providers[provider]
        owners = (row.object for rows in (self._new, self._old) for row in rows.get(table, {}).values())
        return next((owner for owner in owners if owner.startswith("reference/")), None)

    def _rows_now(self, table: str) -> dict[Key, Row]:
        there = self._snapshot.columns(table)
        names = [column.name for column in self._shelf.columns(table) if column.name in there]
        if not names:
            return {}
        rows = self._session.select(render(self._engine, "reference_rows", columns=", ".join(names), table=table))
        return {self._shelf.key(table, row): row for row in rows}

    def _edited(self, before: ShippedRow | None, now: Row | None) -> EditKind | None:
        """What the DBA did to a row that we shipped; None: nothing, or neither we nor they had it."""
        if before is None:
            return None if now is None else EditKind.ADDED
        if now is None:
            return EditKind.DELETED
        return None if self._same(before, now) else EditKind.CHANGED

    @staticmethod
    def _same(row: ShippedRow, values: Mapping[str, Value] | None) -> bool:
        """Whether a shipped row has these values; a column that is not there yet cannot have been edited."""
        if values is None:
            return False
        return all(normal(value) == normal(values[name]) for name, value in row.values.items() if name in values)

    def _update(self, before: ShippedRow, row: ShippedRow) -> str:
        changed = [name for name, value in row.values.items() if normal(value) != normal(before.values[name])]
        return render(
            self._engine,
            "reference_update",
            table=row.table,
            assignments=", ".join(f"{name} = {literal(self._engine, row.values[name])}" for name in changed),
            key=self._where(before),
        )

    def _delete(self, row: ShippedRow) -> str:
        return render(self._engine, "reference_delete", table=row.table, key=self._where(row))

    def _where(self, row: ShippedRow) -> str:
        names = [column.name for column in self._shelf.columns(row.table) if column.key]
        return " AND ".join(f"{name} = {literal(self._engine, row.values[name])}" for name in names)


def _in_order(changes: list[Change]) -> tuple[Change, ...]:
    """In the order of the file, where a row comes after those that it refers to."""
    return tuple(sorted(changes, key=lambda change: change.place))


def _show(key: Key) -> str:
    return ", ".join("NULL" if part is None else part for part in key)
