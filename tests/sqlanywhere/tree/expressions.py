"""Values and search conditions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from tests.sqlanywhere.tree.base import DataType, Node, QualifiedName

if TYPE_CHECKING:
    from tests.sqlanywhere.tree.queries import Query


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """NULL, an integer, a decimal (`1.5`), a double (`1e3`), a string without escapes, or a binary (`0x41`)."""

    value: int | Decimal | float | str | bytes | None


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A column or a variable: `a`, `t.a`, `owner.t.a`, `@a`, `@@rowcount`."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HostVariable(Node):
    """`:name`, in the statement of a service only."""

    name: str


@dataclass(frozen=True, slots=True)
class Placeholder(Node):
    """`?`; `index` counts from 0 in the statement."""

    index: int


@dataclass(frozen=True, slots=True)
class SpecialValue(Node):
    """`CURRENT TIMESTAMP`, `CURRENT UTC TIMESTAMP`, `SQLCODE`, `SQLSTATE`, `USER` …: upper case, single blanks."""

    name: str


@dataclass(frozen=True, slots=True)
class DefaultValue(Node):
    """`DEFAULT` among the values of an INSERT, or as an argument."""


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """`-`, `+`, `~`, `NOT`."""

    operator: str
    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """`+ - * / % || & | ^`, `= <> < <= > >=` (`!=` is `<>`), `AND`, `OR`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Is(Node):
    """`IS [NOT] NULL | TRUE | FALSE | UNKNOWN`; `what` is upper case."""

    operand: Expression
    what: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsDistinct(Node):
    """`a IS [NOT] DISTINCT FROM b` (16 and later)."""

    left: Expression
    right: Expression
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Like(Node):
    """`LIKE`, `SIMILAR TO`, `REGEXP` (`kind` is upper case)."""

    operand: Expression
    pattern: Expression
    kind: str = "LIKE"
    escape: Expression | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Between(Node):
    operand: Expression
    low: Expression
    high: Expression
    negated: bool = False


@dataclass(frozen=True, slots=True)
class InList(Node):
    operand: Expression
    items: tuple[Expression, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class InQuery(Node):
    operand: Expression
    query: Query
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Exists(Node):
    query: Query


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`a = ANY (query)`; `quantifier` is ANY or ALL."""

    operator: str
    left: Expression
    quantifier: str
    query: Query


@dataclass(frozen=True, slots=True)
class IfExpression(Node):
    """`IF condition THEN a [ELSE b] ENDIF`."""

    condition: Expression
    then: Expression
    otherwise: Expression | None = None


@dataclass(frozen=True, slots=True)
class CaseExpression(Node):
    """`CASE [subject] WHEN … THEN … ELSE … END`."""

    subject: Expression | None
    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression | None = None


@dataclass(frozen=True, slots=True)
class Cast(Node):
    """`CAST(a AS type)`, and `CONVERT(type, a [, style])`."""

    operand: Expression
    type: DataType
    style: Expression | None = None
    convert: bool = False


@dataclass(frozen=True, slots=True)
class Argument(Node):
    """One argument of a call; `name` where it is given by name (`p_a = 1` or `p_a => 1`)."""

    value: Expression
    name: str | None = None


@dataclass(frozen=True, slots=True)
class OrderItem(Node):
    value: Expression
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Window(Node):
    """`OVER (PARTITION BY … ORDER BY … frame)`; the frame as its words, upper case, or a window's name."""

    partition: tuple[Expression, ...] = ()
    order: tuple[OrderItem, ...] = ()
    frame: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class FunctionCall(Node):
    """A function. `star` is `COUNT(*)`; `order` belongs to LIST; `nulls` is IGNORE or RESPECT, of FIRST_VALUE …"""

    name: QualifiedName
    arguments: tuple[Argument, ...] = ()
    distinct: bool = False
    star: bool = False
    order: tuple[OrderItem, ...] = ()
    over: Window | None = None
    nulls: str | None = None


@dataclass(frozen=True, slots=True)
class Subquery(Node):
    """A query in brackets as a value."""

    query: Query


Expression: TypeAlias = (
    Literal
    | Name
    | HostVariable
    | Placeholder
    | SpecialValue
    | DefaultValue
    | Unary
    | Binary
    | Is
    | IsDistinct
    | Like
    | Between
    | InList
    | InQuery
    | Exists
    | Quantified
    | IfExpression
    | CaseExpression
    | Cast
    | FunctionCall
    | Subquery
)
