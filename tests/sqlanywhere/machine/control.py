"""IF, CASE, LOOP, WHILE, FOR, LEAVE, CONTINUE, RETURN. They leave SQLCODE and SQLSTATE as they are."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from tests.sqlanywhere import tree, values
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.cursors import open_rows
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.machine.step import RETURN, Block, Signal, Step, Steps, compiles, composite, leaf, sequence
from tests.sqlanywhere.runtime import Result


def _branches(
    branches: Sequence[tuple[tree.Expression, tuple[tree.Statement, ...]]], block: Block
) -> tuple[tuple[values.Condition, Steps], ...]:
    return tuple((values.compile_truth(condition), sequence(body, block)) for condition, body in branches)


@compiles(tree.IfStatement)
def compile_if(statement: tree.IfStatement, block: Block) -> Step:
    """IF: a condition that is unknown counts as false (12.0.1 dbreference/if-statement.html)."""
    branches = _branches(statement.branches, block)
    otherwise = sequence(statement.otherwise, block) if statement.otherwise is not None else None

    def steps(frame: Frame) -> Generator[Result, None, Signal | None]:
        for condition, body in branches:
            if condition(frame):
                frame.connection.errormsg_open = False
                return (yield from body(frame))
        frame.connection.errormsg_open = False
        if otherwise is not None:
            return (yield from otherwise(frame))
        return None

    return composite(statement, block, steps)


@compiles(tree.CaseStatement)
def compile_case(statement: tree.CaseStatement, block: Block) -> Step:
    """CASE; without a branch that fits and without ELSE nothing happens (12.0.1 dbreference/case-statement.html)."""
    subject = statement.subject
    conditions = [
        (condition if subject is None else tree.Binary("=", subject, condition), body)
        for condition, body in statement.branches
    ]
    chosen = tree.IfStatement(tuple(conditions), statement.otherwise, at=statement.at)
    return compile_if(chosen, block)


@compiles(tree.Loop)
def compile_loop(statement: tree.Loop, block: Block) -> Step:
    """LOOP and WHILE."""
    label = statement.label.casefold() if statement.label else None
    inner = block.labelled(label or "")
    body = sequence(statement.body, inner)
    condition = values.compile_truth(statement.condition) if statement.condition is not None else None

    def steps(frame: Frame) -> Generator[Result, None, Signal | None]:
        while condition is None or condition(frame):
            frame.connection.errormsg_open = False
            signal = yield from body(frame)
            if signal is not None:
                if signal.kind == "RETURN" or signal.label not in (None, label):
                    return signal
                if signal.kind == "LEAVE":
                    break
        return None

    return composite(statement, block, steps)


@compiles(tree.ForLoop)
def compile_for(statement: tree.ForLoop, block: Block) -> Step:
    """FOR: one variable a column, for the time of the loop (12.0.1 dbreference/for-statement.html)."""
    label = (statement.label or statement.name).casefold()
    body = sequence(statement.body, block.labelled(label))

    def steps(frame: Frame) -> Generator[Result, None, Signal | None]:
        inner = frame.nested()
        cursor = open_rows(frame, statement.query, hold="WITH HOLD" in statement.options)
        inner.cursors[statement.cursor.casefold()] = cursor
        columns = cursor.columns
        try:
            while (row := cursor.fetch("NEXT", 1)) is not None:
                for column, value in zip(columns, row, strict=True):
                    inner.declare(column.name, column.type, value)
                signal = yield from body(inner)
                if signal is not None:
                    if signal.kind == "RETURN" or signal.label not in (None, label):
                        return signal
                    if signal.kind == "LEAVE":
                        break
        finally:
            cursor.close()
        return None

    return composite(statement, block, steps)


def _known(label: str, block: Block) -> str:
    """The label, folded.

    Raises:
        SqlError: no such label around the statement (-262).
    """
    folded = label.casefold()
    if folded not in block.labels:
        raise error(-262, label)
    return folded


@compiles(tree.Leave)
def compile_leave(statement: tree.Leave, block: Block) -> Step:
    """LEAVE: out of the loop or compound statement with this label."""
    return _jump(statement, block, Signal("LEAVE", _known(statement.label, block)))


@compiles(tree.Continue)
def compile_continue(statement: tree.Continue, block: Block) -> Step:
    """CONTINUE: the next turn of the loop (12.0.1 dbreference/continue-statement.html)."""
    label = _known(statement.label, block) if statement.label else None
    return _jump(statement, block, Signal("CONTINUE", label))


def _jump(statement: tree.Statement, block: Block, signal: Signal) -> Step:
    def run(frame: Frame) -> Signal:
        frame.connection.warning = frame.connection.status
        return signal

    return leaf(statement, block, run)


@compiles(tree.Return)
def compile_return(statement: tree.Return, block: Block) -> Step:
    """RETURN [value]; a procedure without value returns 0 (12.0.1 dbreference/return-statement.html)."""
    value = values.compile_expression(statement.value) if statement.value is not None else None

    def run(frame: Frame) -> Signal:
        if value is not None:
            frame.activation.result = value(frame)
        return RETURN

    return leaf(statement, block, run)
