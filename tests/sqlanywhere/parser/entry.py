"""What others call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ParseError
from tests.sqlanywhere.lexer import Kind
from tests.sqlanywhere.parser.cursor import SYNTACTIC_LIMIT
from tests.sqlanywhere.parser.statements import Parser

T = TypeVar("T")


def parse_script(text: str, file: str = "") -> tree.Script:
    """Parse a file: statements separated by `;` or by a line `go`.

    Args:
        text: the file's text; a byte order mark and CRLF do no harm.
        file: its name, kept in the result.

    Raises:
        ParseError: the server would refuse a statement, or the model does not take it.
    """
    parser = Parser(text)
    return _guarded(parser, lambda: parser.script(file))


def parse_statement(text: str) -> tree.Statement:
    """Parse ONE statement, as a client sends it: with or without a semicolon at its end.

    Raises:
        ParseError: as `parse_script`, and if there is more than one.
    """
    parser = Parser(text)
    return _guarded(parser, parser.single)


def parse_expression(text: str) -> tree.Expression:
    """Parse a value or a search condition.

    Raises:
        ParseError: it is neither.
    """
    parser = Parser(text)

    def whole() -> tree.Expression:
        expression = parser.any_expression()
        if parser.token.kind is not Kind.END:
            raise parser.error("the expression has ended here")
        return expression

    return _guarded(parser, whole)


def _guarded(parser: Parser, parse: Callable[[], T]) -> T:
    # A caller with a deep stack of its own leaves less room than MAX_DEPTH needs.
    try:
        return parse()
    except RecursionError:
        raise ParseError("nested too deeply", parser.at, SYNTACTIC_LIMIT) from None
