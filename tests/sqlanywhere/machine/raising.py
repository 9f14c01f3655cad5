"""SIGNAL, RESIGNAL, RAISERROR, MESSAGE, PRINT."""

from __future__ import annotations

import re

from tests.sqlanywhere import tree, values
from tests.sqlanywhere.fault import error, signalled
from tests.sqlanywhere.machine.compound import exception_state
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.machine.step import Block, Signal, Step, compiles, leaf
from tests.sqlanywhere.runtime import Value


@compiles(tree.Signal)
def compile_signal(statement: tree.Signal, block: Block) -> Step:
    """SIGNAL (12.0.1 dbreference/signal-statement.html; user states 99000 to 99999: errm297.html)."""
    state = exception_state(statement.name, block) if statement.name is not None else statement.sqlstate or "99999"

    def run(frame: Frame) -> Signal | None:
        raise signalled(state)

    return leaf(statement, block, run)


@compiles(tree.Resignal)
def compile_resignal(statement: tree.Resignal, block: Block) -> Step:
    """RESIGNAL: out of the handler with the same error, or another one (SYBSsa50/00000442)."""
    state = exception_state(statement.name, block) if statement.name is not None else None

    def run(frame: Frame) -> Signal | None:
        if state is not None:
            raise signalled(state)
        if frame.error is None:
            raise error(-131, "RESIGNAL")
        raise frame.error

    return leaf(statement, block, run)


@compiles(tree.Raiserror)
def compile_raiserror(statement: tree.Raiserror, block: Block) -> Step:
    """RAISERROR number 'text %1!', values.

    It leaves the procedure only if option continue_after_raiserror is Off, or on_tsql_error is Stop; else the
    procedure goes on, and the last one is returned when the outermost procedure ends (D17 8131250f…).
    """
    number = values.compile_expression(statement.number)
    items = [values.compile_expression(item) for item in statement.items]

    def run(frame: Frame) -> Signal | None:
        connection = frame.connection
        code = number(frame)
        if not isinstance(code, int) or not 17000 <= code <= 99999:
            raise error(-131, "RAISERROR")
        texts = [_text(item(frame), frame) for item in items]
        failure = error(-631, _filled(texts))
        connection.error_number = code
        style = connection.option("on_tsql_error").casefold()
        goes_on = style == "continue" or (
            style == "conditional" and connection.option("continue_after_raiserror") == "On"
        )
        if not goes_on:
            raise failure
        connection.raise_later(code, failure)
        return None

    return leaf(statement, block, run)


def _text(value: Value, frame: Frame) -> str:
    return values.to_text(value, frame.connection) or ""


def _filled(texts: list[str]) -> str:
    """The format with `%1!` … filled (12.0.1 dbreference/raiserror-statement.html)."""
    if not texts:
        return ""
    return re.sub(r"%([0-9]{1,2})!", lambda m: texts[int(m[1])] if 0 < int(m[1]) < len(texts) else m[0], texts[0])


@compiles(tree.Message)
def compile_message(statement: tree.Message, block: Block) -> Step:
    """MESSAGE: to the console and log, or to the client (12.0.1 dbreference/message-statement.html)."""
    items = [values.compile_expression(item) for item in statement.items]
    to_client = any("CLIENT" in option for option in statement.options)

    def run(frame: Frame) -> Signal | None:
        connection = frame.connection
        text = "".join(_text(item(frame), frame) for item in items)
        if to_client:
            connection.messages.append(text)
        else:
            connection.database.write_log(text, connection.number)
        return None

    return leaf(statement, block, run)


@compiles(tree.Print)
def compile_print(statement: tree.Print, block: Block) -> Step:
    """PRINT: to the client, `%1!` filled (12.0.1 dbreference/print-statement.html)."""
    items = [values.compile_expression(item) for item in statement.items]

    def run(frame: Frame) -> Signal | None:
        frame.connection.messages.append(_filled([_text(item(frame), frame) for item in items]))
        return None

    return leaf(statement, block, run)
