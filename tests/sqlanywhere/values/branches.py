"""Closures for what has several results of which one counts: IF and CASE expressions, COALESCE and ISNULL."""

from __future__ import annotations

from collections.abc import Sequence

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.runtime import Scope, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.compare import compare
from tests.sqlanywhere.values.convert import cast
from tests.sqlanywhere.values.core import Closure, build, build_condition, builds_value
from tests.sqlanywhere.values.static import type_here
from tests.sqlanywhere.values.supertype import supertype


def in_one_type(node: tree.Expression, results: Sequence[tree.Expression], closure: Closure) -> Closure:
    """The closure's value in the common type of all results, if they are of several families.

    `IF c THEN 1 ELSE 'x' ENDIF` is a text either way (U). Types are looked at once: a tree's variables keep theirs.
    """
    literals = {type(result.value) for result in results if isinstance(result, tree.Literal)} - {type(None)}
    if all(isinstance(result, tree.Literal) for result in results) and len(literals) <= 1:
        return closure
    decided: list[TypeName | None] = []

    def run(scope: Scope) -> Value:
        value = closure(scope)
        if not decided:
            decided.append(_target(results, scope))
        target = decided[0]
        return value if target is None or value is None else cast(value, target, scope.session)

    return run


def _target(results: Sequence[tree.Expression], scope: Scope) -> TypeName | None:
    """The common type, or None if nothing has to be converted to it."""
    try:
        members = [type_here(result, scope) for result in results]
    except SqlError:
        return None
    families = {types.family(member) for member in members if member != types.UNKNOWN}
    return supertype(members) if len(families) > 1 else None


@builds_value(tree.IfExpression)
def _if(node: tree.IfExpression) -> Closure:
    """Page "IF expressions": an unknown condition gives NULL, not the ELSE value."""
    condition, then = build_condition(node.condition), build(node.then)
    otherwise = build(node.otherwise) if node.otherwise is not None else None

    def run(scope: Scope) -> Value:
        holds = condition(scope)
        if holds:
            return then(scope)
        if holds is None or otherwise is None:
            return None
        return otherwise(scope)

    return in_one_type(node, [node.then, *([node.otherwise] if node.otherwise is not None else [])], run)


@builds_value(tree.CaseExpression)
def _case(node: tree.CaseExpression) -> Closure:
    """Page "CASE expressions": the first branch that holds; NULL if none does and there is no ELSE."""
    otherwise = build(node.otherwise) if node.otherwise is not None else None
    results = [then for _, then in node.branches] + ([node.otherwise] if node.otherwise is not None else [])
    if node.subject is None:
        conditions = [(build_condition(when), build(then)) for when, then in node.branches]

        def search(scope: Scope) -> Value:
            for condition, then in conditions:
                if condition(scope):
                    return then(scope)
            return otherwise(scope) if otherwise else None

        return in_one_type(node, results, search)
    subject = build(node.subject)
    branches = [(build(when), build(then)) for when, then in node.branches]

    def match(scope: Scope) -> Value:
        value = subject(scope)
        for when, then in branches:
            if compare(value, when(scope), scope.session) == 0:
                return then(scope)
        return otherwise(scope) if otherwise else None

    return in_one_type(node, results, match)
