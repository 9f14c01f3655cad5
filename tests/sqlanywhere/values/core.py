"""Expressions become Python closures once and are kept by the identity of their tree.

The builders of the closures are in `values_of`, `conditions` and `calls`; they enter themselves here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from tests.sqlanywhere import tree
from tests.sqlanywhere.runtime import Scope, Value
from tests.sqlanywhere.values.fault import syntax

Closure: TypeAlias = Callable[[Scope], Value]
Condition: TypeAlias = Callable[[Scope], bool | None]

_LARGEST_CACHE = 200_000
_Builder = TypeVar("_Builder", bound=Callable[..., Any])

_VALUE_BUILDERS: dict[type, Callable[[Any], Closure]] = {}
_CONDITION_BUILDERS: dict[type, Callable[[Any], Condition]] = {}
_closures: dict[int, tuple[tree.Expression, Closure]] = {}
_conditions: dict[int, tuple[tree.Expression, Condition]] = {}


def builds_value(kind: type) -> Callable[[_Builder], _Builder]:
    """Enter the function that turns nodes of a kind into closures for their value."""

    def enter(builder: _Builder) -> _Builder:
        _VALUE_BUILDERS[kind] = builder
        return builder

    return enter


def builds_condition(kind: type) -> Callable[[_Builder], _Builder]:
    """Enter the function that turns nodes of a kind into closures for their truth."""

    def enter(builder: _Builder) -> _Builder:
        _CONDITION_BUILDERS[kind] = builder
        return builder

    return enter


def build(expression: tree.Expression) -> Closure:
    """The closure for a value.

    Raises:
        SqlError: -131, it is a condition (the dialect has no truth values; page "Search conditions").
    """
    builder = _VALUE_BUILDERS.get(type(expression))
    if builder is None:
        raise syntax(type(expression).__name__)
    return builder(expression)


def build_condition(expression: tree.Expression) -> Condition:
    """The closure for a condition.

    Raises:
        SqlError: -131, it is a value.
    """
    builder = _CONDITION_BUILDERS.get(type(expression))
    if builder is None:
        raise syntax(type(expression).__name__)
    return builder(expression)


def compiled(expression: tree.Expression) -> Closure:
    """The closure for a value, made at the first call and kept together with its tree."""
    found = _closures.get(id(expression))
    if found is not None:
        return found[1]
    closure = build(expression)
    if len(_closures) >= _LARGEST_CACHE:
        _closures.clear()
    _closures[id(expression)] = (expression, closure)
    return closure


def compiled_condition(expression: tree.Expression) -> Condition:
    """The closure for a condition, likewise."""
    found = _conditions.get(id(expression))
    if found is not None:
        return found[1]
    condition = build_condition(expression)
    if len(_conditions) >= _LARGEST_CACHE:
        _conditions.clear()
    _conditions[id(expression)] = (expression, condition)
    return condition


compile_expression = compiled
compile_truth = compiled_condition


def evaluate(expression: tree.Expression, scope: Scope) -> Value:
    """The value of an expression.

    Raises:
        SqlError: as the server would.
        ModelError: the expression is legal but not modelled.
    """
    return compiled(expression)(scope)


def truth(expression: tree.Expression, scope: Scope) -> bool | None:
    """Whether a condition holds; None is unknown (page "Three-valued logic")."""
    return compiled_condition(expression)(scope)
