"""Closures for conditions, in three-valued logic (page "Three-valued logic")."""

from __future__ import annotations

from collections.abc import Callable

from tests.sqlanywhere import tree
from tests.sqlanywhere.runtime import Scope, Value
from tests.sqlanywhere.values import match
from tests.sqlanywhere.values.compare import COMPARISONS, compare
from tests.sqlanywhere.values.core import Closure, Condition, build, build_condition, builds_condition
from tests.sqlanywhere.values.fault import syntax
from tests.sqlanywhere.values.text import to_text


@builds_condition(tree.Unary)
def _not(node: tree.Unary) -> Condition:
    if node.operator != "NOT":
        raise syntax(node.operator)
    operand = build_condition(node.operand)

    def run(scope: Scope) -> bool | None:
        holds = operand(scope)
        return None if holds is None else not holds

    return run


@builds_condition(tree.Binary)
def _binary(node: tree.Binary) -> Condition:
    if node.operator == "AND":
        return _and(build_condition(node.left), build_condition(node.right))
    if node.operator == "OR":
        return _or(build_condition(node.left), build_condition(node.right))
    return comparison(node.operator, build(node.left), build(node.right))


def _and(left: Condition, right: Condition) -> Condition:
    def run(scope: Scope) -> bool | None:
        one = left(scope)
        if one is False:
            return False
        other = right(scope)
        return False if other is False else None if one is None or other is None else True

    return run


def _or(left: Condition, right: Condition) -> Condition:
    def run(scope: Scope) -> bool | None:
        one = left(scope)
        if one:
            return True
        other = right(scope)
        return True if other else None if one is None or other is None else False

    return run


def comparison(operator: str, left: Closure, right: Closure) -> Condition:
    """`left operator right`."""
    judge = COMPARISONS.get(operator)
    if judge is None:
        raise syntax(operator)
    holds: Callable[[int], bool] = judge
    on_equal = holds(0)

    def run(scope: Scope) -> bool | None:
        one, other = left(scope), right(scope)
        if one is None or other is None:
            return None
        if type(one) is type(other) and one == other:
            return on_equal
        order = compare(one, other, scope.session)
        return None if order is None else holds(order)

    return run


@builds_condition(tree.Is)
def _is(node: tree.Is) -> Condition:
    negated = node.negated
    if node.what == "NULL":
        operand = build(node.operand)
        return lambda scope: (operand(scope) is None) is not negated
    condition = build_condition(node.operand)
    wanted = {"TRUE": True, "FALSE": False, "UNKNOWN": None}[node.what]
    return lambda scope: (condition(scope) is wanted) is not negated


@builds_condition(tree.IsDistinct)
def _is_distinct(node: tree.IsDistinct) -> Condition:
    """NULL is not distinct from NULL."""
    left, right, negated = build(node.left), build(node.right), node.negated

    def run(scope: Scope) -> bool | None:
        one, other = left(scope), right(scope)
        distinct = (one is not None or other is not None) and compare(one, other, scope.session) != 0
        return distinct is not negated

    return run


@builds_condition(tree.Like)
def _like(node: tree.Like) -> Condition:
    matcher = {"LIKE": match.like, "SIMILAR TO": match.similar, "REGEXP": match.regexp}[node.kind]
    operand, pattern, negated = build(node.operand), build(node.pattern), node.negated
    escape = build(node.escape) if node.escape is not None else None

    def run(scope: Scope) -> bool | None:
        session = scope.session
        text, model = to_text(operand(scope), session), to_text(pattern(scope), session)
        letter = to_text(escape(scope), session) if escape else None
        if text is None or model is None or (escape and letter is None):
            return None
        return matcher(text, model, letter) is not negated

    return run


@builds_condition(tree.Between)
def _between(node: tree.Between) -> Condition:
    """`a >= low AND a <= high`."""
    operand = build(node.operand)
    low, high, negated = build(node.low), build(node.high), node.negated

    def run(scope: Scope) -> bool | None:
        value, session = operand(scope), scope.session
        above, below = compare(value, low(scope), session), compare(value, high(scope), session)
        if (above is not None and above < 0) or (below is not None and below > 0):
            return negated
        return None if above is None or below is None else not negated

    return run


@builds_condition(tree.InList)
def _in_list(node: tree.InList) -> Condition:
    operand, negated = build(node.operand), node.negated
    items = [build(item) for item in node.items]

    def run(scope: Scope) -> bool | None:
        found = among(operand(scope), (item(scope) for item in items), scope)
        return None if found is None else found is not negated

    return run


def among(value: Value, others: object, scope: Scope) -> bool | None:
    """`value IN (others)`: unknown if it is not found but a NULL is among them."""
    unknown = False
    for other in others:  # type: ignore[attr-defined]  # an iterator of values
        order = compare(value, other, scope.session)
        if order == 0:
            return True
        unknown = unknown or order is None
    return None if unknown else False


@builds_condition(tree.InQuery)
def _in_query(node: tree.InQuery) -> Condition:
    operand, query, negated = build(node.operand), node.query, node.negated

    def run(scope: Scope) -> bool | None:
        found = among(operand(scope), (row[0] for row in scope.query(query).rows), scope)
        return None if found is None else found is not negated

    return run


@builds_condition(tree.Exists)
def _exists(node: tree.Exists) -> Condition:
    query = node.query
    return lambda scope: next(scope.query(query).rows, None) is not None


@builds_condition(tree.Quantified)
def _quantified(node: tree.Quantified) -> Condition:
    """Page "Subqueries in search conditions": ANY is true if one row holds, ALL if every row does."""
    left, query, holds = build(node.left), node.query, COMPARISONS[node.operator]
    deciding = node.quantifier != "ALL"

    def run(scope: Scope) -> bool | None:
        value, unknown = left(scope), False
        for row in scope.query(query).rows:
            order = compare(value, row[0], scope.session)
            if order is None:
                unknown = True
            elif holds(order) is deciding:
                return deciding
        return None if unknown else not deciding

    return run
