"""CREATE, ALTER and DROP of procedures and functions."""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.coverage import routine_place
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.definition import definition
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.machine.schema import Routine, key
from tests.sqlanywhere.machine.step import Block, Step, compiles, sequence


def _create(frame: Frame, statement: tree.CreateProcedure | tree.CreateFunction) -> None:
    """Compile the body and keep it.

    Raises:
        SqlError: the name is taken (-110), ALTER of what is not there (-265), no right (-121), a parameter of a type
            that does not exist (-613).
    """
    connection = frame.connection
    schema = connection.database.schema
    if statement.alter:
        before = connection.find_routine(statement.name)
        if before is None:
            raise error(-265, statement.name)
        owner = before.owner
    else:
        owner = statement.name.owner or connection.user
        known = schema.user(owner)
        if known is None:
            raise error(-140, owner)
        owner = known.name
        before = schema.routines.get(key(owner, statement.name.name))
        if before is not None and not statement.or_replace:
            raise error(-110, statement.name)
    if before is None:
        connection.rights.need_create(connection.user, owner, "PROCEDURE")
    else:
        connection.rights.need_owner(connection.user, owner, before.name)
    for parameter in statement.parameters:
        if isinstance(parameter.type, tree.TypeName):
            connection.resolve_type(parameter.type)
    body = sequence(
        (statement.body,),
        Block(
            place=routine_place(statement, owner),
            start=statement.at,
            labels=(statement.name.name.casefold(),),
            resume=statement.on_exception_resume,
        ),
    )
    # OR REPLACE and ALTER keep the object's number, remarks and grants (sources P1)
    number = before.routine_id if before is not None else schema.next_id()
    name = before.name if before is not None else statement.name.name
    remarks = before.remarks if before is not None else None
    routine = Routine(number, owner, name, statement, statement.text, body, remarks)
    schema.routines[key(owner, name)] = routine


@compiles(tree.CreateProcedure)
def compile_create_procedure(statement: tree.CreateProcedure, block: Block) -> Step:
    """CREATE [OR REPLACE] PROCEDURE, ALTER PROCEDURE."""

    def run(frame: Frame) -> None:
        _create(frame, statement)

    return definition(statement, block, run)


@compiles(tree.CreateFunction)
def compile_create_function(statement: tree.CreateFunction, block: Block) -> Step:
    """CREATE [OR REPLACE] FUNCTION, ALTER FUNCTION."""

    def run(frame: Frame) -> None:
        _create(frame, statement)

    return definition(statement, block, run)


def drop_routine(frame: Frame, statement: tree.Drop) -> None:
    """DROP PROCEDURE or FUNCTION: its grants go too.

    Raises:
        SqlError: there is none (-265), or it is another user's (-121).
    """
    connection = frame.connection
    routine = connection.find_routine(statement.name)
    if routine is None:
        if statement.if_exists:
            return
        raise error(-265, statement.name)
    connection.rights.need_owner(connection.user, routine.owner, routine.name)
    place_ = key(routine.owner, routine.name)
    del connection.database.schema.routines[place_]
    connection.rights.executes.pop(place_, None)
