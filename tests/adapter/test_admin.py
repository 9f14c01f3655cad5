"""The admin port of the real server, and what happens to its processes."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.adapter.serving import FORM, START, Server, children, free_port, refused_to_start, serving
from tests.adapter.support import Database

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


class Admin:
    def __init__(self, server: Server, port: int) -> None:
        self.server = server
        self.port = port

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=START) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def value(self, name: str, **labels: str) -> float:
        found = [
            sample.value
            for family in text_string_to_metric_families(self.get("/metrics")[1])
            for sample in family.samples
            if sample.name == name and sample.labels == labels
        ]
        return found[0] if found else 0.0

    @property
    def processes(self) -> tuple[list[int], int]:
        """The workers, and the admin process."""
        found = {pid: Path(f"/proc/{pid}/cmdline").read_text() for pid in children(self.server.process.pid)}
        (admin,) = [pid for pid, command in found.items() if "adapter.admin" in command]
        return sorted(set(found) - {admin}), admin


def eventually(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + START
    while True:
        try:
            if condition():
                return
        except (OSError, ValueError):
            pass
        assert time.monotonic() < end
        time.sleep(0.02)


@contextmanager
def administered(database: Database, *options: str) -> Iterator[Admin]:
    port = free_port()
    with serving(database.path.parent, "--admin", f"127.0.0.1:{port}", *options, database=database.path) as server:
        admin = Admin(server, port)
        eventually(lambda: admin.get("/healthz")[0] == 200)
        yield admin


def test_metrics_of_all_workers_also_of_one_that_was_killed(database: Database) -> None:
    database.add_account("probe", "token", "s3cret")
    with administered(database, "--workers", "2") as admin:
        for number in range(20):
            path = "/sms/probe/s3cret" if number % 2 else "/sms/probe/wrong"
            admin.server.request("POST", path, b"From=%%2B15017250604&n=%d" % number, Content_Type=FORM)
        stored = {"provider": "probe", "state": "failed"}
        eventually(lambda: admin.value("sms_callback_callbacks_total", **stored) == 10)
        eventually(lambda: admin.value("sms_callback_requests_total", provider="probe", status="403") == 10)
        assert admin.value("sms_callback_refused_total", provider="probe", reason="wrong or missing proof") == 10
        assert admin.value("sms_callback_database_up") == 1
        assert admin.value("sms_callback_spool_up") == 1
        text = admin.get("/metrics")[1]
        assert not any(secret in text for secret in ("s3cret", "wrong/", "15017250604", "127.0.0.1"))
        os.kill(admin.processes[0][0], signal.SIGKILL)
        eventually(lambda: len(admin.processes[0]) == 2 and admin.server.request("GET", "/healthz")[0] == 200)
        assert admin.value("sms_callback_callbacks_total", **stored) == 10
        errors = admin.server.stop()
    assert "Traceback" not in errors
    assert admin.server.process.returncode == 0


def test_readiness_and_health(database: Database) -> None:
    with administered(database) as admin:
        assert admin.get("/readyz") == (200, "ok")
        aside = database.path.with_suffix(".aside")
        database.path.rename(aside)
        status, text = admin.get("/readyz")
        assert (status, "the database does not answer" in text) == (200, True)
        assert admin.server.request("GET", "/readyz")[0] == 200
        assert admin.value("sms_callback_database_up") == 0
        aside.rename(database.path)
        assert admin.get("/other")[0] == 404
        (worker,), _ = admin.processes
        os.kill(worker, signal.SIGSTOP)
        eventually(lambda: admin.get("/healthz") == (503, "no worker answers"))
        os.kill(worker, signal.SIGCONT)
        assert admin.get("/healthz")[0] == 200
        admin.server.stop()


def test_admin_process_that_was_killed_is_started_again(database: Database) -> None:
    with administered(database) as admin:
        _, old = admin.processes
        os.kill(old, signal.SIGKILL)
        eventually(lambda: admin.processes[1] != old and admin.get("/healthz")[0] == 200)
        errors = admin.server.stop()
    assert "the admin process ended with status -9" in errors


def test_workers_and_admin_process_end_when_the_main_process_is_killed(database: Database) -> None:
    """Otherwise the next one would find the ports taken."""
    with administered(database, "--workers", "2") as admin:
        workers, process = admin.processes
        admin.server.stop(signal.SIGKILL)
        eventually(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in [*workers, process]))


def test_admin_port_that_is_taken(database: Database) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        code, errors = refused_to_start(database.path.parent, "serve", "--port", str(free_port()), "--admin", address)
    assert code == 2
    assert "--admin none" in errors


@pytest.mark.parametrize("address", ["9464", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:x", "127.0.0.1:99999"])
def test_admin_address_that_cannot_be_read(tmp_path: Path, address: str) -> None:
    code, errors = refused_to_start(tmp_path, "serve", "--port", str(free_port()), "--admin", address)
    assert code == 2
    assert "Write --admin 127.0.0.1:9464" in errors
