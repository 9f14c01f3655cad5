"""The benchmark works from end to end: every row starts, answers, stores; the report has its tables. A minute or two."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.paths import ROOT, WORK
from benchmarks.prepare import obstacle
from benchmarks.rows import ROWS

LIMIT = 600
"""Seconds, with those that the first run needs for its packages."""


@pytest.mark.skipif(obstacle() is not None, reason=str(obstacle()))
def test_a_quick_run_measures_every_row() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    report = (WORK / "quick.md").read_text()
    assert "What failed" not in report
    for row in ROWS:
        assert row.title in report
    assert "Not measured" not in report
