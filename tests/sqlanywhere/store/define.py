"""DDL of tables, indexes and views, and COMMENT."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Column, Scope
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.alter import alter_table, rebuild
from tests.sqlanywhere.store.building import build_table
from tests.sqlanywhere.store.changes import Changes
from tests.sqlanywhere.store.names import Level
from tests.sqlanywhere.store.physical import create_index, create_table
from tests.sqlanywhere.store.schema import Key, Relation, Table, View, folded
from tests.sqlanywhere.store.sources import refuse_unnamed
from tests.sqlanywhere.store.translation import Translation

if TYPE_CHECKING:
    from tests.sqlanywhere.store.session import Session


def define(session: Session, statement: tree.Statement, scope: Scope) -> None:
    """Run a definition.

    Raises:
        SqlError: as the server would.
        ModelError: a definition that is not modelled.
    """
    match statement:
        case tree.CreateTable():
            _create_table(session, statement, scope)
        case tree.AlterTable():
            alter_table(session, statement, scope)
        case tree.CreateIndex():
            _create_index(session, statement, scope)
        case tree.CreateView():
            _create_view(session, statement, scope)
        case tree.Drop(kind="TABLE"):
            _drop_table(session, statement, scope)
        case tree.Drop(kind="VIEW"):
            _drop_view(session, statement, scope)
        case tree.Drop(kind="INDEX"):
            _drop_index(session, statement, scope)
        case tree.Comment():
            _comment(session, statement, scope)
        case _:
            raise ModelError(f"{type(statement).__name__}{getattr(statement, 'kind', '')} is not modelled")


def _create_table(session: Session, statement: tree.CreateTable, scope: Scope) -> None:
    """CREATE TABLE, DECLARE LOCAL TEMPORARY TABLE."""
    name = statement.name
    if statement.declared or statement.temporary == "LOCAL":
        if session.temporary.declared(name.name) is not None:
            raise problems.name_taken(name.name)
        table = session.temporary.defined(statement) or build_table(session, statement, scope, scope.session.user)
        session.temporary.declare(statement, table)
        return
    owner = name.owner or scope.session.user
    schema = session.store.schema
    with schema.lock:
        if (folded(owner), folded(name.name)) in schema.relations:
            if statement.if_not_exists:
                return
            raise problems.name_taken(name.name)
        table = build_table(session, statement, scope, owner)
    if not table.temporary:
        _execute(session, create_table(table))
    with schema.lock:
        schema.put(table)


def _execute(session: Session, statements: list[str]) -> None:
    """Change SQLite's tables, for good: a definition commits by itself (sources P21), before others learn of it."""
    session.begin()
    for sql in statements:
        session.connection.execute(sql)
    session.commit()


def _relation(session: Session, name: tree.QualifiedName, scope: Scope) -> Relation:
    relation = session.lookup.relation(name, scope, None)
    if relation is None:
        raise problems.no_table(name.name)
    return relation


def _create_index(session: Session, statement: tree.CreateIndex, scope: Scope) -> None:
    """CREATE INDEX. A name is unique within its table (page "CREATE INDEX statement")."""
    table = _relation(session, statement.table, scope)
    if not isinstance(table, Table):
        raise problems.no_table(statement.table.name)
    if any(tree.same_name(key.name, statement.name) for key in table.keys):
        if statement.if_not_exists:
            return
        raise problems.name_taken(statement.name)
    columns = []
    for item in statement.columns:
        if not isinstance(item.value, tree.Name):
            raise ModelError("an index on an expression is not modelled")
        if folded(item.value.parts[-1]) not in table.by_name:
            raise problems.no_column(item.value.parts[-1])
        columns.append(folded(item.value.parts[-1]))
    key = Key(
        statement.name,
        tuple(columns),
        session.store.schema.identifier(),
        unique=statement.unique,
        constraint=False,
        descending=tuple(item.descending for item in statement.columns),
    )
    changed = replace(table, keys=(*table.keys, key), by_name={})
    if table.temporary:
        rebuild(session, table, changed, scope)
        return
    session.begin()
    session.guard_unique(lambda: session.connection.execute(create_index(table, key)), key, table)
    session.commit()
    session.store.schema.put(changed)


def _create_view(session: Session, statement: tree.CreateView, scope: Scope) -> None:
    """CREATE [OR REPLACE] VIEW, ALTER VIEW: its names are looked up now (page "CREATE VIEW statement")."""
    owner = statement.name.owner or scope.session.user
    schema = session.store.schema
    old = schema.relations.get((folded(owner), folded(statement.name.name)))
    if isinstance(old, Table) or (old is not None and not (statement.or_replace or statement.alter)):
        raise problems.name_taken(statement.name.name)
    if old is None and statement.alter:
        raise problems.no_table(statement.name.name)
    if not statement.columns:
        refuse_unnamed(statement.query, statement.name.name)
    changes = Changes(session, scope, Translation())
    _, columns = changes.query_sql(statement.query, Level(owner=owner, private=True))
    if statement.columns and len(statement.columns) != len(columns):
        raise problems.view_columns()
    names = statement.columns or tuple(column.name for column in columns)
    for place, name in enumerate(names):
        if any(tree.same_name(name, other) for other in names[:place]):
            raise problems.ambiguous(name)
    described = tuple(Column(name, one.type, one.nullable) for name, one in zip(names, columns, strict=True))
    text = getattr(statement, "text", "")
    identifier = old.object_id if isinstance(old, View) else schema.identifier()
    view = View(
        owner,
        statement.name.name,
        identifier,
        statement.query,
        statement.columns,
        described,
        text,
        statement.check_option,
    )
    with schema.lock:
        schema.put(view)


def _drop_table(session: Session, statement: tree.Drop, scope: Scope) -> None:
    """DROP TABLE: also its indexes, comments, and the foreign keys that refer to it (page "DROP TABLE statement")."""
    name = statement.name
    if name.owner is None and session.temporary.drop(name.name):
        return
    relation = session.lookup.relation(name, scope, None)
    if not isinstance(relation, Table):
        if statement.if_exists and relation is None:
            return
        raise problems.no_table(name.name)
    _remove_table(session, relation)


def _remove_table(session: Session, table: Table) -> None:
    schema = session.store.schema
    for child, _ in schema.children(table):
        if child is not table:
            kept = tuple(foreign for foreign in child.foreign_keys if foreign.parent != table.place)
            schema.put(replace(child, foreign_keys=kept, by_name={}))
    with schema.lock:
        schema.remove(table)
    if not table.temporary:
        _execute(session, [f"DROP TABLE {table.physical}"])


def drop_owner(session: Session, owner: str) -> None:
    """Drop all tables and views of a user (page "DROP USER statement")."""
    schema = session.store.schema
    for relation in [one for one in schema.relations.values() if tree.same_name(one.owner, owner)]:
        if isinstance(relation, Table):
            _remove_table(session, relation)
        else:
            with schema.lock:
                schema.remove(relation)


def _drop_view(session: Session, statement: tree.Drop, scope: Scope) -> None:
    """DROP VIEW."""
    relation = session.lookup.relation(statement.name, scope, None)
    if not isinstance(relation, View):
        if statement.if_exists and relation is None:
            return
        raise problems.no_table(statement.name.name)
    with session.store.schema.lock:
        session.store.schema.remove(relation)


def _drop_index(session: Session, statement: tree.Drop, scope: Scope) -> None:
    """DROP INDEX [[owner.]table.]name (page "DROP INDEX statement")."""
    if statement.table is not None:
        relation = _relation(session, statement.table, scope)
        tables = [relation] if isinstance(relation, Table) else []
    else:
        tables = list(session.store.schema.tables())
    name = statement.name.name
    for table in tables:
        for key in table.keys:
            if not key.constraint and tree.same_name(key.name, name):
                changed = replace(table, keys=tuple(other for other in table.keys if other is not key), by_name={})
                if not table.temporary:
                    _execute(session, [f"DROP INDEX main.{key.physical}"])
                session.store.schema.put(changed)
                return
    if not statement.if_exists:
        raise problems.no_index(name)


def _comment(session: Session, statement: tree.Comment, scope: Scope) -> None:
    """COMMENT ON TABLE, VIEW, COLUMN, INDEX … IS text (page "COMMENT statement"); NULL and '' take it away."""
    if statement.kind == "INDEX":
        raise ModelError("COMMENT ON INDEX is not modelled")
    relation = _relation(session, statement.name, scope)
    key: tuple[str, ...] = ("TABLE", *relation_place(relation))
    if statement.column is not None:
        described = [folded(column.name) for column in relation.described()]
        if folded(statement.column) not in described:
            raise problems.no_column(statement.column)
        key = ("COLUMN", *relation_place(relation), folded(statement.column))
    elif statement.kind not in {"TABLE", "VIEW"}:
        raise ModelError(f"COMMENT ON {statement.kind} is not modelled")
    elif (statement.kind == "VIEW") != isinstance(relation, View):
        raise problems.no_table(statement.name.name)
    comments = session.store.schema.comments
    if statement.text:
        comments[key] = statement.text
    else:
        comments.pop(key, None)


def relation_place(relation: Relation) -> tuple[str, str]:
    """Owner and name, folded."""
    return folded(relation.owner), folded(relation.name)
