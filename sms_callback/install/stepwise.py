"""The installer where definitions commit by themselves (SQL Anywhere): steps that are kept, and can be taken up again.

Before a step a row in sms_schema_step says what is about to happen; it goes in the transaction that records the step as
done. So at any moment an object is as recorded, or it is named there, and the next installation does it again:

- Functions, procedures, views, events, roles and extra files can be executed again as a whole.
- A numbered file goes statement by statement. Before each one that defines or drops something the row keeps what the
  catalogue says: if it says otherwise afterwards, the statement was executed, for each is all or nothing. One that
  changes rows is in one transaction with its row. Any other (COMMENT, GRANT, a block) must be such that it can be
  repeated, as the whole of the first file must, which makes the table of the steps itself.
- Reference data is one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sms_callback.engine.base import SteppingSession
from sms_callback.engine.sqlanywhere_text import first_word, statements
from sms_callback.install.apply import Applier, catalogue_query
from sms_callback.install.plan import drop_statement, name_statement
from sms_callback.install.snapshot import Begun, Snapshot, catalogue_name, columns_in, grown, read_snapshot
from sms_callback.install.state import Action, Item, State, by_hand
from sms_callback.install.text import literal, render
from sms_callback.sqlfiles import COMMON_KINDS, EXTRA_KINDS, SqlFile

FIRST = "table/0000_schema"
"""The file that makes the installer's own tables; their names begin with sms_schema."""

CODE_KINDS = ("function", "procedure", "view", "event")

_DEFINES = ("CREATE", "ALTER", "DROP")
_CHANGES = ("INSERT", "UPDATE", "DELETE", "MERGE")


@dataclass
class StepwiseApplier(Applier):
    """One installation in steps."""

    session: SteppingSession

    undone: ClassVar[str] = "What was installed before it stays. Correct the cause and install again: it goes on there."

    def run(self, items: Sequence[Item], before: Snapshot) -> None:
        """Bring everything to current; each step is kept.

        Raises:
            SmsCallbackError: a statement failed; another run goes on there.
        """
        acted = [item for item in items if item.action is not Action.NONE]
        self._steps = len(acted)
        numbered = [item for item in acted if item.kind == "table"]
        shape = self._numbered([item for item in numbered if item.object == FIRST], before, before.recorded_shape)
        self._save([item for item in acted if item.state is State.EDITED], before)
        for item in acted:
            # What is dropped on the way takes a role's privileges along, which must not look like somebody's edit.
            if item.kind == "role" and item.file and item.record:
                self._begin(item.object, item.file, 0, "", frozenset())
        self.session.commit()
        self._numbered([item for item in numbered if item.object != FIRST], before, shape)
        self._data([item for item in items if item.kind in COMMON_KINDS])
        there = read_snapshot(self.session)
        for item in sorted(items, key=_order):
            # A numbered file may have taken away what is current.
            lost = item.kind in CODE_KINDS and there.text(item.object) is None
            if item.kind in CODE_KINDS and item.file and (item.action is not Action.NONE or lost):
                self._object(item, item.file)
        for item in acted:
            if item.kind == "role" and item.file:
                self._role(item, item.file)
            elif item.kind in EXTRA_KINDS and item.file:
                self._object(item, item.file)
        self._drop([item for item in acted if item.action is Action.DROP and item.kind not in COMMON_KINDS])
        self.progress(self._steps, self._steps, "")
        self._check()

    def _numbered(self, items: list[Item], before: Snapshot, shape: frozenset[str]) -> frozenset[str]:
        """Execute numbered files; take the columns that our files have made before, and return those after."""
        for item in items:
            if item.file is None:
                continue
            self._step(item)
            begun = before.begun.get(item.object)
            if item.object == FIRST:
                self._script(item.file.text, item.file)
                shape = frozenset(line for line in columns_in(self._state()) if line.startswith("sms_schema"))
            else:
                shape = self._statements(item.file, item.object, begun, begun.shape if begun else shape)
            self._record(item.file)
            self.session.script(
                render(
                    self.tree.engine,
                    "schema_shape",
                    object=literal(self.tree.engine, item.object),
                    catalogue=literal(self.tree.engine, "\n".join(sorted(shape))),
                )
            )
            self.session.query("step_end", {"object": item.object})
            self.session.commit()
        return shape

    def _statements(self, file: SqlFile, name: str, begun: Begun | None, shape: frozenset[str]) -> frozenset[str]:
        """Execute a numbered file from where it was left; return the columns that our files have made by its end."""
        pieces = list(statements(file.text))
        now = self._state()
        done = 0
        if begun:
            done = begun.done
            if now != begun.state:
                shape = grown(shape, columns_in(begun.state), columns_in(now))
                done += 1
        for number, piece in enumerate(pieces[done:], done):
            word = first_word(piece)
            if word in _DEFINES:
                self._begin(name, file, number, now, shape)
                self.session.commit()
            self._script(piece, file)
            if word in _DEFINES:
                before, now = now, self._state()
                shape = grown(shape, columns_in(before), columns_in(now))
            elif word in _CHANGES:
                self._begin(name, file, number + 1, now, shape)
                self.session.commit()
        return shape

    def _begin(self, name: str, file: SqlFile, done: int, state: str, shape: frozenset[str]) -> None:
        self.session.query("step_end", {"object": name})
        self.session.query(
            "step_begin",
            {
                "object": name,
                "sha256": file.sha256,
                "done": done,
                "state": state,
                "shape": "\n".join(sorted(shape)),
            },
        )

    def _state(self) -> str:
        """What the catalogue says of our tables and what belongs to them; see `columns_in`."""
        rows = self.session.query("step_state")
        found = (f"{row['shape'] or ''}\t{str(row['more']).replace(chr(10), ' ')}" for row in rows)
        return "\n".join(sorted(found))

    def _data(self, items: list[Item]) -> None:
        """All data files, and the rows of those that are no longer shipped, in one transaction."""
        merges = self._upsert(items, read_snapshot(self.session))
        for merge in reversed(merges):
            self._try_each(merge.object, merge.deletes)
        for item in items:
            if item.action is Action.DROP:
                self._step(item)
                self._forget(item)
        self.session.commit()

    def _object(self, item: Item, file: SqlFile) -> None:
        """Make or replace one object, and record what the catalogue says of it then."""
        if item.action is not Action.NONE:
            self._step(item)
        self._begin(item.object, file, 0, "", frozenset())
        self.session.commit()
        if item.kind == "event" and item.action is Action.REPLACE:
            self.session.script(drop_statement(self.tree.engine, item))
        if item.kind == "role" and item.action is Action.REPLACE:
            self.session.script(name_statement(self.tree.engine, "revoke", item.name))
        self._script(file.text, file)
        self._record(file)
        if item.kind not in EXTRA_KINDS:
            query = render(self.tree.engine, "catalogue_one", catalogue=catalogue_query(self.tree.engine))
            rows = self.session.ask(query, {"name": catalogue_name(item.object)})
            text = rows[0]["catalogue"] if rows else None
            self.session.query("schema_catalogue_one", {"object": item.object, "catalogue": text})
        self.session.query("step_end", {"object": item.object})
        self.session.commit()

    def _role(self, item: Item, file: SqlFile) -> None:
        """A role that is current has lost what it could do with an object only if that was dropped meanwhile."""
        if item.action is Action.GRANT and item.record:
            there = read_snapshot(self.session)
            if not by_hand(item.record, there.text(item.object) or "", there):
                self._step(item)
                self.session.query("step_end", {"object": item.object})
                self.session.commit()
                return
        self._object(item, file)

    def _drop(self, items: list[Item]) -> None:
        kept = {file.name for file in self.tree.objects() if file.kind not in COMMON_KINDS}
        for item in reversed(items):
            self._step(item)
            if item.kind not in EXTRA_KINDS and item.name not in kept:
                self.session.script(drop_statement(self.tree.engine, item))
            self._forget(item)
            self.session.commit()


def _order(item: Item) -> int:
    return CODE_KINDS.index(item.kind) if item.kind in CODE_KINDS else len(CODE_KINDS)
