"""DDL: every statement commits before and after itself (D16 dbusage/using-introduction-transact.html)."""

from __future__ import annotations

from collections.abc import Callable

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.definition import definition
from tests.sqlanywhere.machine.events import drop_event
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.machine.routines import drop_routine
from tests.sqlanywhere.machine.schema import key
from tests.sqlanywhere.machine.services import drop_service
from tests.sqlanywhere.machine.step import Block, Signal, Step, compiles, leaf
from tests.sqlanywhere.machine.triggers import drop_trigger
from tests.sqlanywhere.machine.users import drop_user


def _in_store(statement: tree.Statement, block: Block) -> Step:
    def run(frame: Frame) -> None:
        frame.connection.store.define(statement, frame)

    return definition(statement, block, run)


@compiles(tree.CreateTable)
def compile_create_table(statement: tree.CreateTable, block: Block) -> Step:
    """CREATE TABLE; a local temporary one does not commit (12.0.1 declare-local-temporary-table-statement.html)."""
    if statement.temporary == "LOCAL" or statement.declared:

        def local(frame: Frame) -> Signal | None:
            frame.connection.store.define(statement, frame)
            return None

        return leaf(statement, block, local)

    def run(frame: Frame) -> None:
        connection = frame.connection
        connection.rights.need_create(connection.user, statement.name.owner or connection.user, "TABLE")
        connection.store.define(statement, frame)

    return definition(statement, block, run)


@compiles(tree.CreateView)
def compile_create_view(statement: tree.CreateView, block: Block) -> Step:
    """CREATE [OR REPLACE] VIEW, ALTER VIEW."""

    def run(frame: Frame) -> None:
        connection = frame.connection
        connection.rights.need_create(connection.user, statement.name.owner or connection.user, "VIEW")
        connection.store.define(statement, frame)

    return definition(statement, block, run)


def _need_table_owner(frame: Frame, name: tree.QualifiedName) -> tuple[str, str] | None:
    connection = frame.connection
    found = connection.store.find_table(name, frame)
    if found is not None:
        connection.rights.need_owner(connection.user, found[0], found[1])
    return found


@compiles(tree.AlterTable)
def compile_alter_table(statement: tree.AlterTable, block: Block) -> Step:
    """ALTER TABLE."""

    def run(frame: Frame) -> None:
        _need_table_owner(frame, statement.name)
        frame.connection.store.define(statement, frame)

    return definition(statement, block, run)


@compiles(tree.CreateIndex)
def compile_create_index(statement: tree.CreateIndex, block: Block) -> Step:
    """CREATE INDEX."""

    def run(frame: Frame) -> None:
        _need_table_owner(frame, statement.table)
        frame.connection.store.define(statement, frame)

    return definition(statement, block, run)


@compiles(tree.CreateSequence)
def compile_create_sequence(statement: tree.CreateSequence, block: Block) -> Step:
    """CREATE SEQUENCE."""
    return _in_store(statement, block)


@compiles(tree.CreateDomain)
def compile_create_domain(statement: tree.CreateDomain, block: Block) -> Step:
    """CREATE DOMAIN."""

    def run(frame: Frame) -> None:
        connection = frame.connection
        if statement.nullable is not None or statement.default is not None or statement.check is not None:
            raise ModelError("a domain with NULL, NOT NULL, DEFAULT or CHECK is not modelled")
        domains = connection.database.schema.domains
        if statement.name.casefold() in domains:
            raise error(-110, statement.name)
        domains[statement.name.casefold()] = connection.resolve_type(statement.type, frame)

    return definition(statement, block, run)


@compiles(tree.Comment)
def compile_comment(statement: tree.Comment, block: Block) -> Step:
    """COMMENT ON: the remarks column of the catalogue (12.0.1 dbreference/comment-statement.html)."""

    def run(frame: Frame) -> None:
        schema = frame.connection.database.schema
        name = statement.name.name.casefold()
        target: object
        match statement.kind:
            case "PROCEDURE" | "FUNCTION":
                target = frame.connection.find_routine(statement.name)
            case "EVENT":
                target = schema.events.get(name)
            case "SERVICE":
                target = schema.services.get(name)
            case "USER" | "ROLE":
                target = schema.users.get(name)
            case _:
                frame.connection.store.define(statement, frame)
                return
        if target is None:
            raise error(-141, statement.name)
        target.remarks = statement.text

    return definition(statement, block, run)


@compiles(tree.Drop)
def compile_drop(statement: tree.Drop, block: Block) -> Step:
    """DROP."""
    drop = _DROPS.get(statement.kind, _drop_in_store)

    def run(frame: Frame) -> None:
        drop(frame, statement)

    return definition(statement, block, run)


def _drop_in_store(frame: Frame, statement: tree.Drop) -> None:
    connection = frame.connection
    table = statement.table or statement.name
    found = _need_table_owner(frame, table)
    connection.store.define(statement, frame)
    if found is not None and statement.kind in ("TABLE", "VIEW"):
        connection.rights.forget_table(key(*found))
        connection.database.schema.triggers.pop(key(*found), None)


def _drop_domain(frame: Frame, statement: tree.Drop) -> None:
    domains = frame.connection.database.schema.domains
    if domains.pop(statement.name.name.casefold(), None) is None and not statement.if_exists:
        raise error(-141, statement.name)


_DROPS: dict[str, Callable[[Frame, tree.Drop], None]] = {
    "PROCEDURE": drop_routine,
    "FUNCTION": drop_routine,
    "TRIGGER": drop_trigger,
    "EVENT": drop_event,
    "SERVICE": drop_service,
    "USER": drop_user,
    "ROLE": drop_user,
    "DOMAIN": _drop_domain,
    "DATATYPE": _drop_domain,
}
