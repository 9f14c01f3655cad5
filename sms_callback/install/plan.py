"""The plan: the state of every object, what `install` would do, and the DBA's own rows of reference data."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sms_callback.engine.base import Session
from sms_callback.errors import EditedError, ExitCode, NewerDatabaseError
from sms_callback.install.merge import DataFile, Edit, Merge, Merger
from sms_callback.install.reference import Shelf
from sms_callback.install.snapshot import Snapshot, read_snapshot
from sms_callback.install.state import Action, Item, State, compare, overall, version_key
from sms_callback.install.text import literal, render
from sms_callback.sqlfiles import COMMON_KINDS, SqlFile, SqlTree

REPLACES_IN_PLACE = frozenset({"postgresql", "sqlanywhere"})
"""Engines whose files say CREATE OR REPLACE; elsewhere the old object is dropped first."""

_LISTED = 12


@dataclass(frozen=True, slots=True)
class Plan:
    """The state of a database.

    `edits` are the rows of reference data that the DBA has made their own; they are never drift.
    """

    database: str
    version: str
    items: tuple[Item, ...]
    edits: tuple[Edit, ...]

    @property
    def exit_code(self) -> ExitCode:
        """0 all current, 1 drift, 3 newer than the program."""
        return overall(list(self.items))


def make_plan(session: Session, tree: SqlTree, database: str, version: str) -> Plan:
    """Compare a database with the files, without changing it.

    Args:
        session: a transaction of the database.
        tree: the files of its engine.
        database: its name for people.
        version: of this release.
    """
    snapshot = read_snapshot(session)
    items = compare(files_for(tree, snapshot), snapshot, version)
    merges = {merge.object: merge for merge in make_merges(session, tree, snapshot, items)}
    return Plan(
        database,
        version,
        tuple(replace(item, statements=_statements(tree.engine, item, merges.get(item.object))) for item in items),
        tuple(edit for merge in merges.values() for edit in merge.edits),
    )


def files_for(tree: SqlTree, snapshot: Snapshot, extra: Collection[str] = ()) -> list[SqlFile]:
    """The files of a tree that belong into a database: of the extra kinds those that are wanted, or there already.

    Args:
        tree: the files.
        snapshot: what the database holds.
        extra: kinds that are wanted.
    """
    there = {record.kind for record in snapshot.records.values()} | {name.partition("/")[0] for name in snapshot.begun}
    return tree.objects({*extra} | there)


def make_merges(session: Session, tree: SqlTree, snapshot: Snapshot, items: Iterable[Item]) -> list[Merge]:
    """The merges of the data files among the items (all of them must be there); a current one has no changes."""
    data = [item for item in items if item.kind in COMMON_KINDS]
    if not data:
        return []
    shelf = Shelf([file for file in SqlTree("sqlite", tree.root).objects() if file.kind == "table"])
    try:
        return Merger(session, tree.engine, shelf, snapshot, [_data_file(item) for item in data]).merge()
    finally:
        shelf.close()


def check_allowed(plan_items: Iterable[Item], *, force: bool) -> None:
    """Refuse what `install` must not do.

    Raises:
        NewerDatabaseError: a newer release installed some of it.
        EditedError: something was changed by hand, and `force` is not given or would not help.
    """
    items = list(plan_items)
    newer = [item for item in items if item.state is State.NEWER]
    if newer:
        versions = {item.record.version for item in newer if item.record}
        raise NewerDatabaseError(
            f"A newer release ({max(versions, key=version_key)}) installed this database: {_names(newer)}.",
            "Use that release or a later one.",
        )
    edited = [item for item in items if item.state is State.EDITED and item.kind != "service"]
    lost = [item for item in edited if item.action is Action.NONE]
    if lost:
        raise EditedError(
            "; ".join(f"{item.object}: {item.detail}" for item in lost) + ".",
            "Tables are yours: the installer does not repair them. Put back what is gone, then install again.",
        )
    if edited and not force:
        raise EditedError(
            f"Changed by hand: {_names(edited)}.",
            "Nothing was changed. `install --force` replaces them and keeps their text in the table sms_schema_saved.",
        )


def _data_file(item: Item) -> DataFile:
    old = item.record.source if item.record else ""
    if item.action is Action.NONE:
        return DataFile(item.object, old, old)
    return DataFile(item.object, old, item.file.text if item.file else "")


def _statements(engine: str, item: Item, merge: Merge | None) -> tuple[str, ...]:
    if item.action is Action.NONE:
        return ()
    if merge is not None:
        return tuple(change.statement for change in (*merge.upserts, *merge.deletes))
    if item.file is None:
        return (drop_statement(engine, item),)
    if item.kind == "role":
        return (name_statement(engine, "revoke", item.name), item.file.text)
    if item.action is Action.REPLACE and (engine not in REPLACES_IN_PLACE or item.kind == "event"):
        return (drop_statement(engine, item), item.file.text)
    return (item.file.text,)


def drop_statement(engine: str, item: Item) -> str:
    """What removes an object that is no longer shipped, or that cannot be replaced in place."""
    if item.kind == "role":
        return "\n".join(name_statement(engine, template, item.name) for template in ("revoke", "drop_role"))
    if item.kind == "event":
        return name_statement(engine, "drop_event", item.name)
    return name_statement(engine, "drop", item.name)


def name_statement(engine: str, template: str, name: str) -> str:
    """A template that is about one object, by its name."""
    return render(engine, template, name=name, literal=literal(engine, name))


def _names(items: list[Item]) -> str:
    names = [item.object for item in items[:_LISTED]]
    more = len(items) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")
