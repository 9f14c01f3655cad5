"""The disk is full, of the database, of the spool, of both; or it fails."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sms_callback.spool import SpoolLimits
from tests.fault.disk import Disk, small_disk
from tests.fault.postgresql import Postgresql
from tests.fault.shim import Shim
from tests.fault.stage import Stage

MEGABYTES = 40
"""Of a disk: more than twice what a spool leaves free."""

LEFT = SpoolLimits().keep_free + (512 << 10)
"""Bytes left on it where the spool shall find room for some hundred callbacks."""


def on_disk(stage: Stage, disk: Disk) -> Stage:
    """The SQLite stage with its file on a disk."""
    path = disk.path / "sms.db"
    shutil.copy(stage.url.removeprefix("sqlite:///"), path)
    return replace(stage, url=f"sqlite:///{path}")


def test_sqlite_disk_full(sqlite: Stage, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", MEGABYTES) as disk:
        stage = on_disk(sqlite, disk)
        with stage.adapter() as adapter:
            with stage.load(adapter) as load:
                load.wait_acknowledged(200)
                disk.fill()
                load.wait_sent(2)
                disk.free()
                recovery = stage.wait_drained(time.monotonic())
                load.wait_acknowledged(100)
            stage.finish("disk of SQLite full, the spool's not", load, 1, recovery)
    assert set(load.tally.answers) == {"200"}, load.tally.answers


def test_sqlite_and_spool_disk_full(sqlite: Stage, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", MEGABYTES) as disk:
        stage = on_disk(sqlite, disk)
        with stage.adapter(spool=disk.path / "spool.db") as adapter:
            with stage.load(adapter) as load:
                load.wait_acknowledged(200)
                disk.fill()
                load.wait_sent(2)
                disk.free()
                recovery = stage.wait_drained(time.monotonic())
                load.wait_acknowledged(100)
            stage.finish("disk of SQLite and spool full", load, 1, recovery)
    assert set(load.tally.answers) == {"200", "503"}, load.tally.answers


@contextmanager
def placed(server: Postgresql, disk: Disk) -> Iterator[str]:
    """The name of a database on a disk; PostgreSQL would not start again without the disk."""
    place = disk.path / "data"
    place.mkdir()
    if server.user is not None:
        shutil.chown(disk.path, server.user)
        shutil.chown(place, server.user)
    name = server.new_database(place)
    try:
        yield name
    finally:
        disk.free()
        server.drop_database(name)


def test_postgresql_disk_full(postgresql: Stage, server: Postgresql) -> None:
    with small_disk(server.folder.parent / "disk", MEGABYTES) as disk, placed(server, disk) as name:
        stage = replace(postgresql, url=server.url(name))
        with stage.adapter() as adapter:
            with stage.load(adapter) as load:
                load.wait_acknowledged(200)
                disk.fill()
                load.wait_sent(4)
                disk.free()
                recovery = stage.wait_drained(time.monotonic())
                load.wait_acknowledged(100)
            stage.finish("disk of PostgreSQL full", load, 1, recovery)
    assert set(load.tally.answers) == {"200"}, load.tally.answers


def test_spool_disk_full(postgresql: Stage, server: Postgresql, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", MEGABYTES) as disk, postgresql.adapter(spool=disk.path / "spool.db") as adapter:
        with postgresql.load(adapter) as load:
            load.wait_acknowledged(200)
            disk.fill(LEFT)
            server.stop()
            load.wait_answered("503", 100)
            server.start()
            recovery = postgresql.wait_drained(time.monotonic())
            load.wait_acknowledged(100)
        postgresql.finish("PostgreSQL stopped, disk of the spool full", load, 1, recovery, repeated=True)
    assert set(load.tally.answers) == {"200", "503"}, load.tally.answers


def test_database_and_spool_away(postgresql: Stage, server: Postgresql, tmp_path: Path) -> None:
    """Nothing is acknowledged while there is no place to keep it."""
    with small_disk(tmp_path / "disk", MEGABYTES) as disk, postgresql.adapter(spool=disk.path / "spool.db") as adapter:
        with postgresql.load(adapter) as load:
            load.wait_acknowledged(200)
            disk.fill()
            server.stop()
            load.wait_answered("503", 100)
            acknowledged = load.tally.answers["200"]
            load.wait_answered("503", 200)
            assert load.tally.answers["200"] == acknowledged
            server.start()
            disk.free()
            recovery = postgresql.wait_drained(time.monotonic())
            load.wait_acknowledged(100)
        postgresql.finish("database and spool both away", load, 1, recovery, repeated=True)
    assert set(load.tally.answers) == {"200", "503"}, load.tally.answers


def test_fsync_fails(sqlite: Stage, tmp_path: Path) -> None:
    """What is not on the disk for good is not acknowledged, although SQLite could read it back."""
    shim = Shim(tmp_path)
    with sqlite.adapter(environ=shim.environ) as adapter:
        with sqlite.load(adapter) as load:
            load.wait_acknowledged(200)
            shim.fail_fsync(True)
            assert not shim.fsync_works()
            load.wait_answered("503", 100)
            acknowledged = load.tally.answers["200"]
            load.wait_answered("503", 200)
            assert load.tally.answers["200"] == acknowledged
            shim.fail_fsync(False)
            assert shim.fsync_works()
            recovery = sqlite.wait_drained(time.monotonic())
            load.wait_acknowledged(100)
        sqlite.finish("fsync fails on every disk", load, 1, recovery)
    assert set(load.tally.answers) == {"200", "503"}, load.tally.answers
