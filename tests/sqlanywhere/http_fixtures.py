"""The fixtures of test_http*.py: a server with our web services, and somebody who calls them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.sqlanywhere.http_client import Caller
from tests.sqlanywhere.http_target import prepare
from tests.sqlanywhere.installed import EMPTY, Row
from tests.sqlanywhere.machine import Database


@pytest.fixture(scope="module")
def served() -> Iterator[Database]:
    database = Database()
    prepare(database)
    yield database
    database.close()


@pytest.fixture
def caller(served: Database) -> Iterator[Caller]:
    """Empty tables; accounts, settings and services are put back."""
    found = Caller(served)
    served.log.clear()
    before = saved(served)
    found.sql(EMPTY.read_text(encoding="utf-8"))
    yield found
    served.fault = None
    served.assumptions.form_body = True
    restore(served, before)


def saved(database: Database) -> dict[str, list[Row]]:
    with closing(database.connect("dba", "sql")) as connection:
        return {
            table: connection.execute(f"SELECT * FROM sms.{table}").rows for table in ("sms_account", "sms_setting")
        }


def restore(database: Database, before: dict[str, list[Row]]) -> None:
    with closing(database.connect("dba", "sql")) as connection:
        for table, rows in before.items():
            connection.execute(f"DELETE FROM sms.{table}")
            for row in rows:
                connection.execute(f"INSERT INTO sms.{table} VALUES ({', '.join('?' for _ in row)})", row)
        connection.commit()
