"""SET, SELECT, INSERT, UPDATE, DELETE, MERGE, TRUNCATE, LOCK TABLE, and connection variables."""

from __future__ import annotations

from collections.abc import Generator

from tests.sqlanywhere import tree, values
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.cursors import assign, refuse_current_of, single_row
from tests.sqlanywhere.machine.fault import NOT_FOUND
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.machine.schema import key
from tests.sqlanywhere.machine.step import Block, Signal, Step, compiles, composite, leaf
from tests.sqlanywhere.runtime import Result, Variable


@compiles(tree.SetVariable)
def compile_set(statement: tree.SetVariable, block: Block) -> Step:
    """SET a = value, converted to the variable's type (12.0.1 dbreference/set-statement.html)."""
    value = values.compile_expression(statement.value)
    target = statement.target
    cast = values.cast

    def run(frame: Frame) -> Signal | None:
        variable = frame.need_variable(target)
        variable.value = cast(value(frame), variable.type, frame.connection)
        return None

    return leaf(statement, block, run)


def _select(query: tree.Query) -> tree.Select | None:
    body: tree.QueryBody = query.body
    while not isinstance(body, tree.Select):
        body = body.left if isinstance(body, tree.SetOperation) else body.body
    return body


@compiles(tree.QueryStatement)
def compile_query(statement: tree.QueryStatement, block: Block) -> Step:
    """SELECT: INTO variables, or a result set at which a procedure stops."""
    select = _select(statement.query)
    if select is not None and select.into_table is not None:
        raise ModelError("SELECT INTO a table is not modelled")
    if select is not None and select.into:
        return _compile_into(statement, select.into, block)

    def steps(frame: Frame) -> Generator[Result, None, Signal | None]:
        connection = frame.connection
        result = frame.query(statement.query)
        connection.status = connection.done()
        connection.errormsg_open = False
        yield result
        return None

    return composite(statement, block, steps)


def _compile_into(statement: tree.QueryStatement, targets: tuple[tree.Name, ...], block: Block) -> Step:
    def run(frame: Frame) -> Signal | None:
        connection = frame.connection
        result = frame.query(statement.query)
        if len(result.columns) != len(targets):
            raise error(-264)
        row = single_row(result)
        if row is not None:
            assign(frame, targets, row)
            connection.rowcount = 1
            return None
        connection.warning = NOT_FOUND
        connection.rowcount = 0
        if connection.database.assumptions.no_row_sets_null:
            assign(frame, targets, (None,) * len(targets))
        return None

    return leaf(statement, block, run)


def _compile_change(
    statement: tree.Insert | tree.Update | tree.Delete | tree.Merge | tree.TruncateTable, block: Block
) -> Step:
    """A statement that changes rows; that it found none is a warning (errm100.html)."""

    def run(frame: Frame) -> Signal | None:
        connection = frame.connection
        connection.rights.check_change(connection, statement, frame)
        count = connection.store.modify(statement, frame)
        connection.rowcount = count
        if count == 0 and not isinstance(statement, tree.TruncateTable):
            connection.warning = NOT_FOUND
        return None

    return leaf(statement, block, run)


@compiles(tree.Insert)
def compile_insert(statement: tree.Insert, block: Block) -> Step:
    """INSERT."""
    return _compile_change(statement, block)


@compiles(tree.Update)
def compile_update(statement: tree.Update, block: Block) -> Step:
    """UPDATE."""
    refuse_current_of(statement.where_current_of)
    return _compile_change(statement, block)


@compiles(tree.Delete)
def compile_delete(statement: tree.Delete, block: Block) -> Step:
    """DELETE."""
    refuse_current_of(statement.where_current_of)
    return _compile_change(statement, block)


@compiles(tree.Merge)
def compile_merge(statement: tree.Merge, block: Block) -> Step:
    """MERGE."""
    return _compile_change(statement, block)


@compiles(tree.TruncateTable)
def compile_truncate(statement: tree.TruncateTable, block: Block) -> Step:
    """TRUNCATE TABLE."""
    return _compile_change(statement, block)


@compiles(tree.LockTable)
def compile_lock(statement: tree.LockTable, block: Block) -> Step:
    """LOCK TABLE: EXCLUSIVE for the owner or DBA (rf-lock-table-statement.html); SHARE changes nothing here."""

    def run(frame: Frame) -> Signal | None:
        connection = frame.connection
        found = connection.store.find_table(statement.table, frame)
        if found is None:
            raise error(-141, statement.table)
        if statement.mode.upper() == "EXCLUSIVE":
            connection.rights.need_owner(connection.user, *found)
            connection.database.locks.take(connection, key(*found), hold=statement.with_hold)
        return None

    return leaf(statement, block, run)


@compiles(tree.CreateVariable)
def compile_create_variable(statement: tree.CreateVariable, block: Block) -> Step:
    """CREATE VARIABLE: one of the connection, until DROP VARIABLE or the end (create-variable-statement.html)."""
    value = values.compile_expression(statement.value) if statement.value is not None else None

    def run(frame: Frame) -> Signal | None:
        connection = frame.connection
        key = statement.name.casefold()
        if key in connection.variables and not statement.or_replace:
            raise error(-261, statement.name)
        type_ = connection.resolve_type(statement.type, frame)
        given = None if value is None else values.cast(value(frame), type_, connection)
        connection.variables[key] = Variable(statement.name, type_, given)
        return None

    return leaf(statement, block, run)


@compiles(tree.DropVariable)
def compile_drop_variable(statement: tree.DropVariable, block: Block) -> Step:
    """DROP VARIABLE."""

    def run(frame: Frame) -> Signal | None:
        if frame.connection.variables.pop(statement.name.casefold(), None) is None and not statement.if_exists:
            raise error(-260, statement.name)
        return None

    return leaf(statement, block, run)
