"""The errors that an expression can raise; `tests.sqlanywhere.fault` has their texts."""

from __future__ import annotations

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.fault import error


def cannot_convert(what: str, type_name: str) -> SqlError:
    """Page "Cannot convert %1 to a %2"."""
    return error(-157, what, type_name)


def out_of_range(value: object) -> SqlError:
    """Page "Value %1 out of range for destination"."""
    return error(-158, value)


def division_by_zero() -> SqlError:
    """Page "Division by zero"."""
    return error(-628)


def truncated() -> SqlError:
    """Page "Right truncation of string data"."""
    return error(-638)


def no_column(name: str) -> SqlError:
    """Page "Column '%1' not found"."""
    return error(-143, name)


def no_procedure(name: str) -> SqlError:
    """Page "Procedure '%1' not found"."""
    return error(-265, name)


def no_variable(name: str) -> SqlError:
    """Page "Variable '%1' not found"."""
    return error(-260, name)


def argument_count(function: str) -> SqlError:
    """Page "Wrong number of parameters to function '%1'"."""
    return error(-154, function)


def invalid_argument(number: int, function: str) -> SqlError:
    """Page "Invalid parameter", as the server says of a date part or an algorithm it does not know."""
    return error(-735, number, function)


def syntax(near: str) -> SqlError:
    """Page "Syntax error near '%1' %2"."""
    return error(-131, near)


def many_rows() -> SqlError:
    """Page "Subquery cannot return more than one row"."""
    return error(-186)


def invalid_value(function: str) -> SqlError:
    """Page "Invalid expression": an argument outside a function's domain, as a negative one of SQRT (code U)."""
    return error(-1156, function)


def unknown_charset(name: str) -> SqlError:
    """Page "Unsupported character set '%1'" (code U)."""
    return error(-869, name)
