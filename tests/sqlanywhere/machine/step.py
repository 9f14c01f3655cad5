"""Statements as Python functions: what compiling gives, and how a list of them runs.

A statement that holds no other becomes one function (`run`); one that does, or that may give a result set, becomes a
generator (`steps`) that yields result sets: so a procedure stops at its result SELECT until the client has fetched or
resumes (sources H11).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from tests.sqlanywhere import coverage, tree
from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.machine.fault import DONE
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.runtime import Result

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.schema import Routine


@dataclass(frozen=True, slots=True)
class Signal:
    """Why a list of statements ends early: `LEAVE label`, `CONTINUE label`, or RETURN."""

    kind: str
    label: str | None = None


RETURN = Signal("RETURN")

Run: TypeAlias = Callable[[Frame], Signal | None]
Steps: TypeAlias = Callable[[Frame], Generator[Result, None, Signal | None]]


@dataclass(frozen=True, slots=True)
class Step:
    """One compiled statement: exactly one of `run` and `steps` is there."""

    statement: tree.Statement
    run: Run | None = None
    steps: Steps | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Where a statement stands: what compiling it needs to know.

    Args:
        place: the object whose text this is, for the coverage (None: a client's statement).
        start: where that text begins, as the parser counted.
        labels: the labels around it, innermost last, folded.
        exceptions: names of DECLARE … EXCEPTION → SQLSTATE, folded.
        resume: ON EXCEPTION RESUME.
    """

    place: str | None = None
    start: tree.Position = tree.NOWHERE
    labels: tuple[str, ...] = ()
    exceptions: dict[str, str] = field(default_factory=dict)
    resume: bool = False

    def labelled(self, *labels: str | None) -> Block:
        """This block inside a labelled statement."""
        return replace(self, labels=(*self.labels, *(label.casefold() for label in labels if label)))

    def key(self, statement: tree.Statement) -> coverage.Key | None:
        """What the coverage calls this statement."""
        if self.place is None:
            return None
        return coverage.key(self.place, self.start, statement.at)


Compile: TypeAlias = Callable[[tree.Statement, Block], Step]
_COMPILERS: dict[type[tree.Statement], Compile] = {}
_S = TypeVar("_S", bound=tree.Statement)


def compiles(kind: type[_S]) -> Callable[[Callable[[_S, Block], Step]], Callable[[_S, Block], Step]]:
    """Say that the function compiles this kind of statement."""

    def register(function: Callable[[_S, Block], Step]) -> Callable[[_S, Block], Step]:
        _COMPILERS[kind] = function  # type: ignore[assignment]
        return function

    return register


def compile_statement(statement: tree.Statement, block: Block) -> Step:
    """Compile a statement.

    Raises:
        ModelError: the model does not do this kind of statement.
    """
    compile_kind = _COMPILERS.get(type(statement))
    if compile_kind is None:
        what = statement.words if isinstance(statement, tree.Administrative) else type(statement).__name__
        raise ModelError(f"the machine does not run {what}")
    return compile_kind(statement, block)


def leaf(statement: tree.Statement, block: Block, run: Run) -> Step:
    """A statement that holds no others.

    Each statement that succeeds sets SQLCODE and SQLSTATE, to a warning if it noted one
    (dcx 1201/en/dbusage/ptew.html); ERRORMSG() may be used in the first statement of a handler only (sources P3).
    """
    note = coverage.recorder(block.key(statement))

    def go(frame: Frame) -> Signal | None:
        connection = frame.connection
        connection.before(statement)
        note()
        connection.warning = DONE
        signal = run(frame)
        connection.status = connection.warning
        connection.errormsg_open = False
        return signal

    return Step(statement, run=go)


def composite(statement: tree.Statement, block: Block, steps: Steps) -> Step:
    """A statement that holds others, or may give a result set."""
    note = coverage.recorder(block.key(statement))

    def go(frame: Frame) -> Generator[Result, None, Signal | None]:
        frame.connection.before(statement)
        note()
        return steps(frame)

    return Step(statement, steps=go)


def sequence(statements: Sequence[tree.Statement], block: Block) -> Steps:
    """Compile a list of statements."""
    steps = tuple(compile_statement(statement, block) for statement in statements)
    if block.resume:
        return _resuming(steps)
    pairs = tuple((step.run, step.steps) for step in steps)

    def go(frame: Frame) -> Generator[Result, None, Signal | None]:
        for run, inner in pairs:
            if run is not None:
                signal = run(frame)
            else:
                assert inner is not None
                signal = yield from inner(frame)
            if signal is not None:
                return signal
        return None

    return go


# The statements that "handle the error" if one of them follows it (12.0.1 dbusage/ptewnh.html and
# create-procedure-statement.html, ON EXCEPTION RESUME clause).
_HANDLING = (
    tree.IfStatement,
    tree.CaseStatement,
    tree.Loop,
    tree.Leave,
    tree.Continue,
    tree.Call,
    tree.ExecuteImmediate,
    tree.Signal,
    tree.Resignal,
    tree.SetVariable,
)


def _resuming(steps: Sequence[Step]) -> Steps:
    """ON EXCEPTION RESUME with on_tsql_error = Conditional: go on if the statement after the error handles it."""

    def go(frame: Frame) -> Generator[Result, None, Signal | None]:
        for number, step in enumerate(steps):
            try:
                if step.run is not None:
                    signal = step.run(frame)
                else:
                    assert step.steps is not None
                    signal = yield from step.steps(frame)
            except SqlError as failure:
                following = steps[number + 1].statement if number + 1 < len(steps) else None
                if not isinstance(following, _HANDLING) or frame.connection.closed:
                    raise
                frame.connection.note_error(failure)
                continue
            if signal is not None:
                return signal
        return None

    return go


def body_block(routine: Routine) -> Block:
    """Where the body of a procedure or function begins.

    Its compound statement has the routine's name as an implicit label (D17 816a3ebf…).
    """
    return Block(
        place=routine.place,
        start=routine.statement.at,
        labels=(routine.name.casefold(),),
        resume=routine.statement.on_exception_resume,
    )
