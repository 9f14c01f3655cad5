"""What a running statement can see: its variables and cursors, and the run of the procedure that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.runtime import Column, Result, Value, Variable

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.connection import Connection
    from tests.sqlanywhere.machine.cursors import DeclaredCursor, OpenedCursor
    from tests.sqlanywhere.machine.schema import Routine


@dataclass(slots=True)
class Activation:
    """One run of a procedure, a function, an event's handler, or a statement of a client.

    `parameters` are the values of the statement's `?`; `out` takes what `?` gets back as an OUT argument, by index.
    `host` gives `:name` of a service's statement. `result` is what RETURN gave.
    """

    user: str
    depth: int = 0
    routine: Routine | None = None
    parameters: Sequence[Value] = ()
    out: dict[int, Value] = field(default_factory=dict)
    host: Callable[[str], Value] | None = None
    result: Value = None


class Frame:
    """The names of one compound statement and of those around it (runtime.Scope).

    Local declarations are seen in the compound statement and in those inside it, not in procedures that are called
    from there (D17 816a3ebf…, BEGIN statement).
    """

    __slots__ = ("activation", "connection", "cursors", "error", "names")

    def __init__(self, connection: Connection, activation: Activation) -> None:
        self.connection = connection
        self.activation = activation
        self.names: dict[str, Variable] = {}
        self.cursors: dict[str, DeclaredCursor | OpenedCursor] = {}
        self.error: SqlError | None = None

    def nested(self) -> Frame:
        """A frame for a compound statement inside this one: what it declares hides what is declared around it."""
        inner = Frame.__new__(Frame)
        inner.connection = self.connection
        inner.activation = self.activation
        inner.names = self.names.copy()
        inner.cursors = self.cursors.copy()
        inner.error = self.error
        return inner

    def declare(self, name: str, type_: tree.TypeName, value: Value = None) -> Variable:
        """Make a variable; one of the same name around it is hidden."""
        variable = Variable(name, type_, value)
        self.names[name.casefold()] = variable
        return variable

    @property
    def session(self) -> Connection:
        """The connection (runtime.Session)."""
        return self.connection

    def variable(self, name: str) -> Variable | None:
        """A variable or parameter here, or one of the connection (CREATE VARIABLE); None: there is none."""
        found = self.names.get(name)
        if found is None:
            key = name.casefold()
            found = self.names.get(key)
            if found is None:
                found = self.connection.variables.get(key)
        return found

    def need_variable(self, name: tree.Name) -> Variable:
        """The variable that a statement assigns to.

        Raises:
            SqlError: there is none (-260).
        """
        found = self.variable(name.parts[-1]) if len(name.parts) == 1 else None
        if found is None:
            raise error(-260, ".".join(name.parts))
        return found

    def host_variable(self, name: str) -> Value:
        """`:name` of the statement of a service; a request without it gives NULL (sources U3)."""
        host = self.activation.host
        if host is None:
            raise error(-188)
        return host(name)

    def placeholder(self, index: int) -> Value:
        """The value of a `?`.

        Raises:
            SqlError: the client gave fewer values (-188).
        """
        parameters = self.activation.parameters
        if index >= len(parameters):
            raise error(-188)
        return parameters[index]

    def function_type(self, name: tree.QualifiedName) -> tree.TypeName | None:
        """What a user's function returns; None: there is no such function."""
        routine = self.connection.find_routine(name)
        if routine is None or routine.returns is None:
            return None
        return self.connection.resolve_type(routine.returns)

    def call_function(self, name: tree.QualifiedName, arguments: Sequence[tuple[str | None, Value]]) -> Value:
        """Run a user's function."""
        from tests.sqlanywhere.machine.call import run_function

        routine = self.connection.find_routine(name)
        if routine is None:
            raise error(-265, name)
        return run_function(self.connection, self.activation, routine, arguments)

    def query(self, query: tree.Query) -> Result:
        """Run a subquery of an expression."""
        self.connection.rights.check_query(self.connection, query, self)
        return self.connection.store.query(query, self)

    def procedure_columns(self, call: tree.ProcedureTable) -> tuple[Column, ...]:
        """What a procedure in FROM gives: what its RESULT clause says, else what a run of it shows."""
        routine = self.connection.find_routine(call.name)
        declared = getattr(routine.statement, "result", None) if routine is not None else None
        if not declared:
            return self.procedure_result(call).columns
        return tuple(Column(column.name, self.connection.resolve_type(column.type, self)) for column in declared)

    def procedure_result(self, call: tree.ProcedureTable) -> Result:
        """The first result set of a procedure used in FROM."""
        from tests.sqlanywhere.machine.call import call_from_query

        result = call_from_query(self, call)
        if result is None:
            raise ModelError(f"procedure {call.name} in FROM gave no result set")
        return result
