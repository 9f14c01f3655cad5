"""The admin port: /healthz, /readyz and /metrics, in a process of its own.

It is a process so that no thread of it is in the main process when that forks a worker, and so that it answers when no
worker does. It ends when its standard input does: with the main process, however that ends.
"""

from __future__ import annotations

import http.client
import json
import logging
import logging.config
import signal
import socket
import subprocess
import sys
import threading
from contextlib import closing, suppress
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from prometheus_client.exposition import CONTENT_TYPE_LATEST

from sms_callback.adapter import log as logs
from sms_callback.adapter.exposition import Exposition
from sms_callback.adapter.readiness import Readiness
from sms_callback.adapter.setting import Listen, Settings
from sms_callback.delivery.pending import run

log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds that a worker may take to say that it is alive."""

_PAUSE = 1.0
"""Seconds before an admin process that ended is started again."""

_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104
"""Where to call a server that listens on all addresses."""


class AdminProcess:
    """The admin process while the block runs; if it ends, it is started again.

    Args:
        settings: of the workers.
        listen: where they listen, and where it does.
    """

    def __init__(self, settings: Settings, listen: Listen) -> None:
        self._orders = json.dumps([settings.text, asdict(listen)]).encode() + b"\n"
        self._stopped = threading.Event()
        self._process = self._started()
        self._keeper = threading.Thread(target=self._keep, name="admin", daemon=True)

    def __enter__(self) -> None:
        self._keeper.start()

    def __exit__(self, *_error: object) -> None:
        self._stopped.set()
        process = self._process
        if process.stdin:
            with suppress(OSError):
                process.stdin.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-m", __name__], stdin=subprocess.PIPE)  # noqa: S603
        if process.stdin:
            # Not as arguments or in the environment: the database's URL may hold a password.
            with suppress(OSError):
                process.stdin.write(self._orders)
                process.stdin.flush()
        return process

    def _keep(self) -> None:
        while True:
            status = self._process.wait()
            if self._stopped.is_set():
                return
            log.error("the admin process ended with status %s and is started again", status)
            if self._stopped.wait(_PAUSE):
                return
            self._process = self._started()


class _Server(ThreadingHTTPServer):
    """Answers each request in a thread of its own."""

    daemon_threads = True

    def __init__(self, listen: Listen, readiness: Readiness, exposition: Exposition) -> None:
        host, port = listen.admin or ("", 0)
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler)
        self.listen_public = (listen.host, listen.port)
        self.readiness = readiness
        self.exposition = exposition


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 5
    server_version = "sms-callback"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer one request."""
        match self.path.partition("?")[0]:
            case "/healthz":
                alive = _answers(*self.server.listen_public)
                self._text(200 if alive else 503, "ok" if alive else "no worker answers")
            case "/readyz":
                ready = run(self.server.readiness.check())
                self._text(200 if ready else 503, ready.text)
            case "/metrics":
                self._send(200, CONTENT_TYPE_LATEST, self.server.exposition.text())
            case _:
                self._text(404, "not found")

    def _text(self, status: int, text: str) -> None:
        self._send(status, "text/plain; charset=utf-8", text.encode())

    def _send(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Scrapes are not worth a line."""


def _answers(host: str, port: int) -> bool:
    """Does a worker answer?"""
    with closing(http.client.HTTPConnection(_ANY.get(host, host), port, timeout=PATIENCE)) as connection:
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False


def main() -> None:
    """The admin process, until standard input ends."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # They come to all processes of a terminal or a service; this one ends after the workers.
        signal.signal(number, signal.SIG_IGN)
    settings_text, listen_fields = json.loads(sys.stdin.buffer.readline())
    settings, listen = Settings.parse(settings_text), Listen(**listen_fields)
    logging.config.dictConfig(logs.configuration(listen.log_level, listen.log_format))
    engine = settings.open_engine()
    spool = settings.open_spool(engine)
    readiness = Readiness(engine, spool)
    server = _Server(listen, readiness, Exposition(Path(settings.reports or ""), readiness, spool))
    threading.Thread(target=server.serve_forever, name="admin", daemon=True).start()
    sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
