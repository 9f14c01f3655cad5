"""A database as a DBA sees it: plain statements, past the engine; and a tree of SQL files that a test changes."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg

from sms_callback.engine.base import Engine
from sms_callback.install import State, verify
from sms_callback.sqlfiles import SqlTree
from tests.sqlanywhere import machine

_NAME = re.compile(r"(?<![\w.'/])((?:v_)?sms_\w+)")
"""Our tables and views, where a statement names them without their owner."""


@dataclass(frozen=True)
class Database:
    """An engine's database, and the driver beside it."""

    name: str
    url: str
    engine: Engine
    model: machine.Database | None = None

    def execute(
        self, sqlite: str, postgresql: str | None = None, sqlanywhere: str | None = None
    ) -> list[tuple[object, ...]]:
        """What a DBA does by hand: one statement, committed; the other texts where another engine needs one."""
        if self.model is not None:
            statement = sqlanywhere or _NAME.sub(r"sms.\1", sqlite)
            with closing(self.model.connect("dba", "sql")) as session:
                rows: list[tuple[object, ...]] = [tuple(row) for row in session.execute(statement).rows]
                session.commit()
                return rows
        if self.name == "sqlite":
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
                return connection.execute(sqlite).fetchall()
        with psycopg.connect(self.url, autocommit=True, options="-c search_path=sms") as connection:
            cursor = connection.execute((postgresql or sqlite).encode())
            return cursor.fetchall() if cursor.description else []

    def dba(self, *statements: str) -> None:
        """Statements of a DBA of SQL Anywhere, as they are."""
        for statement in statements:
            self.execute("", None, statement)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(str(self.execute(f"SELECT count(*) FROM {table}")[0][0]))

    def objects(self) -> set[str]:
        """Everything that is in the database."""
        rows = self.execute(
            "SELECT type || ' ' || name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
            "SELECT 'relation ' || relname FROM pg_class WHERE relnamespace = to_regnamespace('sms')"
            " UNION ALL SELECT 'routine ' || proname FROM pg_proc WHERE pronamespace = to_regnamespace('sms')"
            " UNION ALL SELECT 'role ' || rolname FROM pg_roles WHERE rolname LIKE 'sms%'"
            " UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname = 'sms'",
            "SELECT 'table ' || t.table_name FROM SYS.SYSTAB AS t JOIN SYS.SYSUSER AS u ON u.user_id = t.creator"
            " WHERE u.user_name = 'sms'"
            " UNION ALL SELECT 'routine ' || p.proc_name FROM SYS.SYSPROCEDURE AS p"
            " JOIN SYS.SYSUSER AS u ON u.user_id = p.creator WHERE u.user_name = 'sms'"
            " UNION ALL SELECT 'event ' || e.event_name FROM SYS.SYSEVENT AS e"
            " UNION ALL SELECT 'user ' || u.user_name FROM SYS.SYSUSER AS u WHERE LEFT(u.user_name, 3) = 'sms'",
        )
        return {str(row[0]) for row in rows}

    def states(self, tree: SqlTree | None = None, version: str = "0.1.0") -> dict[str, State]:
        """The objects that are not current."""
        items = verify(self.engine, tree=tree, version=version).items
        return {item.object: item.state for item in items if item.state is not State.CURRENT}


@dataclass(frozen=True)
class SmallTree:
    """A folder of SQL files that a test may change."""

    engine: str
    root: Path

    @property
    def files(self) -> SqlTree:
        """The tree as the installer takes it."""
        return SqlTree(self.engine, self.root)

    def path(self, name: str) -> Path:
        """The file of an object."""
        common = name.split("/")[0] in ("provider", "reference")
        return self.root / ("" if common else self.engine) / f"{name}.sql"

    def write(self, name: str, text: str) -> None:
        """Make or replace an object's file."""
        self.path(name).write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace a piece of an object's file."""
        text = self.path(name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def remove(self, name: str) -> None:
        """Ship the object no longer."""
        self.path(name).unlink()
