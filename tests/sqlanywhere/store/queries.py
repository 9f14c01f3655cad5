"""Queries: SELECT, set operations, WITH, ORDER BY, TOP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Column, Scope
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.codec import Stored, encode
from tests.sqlanywhere.store.conditions import ordered
from tests.sqlanywhere.store.fragment import Fragment
from tests.sqlanywhere.store.groups import Groups
from tests.sqlanywhere.store.names import CommonSource, Level, SourceColumn
from tests.sqlanywhere.store.recursion import counted, recursive_part
from tests.sqlanywhere.store.rewrite import parts
from tests.sqlanywhere.store.schema import folded
from tests.sqlanywhere.store.sources import refuse_unnamed
from tests.sqlanywhere.values import cast, evaluate
from tests.sqlanywhere.values.types import BIGINT


@dataclass(frozen=True, slots=True)
class Item:
    """A column of a select list, `*` resolved."""

    name: str
    value: tree.Expression
    fragment: Fragment | None = None


class Queries(Groups):
    """Translates queries."""

    _outermost: tree.Select | None = None

    def outermost(self, query: tree.Query) -> tuple[str, tuple[Column, ...]]:
        """The query that is the whole statement: what it selects without any column does not pass through SQLite."""
        self._outermost = query.body if isinstance(query.body, tree.Select) else None
        return self.query_sql(query, None)

    def query_sql(self, query: tree.Query, outer: Level | None) -> tuple[str, tuple[Column, ...]]:
        """A query without brackets around it, and its columns (c1, c2 … in SQLite)."""
        level = Level(outer=outer)
        texts = [self._common_table(common, query.recursive, level) for common in query.with_]
        sql, columns = self._body(query.body, level, query.order_by)
        if texts:
            sql = f"WITH {'RECURSIVE ' if query.recursive else ''}{', '.join(texts)} {sql}"
        return sql, columns

    def _common_table(self, common: tree.CommonTable, recursive: bool, level: Level) -> str:
        """One table of WITH; a recursive one takes its columns from its first part (page "Recursive subqueries")."""
        name = self.fresh("w")
        if not common.columns:
            refuse_unnamed(common.query, common.name)
        body = common.query.body
        repeats = recursive and isinstance(body, tree.SetOperation) and _mentions(body.right, common.name)
        if repeats:
            assert isinstance(body, tree.SetOperation)
            first, columns = self._body(body.left, Level(outer=level), ())
            self._define(common, name, columns, level)
            second, others = self._body(recursive_part(body.right), Level(outer=level), ())
            if len(others) != len(columns):
                raise problems.set_operation_columns()
            sql = counted(self.translation, name, first, second)
        else:
            sql, columns = self.query_sql(common.query, level)
            self._define(common, name, columns, level)
        listed = ", ".join(f"c{place}" for place in range(1, len(columns) + 1))
        return f"{name}({'depth, ' if repeats else ''}{listed}) AS ({sql})"

    def _define(self, common: tree.CommonTable, sql: str, columns: Sequence[Column], level: Level) -> None:
        if common.columns and len(common.columns) != len(columns):
            raise problems.view_columns()
        names = common.columns or tuple(column.name for column in columns)
        level.common[folded(common.name)] = CommonSource(
            common.name,
            sql,
            tuple(
                SourceColumn(name, f"c{place}", column.type, column.nullable)
                for place, (name, column) in enumerate(zip(names, columns, strict=True), 1)
            ),
        )

    def _body(
        self, body: tree.QueryBody, level: Level, order_by: tuple[tree.OrderItem, ...]
    ) -> tuple[str, tuple[Column, ...]]:
        match body:
            case tree.Select():
                return self._select(body, level, order_by)
            case tree.SetOperation():
                return self._set_operation(body, level, order_by)
            case tree.Query():
                sql, columns = self.query_sql(body, level)
                if not order_by:
                    return sql, columns
                return f"SELECT * FROM ({sql}){self._order_by_names(order_by, columns)}", columns

    def _set_operation(
        self, operation: tree.SetOperation, level: Level, order_by: tuple[tree.OrderItem, ...]
    ) -> tuple[str, tuple[Column, ...]]:
        """UNION, EXCEPT, INTERSECT: the names are those of the first query (page "UNION operation")."""
        # SQLite's compound queries group to the left too, and nesting them deeply is more than its parser takes.
        parts: list[tuple[str, tree.QueryBody]] = []
        body: tree.QueryBody = operation
        while isinstance(body, tree.SetOperation):
            if body.all and body.operator != "UNION":
                raise ModelError(f"{body.operator} ALL is not modelled")
            parts.insert(0, (body.operator + (" ALL" if body.all else ""), body.right))
            body = body.left
        queries = [self._body(part, Level(outer=level), ()) for part in (body, *(right for _, right in parts))]
        if len({len(columns) for _, columns in queries}) > 1:
            raise problems.set_operation_columns()
        columns = tuple(
            Column(alike[0].name, self.common_type([one.type for one in alike]), any(one.nullable for one in alike))
            for alike in zip(*(columns for _, columns in queries), strict=True)
        )
        texts = [self._unified(sql, have, columns) for sql, have in queries]
        sql = texts[0] + "".join(f" {word} {text}" for (word, _), text in zip(parts, texts[1:], strict=True))
        return f"SELECT * FROM ({sql}){self._order_by_names(order_by, columns)}", columns

    def _unified(self, sql: str, have: Sequence[Column], want: Sequence[Column]) -> str:
        texts = []
        for place, (one, other) in enumerate(zip(have, want, strict=True), 1):
            converted = Fragment(self.converted(Fragment(f"c{place}", one.type), other.type), other.type)
            texts.append(f"{ordered(converted)} AS c{place}")
        return f"SELECT {', '.join(texts)} FROM ({sql})"

    def _order_by_names(self, order_by: tuple[tree.OrderItem, ...], columns: Sequence[Column]) -> str:
        """ORDER BY of a set operation: positions and names of its columns only (page "ORDER BY clause")."""
        texts = []
        for item in order_by:
            place = _position(item.value, [column.name for column in columns])
            if place is None:
                raise problems.no_column(item.value.parts[-1] if isinstance(item.value, tree.Name) else "ORDER BY")
            column = columns[place - 1]
            texts.append(ordered(Fragment(f"c{place}", column.type)) + (" DESC" if item.descending else ""))
        return f" ORDER BY {', '.join(texts)}" if texts else ""

    def _select(
        self, select: tree.Select, outer: Level, order_by: tuple[tree.OrderItem, ...]
    ) -> tuple[str, tuple[Column, ...]]:
        rows = Level(outer=outer, windows={folded(name): window for name, window in select.windows})
        from_text = self.from_clause(select.from_, rows)
        items = self._items(select.columns, rows)
        rows.aliases = {
            folded(item.alias): item.value
            for item in reversed(select.columns)
            if isinstance(item, tree.SelectItem) and item.alias is not None
        }
        level = self.group_level(select, rows, order_by)
        where = f" WHERE {self.condition(select.where, rows)}" if select.where is not None else ""
        having = ""
        if level is not rows:
            having = f" WHERE {self.condition(select.having, level)}" if select.having is not None else ""
        fragments = [item.fragment or self._selected(select, place, item, level) for place, item in enumerate(items)]
        order = self._order_by(order_by, select, items, fragments, level)
        if level is not rows:
            from_text, where = self.grouped_from(level, from_text, where), having
        listed = ", ".join(f"{ordered(fragment)} AS c{place}" for place, fragment in enumerate(fragments, 1))
        sql = f"SELECT {'DISTINCT ' if select.distinct else ''}{listed}"
        sql += (f" FROM {from_text}" if from_text else "") + where + order + self.limit(select.top, select.start_at)
        columns = tuple(
            Column(item.name, fragment.type, fragment.nullable) for item, fragment in zip(items, fragments, strict=True)
        )
        return sql, columns

    def _selected(self, select: tree.Select, place: int, item: Item, level: Level) -> Fragment:
        """An item of the select list. In its own definition an alias is not yet known."""
        own = folded(item.name)
        before = set(level.expanding)
        level.expanding.add(own)
        try:
            return self._selected_value(select, place, item, level)
        finally:
            level.expanding.clear()
            level.expanding.update(before)

    def _selected_value(self, select: tree.Select, place: int, item: Item, level: Level) -> Fragment:
        if select is not self._outermost or isinstance(item.value, tree.DefaultValue):
            return self.value(item.value, level)
        if not self.is_constant(item.value, level):
            return self.value(item.value, level)
        self.note_names(item.value)
        self.translation.constants[place] = item.value
        return Fragment("NULL", self.type_of(item.value))

    def _items(self, columns: Sequence[tree.SelectItem | tree.Star], level: Level) -> list[Item]:
        """The select list: `*` is all columns of all tables, in order (page "SELECT statement")."""
        items: list[Item] = []
        for item in columns:
            if isinstance(item, tree.SelectItem):
                items.append(Item(item.alias or _title(item.value), item.value))
                continue
            chosen = [source for source in level.sources if item.table is None or source.named(item.table)]
            if not chosen:
                raise problems.no_correlation(item.table or "*")
            for source in chosen:
                for column in source.columns:
                    value = tree.Name((source.name or source.alias, column.name))
                    items.append(Item(column.name, value, Fragment(column.sql, column.type, column.nullable)))
        return items

    def _order_by(
        self,
        order_by: tuple[tree.OrderItem, ...],
        select: tree.Select,
        items: Sequence[Item],
        fragments: Sequence[Fragment],
        level: Level,
    ) -> str:
        """ORDER BY: a position, a name of the select list, or an expression; NULL is lowest, as in SQLite."""
        texts = []
        for item in order_by:
            place = _position(item.value, [one.name for one in items])
            fragment = fragments[place - 1] if place is not None else self.value(item.value, level)
            if select.distinct and place is None:
                place = next((at for at, one in enumerate(fragments, 1) if one.sql == fragment.sql), None)
                if place is None:
                    raise problems.no_column(_title(item.value))
            text = f"{place}" if place is not None else ordered(fragment)
            texts.append(text + (" DESC" if item.descending else ""))
        return f" ORDER BY {', '.join(texts)}" if texts else ""

    def limit(self, top: tree.Expression | None, start_at: tree.Expression | None) -> str:
        """TOP n START AT m (page "SELECT statement": row limitation clause); the first row is number 1."""
        if top is None and start_at is None:
            return ""
        return f" LIMIT {self._number(top, 0, -1)} OFFSET {self._number(start_at, -1, 0)}"

    def _number(self, expression: tree.Expression | None, change: int, otherwise: int) -> str:
        if expression is None:
            return str(otherwise)
        self.note_names(expression)

        def slot(scope: Scope) -> Stored:
            value = cast(evaluate(expression, scope), BIGINT, scope.session)
            return otherwise if value is None else int(encode(value) or 0) + change

        return self.translation.bind(slot)


def _position(value: tree.Expression, names: Sequence[str]) -> int | None:
    """Which column an item of ORDER BY means.

    Raises:
        SqlError: -152, a number beyond the last; -144, several columns bear the name.
    """
    match value:
        case tree.Literal(value=int() as place):
            if not 1 <= place <= len(names):
                raise problems.order_number()
            return place
        case tree.Name(parts=(name,)):
            places = [at for at, other in enumerate(names, 1) if tree.same_name(name, other)]
            return places[0] if places else None
    return None


def _title(value: tree.Expression) -> str:
    """The name of a column without alias: its own, else `expression` (what the server says is open)."""
    match value:
        case tree.Name(parts=names):
            return names[-1]
        case tree.FunctionCall(name=name):
            return f"{name.name}()"
    return "expression"


def _mentions(body: tree.QueryBody, name: str) -> bool:
    return any(
        isinstance(part, tree.TableName) and part.name.owner is None and tree.same_name(part.name.name, name)
        for part in parts(body)
    )
