"""Definitions of procedures, functions, triggers, events, services."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tests.sqlanywhere.tree.base import DataType, Node, QualifiedName, Statement
from tests.sqlanywhere.tree.expressions import Expression
from tests.sqlanywhere.tree.procedures import Compound


class Mode(StrEnum):
    """INOUT is what a parameter is when the text says nothing (sources P1)."""

    IN = "IN"
    OUT = "OUT"
    INOUT = "INOUT"


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    name: str
    type: DataType
    mode: Mode = Mode.INOUT
    default: Expression | None = None


@dataclass(frozen=True, slots=True)
class ResultColumn(Node):
    name: str
    type: DataType


@dataclass(frozen=True, slots=True)
class CreateProcedure(Statement):
    """CREATE, CREATE OR REPLACE or ALTER. `result` is None without a RESULT clause, () for NO RESULT SET."""

    name: QualifiedName
    parameters: tuple[Parameter, ...]
    body: Statement
    result: tuple[ResultColumn, ...] | None = None
    or_replace: bool = False
    alter: bool = False
    temporary: bool = False
    sql_security: str | None = None
    on_exception_resume: bool = False
    dynamic_result_sets: int | None = None
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class CreateFunction(Statement):
    name: QualifiedName
    parameters: tuple[Parameter, ...]
    returns: DataType
    body: Statement
    or_replace: bool = False
    alter: bool = False
    temporary: bool = False
    sql_security: str | None = None
    deterministic: bool | None = None
    on_exception_resume: bool = False
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class CreateTrigger(Statement):
    """`events` is INSERT, DELETE, UPDATE …; `when` BEFORE, AFTER, INSTEAD OF; names of the old and new row."""

    name: QualifiedName
    when: str
    events: tuple[str, ...]
    table: QualifiedName
    body: Statement
    columns: tuple[str, ...] = ()
    order: int | None = None
    old: str | None = None
    new: str | None = None
    for_each: str | None = None
    condition: Expression | None = None
    or_replace: bool = False
    alter: bool = False
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Schedule(Node):
    """`[name] START TIME t | BETWEEN t AND t [EVERY n unit] [ON (days)] [START DATE d]`."""

    name: str | None = None
    start_time: Expression | None = None
    between: tuple[Expression, Expression] | None = None
    every: int | None = None
    unit: str | None = None
    days: tuple[str | int, ...] = ()
    start_date: Expression | None = None


@dataclass(frozen=True, slots=True)
class CreateEvent(Statement):
    """CREATE or ALTER EVENT. Of ALTER: `schedule_change` is ADD, ALTER, DROP (`schedules` or `dropped` say which)."""

    name: QualifiedName
    type: str | None = None
    where: Expression | None = None
    schedules: tuple[Schedule, ...] = ()
    enabled: bool | None = None
    handler: Compound | None = None
    or_replace: bool = False
    alter: bool = False
    schedule_change: str | None = None
    dropped: str | None = None
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class CreateService(Statement):
    """CREATE or ALTER SERVICE; what is None was not said. `type`, `url` and the methods are upper case.

    `statement` is the parsed statement after AS; `statement_null` is AS NULL; `user_null` is USER NULL.
    """

    name: str
    type: str | None = None
    url: str | None = None
    authorization: bool | None = None
    enabled: bool | None = None
    methods: tuple[str, ...] | None = None
    secure: bool | None = None
    user: str | None = None
    user_null: bool = False
    statement: Statement | None = None
    statement_text: str | None = None
    statement_null: bool = False
    or_replace: bool = False
    alter: bool = False


@dataclass(frozen=True, slots=True)
class ExternalBody(Statement):
    """A routine that is not written in SQL: `kind` is EXTERNAL NAME, URL or AT; `text` is that clause as written."""

    kind: str
    text: str
