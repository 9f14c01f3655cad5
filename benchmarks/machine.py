"""What the figures depend on: the machine, its disk, the versions."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks.paths import WORK
from benchmarks.prepare import program, run

PACKAGES = (
    "sms-callback",
    "granian",
    "psycopg",
    "flask",
    "sqlalchemy",
    "gunicorn",
    "fastapi",
    "uvicorn",
    "asyncpg",
    "twilio",
)
FLUSHES = 200
BLOCK = 8192


def describe() -> dict[str, str]:
    """Name → value, for the report."""
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{_system()}, Linux {platform.release()}",
        "disk": f"one write of 8 KiB and fdatasync: {flush_time() * 1e6:.0f} µs (median of {FLUSHES})",
        "Python": f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        "Node": _said("node", "--version").lstrip("v"),
        "PHP": _said("php-fpm8.2", "--version").split()[1],
        "nginx": _said("nginx", "-v").rpartition("/")[2],
        "packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
    }


def flush_time() -> float:
    """Seconds, as the median, that the disk of `benchmarks/.work` takes to make a block durable."""
    path = WORK / "flush"
    took = []
    with path.open("wb") as file:
        for _ in range(FLUSHES):
            began = time.perf_counter()
            file.seek(0)
            file.write(os.urandom(BLOCK))
            file.flush()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - began)
    path.unlink()
    return statistics.median(took)


def load() -> float:
    """How many processes want to run, on average of the last minute."""
    return os.getloadavg()[0]


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _system() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", "unknown")


def _said(name: str, option: str) -> str:
    # nginx says its version on the other stream.
    return run(["sh", "-c", f'"$0" {option} 2>&1', program(name) or name]).strip().splitlines()[0]
