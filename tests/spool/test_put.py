"""What is put into the spool is there, whole, in order, for this user alone."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sms_callback.errors import SpoolAwayError
from sms_callback.model import Callback
from sms_callback.spool import Spool, SpoolLimits
from tests.spool.conftest import ARRIVED, LABEL, REASON, callback, callbacks

EVERYTHING = Callback(
    provider="twilio",
    params='{"Body": "\\u0000\\ud800"}',
    url_kind="inbound",
    method="POST",
    path="/sms/twilio/***",
    remote_addr="2001:db8::1",
    via="fallback",
    token="I-Twilio",
    digest="0f" * 32,
    error="body: not understood",
    received_at=ARRIVED,
)


def names(spool: Spool) -> list[str]:
    return [spooled.callback.params.split('"')[3] for spooled in spool.oldest(10_000, 1 << 30)]


def test_a_callback_comes_out_as_it_went_in_but_via_the_spool(spool: Spool) -> None:
    spool.put([EVERYTHING], REASON)
    [spooled] = spool.oldest(10, 1 << 20)
    assert spooled.callback == replace(EVERYTHING, via="spool")


def test_a_time_is_kept_in_utc_to_the_millisecond_and_made_where_there_is_none(spool: Spool) -> None:
    there = dt.datetime(2026, 1, 31, 14, 2, 8, 123999, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    before = dt.datetime.now(dt.UTC).replace(tzinfo=None) - dt.timedelta(milliseconds=1)
    spool.put([replace(EVERYTHING, received_at=there), replace(EVERYTHING, received_at=None)], REASON)
    kept, made = (spooled.callback.received_at for spooled in spool.oldest(10, 1 << 20))
    assert kept == ARRIVED
    assert made is not None
    assert before <= made <= dt.datetime.now(dt.UTC).replace(tzinfo=None)


def test_characters_that_a_database_cannot_hold_do_not_keep_a_callback_out(spool: Spool) -> None:
    """They are in the spool as they will be in the database."""
    spool.put([replace(EVERYTHING, path="/sms/\ud800", token="a\0b")], REASON)
    [spooled] = spool.oldest(10, 1 << 20)
    assert (spooled.callback.path, spooled.callback.token) == ("/sms/\ufffd", "a\ufffdb")


def test_order_is_that_of_arrival_even_if_the_clock_is_set_back(spool: Spool) -> None:
    for n in range(3):
        spool.put([replace(callback(f"SM{n}"), received_at=ARRIVED - dt.timedelta(days=n))], REASON)
    assert names(spool) == ["SM0", "SM1", "SM2"]
    assert spool.status().oldest_at == ARRIVED


def test_a_group_is_as_long_as_its_texts_allow_but_never_empty(spool: Spool) -> None:
    spool.put([callback(f"SM{n}", Body="x" * 1000) for n in range(10)], REASON)
    assert len(spool.oldest(4, 1 << 20)) == 4
    assert len(spool.oldest(10, 3_500)) == 2
    assert len(spool.oldest(10, 1)) == 1


def test_a_put_is_all_or_nothing_and_an_empty_one_is_nothing(spool: Spool) -> None:
    spool.put([], REASON)
    with pytest.raises(SpoolAwayError):
        spool.put([callback("SM1"), replace(callback("SM2"), params=None)], REASON)  # type: ignore[arg-type]
    assert spool.status().waiting == 0


def test_every_commit_waits_for_the_disk(spool: Spool) -> None:
    """FULL syncs the log with each commit (https://www.sqlite.org/pragma.html#pragma_synchronous)."""
    spool.put([callback("SM1")], REASON)
    settings = spool._file.maintain(
        lambda handle: [handle.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")], 1
    )
    assert settings == ["wal", 2]


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_the_folder_is_synced_when_the_file_is_new(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without that a power cut could take the file's name away, and all that is in it."""
    synced: list[str] = []
    sync = os.fsync

    def seen(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", seen)
    Spool(path, LABEL).check()
    assert str(path.parent) in synced


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_may_read_it(spool: Spool) -> None:
    spool.put([callback("SM1")], REASON)
    files = [file for file in spool.path.parent.iterdir() if file.name.startswith(spool.path.name)]
    assert {file.name for file in files} == {"spool.db", "spool.db-wal", "spool.db-shm", "spool.db-drainer"}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_over_its_limit_it_takes_no_more_and_keeps_what_it_has(path: Path) -> None:
    with closing(Spool(path, LABEL, SpoolLimits(max_bytes=200_000))) as spool:
        spool.check()
        long = [callback("SM1", Body="x" * 10_000)]
        for _ in range(14):
            spool.put(long, REASON)
        with pytest.raises(SpoolAwayError, match="full: 200000 bytes") as raised:
            spool.put(long * 6, REASON)
        assert raised.value.hint
        status = spool.status()
        assert status.waiting == 14
        assert status.used_bytes <= 200_000
        spool.settle([spooled.spool_id for spooled in spool.oldest(5, 1 << 20)], {})
        spool.put(long, REASON)


def test_it_leaves_room_on_the_disk(path: Path) -> None:
    with closing(Spool(path, LABEL, SpoolLimits(keep_free=1 << 60))) as spool:
        spool.check()
        with pytest.raises(SpoolAwayError, match="bytes left"):
            spool.put([callback("SM1")], REASON)
        assert spool.status().full


def test_the_state_says_that_the_oldest_is_too_old(spool: Spool, path: Path) -> None:
    spool.put([callback("SM1")], REASON)
    assert spool.status().overdue
    spool.settle([1], {})
    spool.put([replace(callback("SM1"), received_at=dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))], REASON)
    status = spool.status()
    assert (status.overdue, status.age) == (False, 0.0)


def test_threads_put_at_the_same_time(spool: Spool) -> None:
    def put(thread: int) -> None:
        for n in range(20):
            spool.put([callback(f"SM{thread}.{n}"), callback(f"SM{thread}.{n}b")], REASON)

    threads = [threading.Thread(target=put, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert spool.status().waiting == 16 * 20 * 2
    for thread_number in range(16):
        mine = [name for name in names(spool) if name.startswith(f"SM{thread_number}.")]
        assert mine == [f"SM{thread_number}.{n}{letter}" for n in range(20) for letter in ("", "b")]


PUT = """
import sys
from pathlib import Path
from sms_callback.spool import Spool, SpoolLimits
from tests.spool.conftest import LABEL, callback
spool = Spool(Path(sys.argv[1]), LABEL, SpoolLimits(max_wait=10))
for n in range(100):
    spool.put([callback(f"SM{sys.argv[2]}.{n}")], "database away")
    print(n, flush=True)
"""


def test_processes_put_at_the_same_time_into_a_spool_that_is_not_there_yet(path: Path) -> None:
    processes = [
        subprocess.Popen([sys.executable, "-c", PUT, str(path), str(n)], stdout=subprocess.DEVNULL) for n in range(4)
    ]
    assert [process.wait() for process in processes] == [0] * 4
    with closing(Spool(path, LABEL)) as spool:
        assert spool.status().waiting == 400
        assert len(set(names(spool))) == 400


def test_what_was_put_outlives_a_kill(path: Path) -> None:
    acknowledged = -1
    with subprocess.Popen([sys.executable, "-c", PUT, str(path), "0"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            acknowledged = int(line)
            if acknowledged == 30:
                process.kill()
    assert acknowledged >= 30
    with closing(Spool(path, LABEL)) as spool:
        found = names(spool)
        assert found[: acknowledged + 1] == [f"SM0.{n}" for n in range(acknowledged + 1)]
        assert len(found) <= acknowledged + 2


def test_while_another_process_writes_for_long_it_gives_up_soon(spool: Spool) -> None:
    other = sqlite3.connect(spool.path, isolation_level=None)
    with closing(other):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(SpoolAwayError, match="locked"):
            spool.put([callback("SM1")], REASON)
        other.execute("ROLLBACK")
    spool.put(callbacks(2), REASON)
    assert names(spool) == ["SM0", "SM1"]
