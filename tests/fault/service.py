"""A process under a service manager: it can be killed, and is started again whenever it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.fault.waiting import until

START = 30
"""Seconds that a program may take to start, or to end, on a machine that is busy."""

RESTART = 0.1
"""Seconds after which a program that has ended is started again, as systemd does it."""


def children(pid: int) -> list[int]:
    """The processes that one has started; none if it is not there."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def gone(pid: int) -> bool:
    """Whether a process has ended, also if nobody has asked for its exit code yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in {"Z", "X"}
    except FileNotFoundError:
        return True


class Service:
    """A program that runs until it is closed.

    Args:
        command: with its arguments.
        folder: its working directory.
        log: what it says.
        environ: variables for it alone.
    """

    def __init__(self, command: Sequence[str], folder: Path, log: Path, environ: Mapping[str, str]) -> None:
        self.log = log
        self._command = command
        self._folder = folder
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SMS_CALLBACK_")}
        self._environ = {**inherited, **environ}
        self._process = self._started()
        self._closed = threading.Event()
        self._manager = threading.Thread(target=self._keep, name="service manager")
        self._manager.start()

    @property
    def pid(self) -> int:
        """The process that was started last."""
        return self._process.pid

    def kill(self) -> None:
        """All its processes end at once, as when the machine loses power; it is started again."""
        killed = self._process
        os.killpg(killed.pid, signal.SIGKILL)
        until(lambda: self._process is not killed, START, "the service is started again")

    def terminate(self) -> None:
        """Stop it as a service manager does; it is started again."""
        stopped = self._process
        stopped.terminate()
        until(lambda: self._process is not stopped, START, "the service has ended and is started again")

    def close(self) -> None:
        """Leave nothing behind."""
        self._closed.set()
        self._end()
        self._manager.join(START)

    def _started(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self._command,
                cwd=self._folder,
                env=self._environ,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _keep(self) -> None:
        while not self._closed.is_set():
            self._process.wait()
            # Workers that outlived their supervisor would go on beside the next ones.
            self._end()
            if not self._closed.wait(RESTART):
                self._process = self._started()
        self._end()

    def _end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(START)
