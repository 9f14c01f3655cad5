"""process --watch: a deferred set-up from end to end, on each engine."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from psycopg.conninfo import conninfo_to_dict

from sms_callback.cli import main
from sms_callback.engine import open_engine
from sms_callback.errors import NotInstalledError, SmsCallbackError
from sms_callback.model import Callback
from sms_callback.operate.watch import Watcher, Worked
from tests.cli.conftest import Desk
from tests.outcome import stored

PATIENCE = 60
"""Seconds that something may take on a machine that is busy."""

NEVER = 3600.0
"""An interval after which no test looks."""


@dataclass
class Listener:
    """Keeps what it is told."""

    complaints: list[str] = field(default_factory=list)
    refused_ids: list[int] = field(default_factory=list)
    backs: int = 0

    def worked(self, count: Worked) -> None:
        assert count != Worked()

    def refused(self, callback_id: int, error: SmsCallbackError) -> None:
        self.refused_ids.append(callback_id)

    def away(self, error: SmsCallbackError) -> None:
        self.complaints.append(error.message)

    def back(self) -> None:
        self.backs += 1


@contextmanager
def watching(desk: Desk, interval: float | None = 0.05, many: int = 1) -> Iterator[tuple[list[Watcher], Listener]]:
    """Watchers at work, each in a thread of its own."""
    stop, listener = threading.Event(), Listener()
    watchers = [Watcher(desk.engine, stop, listener, interval) for _ in range(many)]
    with ThreadPoolExecutor(many) as threads:
        running = [threads.submit(watcher.run) for watcher in watchers]
        try:
            yield watchers, listener
        finally:
            stop.set()
            for one in running:
                one.result(PATIENCE)


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def worked(watcher: Watcher, done: int) -> None:
    until(lambda: watcher.total.done == done)


def deferred(desk: Desk) -> None:
    desk.sql("UPDATE {s}sms_setting SET value = 'deferred' WHERE name = 'process'")


def journal(desk: Desk, what: str) -> list[Any]:
    """A column of the journal, in the order of arrival."""
    schema = "" if desk.engine.name == "sqlite" else "sms."
    with desk.engine.transaction() as session:
        rows = session.select(f"SELECT {what} AS found FROM {schema}sms_callback ORDER BY callback_id")
    return [row["found"] for row in rows]


def status(message: int, word: str) -> Callback:
    return Callback("twilio", json.dumps({"MessageSid": f"SM{message}", "MessageStatus": word}))


def test_callbacks_are_worked_in_order_as_they_come(desk: Desk) -> None:
    deferred(desk)
    words = ("queued", "sent", "delivered")
    assert [desk.deliver(MessageSid="SM1", MessageStatus=word).state for word in words] == ["pending"] * 3
    with watching(desk) as ((watcher,), listener):
        until(lambda: watcher.total == Worked(done=3))
        desk.deliver(MessageSid="SM2", MessageStatus="sent")
        desk.deliver(MessageStatus="sent")
        until(lambda: watcher.total == Worked(done=4))
    assert listener.complaints == []
    assert journal(desk, "state") == ["done"] * 4 + ["failed"]
    assert journal(desk, "attempts") == [1] * 5
    history = desk.json("messages", "SM1")["history"]
    assert [(row["status"], row["applied"]) for row in history] == [(word, 1) for word in words]


def test_two_watchers_share_the_work_and_the_order_rule_holds(desk: Desk) -> None:
    deferred(desk)
    messages = range(8 if desk.engine.name == "sqlanywhere" else 40)
    callbacks = [status(message, word) for message in messages for word in ("queued", "sending", "sent", "delivered")]
    # Each message's in another order.
    callbacks.sort(key=lambda callback: hashlib.sha256(callback.params.encode()).digest())
    first, second = callbacks[: len(callbacks) // 2], callbacks[len(callbacks) // 2 :]
    stored(desk.engine, first)
    with watching(desk, many=2) as ((one, other), listener):
        stored(desk.engine, second)
        until(lambda: set(journal(desk, "state")) == {"done"})
    assert listener.complaints == []
    found = desk.json("messages", "--limit", "0")
    assert [row["status"] for row in found] == ["delivered"] * len(messages)
    # On SQL Anywhere two that take the same callback in the same moment both work it, which changes nothing.
    if desk.engine.name != "sqlanywhere":
        assert one.total.done + other.total.done == len(callbacks)
        assert journal(desk, "attempts") == [1] * len(callbacks)
    for message in messages:
        history = desk.json("messages", f"SM{message}")["history"]
        assert sorted(row["status"] for row in history) == ["delivered", "queued", "sending", "sent"]


def test_one_that_the_database_refuses_is_told_once_and_keeps_nobody_out(desk: Desk) -> None:
    deferred(desk)
    outcomes = stored(desk.engine, [status(number, "sent") for number in range(3)])
    with desk.one_status_of("SM0", "SM1"), watching(desk) as ((watcher,), listener):
        until(lambda: watcher.total.done + watcher.total.failed + watcher.total.refused == 3)
        desk.deliver(MessageSid="SM9", MessageStatus="queued")
        worked(watcher, 3)
    assert journal(desk, "state")[0::2] == ["done", "done"]
    if desk.engine.name == "sqlite":
        # Nobody there can catch the error but the program.
        assert (watcher.total, listener.refused_ids) == (Worked(3, 0, 1), [outcomes[1].callback_id])
        assert journal(desk, "state")[1] == "pending"
    else:
        assert (watcher.total, listener.refused_ids) == (Worked(3, 1, 0), [])


def test_the_program_ends_after_the_callback_at_hand_and_tells_its_totals(desk: Desk) -> None:
    deferred(desk)
    desk.deliver(MessageSid="SM1", MessageStatus="sent")
    for more, last in (((), "1 done, 0 failed.\n"), (("--json",), '{"done": 1, "failed": 0, "refused": 0}\n')):
        before = len(journal(desk, "state"))
        with running(desk, *more) as process:
            until(lambda: set(journal(desk, "state")) == {"done"})
            process.send_signal(signal.SIGTERM if more else signal.SIGINT)
            out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out.endswith(last)) == (0, True), (out, err)
        assert err.startswith(f"Working off {desk.engine.label} as callbacks come.")
        assert len(journal(desk, "state")) == before
        desk.deliver(MessageSid=f"SM{before}9", MessageStatus="sent")


@contextmanager
def running(desk: Desk, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`process --watch` as a program of its own."""
    process = subprocess.Popen(
        [*desk.program, "process", "--watch", "--interval", "0.05", *arguments],
        env={**os.environ, "SMS_CALLBACK_DATABASE": desk.url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_postgresql_tells_at_once(postgresql_desk: Desk) -> None:
    desk = postgresql_desk
    deferred(desk)
    with watching(desk, NEVER) as ((watcher,), _):
        for number in range(5):
            desk.deliver(MessageSid=f"SM{number}", MessageStatus="sent")
            worked(watcher, number + 1)


def test_an_outage_of_postgresql_is_told_once_and_ends_by_itself(postgresql_desk: Desk, postgresql_server: str) -> None:
    desk = postgresql_desk
    deferred(desk)
    name = conninfo_to_dict(desk.url)["dbname"]
    with watching(desk, NEVER) as ((watcher,), listener), psycopg.connect(postgresql_server, autocommit=True) as admin:
        desk.deliver(MessageSid="SM1", MessageStatus="sent")
        worked(watcher, 1)
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        until(lambda: any("not currently accepting connections" in text for text in listener.complaints))
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())
        until(lambda: listener.backs == 1)
        desk.deliver(MessageSid="SM2", MessageStatus="sent")
        worked(watcher, 2)
    assert listener.backs == 1
    assert len(listener.complaints) == len({*listener.complaints})


def test_who_is_not_installed_is_told_at_once(tmp_path: Path) -> None:
    with (
        closing(open_engine(f"sqlite:///{tmp_path / 'empty.db'}", create=True)) as engine,
        pytest.raises(NotInstalledError),
    ):
        Watcher(engine, threading.Event(), Listener()).run()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--watch", "--callback-id", "1"), "takes all that is pending"),
        (("--watch", "--limit", "1"), "takes all that is pending"),
        (("--interval", "1"), "belongs to --watch"),
        (("--watch", "--interval", "0"), "0.05<=x<=86400"),
    ],
)
def test_options_that_do_not_go_together(tmp_path: Path, arguments: tuple[str, ...], complaint: str) -> None:
    database = f"sqlite:///{tmp_path / 'sms.db'}"
    result = CliRunner().invoke(main, ["--database", database, "process", *arguments])
    assert (result.exit_code, complaint in result.stderr) == (2, True)
