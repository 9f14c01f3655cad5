"""A database with providers of our own, the adapter over it, and what it wrote."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from werkzeug.test import Client, TestResponse

from sms_callback.adapter.app import Adapter
from sms_callback.adapter.gate import DEFAULT_MAX_BODY
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.reception import Reception
from sms_callback.adapter.route import Alias
from sms_callback.engine.sqlite import SqliteEngine

PUBLIC = "https://sms.example.com"
TOKEN = "12345"


@dataclass(frozen=True)
class Database:
    """An installed SQLite file."""

    path: Path

    def engine(self) -> SqliteEngine:
        return SqliteEngine(str(self.path))

    def add_provider(self, provider: str, header: str | None = None) -> None:
        self.execute(
            "INSERT OR REPLACE INTO sms_provider (provider, title, scheme, idempotency_header)"
            " VALUES (?, ?, 'none', ?)",
            (provider, provider, header),
        )

    def add_account(
        self,
        provider: str,
        scheme: str,
        secret: str | None = None,
        second: str | None = None,
        networks: str | None = None,
        account: str = "main",
    ) -> None:
        self.execute(
            "INSERT INTO sms_account (provider, account, scheme, secret, second_secret, networks)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (provider, account, scheme, secret, second, networks),
        )

    def remove_accounts(self, provider: str) -> None:
        self.execute("DELETE FROM sms_account WHERE provider = ?", (provider,))

    def add_answer(self, provider: str, kind: str, status: int, content_type: str | None, body: str) -> None:
        self.execute(
            "INSERT INTO sms_provider_answer (provider, kind, status, content_type, body) VALUES (?, ?, ?, ?, ?)",
            (provider, kind, status, content_type, body),
        )

    def journal(self) -> list[dict[str, Any]]:
        """The rows of `sms_callback`, oldest first, with `params` read."""
        with closing(sqlite3.connect(self.path)) as connection:
            connection.row_factory = sqlite3.Row
            rows = [dict(row) for row in connection.execute("SELECT * FROM sms_callback ORDER BY callback_id")]
        return [{**row, "params": json.loads(row["params"])} for row in rows]

    def params(self) -> Any:
        """The parameters of the only callback."""
        (row,) = self.journal()
        return row["params"]

    def execute(self, statement: str, values: tuple[object, ...]) -> None:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(statement, values)


def adapter(
    database: Database, public_url: str = PUBLIC, aliases: Sequence[str] = (), max_body: int = DEFAULT_MAX_BODY
) -> Adapter:
    parsed = [Alias.parse(alias) for alias in aliases]
    return Adapter(Reception(database.engine(), PublicUrl.parse(public_url), parsed, max_body=max_body))


def send(
    app: Adapter,
    path: str,
    query: str = "",
    body: bytes | None = None,
    content_type: str = "application/x-www-form-urlencoded",
    method: str | None = None,
    headers: dict[str, str] | None = None,
    address: str = "192.0.2.7",
) -> TestResponse:
    """One request; `path` and `query` go over the wire as they are here."""
    return Client(app).open(
        "/",
        method=method or ("GET" if body is None else "POST"),
        data=body,
        content_type=content_type if body is not None else None,
        headers=headers,
        environ_overrides={
            "PATH_INFO": _decoded(path),
            "REQUEST_URI": path + (f"?{query}" if query else ""),
            "QUERY_STRING": query,
            "REMOTE_ADDR": address,
            # The client says nothing of an empty body's length.
            **({"CONTENT_LENGTH": "0"} if body == b"" else {}),
        },
    )


def _decoded(path: str) -> str:
    return unquote_to_bytes(path).decode("latin-1")
