"""The listener, and `python -m tests.sqlanywhere serve`."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sqlanywhere import coverage
from tests.sqlanywhere import serve as command
from tests.sqlanywhere.machine import Database
from tests.sqlanywhere.web import Server, serve

SQL = """
CREATE USER web;
CREATE PROCEDURE echo (IN a LONG VARCHAR) RESULT (x LONG VARCHAR)
BEGIN
    SELECT STRING(a, '|', HTTP_HEADER('X-Twice'), '|', HTTP_HEADER('@HttpURI'));
END;
GRANT EXECUTE ON echo TO web;
CREATE SERVICE "echo" TYPE 'RAW' URL ON AUTHORIZATION OFF USER web AS CALL dba.echo(:a);
"""


@pytest.fixture
def server(database: Database) -> Iterator[Server]:
    """A listener over the database."""
    database.load(SQL)
    running = serve(database, max_request_size=50)
    yield running
    running.close()


def ask(port: int, method: str, target: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    """Status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, target, body, headers)
    answer = connection.getresponse()
    assert answer.headers["Connection"] == "close"
    return answer.status, answer.read()


def test_requests(server: Server) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded", "X-Twice": "h"}
    assert ask(server.port, "GET", "/echo?a=1") == (200, b"1||/echo?a=1")
    assert ask(server.port, "POST", "/echo/x", b"a=caf%C3%A9", **form) == (200, "café|h|/echo/x".encode())
    assert ask(server.port, "POST", "/echo", b"a=" + 49 * b"x", **form)[0] == 413
    assert ask(server.port, "GET", "/nothing")[0] == 404


def raw(port: int, text: bytes) -> bytes:
    """The first line of the answer to these bytes."""
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall(text)
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as file:
            return file.read().split(b"\r\n")[0]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (b"GARBAGE\r\n\r\n", b"400"),
        (b"POST /echo HTTP/1.1\r\nHost: x\r\n\r\n", b"411"),
        (b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        (b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n", b"400"),
        (b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na=1", b"400"),
        (b"BREW /echo HTTP/1.1\r\nHost: x\r\n\r\n", b"501"),
        (b"GET /" + 70000 * b"x" + b" HTTP/1.1\r\n\r\n", b"414"),
    ],
)
def test_requests_that_are_not_well_formed(server: Server, text: bytes, status: bytes) -> None:
    # errors-http.html
    assert raw(server.port, text).split()[1] == status


def test_many_at_once(server: Server) -> None:
    answers: list[tuple[int, bytes]] = []
    threads = [
        threading.Thread(target=lambda number=number: answers.append(ask(server.port, "GET", f"/echo?a={number}")))
        for number in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(body for _, body in answers) == sorted(f"{n}||/echo?a={n}".encode() for n in range(20))


def test_serve_as_a_command(tmp_path: Path) -> None:
    (tmp_path / "one.sql").write_text(SQL, encoding="utf-8")
    environment = os.environ | {coverage.FOLDER_VARIABLE: str(tmp_path / "found")}
    arguments = [sys.executable, "-m", "tests.sqlanywhere", "serve", "--client-port", "0", str(tmp_path / "one.sql")]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, env=environment, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        try:
            web, _, client = process.stdout.readline().decode().partition(" client ")
            port = int(web.rpartition(":")[2])
            assert client.startswith("127.0.0.1:")
            assert ask(port, "GET", "/echo?a=1")[0] == 200
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    [found] = (tmp_path / "found").glob("*.json")
    assert ["procedure dba.echo", 3, 5] in json.loads(found.read_text(encoding="utf-8"))


def test_serve_says_what_it_cannot_load(tmp_path: Path) -> None:
    (tmp_path / "bad.sql").write_text("CREATE TABLE t (a INTEGER);\nSELEC 1;\n", encoding="utf-8")
    arguments = [sys.executable, "-m", "tests.sqlanywhere", "serve", str(tmp_path / "bad.sql")]
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert (done.returncode, "bad.sql:2:1:" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"CREATE TABLE t (a INTEGER);\n\n INSERT INTO t VALUES ('x');", "it.sql:3:2: Cannot convert 'x'"),
        (b"COMMIT;\nCHECKPOINT;", "it.sql:2:1: the machine does not run CHECKPOINT"),
        (b"\xff", "it.sql: the file is not UTF-8 (byte 0)"),
        (None, "it.sql: cannot be read: No such file or directory"),
    ],
)
def test_serve_says_why_a_file_cannot_be_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "it.sql").write_bytes(content)
    assert command.main([str(tmp_path / "it.sql")]) == 1
    assert said in capsys.readouterr().err


def test_serve_says_that_the_port_is_taken(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--port", str(server.port)]) == 1
    assert capsys.readouterr().err == "cannot listen: Address already in use\n"
    with pytest.raises(SystemExit):
        command.main(["--port", "99999"])
    assert "99999 is no port: 0 to 65535" in capsys.readouterr().err


def test_what_the_model_does_not_do_is_said(
    database: Database, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    database.load("CREATE SERVICE beyond TYPE 'RAW' AUTHORIZATION OFF USER dba AS SELECT SUSER_NAME();")
    status, body = ask(server.port, "GET", "/beyond")
    assert (status, b"function SUSER_NAME is not modelled" in body) == (500, True)
    assert "GET /beyond: function SUSER_NAME is not modelled" in capsys.readouterr().err
