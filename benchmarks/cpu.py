"""Processor time of processes: what a callback costs tells more than its rate where others use the machine, too."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def processes() -> list[int]:
    """All processes of the machine."""
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]


def family(pid: int) -> list[int]:
    """A process and its children."""
    return [pid, *(other for other in processes() if _fields(other)[1:2] == [str(pid)])]


def cpu_seconds(pids: Iterable[int]) -> float:
    """What they have used so far, their ended children too."""
    # utime, stime, cutime, cstime: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    return sum(int(ticks) for pid in pids for ticks in _fields(pid)[11:15]) / _TICKS


def _fields(pid: int) -> list[str]:
    """The fields after the name, which may hold blanks; none if the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
