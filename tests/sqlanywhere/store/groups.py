"""GROUP BY, aggregates and window functions."""

from __future__ import annotations

from collections.abc import Sequence

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.aggregates import AGGREGATES, WINDOWS, accumulator, is_aggregate, result_type
from tests.sqlanywhere.store.conditions import ordered
from tests.sqlanywhere.store.fragment import Fragment
from tests.sqlanywhere.store.names import FoundColumn, Grouping, Level, SourceColumn, find
from tests.sqlanywhere.store.rewrite import parts_outside_queries, rewritten
from tests.sqlanywhere.store.schema import folded
from tests.sqlanywhere.store.sources import Sources
from tests.sqlanywhere.values.types import LONG_VARCHAR

_GROUPING_SETS = frozenset({"rollup", "cube", "grouping sets", "()"})


class Groups(Sources):
    """Translates what works on groups and windows of rows."""

    def group_level(self, select: tree.Select, rows: Level, order_by: Sequence[tree.OrderItem]) -> Level:
        """The level of the select list: `rows`, or one above it where the SELECT is grouped.

        A grouped SELECT becomes two in SQLite: the inner one computes keys and aggregates, the outer one the rest.
        """
        parts = [*select.columns, *order_by, *([select.having] if select.having is not None else [])]
        aggregated = any(
            isinstance(part, tree.FunctionCall) and is_aggregate(part)
            for item in parts
            for part in parts_outside_queries(item)
        )
        if not aggregated and not select.group_by and select.having is None:
            return rows
        grouping = Grouping(rows, self.fresh("g"))
        level = Level(
            outer=rows.outer,
            sources=rows.sources,
            aliases=rows.aliases,
            windows=rows.windows,
            grouping=grouping,
            expanding=rows.expanding,
        )
        for expression in select.group_by:
            if isinstance(expression, tree.FunctionCall) and expression.name.name.lower() in _GROUPING_SETS:
                raise ModelError(f"GROUP BY {expression.name} is not modelled")
            fragment = self.value(expression, rows)
            grouping.keys.append(ordered(fragment))
            self._group_item(self._normal(expression, rows), fragment, ordered(fragment), level)
        return level

    def grouped_from(self, level: Level, from_text: str, where: str) -> str:
        """The inner SELECT, as the FROM of the outer one."""
        grouping = level.grouping
        assert grouping is not None
        listed = ", ".join(f"{item} AS c{place}" for place, item in enumerate(grouping.items, 1)) or "COUNT(*)"
        group_by = f" GROUP BY {', '.join(grouping.keys)}" if grouping.keys else ""
        source = f" FROM {from_text}" if from_text else ""
        return f"(SELECT {listed}{source}{where}{group_by}) AS {grouping.alias}"

    def _group_item(self, key: str, fragment: Fragment, text: str, level: Level) -> SourceColumn:
        grouping = level.grouping
        assert grouping is not None
        if key not in grouping.columns:
            grouping.items.append(text)
            name = f"{grouping.alias}.c{len(grouping.items)}"
            grouping.columns[key] = SourceColumn("", name, fragment.type, fragment.nullable)
        return grouping.columns[key]

    def grouped(self, expression: tree.Expression, level: Level) -> Fragment | None:
        """A key or an aggregate of a grouped SELECT; None: it is neither."""
        grouping = level.grouping
        assert grouping is not None
        if isinstance(expression, tree.FunctionCall) and is_aggregate(expression):
            key = self._normal(expression, grouping.rows)
            if key not in grouping.columns:
                fragment = self._aggregate(expression, grouping.rows)
                self._group_item(key, fragment, fragment.sql, level)
        elif not grouping.columns or isinstance(expression, (tree.Literal, tree.Placeholder)):
            return None
        else:
            key = self._normal(expression, level)
        found = grouping.columns.get(key)
        return None if found is None else Fragment(found.sql, found.type, found.nullable)

    def _normal(self, expression: tree.Expression, level: Level) -> str:
        """How an expression is spelled when names lead to their columns and functions are in lower case."""

        def change(node: tree.Node) -> tree.Node | None:
            match node:
                case tree.Name() if not node.parts[0].startswith("@@"):
                    found = find(node.parts, level)
                    if isinstance(found, FoundColumn):
                        return found.identity
                    if found is not None:
                        found.level.expanding.add(found.name)
                        try:
                            return rewritten(found.expression, change)  # type: ignore[no-any-return]
                        finally:
                            found.level.expanding.discard(found.name)
                case tree.QualifiedName(owner=None):
                    return tree.QualifiedName(node.name.lower())
                case tree.Query():
                    return node
            return None

        return repr(rewritten(expression, change))

    def _aggregate(self, call: tree.FunctionCall, rows: Level) -> Fragment:
        """An aggregate, computed over the rows of each group."""
        name = call.name.name.lower()
        if name == "list":
            return self._list(call, rows)
        sql, argument = self._accumulated(name, call, rows)
        return Fragment(sql, result_type(name, argument), nullable=name not in {"count", "count_big"})

    def _accumulated(self, name: str, call: tree.FunctionCall, level: Level) -> tuple[str, tree.TypeName | None]:
        if call.star or not call.arguments:
            if name not in {"count", "count_big"}:
                raise problems.aggregate_here()
            return "count(*)", None
        fragment = self.value(call.arguments[0].value, level)
        function = accumulator(name, result_type(name, fragment.type))
        return f"{function}({'DISTINCT ' if call.distinct else ''}{ordered(fragment)})", fragment.type

    def _list(self, call: tree.FunctionCall, rows: Level) -> Fragment:
        """LIST(text [, delimiter] [ORDER BY …]) (page "LIST function")."""
        text = self.value(call.arguments[0].value, rows)
        delimiter = "','" if len(call.arguments) == 1 else self.value(call.arguments[1].value, rows).sql
        order = []
        for item in call.order:
            order += [self.value(item.value, rows).sql, "1" if item.descending else "0"]
        arguments = [self.converted(text, LONG_VARCHAR), delimiter, "1" if call.distinct else "0", *order]
        return Fragment(f"COALESCE(sa_list({', '.join(arguments)}), '')", LONG_VARCHAR, nullable=False)

    def window(self, call: tree.FunctionCall, level: Level) -> Fragment:
        """A function OVER a window (page "Window functions")."""
        name = call.name.name.lower()
        if call.name.owner is not None or name not in AGGREGATES | WINDOWS or name == "list":
            raise ModelError(f"{call.name} OVER is not modelled")
        assert call.over is not None
        if name in AGGREGATES:
            sql, argument = self._accumulated(name, call, level)
        else:
            fragments = [self.value(item.value, level) for item in call.arguments]
            sql = f"{name}({', '.join(fragment.sql for fragment in fragments)})"
            argument = fragments[0].type if fragments else None
        return Fragment(f"{sql} OVER ({self._window_text(call.over, level)})", result_type(name, argument))

    def _window_text(self, window: tree.Window, level: Level) -> str:
        named = None
        if window.name is not None:
            named = level.windows.get(folded(window.name))
            if named is None:
                raise ModelError(f"no window {window.name}")
        partition = window.partition or (named.partition if named else ())
        order = window.order or (named.order if named else ())
        frame = window.frame or (named.frame if named else None)
        words = []
        if partition:
            words.append("PARTITION BY " + ", ".join(ordered(self.value(item, level)) for item in partition))
        if order:
            items = [ordered(self.value(item.value, level)) + (" DESC" if item.descending else "") for item in order]
            words.append("ORDER BY " + ", ".join(items))
        if frame:
            words.append(frame)
        return " ".join(words)
