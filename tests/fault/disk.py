"""A small disk of its own, which can be full: a tmpfs, which only root may mount."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_FILLER = ".filler"
_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Disk:
    """A file system."""

    path: Path

    def fill(self, left: int = 0) -> None:
        """Take all space but so many bytes."""
        found = os.statvfs(self.path)
        size = max(0, found.f_bavail * found.f_frsize - left)
        with (self.path / _FILLER).open("ab", buffering=0) as filler:
            try:
                while size > 0:
                    size -= filler.write(bytes(min(size, _BLOCK)))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise

    def free(self) -> None:
        """Give the space back."""
        (self.path / _FILLER).unlink(missing_ok=True)


@contextmanager
def small_disk(path: Path, megabytes: int) -> Iterator[Disk]:
    """A disk at a folder that is made for it, until the block ends; the test is skipped where none can be mounted."""
    path.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("no mount command")
    if done.returncode:
        pytest.skip(f"no tmpfs can be mounted: {done.stderr.strip()}")
    try:
        yield Disk(path)
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)
