"""Damage, deletion, full and read-only disks, forks: a clear error with the next step, and nothing deleted."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from sms_callback.errors import SpoolAwayError
from sms_callback.spool import Spool, SpoolLimits, drain
from sms_callback.spool.connection import FORMAT
from sms_callback.spool.drain import Memory, run
from tests.spool.conftest import LABEL, REASON, Database, callback, callbacks

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NO_LIMIT = SpoolLimits(keep_free=0)


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if not ROOT or subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("only root may mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def damaged(path: Path, number: int) -> None:
    """A spool of so many callbacks, whose middle is overwritten."""
    with closing(Spool(path, LABEL)) as spool:
        spool.put([callback(f"SM{n}", Body="x" * 500) for n in range(number)], REASON)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2 // 4096 * 4096)
        file.write(b"\xff" * 8192)


def fill(spool: Spool) -> None:
    """Put until the disk is full."""
    for n in range(10_000):
        spool.put([callback(f"SM{n}", Body="x" * 3000)], REASON)


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4080])
def test_a_file_that_is_no_database_is_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with closing(Spool(path, LABEL)) as spool:
        for use in (spool.check, lambda: spool.put([callback("SM1")], REASON), spool.status):
            with pytest.raises(SpoolAwayError) as raised:
                use()
            assert "--spool" in raised.value.hint or "export" in raised.value.hint
    assert path.read_bytes() == content


def test_another_sqlite_database_is_left_alone(sqlite: Database) -> None:
    path = Path(sqlite.url.removeprefix("sqlite:///"))
    with closing(Spool(path, LABEL)) as spool, pytest.raises(SpoolAwayError, match="is no spool"):
        spool.check()
    assert sqlite.names() == []


def test_a_spool_of_a_newer_release_is_left_alone(spool: Spool) -> None:
    spool.put([callback("SM1")], REASON)
    spool.close()
    with closing(sqlite3.connect(spool.path)) as other:
        other.execute(f"PRAGMA user_version = {FORMAT + 1}")
    with pytest.raises(SpoolAwayError, match=f"has format {FORMAT + 1}") as raised:
        spool.put([callback("SM1")], REASON)
    assert "--spool" in raised.value.hint


def test_of_a_damaged_spool_all_is_exported_that_can_be_read(path: Path) -> None:
    damaged(path, 200)
    before = path.read_bytes()
    found: list[str] = []
    with closing(Spool(path, LABEL)) as spool:
        with pytest.raises(SpoolAwayError, match="before and behind the damage") as raised:
            found.extend(str(row["params"]).split('"')[3] for row in spool.export())
        assert ".recover" in raised.value.hint
    assert 150 < len(found) < 200
    assert {"SM0", "SM199"} <= set(found)
    assert len(set(found)) == len(found)
    assert path.read_bytes() == before


def test_a_file_that_was_cut_off_is_an_error(path: Path, sqlite: Database) -> None:
    with closing(Spool(path, sqlite.engine.label)) as spool:
        spool.put([callback(f"SM{n}", Body="x" * 500) for n in range(200)], REASON)
    size = path.stat().st_size
    os.truncate(path, size // 2 // 4096 * 4096)
    with closing(Spool(path, sqlite.engine.label)) as spool, pytest.raises(SpoolAwayError) as raised:
        drain(spool, sqlite.engine)
    assert "export" in raised.value.hint
    assert path.stat().st_size == size // 2 // 4096 * 4096


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with closing(Spool(tmp_path / "none" / "spool.db", LABEL)) as spool:
        with pytest.raises(SpoolAwayError, match="cannot be made") as raised:
            spool.check()
        assert "folder" in raised.value.hint
        with pytest.raises(SpoolAwayError):
            spool.put([callback("SM1")], REASON)


def test_a_file_system_that_became_read_only_and_writable_again(tmp_path: Path, sqlite: Database) -> None:
    with (
        mounted(tmp_path / "small", "size=8m") as folder,
        closing(Spool(folder / "spool.db", sqlite.engine.label, NO_LIMIT)) as spool,
    ):
        spool.check()
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        for use in (spool.check, lambda: spool.put([callback("SM1")], REASON)):
            with pytest.raises(SpoolAwayError) as raised:
                use()
            assert raised.value.hint
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
        spool.put([callback("SM1")], REASON)
        assert drain(spool, sqlite.engine).stored == 1


@pytest.mark.skipif(not ROOT, reason="only root may become another user")
def test_a_folder_where_this_user_may_not_write(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from sms_callback.errors import SpoolAwayError;"
        "from sms_callback.spool import Spool; spool = Spool(Path(sys.argv[1]), 'x'); os.setuid(65534)\n"
        "try: spool.check()\nexcept SpoolAwayError as error: print(error.message, error.hint)"
    )
    folder = Path("/") / "usr" / "spool.db"
    said = subprocess.run([sys.executable, "-c", code, str(folder)], check=True, capture_output=True, text=True).stdout
    assert "Permission denied" in said
    assert "--spool" in said


def test_a_full_disk_refuses_keeps_and_drains(tmp_path: Path, sqlite: Database) -> None:
    with (
        mounted(tmp_path / "small", "size=4m") as folder,
        closing(Spool(folder / "spool.db", sqlite.engine.label, NO_LIMIT)) as spool,
    ):
        spool.check()
        with pytest.raises(SpoolAwayError, match="full") as raised:
            fill(spool)
        assert "room" in raised.value.hint
        put = spool.status().waiting
        assert put > 100
        memory = Memory()
        drained = run(spool, sqlite.engine, memory)
        assert drained.stored == put
        assert sqlite.names() == [f"SM{n}" for n in range(put)]
        if drained.error:
            # Nothing could be deleted. It is when there is room, and comes to the database no second time.
            assert "room" in drained.error.hint
            subprocess.run(["mount", "-o", "remount,size=12m", str(folder)], check=True)
            again = run(spool, sqlite.engine, memory)
            assert (again.stored, again.error) == (0, None)
        assert spool.status().waiting == 0
        spool.put([callback("last")], REASON)


def test_a_disk_that_is_nearly_full_keeps_room_for_draining(tmp_path: Path, sqlite: Database) -> None:
    with mounted(tmp_path / "small", "size=16m") as folder:
        limits = SpoolLimits(keep_free=6 << 20)
        with closing(Spool(folder / "spool.db", sqlite.engine.label, limits)) as spool:
            spool.check()
            (folder / "other").write_bytes(bytes(11 << 20))
            with pytest.raises(SpoolAwayError, match="bytes left"):
                spool.put([callback("SM1")], REASON)
            assert spool.status().full
            (folder / "other").unlink()
            spool.put([callback("SM1")], REASON)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no open file")
class TestDeleted:
    """Somebody deletes the file, or a part of it, while it is open."""

    def test_the_next_put_saves_what_was_in_it(self, spool: Spool) -> None:
        spool.put(callbacks(3), REASON)
        spool.settle([], {2: "refused"})
        for file in spool.path.parent.glob("spool.db*"):
            file.unlink()
        spool.put([callback("SM3")], REASON)
        spool.close()
        assert (spool.status().waiting, spool.status().poison) == (3, 1)

    def test_also_without_a_put(self, spool: Spool) -> None:
        spool.put(callbacks(3), REASON)
        for file in spool.path.parent.glob("spool.db*"):
            file.unlink()
        assert spool.newest() == 3

    def test_another_file_in_its_place_gets_it(self, spool: Spool) -> None:
        other = Spool(spool.path.with_name("other.db"), LABEL)
        other.put([callback("there")], REASON)
        other.close()
        spool.put(callbacks(3), REASON)
        for file in spool.path.parent.glob("spool.db*"):
            file.unlink()
        shutil.move(other.path, spool.path)
        spool.put([callback("SM3")], REASON)
        assert spool.status().waiting == 5

    @pytest.mark.parametrize("suffixes", [["-wal"], ["-shm"], ["-wal", "-shm"]])
    def test_only_sqlites_files_beside_it(self, spool: Spool, suffixes: list[str]) -> None:
        spool.put(callbacks(3), REASON)
        spool.status()
        for suffix in suffixes:
            Path(f"{spool.path}{suffix}").unlink()
        spool.put([callback("SM3")], REASON)
        spool.close()
        assert spool.status().waiting == 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
class TestFork:
    """A child has SQLite's memory of its parent's locks, but not the locks."""

    @staticmethod
    def in_child(spool: Spool) -> str:
        """What the child says after a put."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            said = "stored"
            try:
                spool.put([callback("child")], REASON)
            except SpoolAwayError as error:
                said = error.message
            os.write(writer, said.encode())
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        return said

    def test_a_child_may_use_what_was_only_checked(self, spool: Spool) -> None:
        assert self.in_child(spool) == "stored"
        spool.put([callback("parent")], REASON)
        assert spool.status().waiting == 2

    def test_a_child_is_refused_what_was_open(self, spool: Spool) -> None:
        spool.put([callback("parent")], REASON)
        assert "forked" in self.in_child(spool)
        spool.put([callback("parent")], REASON)
        assert spool.status().waiting == 2


class TestOwner:
    """Two adapters of different databases must not share a spool."""

    def test_one_that_holds_callbacks_is_refused(self, spool: Spool) -> None:
        spool.put([callback("SM1")], REASON)
        spool.close()
        with closing(Spool(spool.path, "postgresql://db.example.com/other")) as other:
            with pytest.raises(SpoolAwayError, match=f"is that of {LABEL}") as raised:
                other.check()
            assert "--spool" in raised.value.hint
            with pytest.raises(SpoolAwayError, match="is that of"):
                other.put([callback("SM2")], REASON)

    def test_an_empty_one_that_is_in_use_is_refused_too(self, spool: Spool) -> None:
        assert spool.newest() == 0
        other = Spool(spool.path, "postgresql://db.example.com/other")
        with pytest.raises(SpoolAwayError, match="adapter is running"):
            other.check()

    def test_an_empty_one_that_nobody_uses_is_taken_over(self, spool: Spool) -> None:
        with closing(Spool(spool.path, "postgresql://db.example.com/other")) as other:
            other.check()
            other.put([callback("SM1")], REASON)
            assert other.status().database == "postgresql://db.example.com/other"
        with pytest.raises(SpoolAwayError, match="is that of"):
            spool.put([callback("SM2")], REASON)

    def test_another_user_or_timeout_is_the_same_database(self, spool: Spool) -> None:
        spool.put([callback("SM1")], REASON)
        with closing(Spool(spool.path, "postgres://sms_web@DB.example.com/sms?connect_timeout=3")) as other:
            other.check()
            other.put([callback("SM2")], REASON)
            assert other.status().waiting == 2
