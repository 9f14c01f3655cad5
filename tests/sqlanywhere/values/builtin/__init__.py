"""The builtin functions, by kind."""

from tests.sqlanywhere.values.builtin import character, coding, date, null, number, string, system, web
from tests.sqlanywhere.values.builtin.registry import BUILTINS, Builtin

__all__ = ["BUILTINS", "Builtin", "character", "coding", "date", "null", "number", "string", "system", "web"]
