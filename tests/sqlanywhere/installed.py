"""A database of the model with everything of sql/sqlanywhere in it, and how tests talk to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from sms_callback.engine.sqlanywhere_text import numbered, owned, statements
from sms_callback.sqlfiles import shipped
from tests.sqlanywhere.machine import Connection, Database
from tests.sqlanywhere.runtime import Value

SQL = Path(__file__).parent.parent.parent / "sql"
ACME = Path(__file__).parent.parent / "engine" / "acme.sql"
EMPTY = Path(__file__).parent.parent / "contract_empty.sql"
KINDS = ("table", "reference", "provider", "function", "procedure", "view", "event", "role")

OUT = {"sp_sms_process": ("p_done", "p_failed"), "sp_sms_purge": ("p_callbacks", "p_messages", "p_inbound")}
"""The OUT parameters of the procedures that tests call."""

NEAR = dt.timedelta(minutes=5)

Row: TypeAlias = tuple[Value, ...]


def files() -> Iterator[Path]:
    """The SQL files in the order of installation."""
    for kind in KINDS:
        folder = SQL / kind if kind in ("reference", "provider") else SQL / "sqlanywhere" / kind
        yield from sorted(folder.glob("*.sql"))


def install(database: Database, provider: Path = ACME) -> None:
    """Execute all files, and a made-up provider, statement by statement, as the installer does."""
    connection = database.connect("dba", "sql")
    for file in (*files(), provider):
        for statement in statements(file.read_text(encoding="utf-8")):
            connection.execute(owned(statement))
    connection.commit()
    connection.close()


class Client:
    """A connection that gives values instead of cursors."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def rows(self, text: str, *parameters: Value) -> list[Row]:
        """The rows of a query."""
        return self.connection.execute(text, parameters).rows

    def one(self, text: str, *parameters: Value) -> Row:
        """Its only row."""
        (row,) = self.rows(text, *parameters)
        return row

    def run(self, text: str, *parameters: Value) -> int:
        """Execute a statement; how many rows it changed."""
        return self.connection.execute(text, parameters).rowcount

    def script(self, text: str) -> None:
        """Execute statements whose tables have no owner."""
        for statement in statements(text):
            self.connection.execute(owned(statement))

    def call(self, procedure: str, **given: Value) -> dict[str, Value]:
        """Call a procedure of ours with arguments by name; what its OUT parameters give."""
        out = OUT.get(procedure, ())
        arguments = ", ".join(f"{name} = ?" for name in (*given, *out))
        cursor = self.connection.execute(f"CALL sms.{procedure}({arguments})", [*given.values(), *(None for _ in out)])
        return {name: cursor.out[place] for place, name in enumerate(out, len(given))}

    def query(self, name: str, **parameters: Value) -> list[dict[str, Value]]:
        """The rows of a file of sql/sqlanywhere/query/."""
        statement, names = numbered(shipped("sqlanywhere").query(name))
        cursor = self.connection.execute(statement, [parameters[item] for item in names])
        return [dict(zip([column.name for column in cursor.columns], row, strict=True)) for row in cursor.rows]

    def insert(self, table: str, **values: Value) -> None:
        """Insert a row of ours; what is the bytes of another column need not be given."""
        for key, text in KEYS.get(table, {}).items():
            values.setdefault(key, str(values.get(text, "")).encode())
        names = ", ".join(values)
        places = ", ".join("?" for _ in values)
        self.run(f"INSERT INTO sms.{table} ({names}) VALUES ({places})", *values.values())


KEYS = {
    "sms_message": {"message_key": "message_id"},
    "sms_part": {"message_key": "message_id", "part_key": "part_id"},
    "sms_callback": {"dedupe_bytes": "dedupe_key"},
    "sms_inbound": {"natural_bytes": "natural_key"},
    "sms_opt_out": {"number_key": "number", "sender_key": "sender"},
    "sms_campaign": {"campaign_key": "campaign"},
}
"""Table → column of bytes → the text that they are of."""


def message(client: Client, message_id: str, status: str | None = "sent", **values: Value) -> None:
    """A row of sms_message of the provider acme."""
    times = {"created_at": "2026-01-01 00:00:00", "updated_at": "2026-01-01 00:00:00"}
    client.insert("sms_message", **{"provider": "acme", "message_id": message_id, "status": status, **times, **values})


def callback(client: Client, dedupe_key: str, state: str = "done", **values: Value) -> int:
    """A row of sms_callback of the provider acme; its id."""
    given: dict[str, Value] = {
        "provider": "acme",
        "kind": "status",
        "params": '{"event":"status"}',
        "dedupe_key": dedupe_key,
        "state": state,
        "attempts": 1,
        "received_at": "2026-01-01 00:00:00",
        "processed_at": "2026-01-01 00:00:01",
    }
    client.insert("sms_callback", **{**given, **values})
    (number,) = client.one("SELECT MAX(callback_id) FROM sms.sms_callback")
    assert isinstance(number, int)
    return number


def column(rows: Sequence[dict[str, Value]], name: str = "message_id") -> list[Value]:
    """One column of a query's rows."""
    return [row[name] for row in rows]


def is_now(value: Value) -> bool:
    """Whether this is the UTC time now, more or less."""
    return isinstance(value, dt.datetime) and abs(dt.datetime.now(dt.UTC).replace(tzinfo=None) - value) < NEAR


def names(rows: Sequence[Row]) -> list[Value]:
    """The first column."""
    return [row[0] for row in rows]


@pytest.fixture(scope="session")
def objects() -> Iterator[Database]:
    """A database with everything in it, for the whole run: a test leaves its rows as they were."""
    database = Database()
    install(database)
    yield database
    database.close()


@pytest.fixture
def client(objects: Database) -> Iterator[Client]:
    """The DBA's connection; all that it does is undone."""
    connection = objects.connect("dba", "sql")
    yield Client(connection)
    connection.rollback()
    connection.close()
