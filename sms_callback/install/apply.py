"""Carries a plan out, inside the installer's one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from sms_callback.engine.base import Session
from sms_callback.errors import DatabaseRefusedError, NotInstalledError, SmsCallbackError
from sms_callback.install.merge import Change, Edit, EditKind, Merge
from sms_callback.install.plan import REPLACES_IN_PLACE, drop_statement, files_for, make_merges, name_statement
from sms_callback.install.snapshot import Snapshot, read_catalogue, read_snapshot
from sms_callback.install.state import Action, Item, State, compare, object_name
from sms_callback.install.text import literal, render, without_head
from sms_callback.sqlfiles import COMMON_KINDS, SqlFile, SqlTree, shipped

Progress = Callable[[int, int, str], None]
"""Called before each step with the steps done, all steps and the next object; at the end with an empty object."""

REFUSALS = (DatabaseRefusedError, NotInstalledError)
"""What a statement of ours may end with; the second where it names a table that is not there."""

CODE_KINDS = ("function", "procedure", "view")


@dataclass
class Applier:
    """One installation.

    Args:
        session: the transaction, with the installer's lock held.
        tree: the files.
        version: of this release, for the records.
        who: the user, for the records of an engine without users.
        progress: told of each step.
        extra: kinds that are installed on request, and were asked for.
    """

    undone: ClassVar[str] = "Nothing was changed."
    """What to add to an error."""

    session: Session
    tree: SqlTree
    version: str
    who: str
    progress: Progress
    extra: Collection[str] = ()
    saved: list[str] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    _names_now: set[str] = field(default_factory=set)
    _done: int = 0
    _steps: int = 0

    def run(self, items: Sequence[Item], before: Snapshot) -> None:
        """Bring everything to current.

        Args:
            items: all objects, with nothing among them that must be refused.
            before: what they were compared with.

        Raises:
            SmsCallbackError: a statement failed; the caller's transaction must roll back.
        """
        acted = [item for item in items if item.action is not Action.NONE]
        self._steps = len(acted)
        now = self._tables([item for item in acted if item.kind == "table"], before)
        self._names_now = set(now.catalogue)
        self._save([item for item in acted if item.state is State.EDITED], before)
        merges = self._upsert([item for item in items if item.kind in COMMON_KINDS], now)
        self._code([(item, item.file) for item in items if item.kind in CODE_KINDS and item.file])
        for item in acted:
            if item.kind == "role" and item.file:
                self._step(item)
                self._script(name_statement(self.tree.engine, "revoke", item.name), item.file)
                self._run_file(item.file)
        self._drop([item for item in acted if item.action is Action.DROP])
        for merge in reversed(merges):
            self._try_each(merge.object, merge.deletes)
        self.session.script(
            render(self.tree.engine, "schema_catalogue", catalogue=catalogue_query(self.tree.engine)),
        )
        self.progress(self._steps, self._steps, "")
        self._check()

    def _tables(self, items: list[Item], before: Snapshot) -> Snapshot:
        """Apply the numbered files; the newest one's record keeps the columns that all of them made.

        Columns and tables of the DBA's own are not among them: only what changed while the files ran is ours.
        """
        if not items:
            return before
        for item in items:
            self._step(item)
            if item.file is not None:
                self._run_file(item.file)
        now = read_snapshot(self.session)
        shape = (before.recorded_shape | (now.shape - before.shape)) - (before.shape - now.shape)
        self.session.script(
            render(
                self.tree.engine,
                "schema_shape",
                object=literal(self.tree.engine, now.newest_table),
                catalogue=literal(self.tree.engine, "\n".join(sorted(shape))),
            )
        )
        return now

    def _save(self, items: list[Item], before: Snapshot) -> None:
        for item in items:
            text = before.text(item.object)
            if text is not None:
                fields = {"object": item.object, "text": text, "saved_by": self.who}
                self.session.script(
                    render(
                        self.tree.engine,
                        "schema_saved",
                        **{name: literal(self.tree.engine, value) for name, value in fields.items()},
                    )
                )
                self.saved.append(item.object)

    def _upsert(self, items: list[Item], now: Snapshot) -> list[Merge]:
        """Insert and update rows of reference data; return the merges, of which the deletes are still to come."""
        merges = make_merges(self.session, self.tree, now, items)
        empty = not any(item.record for item in items)
        for item, merge in zip(items, merges, strict=True):
            if item.action is Action.NONE:
                continue
            self.edits += merge.edits
            if item.file is None:
                continue
            self._step(item)
            if empty:
                self._script("\n".join(change.statement for change in merge.upserts), item.file)
            else:
                self._try_each(item.object, merge.upserts)
            self._record(item.file)
        return merges

    def _try_each(self, name: str, changes: Sequence[Change]) -> None:
        """Make changes that rows of the DBA's may stand in the way of; where one does, their side is kept.

        An account refers to a provider that is no longer shipped, say.
        """
        for change in changes:
            refusal = self._attempt(change.statement)
            if refusal is not None:
                self.edits.append(Edit(name, change.table, change.key, EditKind.REFUSED, refusal.message))

    def _attempt(self, text: str) -> SmsCallbackError | None:
        """Execute a text; if the database refuses it, undo just that and return the refusal."""
        refusal: SmsCallbackError | None = None
        self.session.query("savepoint")
        try:
            self.session.script(text)
        except REFUSALS as error:
            refusal = error
            self.session.query("savepoint_undo")
        self.session.query("savepoint_release")
        return refusal

    def _code(self, items: list[tuple[Item, SqlFile]]) -> None:
        """Functions, procedures and views, with those that a numbered file or a replaced object has taken away."""
        for item, file in items:
            if item.action is Action.NONE and item.name in self._names_now:
                continue
            if item.action is not Action.NONE:
                self._step(item)
            self._replace(item.name, file)
            self._record(file)

    def _replace(self, name: str, file: SqlFile) -> None:
        if name in self._names_now:
            if self.tree.engine in REPLACES_IN_PLACE and self._replaced_in_place(name, file):
                return
            try:
                self.session.script(name_statement(self.tree.engine, "drop", name))
            except REFUSALS as error:
                raise DatabaseRefusedError(
                    f"{name} must be dropped before it can be replaced, and the database refuses: {error.message}",
                    "Nothing was changed. Drop what depends on it, install, and make it again.",
                ) from error
        self._script(file.text, file)
        self._names_now = set(read_catalogue(self.session)[0])

    def _replaced_in_place(self, name: str, file: SqlFile) -> bool:
        """Whether CREATE OR REPLACE did it.

        It cannot change a view's columns or a result, and with other parameters it leaves the old overload behind.
        """
        self.session.query("savepoint")
        try:
            self.session.script(file.text)
            done = int(str(self.session.query("overloads", {"name": name})[0]["found"])) <= 1
        except REFUSALS:
            done = False
        if not done:
            self.session.query("savepoint_undo")
        self.session.query("savepoint_release")
        return done

    def _drop(self, items: list[Item]) -> None:
        kept = {file.name for file in self.tree.objects() if file.kind not in COMMON_KINDS}
        for item in reversed(items):
            self._step(item)
            if item.kind not in COMMON_KINDS and item.name not in kept:
                self.session.script(drop_statement(self.tree.engine, item))
            self._forget(item)

    def _forget(self, item: Item) -> None:
        self.session.script(
            render(self.tree.engine, "schema_forget", object=literal(self.tree.engine, item.object)),
        )

    def _run_file(self, file: SqlFile) -> None:
        self._script(file.text, file)
        self._record(file)

    def _record(self, file: SqlFile) -> None:
        self.session.script(record_statement(self.tree.engine, file, self.version, self.who))

    def _script(self, text: str, file: SqlFile) -> None:
        try:
            self.session.script(text)
        except REFUSALS as error:
            raise DatabaseRefusedError(f"{file.path}: {error.message}", self.undone) from error

    def _step(self, item: Item) -> None:
        self.progress(self._done, self._steps, item.object)
        self._done += 1

    def _check(self) -> None:
        """A file that does not make the object it is named after would be missing for ever: better to fail now."""
        snapshot = read_snapshot(self.session)
        left = [
            item
            for item in compare(files_for(self.tree, snapshot, self.extra), snapshot, self.version)
            if item.state is not State.CURRENT and item.kind != "service"
        ]
        if left:
            raise SmsCallbackError(
                f"After the installation {left[0].object} would still be {left[0].state}.",
                f"{self.undone} A file must make the object that it is named after.",
            )


def record_statement(engine: str, file: SqlFile, version: str, who: str, name: str | None = None) -> str:
    """What records a file as installed; `name` is the object's where the file is the template of several."""
    fields = {
        "object": name or object_name(file),
        "kind": file.kind,
        "file": file.path,
        "sha256": file.sha256,
        "version": version,
        "installed_by": who,
        "source": file.text,
    }
    return render(engine, "schema_record", **{name: literal(engine, value) for name, value in fields.items()})


def catalogue_query(engine: str) -> str:
    """The statement of catalogue.sql in a form that fits into another one."""
    return without_head(shipped(engine).query("catalogue")).removesuffix(";")
