"""All statements of a statement."""

from __future__ import annotations

from collections.abc import Iterator

from tests.sqlanywhere import tree


def walk(statement: tree.Statement) -> Iterator[tree.Statement]:
    """Give a statement and every statement inside it, in the order of the text.

    Args:
        statement: any statement; bodies of routines, handlers, events and services are entered.
    """
    stack = [statement]
    while stack:
        present = stack.pop()
        yield present
        stack.extend(reversed(_inside(present)))


def _inside(statement: tree.Statement) -> list[tree.Statement]:
    match statement:
        case tree.Compound():
            handled = [inner for handler in statement.handlers for inner in handler.body]
            return [*statement.declarations, *statement.body, *handled]
        case tree.IfStatement() | tree.CaseStatement():
            inner = [one for _, body in statement.branches for one in body]
            return inner + list(statement.otherwise or ())
        case tree.Loop() | tree.ForLoop():
            return list(statement.body)
        case tree.CreateProcedure() | tree.CreateFunction() | tree.CreateTrigger():
            return [statement.body]
        case tree.CreateEvent():
            return [statement.handler] if statement.handler else []
        case tree.CreateService():
            return [statement.statement] if statement.statement else []
    return []
