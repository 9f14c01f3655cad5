"""The parser of Watcom SQL: text → tree."""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.parser.entry import parse_expression, parse_script, parse_statement
from tests.sqlanywhere.parser.walk import walk

__all__ = ["parse_expression", "parse_script", "parse_statement", "tree", "walk"]
