"""ALTER TABLE: a changed definition, and the rows put into it again (page "ALTER TABLE statement")."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Scope, Value
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.building import Building
from tests.sqlanywhere.store.physical import create_table
from tests.sqlanywhere.store.references import References
from tests.sqlanywhere.store.rewrite import rewritten
from tests.sqlanywhere.store.rows import Default, Rows
from tests.sqlanywhere.store.schema import Check, Table, TableColumn, folded

if TYPE_CHECKING:
    from tests.sqlanywhere.store.session import Session


def alter_table(session: Session, statement: tree.AlterTable, scope: Scope) -> None:
    """Change a table.

    Raises:
        SqlError: -141, -143, -929, or what the rows in it violate.
        ModelError: a change that is not modelled.
    """
    relation = session.lookup.relation(statement.name, scope, None)
    if not isinstance(relation, Table):
        raise problems.no_table(statement.name.name)
    altering = _Altering(Building(session, scope, relation))
    for action in statement.actions:
        altering.perform(action)
    rebuild(session, relation, altering.table, scope, altering.renamed)


class _Altering:
    """A definition on its way from old to new; `renamed` maps new names of columns to the old ones."""

    def __init__(self, building: Building) -> None:
        self._building = building
        self.renamed: dict[str, str] = {}

    @property
    def table(self) -> Table:
        return self._building.table

    def _put(self, table: Table) -> None:
        self._building.table = replace(table, by_name={})

    def perform(self, action: tree.AlterTableAction) -> None:
        """One clause."""
        match action.kind:
            case "ADD":
                assert action.column is not None
                self._building.add_column(action.column)
                self._building.add_column_constraints(action.column)
            case "ADD CONSTRAINT":
                assert action.constraint is not None
                self._building.add_constraint(action.constraint)
            case "DROP":
                self._drop_column(action.name or "")
            case "DROP CONSTRAINT":
                self._drop_constraint(action)
            case "RENAME":
                self._rename(action)
            case "ALTER":
                self._alter_column(action)
            case _:
                raise ModelError(f"ALTER TABLE … {action.words or action.kind} is not modelled")

    def _column(self, name: str) -> TableColumn:
        column = self.table.by_name.get(folded(name))
        if column is None:
            raise problems.no_column(name)
        return column

    def _drop_column(self, name: str) -> None:
        """A column in a key or CHECK cannot go (page "ALTER TABLE statement": drop the constraint first)."""
        column = self._column(name)
        table = self.table
        used = [key.name for key in table.keys if column.key in key.columns]
        used += [foreign.role for foreign in table.foreign_keys if column.key in foreign.columns]
        used += [check.name for check in table.checks if column.key in check.columns and check.column != column.key]
        if used:
            raise problems.column_in_use(column.name, used[0])
        self._put(
            replace(
                table,
                columns=tuple(other for other in table.columns if other is not column),
                checks=tuple(check for check in table.checks if check.column != column.key),
            )
        )

    def _drop_constraint(self, action: tree.AlterTableAction) -> None:
        table = self.table
        name = action.name or ""
        if action.words == "PRIMARY KEY":
            if table.primary_key is None:
                raise problems.no_primary_key(table.name)
            self._put(replace(table, keys=tuple(key for key in table.keys if not key.primary)))
            return
        changed = replace(
            table,
            keys=tuple(key for key in table.keys if not (key.constraint and tree.same_name(key.name, name))),
            foreign_keys=tuple(one for one in table.foreign_keys if not tree.same_name(one.role, name)),
            checks=tuple(check for check in table.checks if not tree.same_name(check.name, name)),
        )
        if (changed.keys, changed.foreign_keys, changed.checks) == (table.keys, table.foreign_keys, table.checks):
            raise problems.no_constraint(name)
        self._put(changed)

    def _rename(self, action: tree.AlterTableAction) -> None:
        table = self.table
        if action.words == "CONSTRAINT":
            raise ModelError("RENAME CONSTRAINT is not modelled")
        if action.new_name is None:
            self._put(replace(table, name=action.name or table.name))
            return
        column = self._column(action.name or "")
        new = action.new_name
        if folded(new) in table.by_name and folded(new) != column.key:
            raise problems.name_taken(new)
        old_key, new_key = column.key, folded(new)
        self.renamed[new_key] = self.renamed.pop(old_key, old_key)

        def other(key: str) -> str:
            return new_key if key == old_key else key

        self._put(
            replace(
                table,
                columns=tuple(replace(one, name=new) if one is column else one for one in table.columns),
                keys=tuple(replace(key, columns=tuple(map(other, key.columns))) for key in table.keys),
                foreign_keys=tuple(replace(one, columns=tuple(map(other, one.columns))) for one in table.foreign_keys),
                checks=tuple(_renamed_check(check, old_key, new_key) for check in table.checks),
            )
        )

    def _alter_column(self, action: tree.AlterTableAction) -> None:
        table = self.table
        column = self._column(action.name or "")
        definition = action.column
        match action.words:
            case "SET DEFAULT":
                assert definition is not None
                changed = replace(column, default=definition.default, default_word=definition.default_word)
            case "DROP DEFAULT" | "DELETE DEFAULT":
                changed = replace(column, default=None, default_word=None)
            case "ATTRIBUTES":
                assert definition is not None
                changed = column
                if definition.nullable is not None:
                    changed = replace(changed, nullable=definition.nullable)
                if definition.default is not None or definition.default_word is not None:
                    changed = replace(changed, default=definition.default, default_word=definition.default_word)
                if definition.check is not None:
                    self._building.add_check(None, definition.check, column.key)
                    table = self.table
            case None if definition is not None:
                changed = self._building.new_column(definition, column.object_id)
                if definition.nullable is None:
                    changed = replace(changed, nullable=column.nullable)
                if definition.default is None and definition.default_word is None:
                    changed = replace(changed, default=column.default, default_word=column.default_word)
            case _:
                raise ModelError(f"ALTER TABLE … ALTER … {action.words} is not modelled")
        self._put(replace(table, columns=tuple(changed if one is column else one for one in table.columns)))


def _renamed_check(check: Check, old: str, new: str) -> Check:
    def change(node: tree.Node) -> tree.Node | None:
        return tree.Name((new,)) if isinstance(node, tree.Name) and node.parts == (old,) else None

    columns = frozenset(new if column == old else column for column in check.columns)
    column = new if check.column == old else check.column
    return replace(check, condition=rewritten(check.condition, change), columns=columns, column=column)


def rebuild(session: Session, old: Table, wanted: Table, scope: Scope, renamed: dict[str, str] | None = None) -> None:
    """Put the new definition in the old one's place, and the rows into it, as if they were inserted.

    A new column of a table with rows gets its default in each (page "ALTER TABLE statement", ADD).
    """
    schema = session.store.schema
    if wanted.place != old.place and wanted.place in schema.relations:
        raise problems.name_taken(wanted.name)
    new = replace(wanted, by_name={})
    if old.temporary:
        # Other connections have rows of the old one: each makes the new one for itself.
        new = replace(new, object_id=schema.identifier(), by_name={})
    else:
        session.begin()
    rows = _all_rows(session, old, scope)
    with session.atomic(new, scope):
        if old.temporary:
            session.temporary.ensure(new)
        else:
            session.connection.execute(f"DROP TABLE {old.physical}")
            for sql in create_table(new):
                session.connection.execute(sql)
        _fill(session, new, rows, scope, renamed or {})
    if old.temporary == "LOCAL":
        session.temporary.put(new)
        return
    if not old.temporary:
        session.commit()
    with schema.lock:
        _follow(session, old, new, renamed or {})


def _all_rows(session: Session, table: Table, scope: Scope) -> list[dict[str, Value]]:
    if table.temporary:
        session.temporary.ensure(table)
    rows = Rows(session, table, scope)
    found = session.connection.execute(f"SELECT _rowid_ FROM {table.physical} ORDER BY _rowid_").fetchall()
    return [rows.read(rowid) for (rowid,) in found]


def _fill(session: Session, table: Table, rows: list[dict[str, Value]], scope: Scope, renamed: dict[str, str]) -> None:
    writer = Rows(session, table, scope, triggers=False)
    rowids = []
    for row in rows:
        given: dict[str, Value | Default] = {}
        for column in table.columns:
            source = renamed.get(column.key, column.key)
            if source in row:
                given[column.key] = row[source]
        rowids.append(writer.insert(writer.complete(given)))
    References(session, table, scope).check_parents(rowids, table.foreign_keys)


def _follow(session: Session, old: Table, new: Table, renamed: dict[str, str]) -> None:
    """Children, comments and the schema learn of new names."""
    schema = session.store.schema
    now = {before: after for after, before in renamed.items()}
    children = [child for child, _ in schema.children(old) if child is not old]
    comments = {key: text for key, text in schema.comments.items() if key[1:3] == old.place}
    schema.remove(old)
    columns = {column.key for column in new.columns}
    for key, text in comments.items():
        if key[0] == "TABLE":
            schema.comments["TABLE", *new.place] = text
        elif now.get(key[3], key[3]) in columns:
            schema.comments["COLUMN", *new.place, now.get(key[3], key[3])] = text
    for child in children:
        foreign_keys = tuple(
            replace(one, parent=new.place, parent_columns=tuple(now.get(name, name) for name in one.parent_columns))
            if one.parent == old.place
            else one
            for one in child.foreign_keys
        )
        schema.put(replace(child, foreign_keys=foreign_keys, by_name={}))
    own = tuple(
        replace(one, parent=new.place, parent_columns=tuple(now.get(name, name) for name in one.parent_columns))
        if one.parent == old.place
        else one
        for one in new.foreign_keys
    )
    schema.put(replace(new, foreign_keys=own, by_name={}))
