"""The disk is full, of the database, of the spool, of both; or it fails."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sms_callback.spool import SpoolLimits
from tests.fault.disk import Disk, small_disk
from tests.fault.load import Load
from tests.fault.postgresql import Postgresql
from tests.fault.service import START
from tests.fault.shim import Shim
from tests.fault.stage import Stage
from tests.fault.waiting import until

MEGABYTES = 40
"""Of a disk: more than twice what a spool leaves free."""

LEFT = SpoolLimits().keep_free + (512 << 10)
"""Bytes left on it where the spool shall find room for some hundred callbacks."""


def on_disk(stage: Stage, disk: Disk) -> Stage:
    """The SQLite stage with its file on a disk."""
    path = disk.path / "sms.db"
    shutil.copy(stage.url.removeprefix("sqlite:///"), path)
    return replace(stage, url=f"sqlite:///{path}")


@contextmanager
def full(disk: Disk) -> Iterator[None]:
    """A disk is full during the block."""
    disk.fill()
    yield
    disk.free()


def refuses_all(load: Load) -> None:
    """After some answers that nothing was stored none says that something was."""
    load.wait_answered("503", 100)
    acknowledged = load.tally.answers["200"]
    load.wait_answered("503", 200)
    assert load.tally.answers["200"] == acknowledged


def test_sqlite_disk_full(sqlite: Stage, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", MEGABYTES) as disk:
        stage = on_disk(sqlite, disk)
        with stage.adapter() as adapter:
            load = stage.load(adapter)
            with stage.outage("disk of SQLite full, the spool's not", load), full(disk):
                until(stage.backlog, START, "callbacks go to the spool")
                load.wait_sent(1)
    assert set(load.tally.answers) == {"200"}, load.tally.answers


def test_sqlite_and_spool_disk_full(sqlite: Stage, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", MEGABYTES) as disk:
        stage = on_disk(sqlite, disk)
        with stage.adapter(spool=disk.path / "spool.db") as adapter:
            load = stage.load(adapter)
            with stage.outage("disk of SQLite and spool full", load), full(disk):
                load.wait_answered("503", 200)
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
            load = stage.load(adapter)
            with stage.outage("disk of PostgreSQL full", load), full(disk):
                until(stage.backlog, START, "callbacks go to the spool")
                load.wait_sent(1)
    assert set(load.tally.answers) == {"200"}, load.tally.answers


def test_spool_disk_full(postgresql: Stage, server: Postgresql, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", MEGABYTES) as disk, postgresql.adapter(spool=disk.path / "spool.db") as adapter:
        load = postgresql.load(adapter)
        with postgresql.outage("PostgreSQL stopped, disk of the spool full", load, repeated=True):
            disk.fill(LEFT)
            server.stop()
            load.wait_answered("503", 100)
            server.start()
    assert set(load.tally.answers) == {"200", "503"}, load.tally.answers


def test_database_and_spool_away(postgresql: Stage, server: Postgresql, tmp_path: Path) -> None:
    """Nothing is acknowledged while there is no place to keep it."""
    with small_disk(tmp_path / "disk", MEGABYTES) as disk, postgresql.adapter(spool=disk.path / "spool.db") as adapter:
        load = postgresql.load(adapter)
        with postgresql.outage("database and spool both away", load, repeated=True):
            disk.fill()
            server.stop()
            refuses_all(load)
            server.start()
            disk.free()
    assert set(load.tally.answers) == {"200", "503"}, load.tally.answers


def test_fsync_fails(sqlite: Stage, tmp_path: Path) -> None:
    """What is not on the disk for good is not acknowledged, although SQLite could read it back."""
    shim = Shim(tmp_path)
    with sqlite.adapter(environ=shim.environ) as adapter:
        load = sqlite.load(adapter)
        with sqlite.outage("fsync fails on every disk", load):
            shim.fail_fsync(True)
            assert not shim.fsync_works()
            refuses_all(load)
            shim.fail_fsync(False)
            assert shim.fsync_works()
    assert set(load.tally.answers) == {"200", "503"}, load.tally.answers
