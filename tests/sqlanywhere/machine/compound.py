"""BEGIN … EXCEPTION … END: declarations, handlers, ATOMIC."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace

from tests.sqlanywhere import tree, values
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.cursors import DeclaredCursor
from tests.sqlanywhere.machine.fault import DONE
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.machine.step import Block, Signal, Step, Steps, compiles, composite, leaf, sequence
from tests.sqlanywhere.runtime import Result

Handlers = tuple[tuple[frozenset[str] | None, Steps], ...]


@compiles(tree.Compound)
def compile_compound(statement: tree.Compound, block: Block) -> Step:
    """A compound statement.

    An error goes to the handler of the nearest compound statement that has one for it, also from nested ones and from
    procedures called there; without one it goes on (dcx 1001/en/dbugen10/ug-pteweh.html). What ATOMIC changed is undone
    when an error leaves it, and stays when its own handler dealt with it (handlers-internals-events.html of 12.0.1).
    """
    exceptions = dict(block.exceptions)
    for declaration in statement.declarations:
        if isinstance(declaration, tree.DeclareException):
            exceptions[declaration.name.casefold()] = declaration.sqlstate
    inside = replace(block.labelled(statement.label), exceptions=exceptions)
    declare = tuple(_declaration(declaration, inside) for declaration in statement.declarations)
    temporary = tuple(d for d in statement.declarations if isinstance(d, tree.CreateTable))
    body = sequence(statement.body, inside)
    handlers = _handlers(statement, inside)
    label = statement.label.casefold() if statement.label else None

    def guarded(frame: Frame) -> Generator[Result, None, Signal | None]:
        try:
            for declared in declare:
                declared(frame)
            return (yield from body(frame))
        except SqlError as failure:
            handler = None if frame.connection.closed else _handler(handlers, failure.sqlstate)
            if handler is None:
                raise
            return (yield from _handle(frame, failure, handler))
        finally:
            for cursor in statement.declarations:
                if isinstance(cursor, tree.DeclareCursor):
                    frame.cursors[cursor.name.casefold()].close()
            for table in temporary:
                frame.connection.drop_temporary(table, frame)

    def steps(frame: Frame) -> Generator[Result, None, Signal | None]:
        inner = frame.nested() if declare else frame
        signal = yield from (_atomic(inner, guarded) if statement.atomic else guarded(inner))
        if signal is not None and signal.kind == "LEAVE" and signal.label == label:
            return None
        return signal

    return composite(statement, block, steps)


def _handlers(statement: tree.Compound, block: Block) -> Handlers:
    found: list[tuple[frozenset[str] | None, Steps]] = []
    for handler in statement.handlers:
        states = None
        if handler.exceptions:
            states = frozenset(exception_state(name, block) for name in handler.exceptions)
        # ON EXCEPTION RESUME together with a handler: the handler is not executed (ug-pteweh.html).
        if not block.resume:
            found.append((states, sequence(handler.body, block)))
    return tuple(found)


def exception_state(name: str, block: Block) -> str:
    """The SQLSTATE of a declared exception.

    Raises:
        SqlError: it is not declared (-260).
    """
    state = block.exceptions.get(name.casefold())
    if state is None:
        raise error(-260, name)
    return state


def _handler(handlers: Handlers, sqlstate: str) -> Steps | None:
    for states, body in handlers:
        if states is None or sqlstate in states:
            return body
    return None


def _handle(frame: Frame, failure: SqlError, handler: Steps) -> Generator[Result, None, Signal | None]:
    """Run a handler; after it SQLSTATE is 00000, as if no error had been (ug-pteweh.html)."""
    connection = frame.connection
    inner = frame.nested()
    inner.error = failure
    connection.note_error(failure)
    connection.errormsg_open = True
    signal = yield from handler(inner)
    connection.errormsg_open = False
    connection.status = DONE
    return signal


def _atomic(frame: Frame, steps: Steps) -> Generator[Result, None, Signal | None]:
    """A savepoint at the start; an error that leaves the statement rolls back to it (ptstas.html of 16)."""
    transaction = frame.connection.transaction
    transaction.enter_atomic()
    failed = True
    try:
        signal = yield from steps(frame)
        failed = False
        return signal
    except GeneratorExit:
        failed = False
        raise
    finally:
        transaction.leave_atomic(undo=failed)


def _declaration(statement: tree.Statement, block: Block) -> Callable[[Frame], object]:
    if isinstance(statement, tree.DeclareVariable):
        run = _declare_variable(statement)
    elif isinstance(statement, tree.DeclareCursor):
        run = _declare_cursor(statement)
    elif isinstance(statement, tree.CreateTable):
        table = statement

        def run(frame: Frame) -> None:
            frame.connection.store.define(table, frame)
    else:
        assert isinstance(statement, tree.DeclareException)
        run = _declare_exception(statement)

    def keep_status(frame: Frame) -> None:
        frame.connection.warning = frame.connection.status
        run(frame)

    step = leaf(statement, block, keep_status)
    assert step.run is not None
    return step.run


def _declare_variable(statement: tree.DeclareVariable) -> Callable[[Frame], None]:
    """DECLARE: NULL, or the value that it names, converted to the type (begin-statement.html of 12.0.0)."""
    default = values.compile_expression(statement.default) if statement.default is not None else None

    def run(frame: Frame) -> None:
        connection = frame.connection
        type_ = connection.resolve_type(statement.type, frame)
        value = None if default is None else values.cast(default(frame), type_, connection)
        for name in statement.names:
            frame.declare(name, type_, value)

    return run


def _declare_exception(statement: tree.DeclareException) -> Callable[[Frame], None]:
    """DECLARE … EXCEPTION: for handlers it is known since the statement was compiled; as a value it is its SQLSTATE, as
    in `IF SQLSTATE = err_notfound` (fetch-statement.html of 12.0.1, example)."""

    def run(frame: Frame) -> None:
        frame.declare(statement.name, tree.TypeName("char", 5), statement.sqlstate)

    return run


def _declare_cursor(statement: tree.DeclareCursor) -> Callable[[Frame], None]:
    def run(frame: Frame) -> None:
        frame.cursors[statement.name.casefold()] = DeclaredCursor(statement)

    return run
