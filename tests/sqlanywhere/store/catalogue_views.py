"""The catalogue views that are queries over others, as trees."""

from __future__ import annotations

from functools import lru_cache

from tests.sqlanywhere import tree
from tests.sqlanywhere.parser import parse_script
from tests.sqlanywhere.runtime import Column
from tests.sqlanywhere.store.catalogue_columns import DERIVED
from tests.sqlanywhere.store.schema import View, folded
from tests.sqlanywhere.values.types import LONG_VARCHAR


@lru_cache(maxsize=1)
def derived_views() -> dict[str, View]:
    """By the name, folded."""
    views = {}
    for number, statement in enumerate(parse_script(DERIVED).statements, 1):
        assert isinstance(statement, tree.CreateView)
        body = statement.query.body
        assert isinstance(body, tree.Select)
        names = [item.alias or item.value.parts[-1] for item in body.columns]  # type: ignore[union-attr]
        columns = tuple(Column(name, LONG_VARCHAR) for name in names)
        views[folded(statement.name.name)] = View("SYS", statement.name.name, number, statement.query, (), columns)
    return views
