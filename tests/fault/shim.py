"""A clock that can be stepped, and a disk whose fsync fails, for some processes alone: shim.c, compiled and loaded."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

_SOURCE = Path(__file__).with_name("shim.c")
_FSYNC = "import os; os.fsync(os.open('.', os.O_RDONLY))"


class Shim:
    """For those processes that get `environ`. The monotonic clock goes on, as it does when somebody sets the time.

    Args:
        folder: for the library and for the file that it reads.
    """

    def __init__(self, folder: Path) -> None:
        compiler = shutil.which("cc")
        if compiler is None:
            pytest.skip("no C compiler for a clock and a disk of our own")
        library = folder / "shim.so"
        subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, _SOURCE, "-ldl"], check=True)
        self._file = folder / "shim"
        self._file.write_bytes(bytes(16))
        self.environ = {"LD_PRELOAD": str(library), "FAULT_SHIM": str(self._file)}

    def step_clock(self, seconds: int) -> None:
        """Set the time of day so far from the real one."""
        self._tell(0, seconds)

    def fail_fsync(self, fail: bool) -> None:
        """Let each fsync fail with EIO, or no longer."""
        self._tell(8, int(fail))

    def time(self) -> float:
        """What a process sees of the time of day."""
        return float(self._run("import time; print(time.time())").stdout)

    def fsync_works(self) -> bool:
        """Whether a process can write to the disk for good."""
        return self._run(_FSYNC).returncode == 0

    def _tell(self, offset: int, value: int) -> None:
        # In place, since the processes have mapped the file; eight bytes are written at once.
        with self._file.open("r+b") as file:
            file.seek(offset)
            file.write(struct.pack("=q", value))

    def _run(self, script: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", script]
        return subprocess.run(command, env=self.environ, capture_output=True, text=True, check=False)
