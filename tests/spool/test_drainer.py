"""The thread that drains: it finds out when the database is back, and takes turns with those of other processes."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from sms_callback.engine import open_engine
from sms_callback.errors import DatabaseAwayError
from sms_callback.spool import Drainer, Spool
from sms_callback.spool.drain import GROUP
from sms_callback.spool.lock import drainer_lock
from tests.spool.conftest import REASON, Database, callback, callbacks

PATIENCE = 20.0


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        threading.Event().wait(0.01)


@contextmanager
def running(drainer: Drainer) -> Iterator[Drainer]:
    drainer.start()
    try:
        yield drainer
    finally:
        drainer.stop()


def test_it_drains_what_it_finds_and_what_comes(its_spool: Spool, database: Database) -> None:
    its_spool.put(callbacks(3), REASON)
    with running(Drainer(its_spool, database.engine)) as drainer:
        until(lambda: its_spool.status().waiting == 0)
        its_spool.put([callback("SM3")], REASON)
        drainer.wake()
        until(lambda: its_spool.status().waiting == 0)
    assert database.names() == ["SM0", "SM1", "SM2", "SM3"]


def test_it_says_when_the_database_works_also_if_nothing_waits(its_spool: Spool, database: Database) -> None:
    told = threading.Event()
    with running(Drainer(its_spool, database.engine, told.set)) as drainer:
        assert told.wait(PATIENCE)
        told.clear()
        drainer.wake()
        assert told.wait(PATIENCE)


def test_it_goes_on_until_the_database_is_back(path: Path, sqlite: Database, caplog: pytest.LogCaptureFixture) -> None:
    file = Path(sqlite.url.removeprefix("sqlite:///"))
    away = file.with_name("away.db")
    sqlite.engine.close()
    file.rename(away)
    told = threading.Event()
    with closing(Spool(path, sqlite.engine.label)) as spool, closing(open_engine(sqlite.url)) as engine:
        spool.put(callbacks(3), REASON)
        with running(Drainer(spool, engine, told.set)), caplog.at_level("INFO", "sms_callback"):
            until(lambda: "takes no callbacks" in caplog.text)
            assert not told.is_set()
            away.rename(file)
            assert told.wait(PATIENCE)
            until(lambda: spool.status().waiting == 0)
    assert sqlite.names() == ["SM0", "SM1", "SM2"]
    assert "+4179" not in caplog.text


def test_a_database_that_answers_but_takes_nothing_does_not_work(path: Path, postgresql: Database) -> None:
    told = threading.Event()
    postgresql.execute(
        "ALTER ROLE CURRENT_USER IN DATABASE {} SET default_transaction_read_only = on".format(
            postgresql.rows("SELECT current_database()")[0]["current_database"]
        )
    )
    postgresql.engine.close()
    with closing(Spool(path, postgresql.engine.label)) as spool:
        spool.put(callbacks(3), REASON)
        drainer = Drainer(spool, postgresql.engine, told.set)
        drainer.start()
        postgresql.engine.ping()
        until(lambda: drainer._failing)
        drainer.stop()
        assert not told.is_set()
        assert spool.status().waiting == 3


def test_new_callbacks_stay_behind_the_old_ones_until_few_are_left(its_spool: Spool, database: Database) -> None:
    its_spool.put(callbacks(1000), REASON)
    left: list[int] = []
    with running(Drainer(its_spool, database.engine, lambda: left.append(its_spool.status().waiting))):
        until(lambda: 0 in left)
    assert max(left) <= GROUP


def test_two_drainers_of_one_process_take_turns(its_spool: Spool, database: Database) -> None:
    with (
        closing(Spool(its_spool.path, database.engine.label)) as other,
        closing(open_engine(database.url)) as engine,
        running(Drainer(its_spool, database.engine)) as one,
        running(Drainer(other, engine)) as two,
    ):
        for n in range(20):
            (its_spool, other)[n % 2].put([callback(f"SM{n}.{m}") for m in range(10)], REASON)
            one.wake()
            two.wake()
        until(lambda: its_spool.status().waiting == 0)
    assert len(database.names()) == 200
    assert {row["hits"] for row in database.rows("SELECT hits FROM {s}sms_callback")} == {1}


HOLD = """
import sys
from pathlib import Path
from sms_callback.spool.drain import GROUP
from sms_callback.spool.lock import drainer_lock
with drainer_lock(Path(sys.argv[1]), 5) as mine:
    print(mine, flush=True)
    sys.stdin.read()
"""


def test_when_the_one_that_drains_dies_another_takes_over(its_spool: Spool, database: Database) -> None:
    its_spool.put(callbacks(3), REASON)
    command = [sys.executable, "-c", HOLD, str(its_spool.path)]
    told = threading.Event()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        with drainer_lock(its_spool.path, 0) as mine:
            assert not mine
        with running(Drainer(its_spool, database.engine, told.set)):
            until(told.is_set)
            assert its_spool.status().waiting == 3
            holder.kill()
            until(lambda: its_spool.status().waiting == 0)
    assert database.names() == ["SM0", "SM1", "SM2"]


def test_an_error_in_the_spool_says_nothing_about_the_database(path: Path, sqlite: Database) -> None:
    told = threading.Event()
    path.write_bytes(b"no database at all" * 100)
    with closing(Spool(path, sqlite.engine.label)) as spool, running(Drainer(spool, sqlite.engine, told.set)):
        assert told.wait(PATIENCE)


def test_it_outlives_an_error_of_our_own(spool: Spool, sqlite: Database, caplog: pytest.LogCaptureFixture) -> None:
    calls: list[int] = []

    def fail_once() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise ValueError("a bug")

    with running(Drainer(spool, sqlite.engine, fail_once)):
        until(lambda: len(calls) > 1)
    assert "a bug" in caplog.text


def test_stop_does_not_wait_for_a_database_that_hangs(spool: Spool) -> None:
    hanging, free = threading.Event(), threading.Event()

    class Hanging:
        def ping(self) -> None:
            hanging.set()
            free.wait(PATIENCE)
            raise DatabaseAwayError("it hung")

    drainer = Drainer(spool, Hanging())  # type: ignore[arg-type]
    drainer.start()
    assert hanging.wait(PATIENCE)
    drainer.stop(0.05)
    free.set()
    drainer.stop()
    assert "spool-drainer" not in {thread.name for thread in threading.enumerate()}
