"""UPDATE, DELETE and MERGE as queries: which rows, and which new values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Column
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.conditions import ordered
from tests.sqlanywhere.store.names import Level, Source
from tests.sqlanywhere.store.queries import Queries
from tests.sqlanywhere.store.schema import Table, folded
from tests.sqlanywhere.values.types import INTEGER


@dataclass(frozen=True, slots=True)
class Target:
    """The table that a statement changes, as a source of its query."""

    table: Table
    source: Source


class Changes(Queries):
    """Translates what changes rows. The query's first column is SQLite's row number of the target, then come values."""

    def update(self, statement: tree.Update) -> None:
        """UPDATE [TOP n] t SET … [FROM …] [WHERE …] [ORDER BY …] (page "UPDATE statement")."""
        level = Level(outer=Level())
        target, from_text = self._target(statement.table, statement.from_, level)
        self._refuse_cursor(statement)
        names: list[str] = []
        values = []
        for item in statement.sets:
            name = self._set_name(item.column, target)
            names.append(name)
            values.append(None if isinstance(item.value, tree.DefaultValue) else item.value)
        self._finish(statement, target, from_text, level, names, values)

    def delete(self, statement: tree.Delete) -> None:
        """DELETE [TOP n] FROM t [FROM …] [WHERE …] [ORDER BY …] (page "DELETE statement")."""
        level = Level(outer=Level())
        target, from_text = self._target(statement.table, statement.from_, level)
        self._refuse_cursor(statement)
        self._finish(statement, target, from_text, level, [], [])

    def _refuse_cursor(self, statement: tree.Update | tree.Delete) -> None:
        if statement.where_current_of is not None:
            raise ModelError("WHERE CURRENT OF is not modelled")

    def target_table(self, name: tree.QualifiedName) -> Table:
        """The table of that name that rows can be written to.

        Raises:
            SqlError: -141.
            ModelError: a view; -192 for a view of the catalogue.
        """
        relation = self.relation(name, None)
        if isinstance(relation, Table):
            return relation
        if relation.owner == "SYS":
            raise problems.not_updatable()
        raise ModelError(f"changing rows through the view {relation.name} is not modelled")

    def _target(self, name: tree.TableName, from_: Sequence[tree.TableExpression], level: Level) -> tuple[Target, str]:
        """The target. Where FROM names it too, by the same correlation name, that is the same table (page "UPDATE
        statement": the table list)."""
        table = self.target_table(name.name)
        from_text = self.from_clause(from_, level)
        wanted = name.alias or name.name.name
        for source in level.sources:
            if source.relation is table and source.name is not None and tree.same_name(source.name, wanted):
                return Target(table, source), from_text
        if name.alias is None:
            aliased = [source for source in level.sources if source.relation is table]
            if len(aliased) == 1:
                return Target(table, aliased[0]), from_text
        alias = self.fresh("t")
        source = self.table_source(table, alias, wanted, None if name.alias else table.owner)
        level.sources.insert(0, source)
        own = f"{table.physical} AS {alias}"
        return Target(table, source), f"{own}, {from_text}" if from_text else own

    def _set_name(self, column: tree.Name, target: Target) -> str:
        """A column of the target, or a variable with a mark (`SET @a = c`)."""
        name = column.parts[-1]
        if len(column.parts) > 1 and not target.source.named(column.parts[-2]):
            raise problems.no_correlation(column.parts[-2])
        if folded(name) in target.table.by_name:
            return folded(name)
        if len(column.parts) == 1 and self.scope.variable(name) is not None:
            return f"={name}"
        raise problems.no_column(name)

    def _finish(
        self,
        statement: tree.Update | tree.Delete,
        target: Target,
        from_text: str,
        level: Level,
        names: Sequence[str],
        values: Sequence[tree.Expression | None],
    ) -> None:
        fragments = [None if value is None else self.value(value, level) for value in values]
        where = f" WHERE {self.condition(statement.where, level)}" if statement.where is not None else ""
        order = ", ".join(
            ordered(self.value(item.value, level)) + (" DESC" if item.descending else "") for item in statement.order_by
        )
        listed = [f"{target.source.alias}._rowid_"]
        listed += ["NULL" if fragment is None else fragment.sql for fragment in fragments]
        limit = self.limit(statement.top, None)
        translation = self.translation
        translation.sql = (
            f"SELECT {', '.join(listed)} FROM {from_text}{where}{f' ORDER BY {order}' if order else ''}{limit}"
        )
        translation.columns = (
            Column("", INTEGER),
            *(Column(name, INTEGER if one is None else one.type) for name, one in zip(names, fragments, strict=True)),
        )
        translation.target = target.table
        translation.assigned = tuple(names)
        translation.defaults = frozenset(place for place, value in enumerate(values) if value is None)

    def merge(self, statement: tree.Merge) -> None:
        """MERGE: one row for each pair of source and target rows, and for each source row without one.

        The columns: the target's row number or NULL, the number of the first WHEN that holds, then the values of all
        WHENs one after another (page "MERGE statement").
        """
        level = Level(outer=Level())
        source_text, _ = self.table_expression(statement.source, level)
        sources = list(level.sources)
        table = self.target_table(statement.table.name)
        alias = self.fresh("t")
        wanted = statement.table.alias or statement.table.name.name
        source = self.table_source(table, alias, wanted, None if statement.table.alias else table.owner)
        level.sources.append(source)
        on = self._merge_condition(statement, table, source, sources, level)
        values: list[tree.Expression] = []
        names: list[str] = []
        whens = []
        for number, branch in enumerate(statement.branches):
            test = f"{alias}._rowid_ IS {'NOT ' if branch.matched else ''}NULL"
            if branch.condition is not None:
                test += f" AND {self.condition(branch.condition, level)}"
            whens.append(f"WHEN {test} THEN {number}")
            for name, value in self._merge_values(statement, branch, table, sources):
                names.append(f"{number}:{name}")
                values.append(value)
        fragments = []
        for name, value in zip(names, values, strict=True):
            owner = int(name.partition(":")[0])
            sees = level if statement.branches[owner].matched else Level(outer=Level(), sources=sources)
            fragments.append(None if isinstance(value, tree.DefaultValue) else self.value(value, sees))
        listed = [f"{alias}._rowid_", f"(CASE {' '.join(whens)} END)"]
        listed += ["NULL" if fragment is None else fragment.sql for fragment in fragments]
        translation = self.translation
        translation.sql = f"SELECT {', '.join(listed)} FROM {source_text} LEFT JOIN {table.physical} AS {alias} ON {on}"
        translation.columns = (
            Column("", INTEGER),
            Column("", INTEGER),
            *(Column(name, INTEGER if one is None else one.type) for name, one in zip(names, fragments, strict=True)),
        )
        translation.target = table
        translation.assigned = tuple(names)
        translation.defaults = frozenset(place for place, one in enumerate(fragments) if one is None)

    def _merge_condition(
        self, statement: tree.Merge, table: Table, target: Source, sources: Sequence[Source], level: Level
    ) -> str:
        if not statement.on_primary_key:
            assert statement.on is not None
            return self.condition(statement.on, level)
        key = table.primary_key
        if key is None:
            raise problems.no_primary_key(table.name)
        tests = []
        names = [folded(name) for name in statement.columns] or [column.key for column in table.columns]
        for column in key.columns:
            other = _source_column(statement, sources, names, column)
            both = Level(outer=Level(), sources=[Source(target.alias, "t", target.columns), *other[0]])
            tests.append(self.condition(tree.Binary("=", tree.Name(("t", column)), other[1]), both))
        return " AND ".join(tests)

    def _merge_values(
        self, statement: tree.Merge, branch: tree.MergeBranch, table: Table, sources: Sequence[Source]
    ) -> list[tuple[str, tree.Expression]]:
        """Column and value of a WHEN; without a list the source's columns, in order or by name (WITH AUTO NAME)."""
        if branch.action not in {"UPDATE", "INSERT"}:
            return []
        if branch.sets:
            return [(folded(item.column.parts[-1]), item.value) for item in branch.sets]
        names = [folded(name) for name in branch.columns or statement.columns] or [c.key for c in table.columns]
        if branch.values:
            if len(branch.values) != len(names):
                raise problems.column_count()
            pairs: list[tuple[str, tree.Expression]] = list(zip(names, branch.values, strict=True))
        else:
            given = [folded(name) for name in statement.columns] or [column.key for column in table.columns]
            pairs = [
                (name, _source_column(statement, sources, given, name)[1])
                for name in names
                if not statement.auto_name or any(one.column(name) is not None for one in sources)
            ]
        key = table.primary_key.columns if table.primary_key is not None and branch.action == "UPDATE" else ()
        return [(name, value) for name, value in pairs if name not in key or branch.values]


def _source_column(
    statement: tree.Merge, sources: Sequence[Source], names: Sequence[str], column: str
) -> tuple[list[Source], tree.Name]:
    """The source's column for one of the target: of that name with AUTO NAME, else of that place."""
    held = [(source, one) for source in sources for one in source.columns]
    if statement.auto_name:
        held = [pair for pair in held if folded(pair[1].name) == column]
        place = 0
    else:
        place = names.index(column)
    if place >= len(held):
        raise problems.column_count()
    source, found = held[place]
    return list(sources), tree.Name((source.name or source.alias, found.name))
