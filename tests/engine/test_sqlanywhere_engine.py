"""The SQL Anywhere engine over the unmodified sqlanydb and the model: connections, transactions, errors, values."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sms_callback.engine import open_engine
from sms_callback.engine.base import DeniedError
from sms_callback.engine.sqlanywhere import SqlanywhereEngine
from sms_callback.errors import (
    DatabaseAwayError,
    DatabaseRefusedError,
    DatabaseUrlError,
    NotInstalledError,
    SmsCallbackError,
)
from sms_callback.install import install
from sms_callback.model import Callback, Value
from tests.engine.acme import acme, only, rows, status
from tests.engine.conftest import ACME, EMPTY
from tests.sqlanywhere import tree
from tests.sqlanywhere.client.messages import ServerError
from tests.sqlanywhere.client.session import ModelSession
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.machine import Connection, Database
from tests.sqlanywhere_server import SqlanywhereServer, running_model

COUNT = "SELECT COUNT(*) AS found FROM sms_callback"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlanywhereServer]:
    """Everything installed, with the made-up provider of acme.sql."""
    with running_model(tmp_path_factory.mktemp("engine")) as server:
        with closing(open_engine(server.url)) as engine:
            install(engine)
            with engine.transaction() as session:
                session.script(ACME.read_text())
        yield server


@pytest.fixture
def model(server: SqlanywhereServer) -> Iterator[Database]:
    """The database behind the server."""
    assert server.database is not None
    yield server.database
    server.database.fault = None


@pytest.fixture
def engine(server: SqlanywhereServer) -> Iterator[SqlanywhereEngine]:
    """The engine, with empty tables."""
    with closing(SqlanywhereEngine(server.url)) as engine:
        with engine.transaction() as session:
            session.script(EMPTY.read_text())
        yield engine


def kill(model: Database) -> None:
    """End all sessions."""
    assert model.connections()
    for connection in model.connections():
        connection.drop()


def failing(error: SqlError, times: int, kind: type[tree.Statement] = tree.Call) -> Callable[..., None]:
    """A fault of the next statements of a kind that a client sends."""
    left = [times]

    def fault(_connection: Connection, statement: tree.Statement) -> None:
        if isinstance(statement, kind) and left[0]:
            left[0] -= 1
            raise error

    return fault


def test_a_password_is_shown_nowhere(server: SqlanywhereServer) -> None:
    url = server.url.replace("dba:sql", "dba:s3cret")
    with closing(open_engine(url)) as engine:
        assert "s3cret" not in engine.label + repr(engine) + repr(vars(engine))
        with pytest.raises(DatabaseAwayError, match="Invalid user ID or password") as caught:
            engine.ping()
    assert "s3cret" not in str(caught.value) + caught.value.hint


def test_a_server_that_is_not_there_is_away(server: SqlanywhereServer) -> None:
    with closing(SqlanywhereEngine("sqlanywhere://u:s3cret@127.0.0.1:1/d")) as engine:
        for call in (engine.ping, engine.endpoints, lambda: engine.deliver([status("m1", "sent")])):
            with pytest.raises(DatabaseAwayError) as caught:
                call()
            assert "s3cret" not in str(caught.value) + caught.value.hint


def test_a_url_that_cannot_be_passed_on() -> None:
    with pytest.raises(DatabaseUrlError, match="password"):
        open_engine("sqlanywhere://u:a;b@h/d")


def test_a_missing_client_library_is_told_with_what_to_install() -> None:
    code = (
        "from sms_callback.engine import open_engine\n"
        "from sms_callback.errors import DriverMissingError\n"
        "try: open_engine('sqlanywhere://u:pw@127.0.0.1:1/d').ping()\n"
        "except DriverMissingError as error: print(error.message, error.hint)\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "SQLANY_API_DLL"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert "client library cannot be loaded" in done.stdout
    assert all(word in done.stdout for word in ("SQLANY_API_DLL", "SQLANY17", "libdbcapi_r.so", "dbcapi.dll"))


def test_a_missing_driver_is_told_with_what_to_install() -> None:
    code = (
        "import sys; sys.modules['sqlanydb'] = None\n"
        "from sms_callback.engine import open_engine\n"
        "from sms_callback.errors import DriverMissingError\n"
        "try: open_engine('sqlanywhere://h/d')\n"
        "except DriverMissingError as error: print(error.message, error.hint)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "sqlanydb is not installed" in done.stdout
    assert "pip install 'sms-callback[sqlanywhere]'" in done.stdout


def test_the_driver_is_not_imported_for_other_engines() -> None:
    code = (
        "import sys, sms_callback.cli, sms_callback.install; from sms_callback.engine import open_engine\n"
        "open_engine('sqlite:///x.db'); assert 'sqlanydb' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_database_without_procedures(tmp_path: Path) -> None:
    with running_model(tmp_path) as server, closing(SqlanywhereEngine(server.url)) as engine:
        engine.ping()
        for call in (engine.endpoints, lambda: engine.deliver([status("m1", "sent")])):
            with pytest.raises(NotInstalledError):
                call()
        with pytest.raises(NotInstalledError), engine.transaction() as session:
            session.call("sp_sms_register", {})


def test_a_server_that_is_too_old(server: SqlanywhereServer, model: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(model.server_properties, "ProductVersion", "11.0.1.2960")
    with closing(SqlanywhereEngine(server.url)) as engine, pytest.raises(SmsCallbackError, match="12 or newer"):
        engine.ping()


@pytest.mark.parametrize("version", [12, 16])
def test_older_servers_take_everything(tmp_path: Path, version: int) -> None:
    with running_model(tmp_path, version=version) as server, closing(open_engine(server.url)) as engine:
        install(engine)
        params = json.dumps({"MessageSid": "SM1", "MessageStatus": "delivered", "To": "+15550001"})
        assert [outcome.state for outcome in engine.deliver([Callback("twilio", params)])] == ["done"]
        assert rows(engine, "SELECT status FROM sms_message") == [{"status": "delivered"}]


def test_a_session_that_ended_while_idle_is_replaced(engine: SqlanywhereEngine, model: Database) -> None:
    kill(model)
    assert [outcome.state for outcome in engine.deliver([status("m1", "sent")])] == ["done"]
    kill(model)
    engine.ping()
    kill(model)
    with engine.transaction() as session:
        assert only(session, COUNT) == {"found": 1}


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
    (outcome,) = engine.deliver([status("m1", "sent")])
    assert (outcome.state, outcome.duplicate) == ("done", False)
    model.fault = failing(SqlError(code, "40001", "No luck"), 3)
    with pytest.raises(DatabaseAwayError, match="No luck"):
        engine.deliver([status("m2", "sent")])
    assert rows(engine, "SELECT message_id FROM sms_message") == [{"message_id": "m1"}]


@pytest.mark.parametrize("code", [-299, -304, -102])
def test_what_may_succeed_later_is_away_and_not_tried_at_once(
    engine: SqlanywhereEngine, model: Database, code: int
) -> None:
    model.fault = failing(SqlError(code, "57014", "Not now"), 1)
    with pytest.raises(DatabaseAwayError, match="Not now"):
        engine.deliver([status("m1", "sent")])
    assert only_count(engine) == 0


def until(condition: Callable[[], bool]) -> None:
    """Return when it is so: a server notices a little later that a client went away."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def only_count(engine: SqlanywhereEngine) -> object:
    """How many callbacks are stored."""
    return rows(engine, COUNT)[0]["found"]


def test_a_commit_that_fails_is_noticed(engine: SqlanywhereEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """sqlanydb does not raise then, and nothing may be acknowledged."""

    def fail(_session: ModelSession) -> None:
        raise ServerError(-194, "23503", "No primary key value for foreign key 'f' in table 't'")

    engine.ping()
    with monkeypatch.context() as patch:
        patch.setattr(ModelSession, "commit", fail)
        with pytest.raises(DatabaseRefusedError, match="foreign key"):
            engine.deliver([status("m1", "sent")])
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
        (outcome,) = engine.deliver([status("m1", "sent")])
    assert (outcome.state, outcome.duplicate) == ("done", True)
    assert rows(engine, "SELECT hits FROM sms_callback") == [{"hits": 2}]


def test_a_refused_callback_is_stored_with_the_refusal(engine: SqlanywhereEngine, model: Database) -> None:
    refused = SqlError(-638, "22001", "Right truncation of string data")
    calls: list[int] = []

    def fault(_connection: Connection, statement: tree.Statement) -> None:
        if isinstance(statement, tree.Call) and statement.name.name == "sp_sms_callback":
            calls.append(1)
            if len(calls) == 1:
                raise refused

    model.fault = fault
    first, second = engine.deliver([status("m1", "sent"), status("m2", "sent")])
    model.fault = None
    assert (first.state, second.state) == ("failed", "done")
    (row,) = rows(engine, "SELECT error FROM sms_callback WHERE state = 'failed'")
    assert "Right truncation" in str(row["error"])


@pytest.mark.usefixtures("engine")
def test_who_may_not_is_told_whom_to_ask(server: SqlanywhereServer, model: Database) -> None:
    model.load("CREATE USER nobody IDENTIFIED BY 'pw'; CREATE USER web IDENTIFIED BY 'pw';")
    model.load("GRANT MEMBERSHIP IN GROUP sms_web TO web;")
    with closing(SqlanywhereEngine(server.url.replace("dba:sql", "nobody:pw"))) as engine:
        with pytest.raises(DeniedError) as caught:
            engine.deliver([status("m1", "sent")])
        assert "sms_web" in caught.value.hint
    with closing(SqlanywhereEngine(server.url.replace("dba:sql", "web:pw"))) as engine:
        (outcome,) = engine.deliver([status("m1", "sent")])
        assert (outcome.state, outcome.duplicate) == ("done", False)
        assert "acme" in {endpoint.provider for endpoint in engine.endpoints()}
        with pytest.raises(DeniedError):
            rows(engine, COUNT)


def test_errors_quote_no_values(engine: SqlanywhereEngine) -> None:
    with pytest.raises(DatabaseRefusedError) as caught:
        rows(engine, "SELECT CAST('+41791234567 x' AS INTEGER) AS n")
    assert "4179" not in caught.value.message
    assert "onvert" in caught.value.message
    insert = "INSERT INTO sms_setting (name, value, meaning) VALUES ('s3cret', '1', 'x')"
    with pytest.raises(DatabaseRefusedError) as twice, engine.transaction(commit=False) as session:
        session.script(f"{insert}; {insert};")
    assert "s3cret" not in twice.value.message
    assert "sms_setting" in twice.value.message


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


def test_values_go_in_and_come_out_as_the_model_says(engine: SqlanywhereEngine) -> None:
    tokyo = dt.timezone(dt.timedelta(hours=9))
    with engine.transaction(commit=False) as session:
        given: dict[str, Value] = {
            "p_provider": "acme",
            "p_sid": "m\0\ud8001",
            "p_status": "sent",
            "p_error_code": 30003,
            "p_parts": 2,
        }
        times = {
            "p_occurred_at": dt.datetime(2026, 1, 2, 3, 4, 5, 678900, tokyo),
            "p_received_at": dt.datetime(2026, 1, 2),
        }
        session.call("sp_sms_update", {**given, **times, "p_price": 0.0075})
        assert only(session, "SELECT message_id, parts, price, status_at, body, message_key FROM sms_message") == {
            "message_id": "m\ufffd\ufffd1",
            "parts": 2,
            "price": 0.0075,
            "status_at": "2026-01-01 18:04:05.678",
            "body": None,
            "message_key": "m\ufffd\ufffd1".encode().hex(),
        }
        session.call("sp_sms_campaign", {"p_provider": "acme", "p_campaign": "c", "p_counts": '{"sent": 1}'})
        assert only(session, "SELECT counts, '%?' AS percent, CAST(1 AS BIT) AS flag FROM sms_campaign") == {
            "counts": '{"sent": 1}',
            "percent": "%?",
            "flag": 1,
        }


def test_numbers_that_come_as_text_are_taken_where_they_are_numbers(engine: SqlanywhereEngine) -> None:
    with engine.transaction(commit=False) as session:
        session.call("sp_sms_update", {"p_provider": "acme", "p_sid": "m1", "p_status": "sent", "p_parts": "3"})
        assert only(session, "SELECT parts FROM sms_message") == {"parts": 3}
        for wrong in ("three", 2**80):
            with pytest.raises(DatabaseRefusedError, match="form"):
                session.call("sp_sms_update", {"p_provider": "acme", "p_sid": "m1", "p_parts": wrong})


def test_a_call_gives_the_out_parameters_that_were_asked_for(engine: SqlanywhereEngine) -> None:
    engine.deliver([status("m1", "sent")])
    with engine.transaction(commit=False) as session:
        assert session.call("sp_sms_process", {"p_limit": 10}, ("p_done",)) == {"p_done": 0}
        assert session.call("sp_sms_purge", {}, ("p_messages", "p_callbacks")) == {"p_callbacks": 0, "p_messages": 0}
        assert session.call("sp_sms_process", {}) == {}


@pytest.mark.parametrize(
    ("procedure", "parameters", "out"),
    [("sp_sms_register", {"p_no": 1}, ()), ("sp_sms_process", {}, ("p_no",)), ("sp_sms_process", {"p_done": 1}, ())],
)
def test_a_wrong_parameter_is_refused(
    engine: SqlanywhereEngine, procedure: str, parameters: dict[str, Value], out: tuple[str, ...]
) -> None:
    with pytest.raises(DatabaseRefusedError, match="no such parameter: p_"), engine.transaction() as session:
        session.call(procedure, parameters, out)


def test_no_name_is_taken_for_sql(engine: SqlanywhereEngine) -> None:
    with pytest.raises(DatabaseRefusedError, match="is not a name"), engine.transaction() as session:
        session.call("sp_sms_process(); DROP TABLE sms.sms_message", {})


def test_no_limit_means_all(engine: SqlanywhereEngine) -> None:
    with engine.transaction() as session:
        for number in range(3):
            session.deliver(acme({"event": "unknown", "id": f"m{number}"}))
        assert len(session.query("callback_open", {"limit": -1})) == 3
        assert len(session.query("callback_open", {"limit": 2})) == 2


def test_text_of_any_kind_is_kept_in_a_narrow_database(tmp_path: Path) -> None:
    """The journal is ASCII, so a database in another charset loses nothing of it."""
    with running_model(tmp_path, charset="cp1252") as server, closing(open_engine(server.url)) as engine:
        install(engine)
        params = json.dumps({"SmsStatus": "received", "MessageSid": "SM1", "From": "+1555", "Body": "caf\u00e9 \u6f22"})
        assert engine.deliver([Callback("twilio", params)])[0].state == "done"
        assert rows(engine, "SELECT params FROM sms_callback") == [{"params": params}]
        (row,) = rows(engine, "SELECT body FROM sms_inbound")
        assert str(row["body"]).startswith("caf\u00e9 ")


def test_each_thread_has_a_connection_of_its_own(engine: SqlanywhereEngine, model: Database) -> None:
    engine.close()
    until(lambda: not model.connections())
    ready, done = threading.Barrier(5), threading.Barrier(5)

    def work(number: int) -> None:
        engine.deliver([status(f"m{number}", "sent")])
        ready.wait(30)
        done.wait(30)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    ready.wait(30)
    assert len(model.connections()) == 4
    done.wait(30)
    for thread in threads:
        thread.join()
    engine.close()
    assert only_count(engine) == 4


def test_a_forked_child_leaves_the_sessions_of_its_parent_alone(engine: SqlanywhereEngine, model: Database) -> None:
    with engine.transaction(commit=False) as session:
        session.deliver(status("m1", "sent"))
        read, write = os.pipe()
        child = os.fork()
        if not child:
            try:
                engine.deliver([status("m2", "sent")])
            except SmsCallbackError:
                # The parent's transaction has the table locked, so this may be all that the child can do.
                engine.close()
            os.write(write, b"x")
            os._exit(0)
        os.close(write)
        session.query("savepoint")
        assert only(session, "SELECT COUNT(*) AS found FROM sms_message WHERE message_id = 'm1'") == {"found": 1}
    assert os.read(read, 1) == b"x"
    assert os.waitpid(child, 0)[1] == 0
    engine.ping()
    assert rows(engine, "SELECT message_id FROM sms_message WHERE message_id = 'm1'") == []


def test_close_ends_the_sessions(server: SqlanywhereServer, model: Database) -> None:
    until(lambda: not model.connections())
    engine = SqlanywhereEngine(server.url)
    engine.ping()
    assert len(model.connections()) == 1
    engine.close()
    until(lambda: not model.connections())
    engine.ping()
    engine.close()
