"""SQL Anywhere's procedures on the model and SQLite's must make the same rows of the same callbacks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from sms_callback.engine.base import Engine
from sms_callback.engine.sqlanywhere import SqlanywhereEngine
from sms_callback.engine.sqlite import SqliteEngine
from sms_callback.install import install as install_sqlite
from sms_callback.model import Callback
from tests.engine.test_postgresql_agrees import EMPTY, callbacks, everything
from tests.outcome import stored
from tests.sqlanywhere.client import model_library
from tests.sqlanywhere.installed import ACME, install
from tests.sqlanywhere.machine import Database

JSON = ("media", "counts", "reported_counts")


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Engine]]:
    """Both, each with the provider of acme.sql."""
    path: Path = tmp_path_factory.mktemp("agrees") / "test.db"
    database = Database()
    install(database)
    with (
        model_library(agrees=database),
        closing(SqlanywhereEngine("sqlanywhere://dba:sql@/agrees?server=agrees")) as one,
        closing(SqliteEngine(str(path), create=True)) as other,
    ):
        install_sqlite(other)
        with other.transaction() as session:
            session.script(ACME.read_text(encoding="utf-8"))
        yield [one, other]
    database.close()


def read(engine: Engine) -> dict[str, list[dict[str, object]]]:
    """All rows; JSON as its value, for SQLite does not write letters beyond ASCII as escapes."""
    return {
        name: [
            {
                column: json.loads(value) if column in JSON and isinstance(value, str) else value
                for column, value in row.items()
            }
            for row in rows
        ]
        for name, rows in everything(engine).items()
    }


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(callbacks)
def test_the_same_rows_on_both_engines(engines: Sequence[Engine], given: list[Callback]) -> None:
    for engine in engines:
        with engine.transaction() as session:
            session.script(EMPTY)
    one, other = (
        [(outcome.state, outcome.duplicate, outcome.answer_body) for outcome in stored(engine, given)]
        for engine in engines
    )
    assert one == other, [callback.params for callback in given]
    assert read(engines[0]) == read(engines[1]), [callback.params for callback in given]

    for engine in engines:
        with engine.transaction() as session:
            for row in session.select("SELECT callback_id FROM sms_callback ORDER BY callback_id"):
                session.call("sp_sms_process", {"p_callback_id": row["callback_id"]})
    assert read(engines[0]) == read(engines[1]), [callback.params for callback in given]
