"""Triggers: AFTER INSERT, UPDATE, DELETE, for each row (12.0.1 dbreference/create-trigger-statement.html)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.sqlanywhere import tree, values
from tests.sqlanywhere.coverage import trigger_place
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.call import NESTING
from tests.sqlanywhere.machine.definition import definition
from tests.sqlanywhere.machine.frame import Activation, Frame
from tests.sqlanywhere.machine.schema import Trigger, key
from tests.sqlanywhere.machine.step import Block, Step, compiles, sequence
from tests.sqlanywhere.runtime import Value

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.connection import Connection

Row = Mapping[str, Value]


@compiles(tree.CreateTrigger)
def compile_create_trigger(statement: tree.CreateTrigger, block: Block) -> Step:
    """CREATE [OR REPLACE] TRIGGER.

    Raises:
        ModelError: other than AFTER … FOR EACH ROW: not modelled.
    """
    if statement.when != "AFTER" or (statement.for_each or "").upper() != "ROW":
        raise ModelError("only triggers AFTER … FOR EACH ROW are modelled")

    def run(frame: Frame) -> None:
        connection = frame.connection
        found = connection.store.find_table(statement.table, frame)
        if found is None:
            raise error(-141, statement.table)
        connection.rights.need_owner(connection.user, *found)
        triggers = connection.database.schema.triggers.setdefault(key(*found), {})
        name = statement.name.name
        known = triggers.get(name.casefold())
        if known is not None and not (statement.or_replace or statement.alter):
            raise error(-110, name)
        rows = {row.casefold() for row in (statement.old, statement.new) if row is not None}
        body = sequence(
            (_with_row_names(statement.body, rows),),
            Block(place=trigger_place(name), start=statement.at, labels=(name.casefold(),)),
        )
        number = known.trigger_id if known is not None else connection.database.schema.next_id()
        condition = None if statement.condition is None else _with_row_names(statement.condition, rows)
        triggers[name.casefold()] = Trigger(
            number, found[0], found[1], name, statement, statement.text, body, condition
        )

    return definition(statement, block, run)


def _with_row_names(node: Any, rows: set[str]) -> Any:
    """The tree with `new.column` as one name, which a variable of the trigger's frame has."""
    if isinstance(node, tuple):
        return tuple(_with_row_names(item, rows) for item in node)
    if isinstance(node, tree.Name) and len(node.parts) == 2 and node.parts[0].casefold() in rows:
        return replace(node, parts=(".".join(node.parts).casefold(),))
    if not is_dataclass(node) or isinstance(node, tree.Position | type):
        return node
    changes = {}
    for field in fields(node):
        before = getattr(node, field.name)
        after = _with_row_names(before, rows)
        if after is not before:
            changes[field.name] = after
    return replace(node, **changes) if changes else node


def drop_trigger(frame: Frame, statement: tree.Drop) -> None:
    """DROP TRIGGER [owner.][table.]name.

    Raises:
        SqlError: there is none (-141).
    """
    connection = frame.connection
    name = statement.name.name.casefold()
    table = None if statement.table is None else connection.store.find_table(statement.table, frame)
    for place, triggers in connection.database.schema.triggers.items():
        if name in triggers and (statement.table is None or (table is not None and key(*table) == place)):
            connection.rights.need_owner(connection.user, triggers[name].owner, triggers[name].name)
            del triggers[name]
            return
    if not statement.if_exists:
        raise error(-141, statement.name)


def fire(
    connection: Connection, owner: str, table: str, event: str, rows: Sequence[tuple[Row | None, Row | None]]
) -> None:
    """Run the triggers of a table for the rows that a statement changed, within its atomic statement.

    "AFTER UPDATE triggers fire only if the new value is different from the old value" (CREATE TRIGGER statement).
    They run as the table's owner.
    """
    identity, rowcount, status = connection.identity, connection.rowcount, connection.status
    triggers = sorted(
        connection.database.schema.triggers.get(key(owner, table), {}).values(),
        key=lambda trigger: (trigger.statement.order or 0, trigger.trigger_id),
    )
    connection.transaction.enter_atomic()
    failed = True
    try:
        for old, new in rows:
            for trigger in triggers:
                if _fires(trigger, event, old, new):
                    _run(connection, trigger, old, new)
        failed = False
    finally:
        connection.transaction.leave_atomic(undo=failed)
        connection.identity, connection.rowcount, connection.status = identity, rowcount, status


def _fires(trigger: Trigger, event: str, old: Row | None, new: Row | None) -> bool:
    if event not in {word.split()[0] for word in trigger.statement.events}:
        return False
    if event != "UPDATE" or old is None or new is None:
        return True
    columns = [column.casefold() for column in trigger.statement.columns] or list(new)
    return any(old[column] != new[column] for column in columns)


def _run(connection: Connection, trigger: Trigger, old: Row | None, new: Row | None) -> None:
    outer = connection.activation
    if outer.depth >= NESTING:
        raise error(-274)
    activation = Activation(trigger.owner, outer.depth + 1)
    frame = Frame(connection, activation)
    types = {
        column.name.casefold(): column.type for column in connection.store.table_columns(trigger.owner, trigger.table)
    }
    for name, row in ((trigger.statement.old, old), (trigger.statement.new, new)):
        if name is not None and row is not None:
            for column, value in row.items():
                frame.declare(f"{name}.{column}", types[column.casefold()], value)
    if trigger.condition is not None and not values.truth(trigger.condition, frame):
        return
    connection.activation = activation
    try:
        for _ in trigger.body(frame):
            raise error(-946, trigger.name)
    finally:
        connection.activation = outer
