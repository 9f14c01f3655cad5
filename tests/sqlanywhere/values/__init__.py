"""Values of the model: types, conversions, comparison, expressions, builtin functions."""

from tests.sqlanywhere.values import arithmetic, builtin, calls, conditions, match, types, values_of
from tests.sqlanywhere.values.builtin.registry import BUILTINS, Builtin
from tests.sqlanywhere.values.calls import plain_arguments
from tests.sqlanywhere.values.compare import compare, equal, holds
from tests.sqlanywhere.values.convert import cast, cast_expression
from tests.sqlanywhere.values.core import (
    Closure,
    Condition,
    compile_expression,
    compile_truth,
    compiled,
    compiled_condition,
    evaluate,
    truth,
)
from tests.sqlanywhere.values.static import type_here, type_of
from tests.sqlanywhere.values.supertype import supertype
from tests.sqlanywhere.values.text import char_key, to_text

__all__ = [
    "BUILTINS",
    "Builtin",
    "Closure",
    "Condition",
    "arithmetic",
    "builtin",
    "calls",
    "cast",
    "cast_expression",
    "char_key",
    "compare",
    "compile_expression",
    "compile_truth",
    "compiled",
    "compiled_condition",
    "conditions",
    "equal",
    "evaluate",
    "holds",
    "match",
    "plain_arguments",
    "supertype",
    "to_text",
    "truth",
    "type_here",
    "type_of",
    "types",
    "values_of",
]
