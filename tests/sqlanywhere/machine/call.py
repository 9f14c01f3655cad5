"""CALL, functions in expressions, procedures in FROM: arguments in, OUT and INOUT back, result sets."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from tests.sqlanywhere import tree, values
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.fault import DONE
from tests.sqlanywhere.machine.frame import Activation, Frame
from tests.sqlanywhere.machine.schema import Routine
from tests.sqlanywhere.machine.step import Block, Signal, Step, compiles, composite
from tests.sqlanywhere.machine.system import SYSTEM_PROCEDURES
from tests.sqlanywhere.runtime import Column, Result, Value, Variable
from tests.sqlanywhere.values.unmodelled import PROCEDURES, unmodelled

NESTING = 32
"""How deep calls may go; no page says it, the server's own limit depends on its stack (assumption)."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A parameter and the argument that the call gives it; None: its default."""

    parameter: tree.Parameter
    argument: tree.Expression | None


def bind(name: str, parameters: Sequence[tree.Parameter], arguments: Sequence[tree.Argument]) -> tuple[Bound, ...]:
    """Find the argument of each parameter: by place, then by name (dcx 1101/en/dbreference_en11/call-statement.html).

    Raises:
        SqlError: too many (-154), an unknown name (-615), a place after a name (-639), or one without default is
            missing (-154: "If no default is set, and an argument is not provided, an error is given").
    """
    given: dict[str, tree.Expression] = {}
    for place, argument in enumerate(arguments):
        if argument.name is None:
            if len(given) != place:
                raise error(-639, name)
            if place >= len(parameters):
                raise error(-154, name)
            given[parameters[place].name.casefold()] = argument.value
            continue
        folded = argument.name.casefold()
        if folded in given or all(parameter.name.casefold() != folded for parameter in parameters):
            raise error(-615, argument.name, name)
        given[folded] = argument.value
    bound = []
    for parameter in parameters:
        value = given.get(parameter.name.casefold())
        if isinstance(value, tree.DefaultValue):
            value = None
        if value is None and parameter.default is None:
            raise error(-154, name)
        bound.append(Bound(parameter, value))
    return tuple(bound)


def enter(frame_user: str, routine: Routine, outer: Activation) -> Activation:
    """The run of a routine called from another one.

    Raises:
        SqlError: too deep (-274).
    """
    if outer.depth >= NESTING:
        raise error(-274)
    return Activation(routine.owner if routine.definer else frame_user, outer.depth + 1, routine)


def _run_body(frame: Frame, routine: Routine) -> Generator[Result, None, None]:
    """Run a routine's body as its user; while the client reads a result set, the caller's user counts again."""
    connection = frame.connection
    outer = connection.activation
    connection.activation = frame.activation
    connection.status = DONE
    steps = routine.body(frame)
    try:
        while True:
            try:
                result = next(steps)
            except StopIteration:
                return
            connection.activation = outer
            yield result
            connection.activation = frame.activation
    finally:
        connection.activation = outer
        steps.close()


def call_steps(frame: Frame, call: tree.Call) -> Generator[Result, None, Value]:
    """Run CALL; the value is the procedure's RETURN.

    Raises:
        SqlError: no such procedure (-265), no right to execute it (-121), and what it raises itself.
    """
    connection = frame.connection
    routine = connection.find_routine(call.name)
    if routine is None:
        return (yield from _call_system(frame, call))
    connection.rights.need_execute(frame.activation.user, routine)
    activation = enter(frame.activation.user, routine, frame.activation)
    inner = Frame(connection, activation)
    bound = bind(routine.name, routine.statement.parameters, call.arguments)
    variables = _pass(frame, inner, bound)
    for result in _run_body(inner, routine):
        yield _as_declared(inner, routine, result)
    _give_back(frame, bound, variables)
    if activation.depth == 1:
        connection.raise_pending()
    return activation.result


def _pass(frame: Frame, inner: Frame, bound: Sequence[Bound]) -> list[Variable]:
    """Make the parameters: IN and INOUT take the argument's value, OUT begins as NULL, left out takes the default."""
    connection = frame.connection
    variables = []
    for pair in bound:
        parameter = pair.parameter
        type_ = connection.resolve_type(parameter.type, inner)
        value: Value = None
        if pair.argument is None:
            assert parameter.default is not None
            value = values.evaluate(parameter.default, inner)
        elif parameter.mode is not tree.Mode.OUT:
            value = values.evaluate(pair.argument, frame)
        variables.append(inner.declare(parameter.name, type_, values.cast(value, type_, connection)))
    return variables


def _give_back(frame: Frame, bound: Sequence[Bound], variables: Sequence[Variable]) -> None:
    """ "When the procedure completes, any INOUT or OUT parameter value is copied back" (call-statement.html)."""
    for pair, variable in zip(bound, variables, strict=True):
        argument = pair.argument
        if pair.parameter.mode is tree.Mode.IN or argument is None:
            continue
        if isinstance(argument, tree.Placeholder):
            frame.activation.out[argument.index] = variable.value
        elif isinstance(argument, tree.Name):
            target = frame.need_variable(argument)
            target.value = values.cast(variable.value, target.type, frame.connection)


def _as_declared(frame: Frame, routine: Routine, result: Result) -> Result:
    """A result set as the RESULT clause describes it.

    Raises:
        SqlError: it has other columns in number (-866).
    """
    declared = routine.statement.result if isinstance(routine.statement, tree.CreateProcedure) else None
    if declared is None:
        return result
    if len(declared) != len(result.columns):
        raise error(-866, routine.name)
    connection = frame.connection
    columns = tuple(Column(column.name, connection.resolve_type(column.type, frame)) for column in declared)

    def rows() -> Iterator[tuple[Value, ...]]:
        for row in result.rows:
            yield tuple(values.cast(value, c.type, connection) for value, c in zip(row, columns, strict=True))

    return Result(columns, rows())


def _call_system(frame: Frame, call: tree.Call) -> Generator[Result, None, Value]:
    """A procedure of the system: owner dbo (or none) and everybody may execute it."""
    procedure = SYSTEM_PROCEDURES.get(call.name.name.casefold())
    if procedure is None or (call.name.owner or "dbo").casefold() not in ("dbo", "sys"):
        if unmodelled(call.name, PROCEDURES):
            raise ModelError(f"system procedure {call.name} is not modelled")
        raise error(-265, call.name)
    bound = bind(procedure.name, procedure.parameters, call.arguments)
    inner = Frame(frame.connection, frame.activation)
    result = procedure.run(frame, [variable.value for variable in _pass(frame, inner, bound)])
    if result is not None:
        yield result
    return 0


@compiles(tree.Call)
def compile_call(statement: tree.Call, block: Block) -> Step:
    """[a =] CALL p(…): its result sets are those of the caller, its warnings too."""

    def steps(frame: Frame) -> Generator[Result, None, Signal | None]:
        value = yield from call_steps(frame, statement)
        if statement.target is not None:
            target = frame.need_variable(statement.target)
            # a returned NULL arrives as 0 (call-statement.html, Note)
            target.value = values.cast(0 if value is None else value, target.type, frame.connection)
        frame.connection.status = DONE
        frame.connection.errormsg_open = False
        return None

    return composite(statement, block, steps)


def run_function(
    connection: object, outer: Activation, routine: Routine, arguments: Sequence[tuple[str | None, Value]]
) -> Value:
    """Run a function in an expression; its RETURN is converted to what it says it returns.

    Raises:
        SqlError: no right (-121), wrong arguments, a result set inside (-946), and what it raises itself.
    """
    from tests.sqlanywhere.machine.connection import Connection

    assert isinstance(connection, Connection)
    connection.rights.need_execute(outer.user, routine)
    activation = enter(outer.user, routine, outer)
    inner = Frame(connection, activation)
    literals = [tree.Argument(tree.Placeholder(number), name) for number, (name, _) in enumerate(arguments)]
    caller = Frame(connection, Activation(outer.user, outer.depth, parameters=[value for _, value in arguments]))
    _pass(caller, inner, bind(routine.name, routine.statement.parameters, literals))
    status = connection.status
    for _ in _run_body(inner, routine):
        raise error(-946, routine.name)
    connection.status = status
    if activation.depth == 1:
        connection.raise_pending()
    assert routine.returns is not None
    return values.cast(activation.result, connection.resolve_type(routine.returns, inner), connection)


def call_from_query(frame: Frame, table: tree.ProcedureTable) -> Result | None:
    """The first result set of a procedure in FROM, its rows read at once."""
    steps = call_steps(frame, tree.Call(table.name, table.arguments))
    for result in steps:
        rows = list(result.rows)
        steps.close()
        return Result(result.columns, iter(rows))
    return None
