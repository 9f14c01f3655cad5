"""Requests as nobody should send them, to the real server: a clear answer, bounded memory, and others still served."""

from __future__ import annotations

import json
import resource
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from sms_callback.adapter.gate import MAX_FIELDS
from sms_callback.adapter.serve import CONNECTIONS
from tests.adapter.serving import FORM, Server, children, connected, exchange, head, memory, rest, serving, statuses
from tests.adapter.support import Database

TIMEOUT = 1.0
"""Seconds that a sender has for its headers, and for its body."""

WITHIN = 150 * 1024
"""KiB that a worker may take."""

BODY = b"a=1"
LENGTH = f"Content-Length: {len(BODY)}"
CHUNKED = "Transfer-Encoding: chunked"

SLOW = (
    (["Content-Length: 30"], b"a"),
    ([CHUNKED], b"1\r\na\r\n"),
    (["Content-Length: 90000"], b"a" * 33_000),
)
"""Bodies that are begun and never ended."""

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells which connection is silent")


@pytest.fixture(scope="module")
def server(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests here. Its account is open, so that nothing but the request decides."""
    path = tmp_path_factory.mktemp("hostile") / "sms.db"
    path.write_bytes(installed.read_bytes())
    database = Database(path)
    database.add_provider("probe")
    database.add_account("probe", "none")
    with serving(path.parent, "--read-timeout", str(TIMEOUT), database=path) as found:
        yield found
        errors = found.stop()
    assert "Traceback" not in errors
    assert found.process.returncode == 0


@pytest.fixture(autouse=True)
def others_are_served(server: Server) -> Iterator[None]:
    yield
    assert ask(server) == 200


def ask(server: Server) -> int:
    """The status that somebody else gets, at once."""
    (status,) = statuses(exchange(server.port, head(lines=[LENGTH]), BODY))
    return status


def worker(server: Server) -> int:
    (found,) = children(server.process.pid)
    return found


@pytest.mark.parametrize(
    ("request_head", "body", "expected"),
    [
        pytest.param(head(lines=["Content-Length: 3", "Content-Length: 4"]), b"a=12", [400], id="two lengths"),
        pytest.param(head(lines=["Content-Length: 3, 3"]), BODY, [400], id="list of lengths"),
        pytest.param(head(lines=["Content-Length: +3"]), BODY, [400], id="length with a sign"),
        pytest.param(head(lines=["Content-Length: 0x3"]), BODY, [400], id="length in hexadecimal"),
        pytest.param(head(lines=["Content-Length: -3"]), BODY, [400], id="negative length"),
        pytest.param(head(lines=["Content-Length:", " 3"]), BODY, [400], id="folded length"),
        pytest.param(head(lines=["Content-Length : 3"]), BODY, [400], id="blank before the colon"),
        pytest.param(head(lines=["X-A: 1", " folded", LENGTH]), BODY, [400], id="folded header"),
        pytest.param(head(lines=["X-A: a\rb", LENGTH]), BODY, [400], id="bare CR"),
        pytest.param(head(lines=["X-A: a\0b", LENGTH]), BODY, [400], id="NUL in a header"),
        pytest.param(head(lines=["Transfer-Encoding: xchunked"]), b"3\r\na=1\r\n0\r\n\r\n", [400], id="unknown coding"),
        pytest.param(
            head(lines=["Transfer-Encoding: chunked, identity"]), b"3\r\na=1\r\n0\r\n\r\n", [400], id="chunked not last"
        ),
        pytest.param(
            head(lines=[CHUNKED, "Transfer-Encoding: identity"]), b"3\r\na=1\r\n0\r\n\r\n", [400], id="two codings"
        ),
        pytest.param(head(lines=[CHUNKED]), b"0x3\r\na=1\r\n0\r\n\r\n", [411], id="chunk size in C"),
        pytest.param(head(lines=[CHUNKED]), b"fffffffffffffffff\r\na=1\r\n0\r\n\r\n", [411], id="chunk size too large"),
        pytest.param(head(lines=["Content-Encoding: gzip", LENGTH]), BODY, [415], id="compressed"),
        pytest.param(head(lines=["Content-Encoding: identity", LENGTH]), BODY, [200], id="not compressed"),
        pytest.param(head(lines=[f"X-{n}: a" for n in range(200)]), b"", [431], id="many headers"),
        pytest.param(head(lines=["Content-Length: 99999999"]), b"", [413], id="announced too long"),
        pytest.param(head(lines=["Content-Length: 99999999999999999999"]), b"", [400], id="length beyond 64 bits"),
        pytest.param(head(method="TRACE"), b"", [405], id="TRACE"),
        pytest.param(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"", [], id="HTTP/2"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"", [400], id="TLS"),
    ],
)
def test_answer(server: Server, request_head: bytes, body: bytes, expected: list[int]) -> None:
    assert statuses(exchange(server.port, request_head, body)) == expected


def test_chunked_body_that_was_cut_before_its_first_chunk(server: Server) -> None:
    with connected(server.port) as connection:
        connection.sendall(head(lines=[CHUNKED]))
        connection.shutdown(socket.SHUT_WR)
        assert statuses(rest(connection)) == [411]


@pytest.mark.parametrize("order", [[LENGTH, CHUNKED], [CHUNKED, LENGTH]])
def test_second_request_hidden_behind_two_lengths_is_not_answered(server: Server, order: list[str]) -> None:
    """A proxy may have believed the other length: so the connection ends, and nothing after the body counts."""
    hidden = b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
    request = head(lines=order).replace(b"Connection: close\r\n", b"")
    assert statuses(exchange(server.port, request, b"3\r\na=1\r\n0\r\n\r\n" + hidden)) == [411]


def test_bare_line_feeds_hide_no_request(server: Server) -> None:
    hidden = b"GET /healthz HTTP/1.1\nHost: h\n\n"
    request = head(lines=[f"Content-Length: {len(hidden)}"]).replace(b"\r\n", b"\n")
    assert statuses(exchange(server.port, request, hidden)) == [200]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("//sms/probe", 404),
        ("/sms//probe", 404),
        ("/./sms/probe", 404),
        ("/x/../sms/probe", 404),
        ("/sms/probe/../../readyz", 404),
        ("/sms/probe%00", 404),
        ("/sms/probe;x=1", 404),
        ("/sms/probe%3b", 404),
        ("/sms/%70robe", 200),
        ("/sms%2fprobe", 200),
        ("/sms/probe%2fs3cret", 200),
        ("/SMS/probe", 404),
        ("*", 404),
        ("http://elsewhere/sms/probe", 200),
    ],
)
def test_path(server: Server, path: str, status: int) -> None:
    """Nothing is taken out of a path, and an encoded slash is one."""
    assert statuses(exchange(server.port, head(path, [LENGTH]), BODY)) == [status]


def test_expect_continue(server: Server) -> None:
    with connected(server.port) as connection:
        connection.sendall(head(lines=["Expect: 100-continue", LENGTH]))
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(BODY)
        assert statuses(rest(connection)) == [200]
    with connected(server.port) as connection:
        connection.sendall(head(lines=["Expect: 100-continue", "Content-Length: 99999999"]))
        assert statuses(rest(connection)) == [413]


@linux
@pytest.mark.parametrize("start", [b"", b"POST /sms/pr", head()[:-2], head()[:-2] + b"X-A: 1\r\n"])
def test_slow_head(server: Server, start: bytes) -> None:
    began = time.monotonic()
    assert exchange(server.port, start) == b""
    assert TIMEOUT / 2 < time.monotonic() - began < 10 * TIMEOUT


@linux
def test_many_slow_bodies(server: Server) -> None:
    """Many, of all kinds; each is told that it took too long, and hung up on."""
    with ExitStack() as stack:
        slow = []
        for number in range(300):
            connection = stack.enter_context(connected(server.port))
            lines, body = SLOW[number % len(SLOW)]
            connection.sendall(head(lines=lines) + body)
            slow.append(connection)
        began = time.monotonic()
        assert ask(server) == 200
        assert time.monotonic() - began < TIMEOUT
        assert {tuple(statuses(rest(connection))) for connection in slow} == {(408,)}
        assert time.monotonic() - began < 20 * TIMEOUT
    assert memory(worker(server)) < WITHIN


@linux
def test_body_that_trickles(server: Server) -> None:
    """It is not silent, and still it has no more time than another."""
    with connected(server.port) as connection:
        connection.sendall(head(lines=["Content-Length: 100000"]))
        connection.settimeout(0.05)
        until = time.monotonic() + 10 * TIMEOUT
        answer = b""
        while not answer and time.monotonic() < until:
            connection.sendall(b"a")
            with suppress(TimeoutError):
                answer = connection.recv(100)
        assert statuses(answer) == [408]
        assert rest(connection).endswith(b"the body took too long")


@linux
def test_endless_chunks(server: Server) -> None:
    with connected(server.port) as connection:
        connection.sendall(head(lines=[CHUNKED]))
        sent = 0
        try:
            while sent < 64 << 20:
                connection.sendall(b"10000\r\n" + b"a" * 65536 + b"\r\n")
                sent += 65536
        except ConnectionError:
            pass
        assert sent < 64 << 20
    assert memory(worker(server)) < WITHIN


@linux
def test_huge_heads(server: Server) -> None:
    with ExitStack() as stack:
        found = []
        for _ in range(100):
            connection = stack.enter_context(connected(server.port))
            try:
                connection.sendall(head()[:-2] + b"X-A: " + b"a" * 1_000_000)
            except ConnectionError:
                continue
            found.append(connection)
        assert {tuple(statuses(rest(connection))) for connection in found} <= {(), (431,)}
    assert memory(worker(server)) < WITHIN


@linux
def test_many_connections(server: Server) -> None:
    """As many as this process may open; beyond its limit the server leaves them waiting."""
    most = min(resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 100, CONNECTIONS - 50)
    with ExitStack() as stack:
        for _ in range(most):
            stack.enter_context(connected(server.port)).sendall(b"POST /sms/probe HTTP/1.1\r\n")
        assert ask(server) == 200
    assert memory(worker(server)) < WITHIN


@linux
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(b"[" * 500_000, "application/json", id="deep"),
        pytest.param(b'{"a":' * 60 + b"1" + b"}" * 60, "application/json", id="deep enough"),
        pytest.param(b"&".join(b"%d=" % n for n in range(MAX_FIELDS)), FORM, id="fields"),
        pytest.param(json.dumps({"results": [{}] * 100_000}).encode(), "application/json", id="callbacks"),
        pytest.param(b'{"%s":[%s1]}' % (b"k" * 9000, b"1," * 9000), "application/json", id="names"),
    ],
)
def test_content(server: Server, body: bytes, content_type: str) -> None:
    """Authentic, so it is stored, as a failed callback where it cannot be understood."""
    lines = [f"Content-Length: {len(body)}"]
    request = head(lines=lines).replace(b"application/x-www-form-urlencoded", content_type.encode())
    assert statuses(exchange(server.port, request, body)) == [200]
    assert memory(worker(server)) < WITHIN


def test_too_many_fields(server: Server) -> None:
    body = b"&".join(b"%d=" % n for n in range(MAX_FIELDS + 1))
    assert statuses(exchange(server.port, head(lines=[f"Content-Length: {len(body)}"]), body)) == [413]
