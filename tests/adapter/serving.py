"""The real server in a process of its own, and raw requests to it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

FORM = "application/x-www-form-urlencoded"
START = 20
"""Seconds to wait for a server on a machine that is busy; the promise of 2 seconds is for one that is not."""


@dataclass
class Server:
    process: subprocess.Popen[str]
    port: int
    started: float

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=START)) as connection:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def wait(self) -> float:
        """Seconds until the first answer."""
        while True:
            try:
                status, _ = self.request("GET", "/healthz")
            except OSError:
                assert self.process.poll() is None, self.process.communicate()[1]
                assert time.monotonic() - self.started < START
                time.sleep(0.01)
            else:
                assert status == 200
                return time.monotonic() - self.started

    def stop(self, number: int = signal.SIGTERM) -> str:
        """Stop it; what it wrote to stderr."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=START)
        return errors


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    folder: Path, *options: str, database: Path | None = None, database_url: str | None = None
) -> Iterator[Server]:
    """A server in a folder, until the block ends; on the default database, or another."""
    port = free_port()
    url = f"sqlite:///{database}" if database else database_url
    named = ["--database", url] if url else []
    admin = [] if "--admin" in options else ["--admin", "none"]
    command = [sys.executable, "-m", "sms_callback", *named, "serve", "--port", str(port), *admin, *options]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("SMS_CALLBACK_")}
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    server = Server(process, port, started)
    try:
        server.wait()
        yield server
    finally:
        if process.poll() is None:
            # Its workers, too: they would live on and hold the pipe open.
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=START)


def children(pid: int) -> list[int]:
    """The processes that it started, whichever thread did."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def memory(pid: int) -> int:
    """The most KiB that a process has had."""
    return int(Path(f"/proc/{pid}/status").read_text().split("VmHWM:")[1].split()[0])


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=START)


def exchange(port: int, *parts: bytes) -> bytes:
    """Send raw bytes; all that comes back until the server ends the connection."""
    with connected(port) as connection:
        for part in parts:
            connection.sendall(part)
        return rest(connection)


def rest(connection: socket.socket) -> bytes:
    """All that comes until the other side ends the connection, however it does."""
    found = b""
    try:
        while data := connection.recv(65536):
            found += data
    except ConnectionError:
        pass
    return found


def statuses(answers: bytes) -> list[int]:
    """The status of each answer in what came back."""
    return [int(part[:3]) for part in answers.split(b"HTTP/1.1 ")[1:]]


def head(path: str = "/sms/probe", lines: Sequence[str] = (), method: str = "POST") -> bytes:
    """A request's head; the server ends the connection after the answer."""
    start = [f"{method} {path} HTTP/1.1", "Host: h", "Connection: close", f"Content-Type: {FORM}"]
    return "".join(f"{line}\r\n" for line in [*start, *lines, ""]).encode()


def refused_to_start(folder: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and what it said; `serve` with its options comes last."""
    admin = [] if "--admin" in arguments else ["--admin", "none"]
    command = [sys.executable, "-m", "sms_callback", *arguments, *admin]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=START, check=False)
    return done.returncode, done.stderr
