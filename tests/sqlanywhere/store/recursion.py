"""Recursive common tables: how deep they go (commontblexpr-s-5639720.html of 12.0.0)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Scope
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.codec import Stored
from tests.sqlanywhere.store.translation import Translation


def counted(translation: Translation, name: str, first: str, second: str) -> str:
    """Both parts of a recursive table with their depth in front: the option max_recursive_iterations limits it.

    Args:
        translation: the statement.
        name: what the table is called in SQLite.
        first: its initial subquery, translated.
        second: its recursive subquery, translated.
    """
    found = re.search(rf"\b{name} AS (\w+)", second)
    assert found is not None
    depth = translation.call(_deeper, [f"{found[1]}.depth"])
    return f"SELECT 0, * FROM ({first}) UNION ALL SELECT {depth}, {second.removeprefix('SELECT ')}"


def _deeper(scope: Scope, values: Sequence[Stored], /) -> Stored:
    assert isinstance(values[0], int)
    depth = values[0] + 1
    if depth > int(scope.session.option("max_recursive_iterations")):
        raise problems.too_many_iterations()
    return depth


def recursive_part(body: tree.QueryBody) -> tree.Select:
    """The recursive subquery, which may stand in brackets.

    Raises:
        ModelError: it is no single SELECT.
    """
    while isinstance(body, tree.Query) and not body.with_ and not body.order_by:
        body = body.body
    if not isinstance(body, tree.Select):
        raise ModelError("a recursive table whose second part is no single SELECT is not modelled")
    return body
