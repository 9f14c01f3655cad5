"""The SQL Anywhere engine over the unmodified sqlanydb and the model: transactions and errors."""

from __future__ import annotations

from contextlib import closing

import pytest

from sms_callback.engine.sqlanywhere import SqlanywhereEngine
from sms_callback.errors import (
    DatabaseAwayError,
    DatabaseRefusedError,
)
from tests.engine.acme import only, rows, status
from tests.engine.sqlanywhere.support import COUNT, failing, kill, only_count
from tests.outcome import stored
from tests.sqlanywhere import tree
from tests.sqlanywhere.client.messages import ServerError
from tests.sqlanywhere.client.session import ModelSession
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.machine import Connection, Database
from tests.sqlanywhere_server import SqlanywhereServer


def test_a_session_that_ends_in_the_middle_loses_its_transaction(engine: SqlanywhereEngine, model: Database) -> None:
    def two() -> None:
        with engine.transaction() as session:
            session.deliver(status("m1", "sent"))
            kill(model)
            session.deliver(status("m2", "sent"))

    with pytest.raises(DatabaseAwayError):
        two()
    assert rows(engine, "SELECT message_id FROM sms_message") == []


@pytest.mark.parametrize("code", [-210, -306, -307, -684, -85, -100, -101, -105, -308])
def test_a_callback_that_could_do_better_at_once_is_tried_again(
    engine: SqlanywhereEngine, model: Database, code: int
) -> None:
    model.fault = failing(SqlError(code, "40001", "No luck"), 2)
    (outcome,) = stored(engine, [status("m1", "sent")])
    assert (outcome.state, outcome.duplicate) == ("done", False)
    model.fault = failing(SqlError(code, "40001", "No luck"), 3)
    with pytest.raises(DatabaseAwayError, match="No luck"):
        stored(engine, [status("m2", "sent")])
    assert rows(engine, "SELECT message_id FROM sms_message") == [{"message_id": "m1"}]


@pytest.mark.parametrize("code", [-299, -304, -102])
def test_what_may_succeed_later_is_away_and_not_tried_at_once(
    engine: SqlanywhereEngine, model: Database, code: int
) -> None:
    model.fault = failing(SqlError(code, "57014", "Not now"), 1)
    with pytest.raises(DatabaseAwayError, match="Not now"):
        stored(engine, [status("m1", "sent")])
    assert only_count(engine) == 0


def test_a_commit_that_fails_is_noticed(engine: SqlanywhereEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """sqlanydb does not raise then, and nothing may be acknowledged."""

    def fail(_session: ModelSession) -> None:
        raise ServerError(-194, "23503", "No primary key value for foreign key 'f' in table 't'")

    engine.ping()
    with monkeypatch.context() as patch:
        patch.setattr(ModelSession, "commit", fail)
        with pytest.raises(DatabaseRefusedError, match="foreign key"):
            stored(engine, [status("m1", "sent")])
    assert only_count(engine) == 0


def test_a_commit_that_nobody_heard_of_is_repeated_without_harm(
    engine: SqlanywhereEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: list[ModelSession] = []
    commit = ModelSession.commit

    def once(session: ModelSession) -> None:
        commit(session)
        if not lost:
            lost.append(session)
            raise ServerError(-85, "08S01", "Communication error")

    engine.ping()
    with monkeypatch.context() as patch:
        patch.setattr(ModelSession, "commit", once)
        (outcome,) = stored(engine, [status("m1", "sent")])
    assert (outcome.state, outcome.duplicate) == ("done", True)
    assert rows(engine, "SELECT hits FROM sms_callback") == [{"hits": 2}]


def test_a_refused_callback_is_stored_with_the_refusal(engine: SqlanywhereEngine, model: Database) -> None:
    refused = SqlError(-638, "22001", "Right truncation of string data")
    calls: list[int] = []

    def fault(_connection: Connection, statement: tree.Statement) -> None:
        if isinstance(statement, tree.Call) and statement.name.name == "sp_sms_callback":
            calls.append(1)
            # The group, and the first of it alone.
            if len(calls) <= 2:
                raise refused

    model.fault = fault
    first, second = stored(engine, [status("m1", "sent"), status("m2", "sent")])
    model.fault = None
    assert (first.state, second.state) == ("failed", "done")
    (row,) = rows(engine, "SELECT error FROM sms_callback WHERE state = 'failed'")
    assert "Right truncation" in str(row["error"])


def test_a_transaction_ends_as_asked(engine: SqlanywhereEngine) -> None:
    with engine.transaction(commit=False) as session:
        session.deliver(status("m1", "sent"))

    def fail() -> None:
        with engine.transaction() as session:
            session.deliver(status("m2", "sent"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with engine.transaction() as session:
        session.deliver(status("m3", "sent"))
    assert rows(engine, "SELECT message_id FROM sms_message") == [{"message_id": "m3"}]


def test_only_committed_rows_are_seen(server: SqlanywhereServer, engine: SqlanywhereEngine) -> None:
    with closing(SqlanywhereEngine(server.url)) as other, engine.transaction(commit=False) as session:
        session.deliver(status("m1", "sent"))
        for snapshot in (False, True):
            with other.transaction(commit=False, snapshot=snapshot) as reader:
                assert only(reader, COUNT) == {"found": 0}
