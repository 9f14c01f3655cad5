"""What state each object is in: the files against what was recorded, and what was recorded against the catalogue."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sms_callback.errors import ExitCode
from sms_callback.install.snapshot import Record, Snapshot, lines
from sms_callback.sqlfiles import COMMON_KINDS, EXTRA_KINDS, SqlFile

_PRIVILEGE = re.compile(r" on (schema|table|column|routine) (\w+)")
TABLES_NOTE = "the installer never changes a table but by a new numbered file"


class State(StrEnum):
    """The state of an installed object (docs/installer.md)."""

    MISSING = "missing"
    CURRENT = "current"
    OUTDATED = "outdated"
    EDITED = "edited"
    NEWER = "newer"


class Action(StrEnum):
    """What `install` does about it."""

    NONE = "none"
    CREATE = "create"
    REPLACE = "replace"
    MERGE = "merge"
    DROP = "drop"
    GRANT = "grant again"


@dataclass(frozen=True, slots=True)
class Item:
    """One object: its state, what `install` does about it, and the statements that this takes.

    `file` is ours (None where this release no longer ships the object), `record` what the database keeps of it
    (None where it was never installed), `detail` says why in words.
    """

    object: str
    kind: str
    state: State
    action: Action
    detail: str = ""
    statements: tuple[str, ...] = ()
    file: SqlFile | None = field(default=None, repr=False)
    record: Record | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The object's name in the database (of a table file: its stem)."""
        return self.object.partition("/")[2]


def version_key(version: str) -> tuple[int, ...]:
    """`0.10.2` as (0, 10, 2), so that it sorts after `0.9`; a suffix such as rc1 and zeros at the end do not count."""
    numbers: list[int] = []
    for piece in version.split("."):
        digits = re.match(r"\d+", piece)
        if digits is None:
            break
        numbers.append(int(digits[0]))
        if digits[0] != piece:
            break
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def object_name(file: SqlFile) -> str:
    """The object of a file as `sms_schema` names it."""
    return f"{file.kind}/{file.name}"


def compare(files: list[SqlFile], snapshot: Snapshot, version: str) -> list[Item]:
    """The state of every object, those that this release no longer ships last.

    Args:
        files: what this release ships, in the order of installation.
        snapshot: what the database holds.
        version: of this release.
    """
    items = [_shipped_item(file, snapshot, version) for file in files]
    known = {item.object for item in items}
    items += [
        _leftover_item(record, snapshot, version) for name, record in snapshot.records.items() if name not in known
    ]
    items = _with_lost_columns(items, snapshot)
    if any(item.action is not Action.NONE for item in items):
        # A replaced object may have lost what a role could do with it, and a new one has not got it yet.
        items = [_granted_again(item) for item in items]
    return items


def overall(items: list[Item]) -> ExitCode:
    """0 all current, 1 drift, 3 newer than the program."""
    states = {item.state for item in items}
    if State.NEWER in states:
        return ExitCode.NEWER
    return ExitCode.CURRENT if states <= {State.CURRENT} else ExitCode.DRIFT


def _shipped_item(file: SqlFile, snapshot: Snapshot, version: str) -> Item:
    name = object_name(file)
    record = snapshot.records.get(name)
    changed = record is not None and record.sha256 != file.sha256

    def item(state: State, action: Action, detail: str = "") -> Item:
        return Item(name, file.kind, state, action, detail, file=file, record=record)

    begun = snapshot.begun.get(name)
    if record is not None and changed and version_key(record.version) > version_key(version):
        return item(State.NEWER, Action.NONE, f"installed by version {record.version}")
    if file.kind == "table":
        if record is None and begun and begun.sha256 != file.sha256:
            return item(State.EDITED, Action.NONE, "begun with another text, and a released file never changes")
        if record is None:
            return item(State.MISSING, Action.CREATE, f"interrupted after {begun.done} statements" if begun else "")
        if changed:
            return item(State.EDITED, Action.NONE, "not the file that was installed, and a released file never changes")
        return item(State.CURRENT, Action.NONE)
    if file.kind in COMMON_KINDS:
        if record is None:
            return item(State.MISSING, Action.CREATE)
        return item(State.OUTDATED, Action.MERGE, _since(record)) if changed else item(State.CURRENT, Action.NONE)
    if file.kind in EXTRA_KINDS:
        if record is None or begun:
            return item(State.MISSING, Action.CREATE, "interrupted" if begun else "")
        return item(State.OUTDATED, Action.REPLACE, _since(record)) if changed else item(State.CURRENT, Action.NONE)
    now = snapshot.text(name)
    if now is None:
        return item(State.MISSING, Action.CREATE, "dropped by hand" if record and not begun else "")
    if begun:
        return item(State.OUTDATED, Action.REPLACE, "its installation was interrupted")
    if record is None and file.kind == "role" and not _privileges(now, snapshot):
        # Roles belong to the server: another of its databases has them already.
        return item(State.MISSING, Action.CREATE, "the role is there, but has no privileges here")
    if record is None:
        return item(State.EDITED, Action.REPLACE, "made by hand, not by the installer")
    if by_hand(record, now, snapshot):
        return item(State.EDITED, Action.REPLACE, f"changed by hand since {record.installed_at} UTC")
    return item(State.OUTDATED, Action.REPLACE, _since(record)) if changed else item(State.CURRENT, Action.NONE)


def _leftover_item(record: Record, snapshot: Snapshot, version: str) -> Item:
    """An object that another release installed and this one does not ship."""

    def item(state: State, action: Action, detail: str) -> Item:
        return Item(record.object, record.kind, state, action, detail, record=record)

    if version_key(record.version) > version_key(version):
        return item(State.NEWER, Action.NONE, f"installed by version {record.version}, unknown to this one")
    if record.kind == "service":
        return _service_item(record, snapshot)
    if record.kind == "table":
        return item(State.EDITED, Action.NONE, f"this program lacks the file, and {TABLES_NOTE}")
    now = snapshot.text(record.object)
    if record.kind not in COMMON_KINDS and now is not None and by_hand(record, now, snapshot):
        return item(State.EDITED, Action.DROP, f"no longer shipped, changed by hand since {record.installed_at} UTC")
    return item(State.OUTDATED, Action.DROP, "no longer shipped")


def _service_item(record: Record, snapshot: Snapshot) -> Item:
    """A web service, which other commands make and change: it is shown, and `install` leaves it alone."""
    now = snapshot.text(record.object)
    if now is None:
        state, detail = State.MISSING, "dropped by hand: sms-callback service install"
    elif now != record.catalogue:
        state, detail = State.EDITED, "changed by hand: sms-callback service install --force"
    else:
        state, detail = State.CURRENT, ""
    return Item(record.object, record.kind, state, Action.NONE, detail, record=record)


def by_hand(record: Record, now: str, snapshot: Snapshot) -> bool:
    """Whether an object's text is not what was recorded; of a role only what it may do with our objects that are there.

    A dropped view takes the privileges on it along, and what the DBA's own objects allow is theirs.
    """
    if record.kind != "role":
        return now != record.catalogue
    return _privileges(now, snapshot) != _privileges(record.catalogue, snapshot)


def _privileges(text: str | None, snapshot: Snapshot) -> set[str]:
    """The lines of a role's catalogue text (`SELECT on table sms_message`) that are about the schema or about ours."""
    ours = snapshot.own_names
    return {
        line
        for line in lines(text)
        if (about := _PRIVILEGE.search(line)) and (about[1] == "schema" or about[2] in ours)
    }


def _with_lost_columns(items: list[Item], snapshot: Snapshot) -> list[Item]:
    """Columns that were recorded and are gone show on the newest numbered file that was installed."""
    lost = sorted(snapshot.recorded_shape - snapshot.shape)
    if not lost:
        return items
    detail = f"gone or changed by hand: {', '.join(lost)}"
    newest = snapshot.newest_table
    return [
        replace(item, state=State.EDITED, action=Action.NONE, detail=detail)
        if item.object == newest and item.state is not State.NEWER
        else item
        for item in items
    ]


def _granted_again(item: Item) -> Item:
    if item.kind == "role" and item.action is Action.NONE and item.state is State.CURRENT:
        return replace(item, action=Action.GRANT)
    return item


def _since(record: Record) -> str:
    return f"installed by version {record.version}"


def counts(items: Iterable[Item]) -> Mapping[State, int]:
    """How many objects are in each state, in the order of the states; those with none are left out."""
    found = Counter(item.state for item in items)
    return {state: found[state] for state in State if found[state]}
