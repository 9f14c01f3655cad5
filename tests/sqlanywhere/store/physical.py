"""How a table and its indexes are made in SQLite."""

from __future__ import annotations

from tests.sqlanywhere.store.codec import quoted
from tests.sqlanywhere.store.schema import Key, Table
from tests.sqlanywhere.values.types import Family, family


def create_table(table: Table) -> list[str]:
    """The statements that make a table with its keys.

    Columns have no type in SQLite, so that it keeps values as they are; CHAR columns ignore case.
    """
    columns = ", ".join(
        quoted(column.key) + (" COLLATE sa_char" if family(column.type) is Family.TEXT else "")
        for column in table.columns
    )
    create = f"CREATE TABLE IF NOT EXISTS {table.physical} ({columns})"
    indexes = [create_index(table, key) for key in table.keys]
    # A foreign key has an index of its own (page "CREATE TABLE statement").
    for foreign in table.foreign_keys:
        key = Key(foreign.role, foreign.columns, foreign.object_id, unique=False)
        indexes.append(create_index(table, key))
    return [create, *indexes]


def create_index(table: Table, key: Key) -> str:
    """The statement that makes an index. NULLs are distinct in a unique index (page "CREATE INDEX statement")."""
    schema = "temp" if table.temporary else "main"
    descending = key.descending or (False,) * len(key.columns)
    columns = ", ".join(
        quoted(column) + (" DESC" if down else "") for column, down in zip(key.columns, descending, strict=True)
    )
    unique = "UNIQUE " if key.unique else ""
    return f"CREATE {unique}INDEX IF NOT EXISTS {schema}.{key.physical} ON {quoted(table.bare)} ({columns})"
