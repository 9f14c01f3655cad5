"""The FROM clause: tables, views, derived tables, procedures, and how they are joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Column, Result, Scope
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.codec import Stored, encode, quoted
from tests.sqlanywhere.store.conditions import Conditions
from tests.sqlanywhere.store.joins import key_condition, natural_columns
from tests.sqlanywhere.store.names import Level, Source, SourceColumn
from tests.sqlanywhere.store.schema import Relation, SystemView, Table, View, folded
from tests.sqlanywhere.values.unmodelled import TABLES, unmodelled

DUMMY = "dummy"
_LOCKING = frozenset({"XLOCK", "UPDLOCK"})
"""Table hints by which a query locks what it reads until the transaction ends (page "FROM clause")."""


class Sources(Conditions):
    """Translates FROM; each table found is added to the level's sources."""

    def from_clause(self, tables: Sequence[tree.TableExpression], level: Level) -> str:
        """The text after FROM."""
        texts = []
        for table in tables:
            text, _ = self.table_expression(table, level)
            texts.append(f"({text})" if isinstance(table, tree.Join) and len(tables) > 1 else text)
        return ", ".join(texts)

    def table_expression(self, table: tree.TableExpression, level: Level) -> tuple[str, list[Source]]:
        """One item of FROM, and the sources in it."""
        match table:
            case tree.TableName():
                return self._named(table, level)
            case tree.DerivedTable():
                return self._derived(table, level)
            case tree.ProcedureTable():
                return self._procedure(table, level)
            case tree.Join():
                return self._join(table, level)
            case tree.OpenString():
                raise ModelError(f"{table.kind} in FROM is not modelled")

    def _add(self, source: Source, level: Level) -> list[Source]:
        if source.name is not None:
            for other in level.sources:
                same_owner = other.owner is None or source.owner is None or tree.same_name(other.owner, source.owner)
                if other.name is not None and tree.same_name(other.name, source.name) and same_owner:
                    raise problems.table_needs_alias(source.name)
        level.sources.append(source)
        return [source]

    def _named(self, table: tree.TableName, level: Level) -> tuple[str, list[Source]]:
        """A table, view or common table by its name."""
        name = table.alias or table.name.name
        common = None if table.name.owner else level.common_source(table.name.name)
        alias = self.fresh("t")
        if common is not None:
            columns = tuple(
                SourceColumn(column.name, f"{alias}.{column.sql}", column.type, column.nullable)
                for column in common.columns
            )
            return f"{common.sql} AS {alias}", self._add(Source(alias, name, columns), level)
        if not _LOCKING.isdisjoint(table.hints):
            self.translation.locks = True
        relation = self.relation(table.name, level)
        owner = None if table.alias else relation.owner
        if isinstance(relation, Table):
            return f"{relation.physical} AS {alias}", self._add(self.table_source(relation, alias, name, owner), level)
        sql, columns_given = self._relation_sql(relation)
        columns = numbered(alias, columns_given)
        return f"({sql}) AS {alias}", self._add(Source(alias, name, columns, owner, relation), level)

    def table_source(self, table: Table, alias: str, name: str | None, owner: str | None = None) -> Source:
        """A base or temporary table as a source."""
        columns = tuple(
            SourceColumn(column.name, f"{alias}.{quoted(column.key)}", column.type, column.nullable)
            for column in table.columns
        )
        return Source(alias, name, columns, owner, table)

    def relation(self, name: tree.QualifiedName, level: Level | None) -> Relation:
        """The relation that a name means here.

        Raises:
            SqlError: -141, none.
        """
        owner = None
        while level is not None:
            owner = level.owner or owner
            level = level.outer
        relation = self.relations.relation(name, self.scope, owner)
        if relation is None:
            if unmodelled(name, TABLES):
                raise ModelError(f"system table {name} is not modelled")
            raise problems.no_table(name.name)
        if owner is None:
            self.translation.relations[name] = relation
        else:
            self.translation.view_relations.append((owner, name, relation))
        if isinstance(relation, Table) and relation.temporary and relation not in self.translation.temporary:
            self.translation.temporary.append(relation)
        return relation

    def _relation_sql(self, relation: View | SystemView) -> tuple[str, tuple[Column, ...]]:
        """A view as a derived table: its own names only, those of its owner (page "CREATE VIEW statement")."""
        if isinstance(relation, SystemView):
            if folded(relation.name) == DUMMY:
                return "SELECT 0 AS c1", relation.columns
            view = relation.name.lower()
            return self._row_set(lambda scope: self._system_rows(view, scope), relation.columns), relation.columns
        root = Level(owner=relation.owner, private=True)
        sql, columns = self.query_sql(relation.query, root)
        names = relation.names or tuple(column.name for column in columns)
        return sql, tuple(
            Column(name, column.type, column.nullable) for name, column in zip(names, columns, strict=True)
        )

    def _system_rows(self, view: str, scope: Scope) -> list[tuple[Stored, ...]]:
        return self.relations.system_rows(view, scope)

    def _row_set(self, rows: Callable[[Scope], list[tuple[Stored, ...]]], columns: Sequence[Column]) -> str:
        """Rows that Python holds, as a SELECT; each cell is asked for once, however many rows it is compared with."""
        number = self.translation.row_set(rows)
        cells = ", ".join(f"sa_cell({number}, value, {place}) AS c{place + 1}" for place in range(len(columns)))
        held = f"SELECT {cells} FROM json_each(sa_rows({number}))"
        return f"WITH held AS MATERIALIZED ({held}) SELECT * FROM held"

    def _derived(self, table: tree.DerivedTable, level: Level) -> tuple[str, list[Source]]:
        """A derived table; it sees nothing of the FROM that it is in (LATERAL is not modelled)."""
        if table.lateral:
            raise ModelError("LATERAL is not modelled")
        if not table.columns:
            refuse_unnamed(table.query, table.alias or "")
        outer = Level(outer=level.outer, common=level.common, owner=level.owner, private=level.private)
        sql, columns = self.query_sql(table.query, outer)
        alias = self.fresh("t")
        if table.columns and len(table.columns) != len(columns):
            raise problems.view_columns()
        named = zip(table.columns or [column.name for column in columns], columns, strict=True)
        given = [Column(name, column.type, column.nullable) for name, column in named]
        return f"({sql}) AS {alias}", self._add(Source(alias, table.alias, numbered(alias, given)), level)

    def _procedure(self, table: tree.ProcedureTable, level: Level) -> tuple[str, list[Source]]:
        """The result set of a procedure (page "FROM clause": procedure in FROM). Its arguments see no other table."""
        if table.columns:
            columns = tuple(
                Column(name, data_type if isinstance(data_type, tree.TypeName) else tree.TypeName("long varchar"))
                for name, data_type in table.columns
            )
        else:
            columns = self.relations.procedure_columns(table, self.scope)

        def rows(scope: Scope) -> list[tuple[Stored, ...]]:
            result: Result = scope.procedure_result(table)
            return [tuple([encode(value) for value in row]) for row in result.rows]

        alias = self.fresh("t")
        source = Source(alias, table.alias or table.name.name, numbered(alias, columns))
        return f"({self._row_set(rows, columns)}) AS {alias}", self._add(source, level)

    def _join(self, join: tree.Join, level: Level) -> tuple[str, list[Source]]:
        """A join. Without ON and without a word it is a KEY JOIN (page "Key joins": KEY is the default)."""
        if join.kind.endswith("APPLY"):
            raise ModelError(f"{join.kind} is not modelled")
        left, left_sources = self.table_expression(join.left, level)
        right, right_sources = self.table_expression(join.right, level)
        if isinstance(join.right, tree.Join):
            right = f"({right})"
        tests = []
        if join.natural:
            tests = [self._equal(one, other, level) for one, other in natural_columns(left_sources, right_sources)]
        elif join.key or (join.on is None and join.kind != "CROSS"):
            tests = [self._equal(one, other, level) for one, other in key_condition(left_sources, right_sources)]
        if join.on is not None:
            tests.append(self.condition(join.on, level))
        if join.kind in {"LEFT", "FULL"}:
            _make_nullable(right_sources)
        if join.kind in {"RIGHT", "FULL"}:
            _make_nullable(left_sources)
        word = {"INNER": "JOIN", "CROSS": "CROSS JOIN"}.get(join.kind, f"{join.kind} JOIN")
        on = f" ON {' AND '.join(tests)}" if tests else ""
        return f"{left} {word} {right}{on}", [*left_sources, *right_sources]

    def _equal(self, one: tuple[Source, str], other: tuple[Source, str], level: Level) -> str:
        """`one = other` for two columns, whatever else bears their names."""
        inner = Level(sources=[])
        names = []
        for source, column in (one, other):
            copy = Source(source.alias, source.alias, source.columns)
            if all(held.alias != copy.alias for held in inner.sources):
                inner.sources.append(copy)
            names.append(tree.Name((source.alias, column)))
        return self.condition(tree.Binary("=", names[0], names[1]), inner)


def refuse_unnamed(query: tree.Query, table: str) -> None:
    """Each column of a derived table, common table or view needs a name (page "FROM clause": derived table).

    Raises:
        SqlError: -163.
    """
    body: tree.QueryBody = query.body
    while not isinstance(body, tree.Select):
        body = body.left if isinstance(body, tree.SetOperation) else body.body
    for place, item in enumerate(body.columns, 1):
        if isinstance(item, tree.SelectItem) and item.alias is None and not isinstance(item.value, tree.Name):
            raise problems.unnamed_column(table, place)


def numbered(alias: str, columns: Sequence[Column]) -> tuple[SourceColumn, ...]:
    """The columns c1, c2 … of a derived table, under their names."""
    return tuple(
        SourceColumn(column.name, f"{alias}.c{place}", column.type, column.nullable)
        for place, column in enumerate(columns, 1)
    )


def _make_nullable(sources: Sequence[Source]) -> None:
    for source in sources:
        source.columns = tuple(
            SourceColumn(column.name, column.sql, column.type, nullable=True) for column in source.columns
        )
        source.by_name.clear()
        source.__post_init__()
