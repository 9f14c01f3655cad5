"""Transactions of a connection: COMMIT, ROLLBACK, savepoints, and what ATOMIC forbids."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.sqlanywhere import tree
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.machine.step import Block, Signal, Step, compiles, leaf

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.cursors import OpenedCursor
    from tests.sqlanywhere.runtime import StoreSession


class Transaction:
    """The transaction of one connection.

    `_savepoints` are the names in force, oldest first: a user's as (name folded, name in the store), and None where an
    atomic statement began.
    """

    def __init__(self, store: StoreSession, ended: Callable[[], None]) -> None:
        self.open_cursors: set[OpenedCursor] = set()
        self._store = store
        self._ended = ended
        self._savepoints: list[tuple[str, str] | None] = []
        self._made = 0

    @property
    def atomic(self) -> bool:
        """Whether an atomic statement is under way."""
        return None in self._savepoints

    def refuse_if_atomic(self) -> None:
        """COMMIT, ROLLBACK and what commits by itself are refused in an atomic statement (-267, SYBSsa50/00000144)."""
        if self.atomic:
            raise error(-267)

    def commit(self) -> None:
        """COMMIT: closes the cursors that are not WITH HOLD."""
        self.refuse_if_atomic()
        self._store.commit()
        self._end()

    def rollback(self) -> None:
        """ROLLBACK."""
        self.refuse_if_atomic()
        self._store.rollback()
        self._end()

    def abandon(self) -> None:
        """The connection goes away: whatever is under way is undone."""
        self._savepoints.clear()
        self._store.rollback()
        self._end()

    def _end(self) -> None:
        self._savepoints.clear()
        self._ended()
        for cursor in tuple(self.open_cursors):
            if not cursor.hold:
                cursor.close()

    def _name(self, kind: str) -> str:
        self._made += 1
        return f"sa_{kind}_{self._made}"

    def savepoint(self, name: str | None) -> None:
        """SAVEPOINT [name]: a name used again hides the older one (savepoint-statement.html of 12.0.1)."""
        inner = self._name("user")
        self._store.savepoint(inner)
        self._savepoints.append(((name or "").casefold(), inner))

    def _find(self, name: str | None) -> int:
        """Where the savepoint is, among those of the innermost atomic statement."""
        for place in range(len(self._savepoints) - 1, -1, -1):
            found = self._savepoints[place]
            if found is None:
                break
            if name is None or found[0] == name.casefold():
                return place
        known = any(s is not None and (name is None or s[0] == name.casefold()) for s in self._savepoints)
        raise error(-221) if known else error(-220, name or "")

    def rollback_to(self, name: str | None) -> None:
        """ROLLBACK TO SAVEPOINT: later savepoints go (rollback-to-savepoint-statement.html of 12.0.1).

        Raises:
            SqlError: no such savepoint (-220), or it is older than the atomic statement (-221).
        """
        place = self._find(name)
        found = self._savepoints[place]
        assert found is not None
        self._store.rollback_to(found[1])
        del self._savepoints[place + 1 :]

    def release(self, name: str | None) -> None:
        """RELEASE SAVEPOINT: it and later ones go, the changes stay."""
        place = self._find(name)
        found = self._savepoints[place]
        assert found is not None
        self._store.release(found[1])
        del self._savepoints[place:]

    def enter_atomic(self) -> None:
        """An atomic statement begins: a savepoint is set (ptstas.html of 16)."""
        self._store.savepoint(f"sa_atomic_{len(self._savepoints)}")
        self._savepoints.append(None)

    def leave_atomic(self, *, undo: bool) -> None:
        """An atomic statement ends: all savepoints in it are released (SYBSsa50/00000144)."""
        if None not in self._savepoints:
            return
        while self._savepoints.pop() is not None:
            pass
        name = f"sa_atomic_{len(self._savepoints)}"
        if undo:
            self._store.rollback_to(name)
        self._store.release(name)


@compiles(tree.Commit)
def compile_commit(statement: tree.Commit, block: Block) -> Step:
    """COMMIT."""

    def run(frame: Frame) -> Signal | None:
        frame.connection.transaction.commit()
        return None

    return leaf(statement, block, run)


@compiles(tree.Rollback)
def compile_rollback(statement: tree.Rollback, block: Block) -> Step:
    """ROLLBACK, or ROLLBACK TO SAVEPOINT."""

    def run(frame: Frame) -> Signal | None:
        transaction = frame.connection.transaction
        if statement.to_savepoint:
            transaction.rollback_to(statement.name)
        else:
            transaction.rollback()
        return None

    return leaf(statement, block, run)


@compiles(tree.Savepoint)
def compile_savepoint(statement: tree.Savepoint, block: Block) -> Step:
    """SAVEPOINT."""

    def run(frame: Frame) -> Signal | None:
        frame.connection.transaction.savepoint(statement.name)
        return None

    return leaf(statement, block, run)


@compiles(tree.ReleaseSavepoint)
def compile_release(statement: tree.ReleaseSavepoint, block: Block) -> Step:
    """RELEASE SAVEPOINT."""

    def run(frame: Frame) -> Signal | None:
        frame.connection.transaction.release(statement.name)
        return None

    return leaf(statement, block, run)
