"""The real server stops: what it accepted is finished. And it reads accounts again when told to."""

from __future__ import annotations

import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from sms_callback.spool import Spool
from tests.adapter.serving import (
    START,
    Server,
    connected,
    exchange,
    free_port,
    head,
    refused_to_start,
    rest,
    serving,
    statuses,
)
from tests.adapter.support import Database

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

REQUESTS = 24


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Nobody else can write to the database while the block runs."""
    with closing(sqlite3.connect(database.path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


def send_all(server: Server, senders: ThreadPoolExecutor) -> list[Future[bytes]]:
    """Send requests whose answers are still to come; when this returns, the server has them all."""
    sent = threading.Semaphore(0)

    def send(number: int) -> bytes:
        body = b"n=%d" % number
        request = head(lines=["Expect: 100-continue", f"Content-Length: {len(body)}"])
        with connected(server.port) as connection:
            connection.sendall(request)
            # The server asks for the body when the adapter wants it.
            assert connection.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
            connection.sendall(body)
            sent.release()
            return rest(connection)

    found = [senders.submit(send, number) for number in range(REQUESTS)]
    for _ in found:
        assert sent.acquire(timeout=START)
    return found


def test_slow_database(database: Database) -> None:
    """SIGTERM comes while all requests wait for the database."""
    database.add_account("probe", "none")
    with (
        serving(database.path.parent, "--spool", "none", database=database.path) as server,
        ThreadPoolExecutor(REQUESTS) as senders,
    ):
        with locked(database):
            answers = send_all(server, senders)
            server.process.send_signal(signal.SIGTERM)
            # It takes no more connections now.
            end = time.monotonic() + START
            while time.monotonic() < end:
                try:
                    exchange(server.port, b"")
                except ConnectionRefusedError:
                    break
            assert not any(answer.done() for answer in answers)
        assert [statuses(answer.result(START)) for answer in answers] == [[200]] * REQUESTS
        _, errors = server.process.communicate(timeout=START)
    assert server.process.returncode == 0
    assert "Traceback" not in errors
    assert sorted(int(row["params"]["n"]) for row in database.journal()) == list(range(REQUESTS))


def test_database_that_stays_slow(database: Database) -> None:
    """What it does not take in time is in the spool, and comes to it when the next server starts."""
    database.add_account("probe", "none")
    with (
        serving(database.path.parent, database=database.path) as server,
        locked(database),
        ThreadPoolExecutor(REQUESTS) as senders,
    ):
        answers = send_all(server, senders)
        server.process.send_signal(signal.SIGTERM)
        assert [statuses(answer.result(START)) for answer in answers] == [[200]] * REQUESTS
        server.process.communicate(timeout=START)
        assert server.process.returncode == 0
        spool = Spool(database.path.with_name("sms.db-spool"), database.engine().label)
        assert spool.status().waiting == REQUESTS
        assert database.journal() == []
    with serving(database.path.parent, database=database.path) as server:
        end = time.monotonic() + START
        while spool.status().waiting:
            assert time.monotonic() < end
            time.sleep(0.02)
        server.stop()
    assert sorted(int(row["params"]["n"]) for row in database.journal()) == list(range(REQUESTS))


def test_hangup_reads_accounts_again(database: Database) -> None:
    """Without it a removed account would be let in for up to half a minute."""
    database.add_account("probe", "none")
    with serving(database.path.parent, "--workers", "2", database=database.path) as server:
        assert server.request("POST", "/sms/probe", b"a=1")[0] == 200
        database.remove_accounts("probe")
        server.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 10
        while server.request("POST", "/sms/probe", b"a=1")[0] != 403:
            assert time.monotonic() < end
            time.sleep(0.02)
        errors = server.stop()
    assert server.process.returncode == 0
    assert "Traceback" not in errors


def test_json_log(database: Database) -> None:
    database.add_account("probe", "none")
    options = ["--log-format", "json", "--log-level", "debug"]
    with serving(database.path.parent, *options, database=database.path) as server:
        server.request("POST", "/sms/probe", b"From=%2B15017250604", Content_Type="application/x-www-form-urlencoded")
        errors = server.stop()
    (line,) = [line for line in errors.splitlines() if '"event": "callback"' in line]
    assert '"state": "failed"' in line
    assert "15017250604" not in errors
    assert '"level": "debug"' in line


def test_spool_that_cannot_be_written(database: Database, tmp_path: Path) -> None:
    url = f"sqlite:///{database.path}"
    spool = str(tmp_path / "no" / "spool")
    code, errors = refused_to_start(tmp_path, "--database", url, "serve", "--port", str(free_port()), "--spool", spool)
    assert code == 2
    assert "Traceback" not in errors
    assert errors.splitlines()[0].startswith("Error: ")
    assert str(tmp_path / "no") in errors
