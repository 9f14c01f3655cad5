"""Statements of bodies and batches."""

from __future__ import annotations

from dataclasses import dataclass

from tests.sqlanywhere.tree.base import DataType, Node, QualifiedName, Statement
from tests.sqlanywhere.tree.expressions import Argument, Expression, Name
from tests.sqlanywhere.tree.queries import Query


@dataclass(frozen=True, slots=True)
class DeclareVariable(Statement):
    """`DECLARE a, b INT [= 1 | DEFAULT 1]`; `constant` (17)."""

    names: tuple[str, ...]
    type: DataType
    default: Expression | None = None
    constant: bool = False


@dataclass(frozen=True, slots=True)
class DeclareException(Statement):
    """`DECLARE e EXCEPTION FOR SQLSTATE '…'`."""

    name: str
    sqlstate: str


@dataclass(frozen=True, slots=True)
class DeclareCursor(Statement):
    """`source` is a query, a call, or the name of a variable or prepared statement (`USING v`)."""

    name: str
    source: Query | Call | Name
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Handler(Node):
    """`WHEN e1, e2 THEN …`; no names means OTHERS."""

    exceptions: tuple[str, ...]
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Compound(Statement):
    """`[label:] BEGIN [ATOMIC] … [EXCEPTION …] END [label]`; declarations come first, in order."""

    declarations: tuple[Statement, ...]
    body: tuple[Statement, ...]
    handlers: tuple[Handler, ...] = ()
    atomic: bool = False
    label: str | None = None


@dataclass(frozen=True, slots=True)
class SetVariable(Statement):
    target: Name
    value: Expression


@dataclass(frozen=True, slots=True)
class IfStatement(Statement):
    """IF and ELSEIF branches, then ELSE (None: there is none)."""

    branches: tuple[tuple[Expression, tuple[Statement, ...]], ...]
    otherwise: tuple[Statement, ...] | None = None


@dataclass(frozen=True, slots=True)
class CaseStatement(Statement):
    subject: Expression | None
    branches: tuple[tuple[Expression, tuple[Statement, ...]], ...]
    otherwise: tuple[Statement, ...] | None = None


@dataclass(frozen=True, slots=True)
class Loop(Statement):
    """`[label:] [WHILE condition] LOOP … END LOOP [label]`."""

    condition: Expression | None
    body: tuple[Statement, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class ForLoop(Statement):
    """`[label:] FOR name AS cursor [options] CURSOR FOR query DO … END FOR`; the columns become variables."""

    name: str
    cursor: str
    query: Query | Call
    body: tuple[Statement, ...]
    options: tuple[str, ...] = ()
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Leave(Statement):
    label: str


@dataclass(frozen=True, slots=True)
class Continue(Statement):
    """`CONTINUE [label]`."""

    label: str | None = None


@dataclass(frozen=True, slots=True)
class Return(Statement):
    value: Expression | None = None


@dataclass(frozen=True, slots=True)
class Call(Statement):
    """`[target =] CALL p(…)`."""

    name: QualifiedName
    arguments: tuple[Argument, ...] = ()
    target: Name | None = None


@dataclass(frozen=True, slots=True)
class ExecuteImmediate(Statement):
    """`EXECUTE IMMEDIATE [WITH ESCAPES OFF] [WITH QUOTES ON] [WITH RESULT SET ON] text`; options: (name, ON|OFF)."""

    text: Expression
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Message(Statement):
    """`MESSAGE a, b [TYPE …] [TO …]`."""

    items: tuple[Expression, ...]
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Print(Statement):
    """`PRINT 'format' [, a …]`."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Raiserror(Statement):
    """`RAISERROR number ['format'] [, a …]`."""

    number: Expression
    items: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal(Statement):
    """`SIGNAL name` or `SIGNAL SQLSTATE '…'`."""

    name: str | None = None
    sqlstate: str | None = None


@dataclass(frozen=True, slots=True)
class Resignal(Statement):
    name: str | None = None


@dataclass(frozen=True, slots=True)
class OpenCursor(Statement):
    name: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetch(Statement):
    """`FETCH [NEXT|PRIOR|FIRST|LAST|ABSOLUTE n|RELATIVE n] c INTO …`."""

    name: str
    into: tuple[Name, ...]
    direction: str = "NEXT"
    count: Expression | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CloseCursor(Statement):
    name: str


@dataclass(frozen=True, slots=True)
class Commit(Statement):
    pass


@dataclass(frozen=True, slots=True)
class Rollback(Statement):
    """`ROLLBACK`, or `ROLLBACK TO SAVEPOINT [name]` (`to_savepoint`)."""

    to_savepoint: bool = False
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Savepoint(Statement):
    name: str | None = None


@dataclass(frozen=True, slots=True)
class ReleaseSavepoint(Statement):
    name: str | None = None


@dataclass(frozen=True, slots=True)
class WaitFor(Statement):
    """`WAITFOR DELAY '…'` or `TIME '…'`."""

    kind: str
    value: Expression


@dataclass(frozen=True, slots=True)
class TriggerEvent(Statement):
    name: QualifiedName
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class SetOption(Statement):
    """`SET [TEMPORARY] OPTION [owner.]name = value` (no value: reset)."""

    name: str
    value: str | None
    owner: str | None = None
    temporary: bool = False


@dataclass(frozen=True, slots=True)
class CreateVariable(Statement):
    name: str
    type: DataType
    value: Expression | None = None
    or_replace: bool = False


@dataclass(frozen=True, slots=True)
class DropVariable(Statement):
    name: str
    if_exists: bool = False
