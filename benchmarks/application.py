"""One application under test: started, waited for, killed, and asked for its memory."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.callbacks import PATH
from benchmarks.cpu import cpu_seconds, processes
from benchmarks.paths import LOGS, BenchmarkError

START_TIMEOUT = 30.0
STOP_TIMEOUT = 20.0


@dataclass
class Application:
    """Its commands run in sessions of their own, so that all their processes are found and killed together.

    Args:
        name: of its log.
        commands: what to start, in this order.
        port: where it listens.
        environment: variables beside ours.
        folder: where it runs.
    """

    name: str
    commands: Sequence[Sequence[str]]
    port: int
    environment: Mapping[str, str]
    folder: Path
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Start it; ready as soon as it answers.

        Raises:
            BenchmarkError: it does not.
        """
        LOGS.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        with (LOGS / f"{self.name}.log").open("ab") as log:
            for command in self.commands:
                self._running.append(
                    subprocess.Popen(
                        list(command),
                        cwd=self.folder,
                        env={**os.environ, **self.environment},
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )
                )
        end = time.monotonic() + START_TIMEOUT
        while not answers(self.port):
            if time.monotonic() > end or any(process.poll() is not None for process in self._running):
                self.kill()
                raise BenchmarkError(f"{self.name} does not start: see {LOGS / self.name}.log")
            time.sleep(0.05)

    def stop(self) -> None:
        """End it as an operator would; what does not end is killed."""
        for process in self._running:
            process.terminate()
        end = time.monotonic() + STOP_TIMEOUT
        for process in self._running:
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                break
        self.kill()

    def kill(self) -> None:
        """SIGKILL to all of its processes at once."""
        for process in self._running:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._running.clear()

    def peak_memory(self) -> int:
        """Bytes that its largest process has had resident so far."""
        return max((_peak(pid) for pid in self._processes()), default=0)

    def cpu_seconds(self) -> float:
        """Processor time of all its processes so far."""
        return cpu_seconds(self._processes())

    def _processes(self) -> list[int]:
        groups = {process.pid for process in self._running}
        return [pid for pid in processes() if _group(pid) in groups]


def answers(port: int) -> bool:
    """Whether the application there answers: an unsigned request is refused, but not by a proxy before it (502)."""
    request = f"GET {PATH} HTTP/1.1\r\nHost: sms.example.com\r\nConnection: close\r\n\r\n".encode()
    try:
        with socket.create_connection(("127.0.0.1", port), 2) as connection:
            connection.settimeout(5)
            connection.sendall(request)
            head = connection.recv(64)
            return head.startswith(b"HTTP/1.1 ") and not head.startswith(b"HTTP/1.1 5")
    except OSError:
        return False


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _group(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


def _peak(pid: int) -> int:
    """VmHWM: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html"""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
