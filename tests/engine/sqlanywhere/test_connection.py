"""The SQL Anywhere engine over the unmodified sqlanydb and the model: connections."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from sms_callback.engine import open_engine
from sms_callback.engine.sqlanywhere import SqlanywhereEngine
from sms_callback.errors import (
    DatabaseAwayError,
    DatabaseUrlError,
    DeniedError,
    NotInstalledError,
    SmsCallbackError,
)
from sms_callback.install import install
from sms_callback.model import Callback
from tests.engine.acme import only, rows, status
from tests.engine.sqlanywhere.support import COUNT, kill, only_count, until
from tests.outcome import stored
from tests.sqlanywhere import tree
from tests.sqlanywhere.machine import Database
from tests.sqlanywhere_server import SqlanywhereServer, running_model


def test_a_password_is_shown_nowhere(server: SqlanywhereServer) -> None:
    url = server.url.replace("dba:sql", "dba:s3cret")
    with closing(open_engine(url)) as engine:
        assert "s3cret" not in engine.label + repr(engine) + repr(vars(engine))
        with pytest.raises(DatabaseAwayError, match="Invalid user ID or password") as caught:
            engine.ping()
    assert "s3cret" not in str(caught.value) + caught.value.hint


def test_a_server_that_is_not_there_is_away(server: SqlanywhereServer) -> None:
    with closing(SqlanywhereEngine("sqlanywhere://u:s3cret@127.0.0.1:1/d")) as engine:
        for call in (engine.ping, engine.endpoints, lambda: stored(engine, [status("m1", "sent")])):
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
        for call in (engine.endpoints, lambda: stored(engine, [status("m1", "sent")])):
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
        assert [outcome.state for outcome in stored(engine, [Callback("twilio", params)])] == ["done"]
        assert rows(engine, "SELECT status FROM sms_message") == [{"status": "delivered"}]


def test_a_session_that_ended_while_idle_is_replaced(engine: SqlanywhereEngine, model: Database) -> None:
    kill(model)
    assert [outcome.state for outcome in stored(engine, [status("m1", "sent")])] == ["done"]
    kill(model)
    engine.ping()
    kill(model)
    with engine.transaction() as session:
        assert only(session, COUNT) == {"found": 1}


@pytest.mark.usefixtures("engine")
def test_who_may_not_is_told_whom_to_ask(server: SqlanywhereServer, model: Database) -> None:
    model.load("CREATE USER nobody IDENTIFIED BY 'pw'; CREATE USER web IDENTIFIED BY 'pw';")
    model.load("GRANT MEMBERSHIP IN GROUP sms_web TO web;")
    with closing(SqlanywhereEngine(server.url.replace("dba:sql", "nobody:pw"))) as engine:
        with pytest.raises(DeniedError) as caught:
            stored(engine, [status("m1", "sent")])
        assert "sms_web" in caught.value.hint
    with closing(SqlanywhereEngine(server.url.replace("dba:sql", "web:pw"))) as engine:
        (outcome,) = stored(engine, [status("m1", "sent")])
        assert (outcome.state, outcome.duplicate) == ("done", False)
        assert "acme" in {endpoint.provider for endpoint in engine.endpoints()}
        with pytest.raises(DeniedError):
            rows(engine, COUNT)


def test_a_ping_is_one_round_trip_also_after_the_connection_broke(engine: SqlanywhereEngine, model: Database) -> None:
    engine.ping()
    seen: list[tree.Statement] = []
    model.fault = lambda _connection, statement: seen.append(statement)
    engine.ping()
    assert len(seen) == 1
    kill(model)
    engine.ping()


def test_each_thread_has_a_connection_of_its_own(engine: SqlanywhereEngine, model: Database) -> None:
    engine.close()
    until(lambda: not model.connections())
    ready, done = threading.Barrier(5), threading.Barrier(5)

    def work(number: int) -> None:
        stored(engine, [status(f"m{number}", "sent")])
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
                stored(engine, [status("m2", "sent")])
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
