"""An adapter that can be killed: `sms-callback serve` as an operator starts it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

from tests.fault.provider import PUBLIC
from tests.fault.service import START, Service, children, gone
from tests.fault.waiting import until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Adapter(Service):
    """One adapter: its supervisor and its workers.

    Args:
        folder: its working directory, with its log.
        database: URL.
        options: of `serve`.
        environ: variables for it alone.
    """

    def __init__(self, folder: Path, database: str, options: Sequence[str], environ: Mapping[str, str]) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "sms_callback", "--database", database, "serve"]
        command += ["--port", str(self.port), "--public-url", PUBLIC, *options]
        super().__init__(command, folder, folder / f"adapter-{self.port}.log", environ)

    def wait_ready(self) -> None:
        """Wait until it answers."""
        until(self._answers, START, "the adapter answers")

    def kill_worker(self, chance: Random) -> None:
        """One of its workers ends at once."""
        os.kill(chance.choice(self.workers()), signal.SIGKILL)

    def kill_workers(self) -> None:
        """All of its workers end at once, and their supervisor does not."""
        for worker in self.workers():
            os.kill(worker, signal.SIGKILL)

    def workers(self) -> list[int]:
        """Its worker processes."""
        return until(lambda: [pid for pid in children(self.pid) if _is_worker(pid)], START, "a worker")

    def _answers(self) -> bool:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=START)) as connection:
                connection.request("GET", "/healthz")
                return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False


@contextmanager
def serving(folder: Path, database: str, options: Sequence[str], environ: Mapping[str, str]) -> Iterator[Adapter]:
    """An adapter that answers, until the block ends."""
    adapter = Adapter(folder, database, options, environ)
    try:
        adapter.wait_ready()
        yield adapter
    finally:
        adapter.close()


def _is_worker(pid: int) -> bool:
    """Not gone, and not the resource tracker of Python's multiprocessing."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False
    return not gone(pid) and b"resource_tracker" not in command
