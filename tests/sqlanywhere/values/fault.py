"""The errors that an expression can raise: code, state and text as on the pages "SQL Anywhere error messages"."""

from __future__ import annotations

from tests.sqlanywhere.errors import SqlError


def cannot_convert(what: str, type_name: str) -> SqlError:
    """Page "Cannot convert %1 to a %2"."""
    return SqlError(-157, "53018", f"Cannot convert {what} to a {type_name}")


def out_of_range(value: object) -> SqlError:
    """Page "Value %1 out of range for destination"."""
    return SqlError(-158, "22003", f"Value {value} out of range for destination")


def division_by_zero() -> SqlError:
    """Page "Division by zero"."""
    return SqlError(-628, "22012", "Division by zero")


def truncated() -> SqlError:
    """Page "Right truncation of string data"."""
    return SqlError(-638, "22001", "Right truncation of string data")


def no_column(name: str) -> SqlError:
    """Page "Column '%1' not found"."""
    return SqlError(-143, "52003", f"Column '{name}' not found")


def no_procedure(name: str) -> SqlError:
    """Page "Procedure '%1' not found"."""
    return SqlError(-265, "52W09", f"Procedure '{name}' not found")


def no_variable(name: str) -> SqlError:
    """Page "Variable '%1' not found"."""
    return SqlError(-260, "42W14", f"Variable '{name}' not found")


def argument_count(function: str) -> SqlError:
    """Page "Wrong number of parameters to function '%1'"."""
    return SqlError(-154, "37505", f"Wrong number of parameters to function '{function}'")


def invalid_argument(number: int, function: str) -> SqlError:
    """Page "Invalid parameter", as the server says of a date part or an algorithm it does not know."""
    return SqlError(-735, "42W57", f"Invalid parameter {number} of function '{function}'")


def syntax(near: str) -> SqlError:
    """Page "Syntax error near '%1' %2"."""
    return SqlError(-131, "42W04", f"Syntax error near '{near}'")


def many_rows() -> SqlError:
    """Page "Subquery cannot return more than one row"."""
    return SqlError(-186, "21W01", "Subquery cannot return more than one row")


def invalid_value(function: str) -> SqlError:
    """Page "Invalid expression": an argument outside a function's domain, as a negative one of SQRT (code U)."""
    return SqlError(-1156, "42W68", f"Invalid argument for function {function}")


def unknown_charset(name: str) -> SqlError:
    """Page "Unsupported character set '%1'" (code U)."""
    return SqlError(-869, "WX001", f"Unsupported character set '{name}'")
