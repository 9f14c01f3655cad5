"""Where things are. Needs nothing but the standard library."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = HERE / ".work"
"""Everything that a run makes; git does not see it, and it may be deleted at any time."""

VENV = WORK / "venv"
NPM = WORK / "npm"
LOGS = WORK / "log"
RUN = WORK / "run"
"""Working directories of the applications."""

PEER = HERE / "peer"
SQL = HERE / "sql"
PYTHON = VENV / "bin" / "python"
SMS_CALLBACK = VENV / "bin" / "sms-callback"
POSTGRESQL = Path("/usr/lib/postgresql/15/bin")
"""Where Debian's package postgresql-15 puts its programs."""

REPORT = ROOT / "docs" / "benchmarks.md"
PLOT = ROOT / "docs" / "benchmarks.svg"


class BenchmarkError(Exception):
    """A run cannot go on; the text says what to do."""
