"""Closures for function calls."""

from __future__ import annotations

from collections.abc import Callable

from tests.sqlanywhere import tree
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.runtime import Scope, Value
from tests.sqlanywhere.values.branches import in_one_type
from tests.sqlanywhere.values.builtin.registry import BUILTINS, Builtin
from tests.sqlanywhere.values.core import Closure, build, builds_value
from tests.sqlanywhere.values.fault import argument_count, syntax
from tests.sqlanywhere.values.unmodelled import no_function

_AGGREGATES = """
    avg count list max min sum stddev stddev_pop stddev_samp variance var_pop var_samp first_value last_value
    row_number rank dense_rank percent_rank cume_dist count_big xmlagg median grouping set_bits bit_and bit_or
    bit_xor covar_pop covar_samp corr regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx
    regr_sxy regr_syy array_agg
"""
AGGREGATES = frozenset(_AGGREGATES.split())
"""Functions over rows: the store's."""


def plain_arguments(call: tree.FunctionCall) -> tuple[tree.Expression, ...]:
    """A builtin's arguments; the word that is a date part becomes a literal.

    Raises:
        SqlError: -154, too few or too many.
    """
    values = tuple(argument.value for argument in call.arguments)
    builtin = BUILTINS[call.name.name.lower()]
    if len(values) < builtin.least or (builtin.most is not None and len(values) > builtin.most):
        raise argument_count(call.name.name)
    if builtin.keyword and isinstance(values[0], tree.Name):
        return (tree.Literal(".".join(values[0].parts)), *values[1:])
    return values


@builds_value(tree.FunctionCall)
def _call(node: tree.FunctionCall) -> Closure:
    name = node.name.name.lower()
    if node.name.owner is None:
        special = _SPECIAL.get(name)
        if special is not None:
            return special(node)
        builtin = BUILTINS.get(name)
        if builtin is not None:
            return _builtin(node, builtin)
        if name in AGGREGATES:
            raise error(-150)
    return _user_function(node)


def _builtin(node: tree.FunctionCall, builtin: Builtin) -> Closure:
    arguments = [build(argument) for argument in plain_arguments(node)]
    call = builtin.call
    if len(arguments) == 1:
        only = arguments[0]
        return lambda scope: call(scope.session, (only(scope),))
    if len(arguments) == 2:
        first, second = arguments
        return lambda scope: call(scope.session, (first(scope), second(scope)))
    return lambda scope: call(scope.session, [argument(scope) for argument in arguments])


def _user_function(node: tree.FunctionCall) -> Closure:
    name = node.name
    arguments = [(argument.name, build(argument.value)) for argument in node.arguments]

    def run(scope: Scope) -> Value:
        if scope.function_type(name) is None:
            raise no_function(name)
        return scope.call_function(name, [(given, value(scope)) for given, value in arguments])

    return run


def _first_not_null(node: tree.FunctionCall) -> Closure:
    """COALESCE and ISNULL look no further than the first value (U; only a later argument's error would show it)."""
    arguments = [build(argument) for argument in plain_arguments(node)]

    def run(scope: Scope) -> Value:
        for argument in arguments:
            value = argument(scope)
            if value is not None:
                return value
        return None

    return in_one_type(node, plain_arguments(node), run)


def _varexists(node: tree.FunctionCall) -> Closure:
    """Page "VAREXISTS function": 1 if the variable exists, else 0."""
    if len(node.arguments) != 1:
        raise argument_count(node.name.name)
    argument = build(node.arguments[0].value)

    def run(scope: Scope) -> Value:
        name = argument(scope)
        if not isinstance(name, str):
            raise syntax("VAREXISTS")
        return int(scope.variable(name) is not None)

    return run


_SPECIAL: dict[str, Callable[[tree.FunctionCall], Closure]] = {
    "coalesce": _first_not_null,
    "isnull": _first_not_null,
    "varexists": _varexists,
}
