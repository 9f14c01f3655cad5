"""The real server: quick to start, small, and stopped cleanly."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from twilio.request_validator import RequestValidator

from tests.adapter.serving import FORM, START, children, free_port, memory, refused_to_start, serving
from tests.adapter.support import TOKEN, Database


def test_empty_directory(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        took = time.monotonic() - server.started
        assert server.request("GET", "/readyz")[0] == 200
        assert server.request("GET", "/sms/nobody")[0] == 404
        errors = server.stop()
    assert server.process.returncode == 0
    assert (tmp_path / "sms-callback.db").exists()
    assert took < 2 or os.getloadavg()[0] > (os.cpu_count() or 1)
    assert "Installed sms-callback into sqlite:///sms-callback.db" in errors
    assert f"http://127.0.0.1:{server.port}" in errors
    assert "no --public-url" in errors
    assert "account add" in errors


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_of_a_worker(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        (worker,) = children(server.process.pid)
        for _ in range(50):
            server.request("POST", "/sms/nobody", b"a" * 100_000)
        kilobytes = memory(worker)
        server.stop()
    assert kilobytes < 120 * 1024


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stops_cleanly(tmp_path: Path, number: int) -> None:
    with serving(tmp_path, "--public-url", "https://sms.example.com", "--workers", "2") as server:
        errors = server.stop(number)
    assert server.process.returncode == 0
    assert "Traceback" not in errors
    assert "Warning" not in errors


def chunked(port: int, chunks: list[bytes]) -> int:
    """The status of a chunked POST."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=START)) as connection:
        headers = {"Content-Type": FORM, "Transfer-Encoding": "chunked"}
        connection.request("POST", "/sms/probe", iter(chunks), headers, encode_chunked=True)
        return connection.getresponse().status


def test_signed_callbacks_through_the_whole_server(database: Database) -> None:
    database.add_account("probe", "twilio", TOKEN)
    options = ["--public-url", "https://sms.example.com/cb", "--route", "/old/hook=probe/inbound", "--max-body", "2000"]
    with serving(database.path.parent, *options, database=database.path) as server:
        for path in ("/sms/probe/status?x=%20a+b", "/old/hook", "/sms/probe/a%20b;c/?y"):
            signature = RequestValidator(TOKEN).compute_signature(f"https://sms.example.com/cb{path}", {"Body": "é"})
            headers = {"Content_Type": FORM, "X_Twilio_Signature": signature}
            assert server.request("POST", path, b"Body=%C3%A9", **headers)[0] == 200
        assert server.request("POST", "/sms/probe", b"Body=x", Content_Type=FORM, X_Twilio_Signature="x")[0] == 403
        assert server.request("POST", "/sms/probe", b"a" * 2001, Content_Type=FORM)[0] == 413
        assert chunked(server.port, [b"a" * 1000] * 3) == 413
        errors = server.stop()
    rows = database.journal()
    assert [row["path"] for row in rows] == ["/sms/probe/status", "/old/hook", "/sms/probe/***"]
    assert [row["url_kind"] for row in rows] == ["status", "inbound", None]
    assert [row["params"] for row in rows] == [{"Body": "é", "x": " a b"}, {"Body": "é"}, {"Body": "é", "y": ""}]
    assert {row["remote_addr"] for row in rows} == {"127.0.0.1"}
    assert "refused: provider=probe address=127.0.0.1 reason=wrong or missing proof" in errors
    assert TOKEN not in errors
    assert f"sms-callback --database sqlite:///{database.path} url --public-url https://sms.example.com/cb" in errors


def test_sender_that_hangs_up_stores_nothing(database: Database) -> None:
    database.add_account("probe", "none")
    with serving(database.path.parent, database=database.path) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=START) as connection:
            head = f"POST /sms/probe HTTP/1.1\r\nHost: h\r\nContent-Type: {FORM}\r\nContent-Length: 100\r\n\r\n"
            connection.sendall(head.encode() + b"a=1")
            connection.shutdown(socket.SHUT_WR)
            assert connection.recv(1000).startswith(b"HTTP/1.1 400 ")
        server.stop()
    assert database.journal() == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_killed_worker_is_replaced(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        (worker,) = children(server.process.pid)
        os.kill(worker, signal.SIGKILL)
        deadline = time.monotonic() + START
        while worker in children(server.process.pid):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        server.wait()
        server.stop()
    assert server.process.returncode == 0


def test_next_step_can_be_typed_as_it_is_printed(database: Database) -> None:
    database.add_provider("twilio")
    database.add_account("twilio", "twilio", TOKEN)
    with serving(database.path.parent, database=database.path) as server:
        errors = server.stop()
    assert f"simulate twilio --url http://127.0.0.1:{server.port} (" in errors
    assert "--public-url http" in errors


def test_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, errors = refused_to_start(tmp_path, "serve", "--port", port)
    assert (code, errors.count("\n")) == (2, 2)
    assert f"Cannot listen on 127.0.0.1 port {port}" in errors
    assert not (tmp_path / "sms-callback.db").exists()


def test_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other, other:
        other.execute("CREATE TABLE crm (id INTEGER)")
    port = str(free_port())
    code, errors = refused_to_start(tmp_path, "--database", "sqlite:///other.db", "serve", "--port", port)
    assert code == 2
    assert "sms-callback --database sqlite:///other.db install" in errors
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("crm",)]


@pytest.mark.parametrize(
    "options", [["--public-url", "sms.example.com"], ["--route", "x=y"], ["--trusted-proxy", "proxy"]]
)
def test_setting_that_cannot_be_used(tmp_path: Path, options: list[str]) -> None:
    code, errors = refused_to_start(tmp_path, "serve", "--port", str(free_port()), *options)
    assert code == 2
    assert errors.startswith("Error: ")
    assert "Traceback" not in errors


def cut_chunk(port: int, content_type: str, part: bytes) -> bytes:
    """The status line for a chunked POST whose sender goes away in the middle of a chunk."""
    head = f"POST /sms/probe HTTP/1.1\r\nHost: h\r\nContent-Type: {content_type}\r\nTransfer-Encoding: chunked\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=START) as connection:
        connection.sendall(head.encode() + b"64\r\n" + part)
        connection.shutdown(socket.SHUT_WR)
        return connection.recv(1000).partition(b"\r\n")[0]


def test_chunk_that_was_cut_is_no_callback(database: Database) -> None:
    database.add_account("probe", "none")
    with serving(database.path.parent, database=database.path) as server:
        assert cut_chunk(server.port, FORM, b"From=%2B1&Body=hal").startswith(b"HTTP/1.1 411 ")
        assert database.journal() == []
        cut_chunk(server.port, "application/json", b'{"From":"+1","Body":"hal')
        assert [row["error"] for row in database.journal()] == ["body: not JSON (Unterminated string starting at)"]
        server.stop()


def test_chunked_form_that_is_signed(database: Database) -> None:
    database.add_account("probe", "twilio", TOKEN)
    with serving(database.path.parent, "--public-url", "https://sms.example.com", database=database.path) as server:
        signature = RequestValidator(TOKEN).compute_signature("https://sms.example.com/sms/probe", {"Body": "abc"})
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=START)) as connection:
            headers = {"Content-Type": FORM, "Transfer-Encoding": "chunked", "X-Twilio-Signature": signature}
            connection.request("POST", "/sms/probe", iter([b"Body=", b"abc"]), headers, encode_chunked=True)
            assert connection.getresponse().status == 200
        server.stop()
    assert database.params() == {"Body": "abc"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_of_a_worker_with_large_bodies_at_once(database: Database) -> None:
    """Each takes its turn, so that the worker needs the room of one; flattened it has 30 times its size."""
    database.add_account("probe", "none")
    body = b'{"%s": [%s]}' % (b"k" * 100, b"1," * 18_000 + b"1")
    with serving(database.path.parent, database=database.path) as server, ThreadPoolExecutor(16) as senders:
        (worker,) = children(server.process.pid)
        done = senders.map(
            lambda number: server.request("POST", f"/sms/probe?{number}", body, Content_Type="application/json")[0],
            range(16),
        )
        assert set(done) == {200}
        kilobytes = memory(worker)
        server.stop()
    assert kilobytes < 120 * 1024


def test_database_away_at_the_start(tmp_path: Path) -> None:
    """It serves: what it can check goes to the spool. Here it never knew an account."""
    away = f"postgresql://127.0.0.1:{free_port()}/none"
    with serving(tmp_path, "--public-url", "https://a.b", database_url=away) as server:
        assert server.request("GET", "/readyz") == (200, b"ok: the database does not answer, callbacks go to the spool")
        assert server.request("POST", "/sms/probe", b"a=1")[0] == 503
        errors = server.stop()
    assert server.process.returncode == 0
    assert "callbacks go to the spool until then" in errors
    assert (tmp_path / "sms-callback-spool.db").exists()


def test_no_spool(tmp_path: Path) -> None:
    away = f"postgresql://127.0.0.1:{free_port()}/none"
    with serving(tmp_path, "--spool", "none", "--public-url", "https://a.b", database_url=away) as server:
        assert server.request("GET", "/readyz")[0] == 503
        errors = server.stop()
    assert "callbacks are answered 503 until then" in errors
    assert list(tmp_path.iterdir()) == []
