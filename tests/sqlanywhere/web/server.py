"""The HTTP listener of the model (`-xs http(port=…)`)."""

from __future__ import annotations

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.machine import Database
from tests.sqlanywhere.web.handle import MAX_REQUEST_SIZE, handle
from tests.sqlanywhere.web.pool import pool_of
from tests.sqlanywhere.web.request import Answer, Request, failure

_IDLE = 60.0


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE
    server: _Listener

    def handle_one_request(self) -> None:
        """Read a request, answer, close."""
        self.close_connection = True
        self.raw_requestline = self.rfile.readline(65537)
        if len(self.raw_requestline) > 65536:
            self._send(failure(414))
        elif self.raw_requestline and self.parse_request():
            self._send(self._answer())

    def _answer(self) -> Answer:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit():
            return failure(400)
        size = int(length)
        limit = self.server.max_request_size
        if size > limit:
            return failure(413)
        body = self.rfile.read(size)
        if len(body) < size:
            return failure(400)
        request = Request(
            method=self.command,
            target=self.path,
            headers=tuple(self.headers.items()),
            body=body,
            remote_addr=self.client_address[0],
            version=self.request_version,
        )
        if not self.server.slots.acquire(blocking=False):
            return failure(503)  # over MaxConnections (sources L4)
        try:
            return handle(self.server.database, request, max_request_size=limit)
        except ModelError as fault:
            sys.stderr.write(f"{self.command} {self.path}: {fault}\n")
            return failure(500, f"The model cannot answer, a server could: {fault}")
        finally:
            self.server.slots.release()

    def _send(self, answer: Answer) -> None:
        lines = [f"HTTP/1.1 {answer.status} {answer.reason}"]
        lines += [f"{name}: {value}" for name, value in answer.headers if name.casefold() != "content-length"]
        lines.append(f"Content-Length: {len(answer.body)}")
        if all(name.casefold() != "connection" for name, _ in answer.headers):
            lines.append("Connection: close")
        head = "\r\n".join((*lines, "", "")).encode("latin-1", "replace")
        self.wfile.write(head + answer.body)
        self.wfile.flush()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A request that cannot be read."""
        self._send(failure(400 if code < 500 else code))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """No log on standard error."""


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, address: tuple[str, int], database: Database, max_request_size: int, max_connections: int
    ) -> None:
        self.database = database
        self.max_request_size = max_request_size
        self.slots = threading.BoundedSemaphore(max_connections)
        super().__init__(address, _Handler)


class Server:
    """A listener that runs in a thread of its own until `close`."""

    def __init__(self, listener: _Listener) -> None:
        self._listener = listener
        self.host, self.port = listener.server_address[0], listener.server_address[1]
        self._thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening; the pool's connections end."""
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()
        pool_of(self._listener.database).close()


def serve(
    database: Database,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    max_request_size: int = MAX_REQUEST_SIZE,
    max_connections: int = 100,
) -> Server:
    """Listen for web requests.

    Args:
        database: whose services.
        host: the address to listen on.
        port: 0 takes any that is free; `Server.port` says which.
        max_request_size: MaxRequestSize, in bytes.
        max_connections: MaxConnections; one more is answered 503.
    """
    server = Server(_Listener((host, port), database, max_request_size, max_connections))
    # What a server says of its listeners: docs/sqlanywhere-assumptions.md, "The server option".
    database.server_properties.update(
        {"HttpPorts": str(server.port), "CommandLine": f"-n {database.name} -xs http(port={server.port})"}
    )
    return server
