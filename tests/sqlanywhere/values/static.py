"""The type of an expression without its value."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Scope
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.builtin.registry import BUILTINS
from tests.sqlanywhere.values.fault import no_column, syntax
from tests.sqlanywhere.values.special import global_type, special_type
from tests.sqlanywhere.values.supertype import as_digits, supertype
from tests.sqlanywhere.values.types import Family
from tests.sqlanywhere.values.unmodelled import no_function

ColumnType: TypeAlias = Callable[[tuple[str, ...]], TypeName | None]
_SIZED = frozenset({"char", "varchar", "nchar", "nvarchar", "binary", "varbinary"})
"""Types that choose a length for themselves in a CAST without one (page "CAST function")."""

QueryType: TypeAlias = Callable[[tree.Query], TypeName]


def type_of(
    expression: tree.Expression,
    column_type: ColumnType,
    scope: Scope,
    *,
    function_type: Callable[[tree.FunctionCall], TypeName | None] | None = None,
    query_type: QueryType | None = None,
) -> TypeName:
    """The type that an expression has.

    Args:
        expression: a value; a condition is a BIT.
        column_type: the type of a column by its name's parts, None if there is none; a column wins over a variable.
        scope: for variables and for functions made by CREATE FUNCTION.
        function_type: the types of functions that are neither builtin nor user-defined: the aggregates.
        query_type: the type of a subquery's one column; without it such an expression is of no known type.

    Raises:
        SqlError: -143 for a name that is neither column nor variable, -265 for a function that does not exist.
    """
    return _Typer(column_type, scope, function_type, query_type).of(expression)


def type_here(expression: tree.Expression, scope: Scope) -> TypeName:
    """The type of an expression outside a query: names are variables."""
    return type_of(expression, lambda parts: None, scope)


def literal_type(value: int | Decimal | float | str | bytes | None) -> TypeName:
    """The type of a literal (page "Literals"); an integer's length is its digits, which arithmetic looks at."""
    if value is None:
        return types.UNKNOWN
    if isinstance(value, int):
        return _integer_literal(value)
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        scale = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        return TypeName("numeric", max(value.adjusted() + 1 + scale, scale, 1), scale)
    if isinstance(value, float):
        return types.DOUBLE
    if isinstance(value, str):
        return TypeName("varchar", max(len(value), 1), characters=True)
    return TypeName("varbinary", max(len(value), 1))


def _integer_literal(value: int) -> TypeName:
    if -(2**31) <= value < 2**31:
        return types.INTEGER
    return types.BIGINT if -(2**63) <= value < 2**63 else TypeName("numeric", len(str(abs(value))), 0)


class _Typer:
    def __init__(
        self,
        column_type: ColumnType,
        scope: Scope,
        function_type: Callable[[tree.FunctionCall], TypeName | None] | None,
        query_type: QueryType | None,
    ) -> None:
        self._column_type = column_type
        self._scope = scope
        self._function_type = function_type
        self._query_type = query_type

    def of(self, node: tree.Expression) -> TypeName:
        match node:
            case tree.Literal():
                return literal_type(node.value)
            case tree.Name():
                return self._name(node)
            case tree.HostVariable():
                return types.LONG_VARCHAR
            case tree.Placeholder():
                return types.UNKNOWN
            case tree.SpecialValue():
                return special_type(node.name)
            case tree.Unary(operator="NOT"):
                return types.BIT
            case tree.Unary():
                return self.of(node.operand)
            case tree.Binary():
                return self._binary(node)
            case tree.IfExpression():
                branches = [node.then] if node.otherwise is None else [node.then, node.otherwise]
                return supertype([self.of(branch) for branch in branches])
            case tree.CaseExpression():
                values = [then for _, then in node.branches]
                if node.otherwise is not None:
                    values.append(node.otherwise)
                return supertype([self.of(value) for value in values])
            case tree.Cast():
                return self._cast(node)
            case tree.FunctionCall():
                return self._call(node)
            case tree.Subquery():
                return types.UNKNOWN if self._query_type is None else self._query_type(node.query)
            case tree.DefaultValue():
                raise syntax("DEFAULT")
            case _:
                return types.BIT

    def _name(self, node: tree.Name) -> TypeName:
        found = self._column_type(node.parts)
        if found is not None:
            return found
        name = ".".join(node.parts)
        if name.startswith("@@"):
            return global_type(name)
        variable = self._scope.variable(name)
        if variable is None:
            raise no_column(node.parts[-1])
        return variable.type

    def _cast(self, node: tree.Cast) -> TypeName:
        if not isinstance(node.type, TypeName):
            raise ModelError("CAST to %TYPE")
        if node.type.length is None and node.type.name in _SIZED:
            return TypeName(node.type.name, types.LARGEST_TEXT)
        if node.type.name == "numeric" and node.type.length is None:
            operand = self.of(node.operand)
            return operand if types.family(operand) is Family.NUMERIC else TypeName("numeric", 30, 6)
        return node.type

    def _call(self, node: tree.FunctionCall) -> TypeName:
        found = self._function_type(node) if self._function_type is not None else None
        if found is not None:
            return found
        builtin = BUILTINS.get(node.name.name.lower()) if node.name.owner is None else None
        if builtin is not None:
            first = [types.VARCHAR] if builtin.keyword else []
            rest = node.arguments[1:] if builtin.keyword else node.arguments
            return builtin.result(first + [self.of(argument.value) for argument in rest])
        declared = self._scope.function_type(node.name)
        if declared is None:
            raise no_function(node.name)
        return declared

    def _binary(self, node: tree.Binary) -> TypeName:
        left, right = self.of(node.left), self.of(node.right)
        if node.operator == "||":
            return concatenation_type(left, right)
        if node.operator in {"&", "|", "^"}:
            return left if types.family(left) is Family.BINARY else supertype([left, right])
        if node.operator in {"+", "-", "*", "/", "%"}:
            return arithmetic_type(node.operator, self._digits(node.left, left), self._digits(node.right, right))
        return types.BIT

    @staticmethod
    def _digits(node: tree.Expression, found: TypeName) -> TypeName:
        if isinstance(node, tree.Literal) and isinstance(node.value, int) and found.length is None:
            return TypeName(found.name, len(str(abs(node.value))))
        return found


def concatenation_type(left: TypeName, right: TypeName) -> TypeName:
    """The type of `||`: of two binaries a binary."""
    families = {types.family(left), types.family(right)} - {Family.UNKNOWN}
    if families == {Family.BINARY}:
        return types.LONG_BINARY
    national = types.is_national(left) or types.is_national(right)
    return types.LONG_NVARCHAR if national else types.LONG_VARCHAR


def arithmetic_type(operator: str, left: TypeName, right: TypeName) -> TypeName:
    """The type of `+ - * / %`.

    Two integers give the wider of both, at least INTEGER. NUMERIC: forum thread "Scale used when evaluating
    a simple expression in SQL" (7,6)*30 → (9,6), (9,6)/365 → (13,10), and page "precision option".
    """
    families = {types.family(left), types.family(right)} - {Family.UNKNOWN}
    if families & types.MOMENTS:
        return _moment_type(operator, left, right)
    if families <= {Family.TEXT, Family.BINARY} and families and operator == "+":
        return concatenation_type(left, right)
    if Family.DOUBLE in families:
        return types.DOUBLE
    if families <= {Family.INTEGER}:
        widest = supertype([TypeName(side.name) for side in (left, right) if side != types.UNKNOWN])
        if widest == types.UNKNOWN:
            return types.INTEGER
        return supertype([widest, types.INTEGER])
    return _numeric_type(operator, left, right)


def _moment_type(operator: str, left: TypeName, right: TypeName) -> TypeName:
    families = (types.family(left), types.family(right))
    if operator == "-" and families[0] in types.MOMENTS and families[1] in types.MOMENTS:
        return types.INTEGER
    if Family.TIME in families and Family.DATE in families:
        return types.TIMESTAMP
    return left if families[0] in types.MOMENTS else right


def _numeric_type(operator: str, left: TypeName, right: TypeName) -> TypeName:
    (p1, s1), (p2, s2) = (
        as_digits(side) if types.family(side) in types.NUMBERS else (types.DEFAULT_PRECISION, types.DEFAULT_SCALE)
        for side in (left, right)
    )
    if operator == "*":
        scale, precision = s1 + s2, p1 + p2
    elif operator == "/":
        scale = s1 + p2 - s2 + 1
        precision = p1 - s1 + s2 + scale
    elif operator == "%":
        scale, precision = max(s1, s2), max(s1, s2) + min(p1 - s1, p2 - s2)
    else:
        scale = max(s1, s2)
        precision = scale + max(p1 - s1, p2 - s2) + 1
    if precision > types.DEFAULT_PRECISION:
        scale = max(min(scale, types.DEFAULT_SCALE), scale - (precision - types.DEFAULT_PRECISION))
        precision = types.DEFAULT_PRECISION
    return TypeName("numeric", max(precision, 1), min(scale, precision))
