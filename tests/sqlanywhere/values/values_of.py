"""Closures for the expressions that are values: literals, names, operators, CASE and IF, casts, subqueries."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.runtime import Scope, Session, Value
from tests.sqlanywhere.values import arithmetic
from tests.sqlanywhere.values.convert import cast_expression
from tests.sqlanywhere.values.core import Closure, build, builds_value
from tests.sqlanywhere.values.fault import many_rows, no_column, syntax
from tests.sqlanywhere.values.special import global_variable, special_value
from tests.sqlanywhere.values.static import type_here
from tests.sqlanywhere.values.styles import convert_styled
from tests.sqlanywhere.values.types import INTEGER


@builds_value(tree.Literal)
def _literal(node: tree.Literal) -> Closure:
    value = node.value
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        value = Decimal(value)
    return lambda scope: value


@builds_value(tree.Name)
def _name(node: tree.Name) -> Closure:
    name = ".".join(node.parts)

    def run(scope: Scope) -> Value:
        variable = scope.variable(name)
        if variable is None:
            raise no_column(node.parts[-1])
        return variable.value

    if name.startswith("@@"):
        read = global_variable(name)
        return lambda scope: read(scope.session)
    return run


@builds_value(tree.HostVariable)
def _host_variable(node: tree.HostVariable) -> Closure:
    name = node.name
    return lambda scope: scope.host_variable(name)


@builds_value(tree.Placeholder)
def _placeholder(node: tree.Placeholder) -> Closure:
    index = node.index
    return lambda scope: scope.placeholder(index)


@builds_value(tree.SpecialValue)
def _special_value(node: tree.SpecialValue) -> Closure:
    read = special_value(node.name)
    return lambda scope: read(scope.session)


@builds_value(tree.DefaultValue)
def _default_value(node: tree.DefaultValue) -> Closure:
    raise syntax("DEFAULT")


@builds_value(tree.Unary)
def _unary(node: tree.Unary) -> Closure:
    operand = build(node.operand)
    if node.operator == "-":
        if isinstance(node.operand, tree.Literal) and isinstance(node.operand.value, (int, float, Decimal)):
            negative = -node.operand.value
            return lambda scope: negative
        return lambda scope: arithmetic.negate(operand(scope), scope.session, _arithmetic_type(node, scope))
    if node.operator == "~":
        return lambda scope: arithmetic.invert(operand(scope), scope.session)
    if node.operator == "+":
        return lambda scope: arithmetic.add(0, operand(scope), scope.session, _arithmetic_type(node, scope))
    raise syntax(node.operator)


_Operation = Callable[[Value, Value, Session, tree.TypeName], Value]
_OPERATIONS: dict[str, _Operation] = {
    "+": arithmetic.add,
    "-": arithmetic.subtract,
    "*": arithmetic.multiply,
    "/": arithmetic.divide,
    "%": arithmetic.modulo,
}
_SMALL = 2**31
_ROOT = 46341
"""The product of smaller integers is in the range of every type that could hold it; others need their type."""


def _arithmetic_type(node: tree.Expression, scope: Scope) -> tree.TypeName:
    return type_here(node, scope)


@builds_value(tree.Binary)
def _binary(node: tree.Binary) -> Closure:
    left, right, operator = build(node.left), build(node.right), node.operator
    if operator == "||":
        return _concatenation(left, right)
    if operator in {"&", "|", "^"}:
        return lambda scope: arithmetic.bitwise(operator, left(scope), right(scope), scope.session)
    operation = _OPERATIONS.get(operator)
    if operation is None:
        raise syntax(operator)
    perform = operation
    if operator in {"+", "-"}:
        return _sum(node, left, right, perform, 1 if operator == "+" else -1)

    def run(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        if one is None or other is None:
            return None
        if type(one) is int and type(other) is int and -_ROOT < one < _ROOT and -_ROOT < other < _ROOT:
            return perform(one, other, scope.session, INTEGER)
        return perform(one, other, scope.session, type_here(node, scope))

    return run


def _concatenation(left: Closure, right: Closure) -> Closure:
    def run(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        if type(one) is str and type(other) is str:
            return one + other
        return arithmetic.concatenate(one, other, scope.session)

    return run


def _sum(node: tree.Binary, left: Closure, right: Closure, perform: _Operation, sign: int) -> Closure:
    """Sums of small integers stay in the range of every type that could hold them; others need their type."""

    def run(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        if type(one) is int and type(other) is int:
            value = one + sign * other
            if -_SMALL <= value < _SMALL:
                return value
        elif one is None or other is None:
            return None
        return perform(one, other, scope.session, type_here(node, scope))

    return run


@builds_value(tree.Cast)
def _cast(node: tree.Cast) -> Closure:
    operand, target = build(node.operand), node.type
    if not isinstance(target, tree.TypeName):
        raise ModelError("CAST to %TYPE")
    type_name = target
    if node.style is None:
        return lambda scope: cast_expression(operand(scope), type_name, scope.session)
    style = build(node.style)
    return lambda scope: convert_styled(operand(scope), type_name, style(scope), scope.session)


@builds_value(tree.Subquery)
def _subquery(node: tree.Subquery) -> Closure:
    query = node.query
    return lambda scope: scalar(query, scope)


def scalar(query: tree.Query, scope: Scope) -> Value:
    """The value of a subquery: NULL if it has no row.

    Raises:
        SqlError: -186, it has several rows; -151, several columns.
    """
    result = scope.query(query)
    if len(result.columns) != 1:
        raise error(-151)
    row = next(result.rows, None)
    if row is None:
        return None
    if next(result.rows, None) is not None:
        raise many_rows()
    return row[0]
