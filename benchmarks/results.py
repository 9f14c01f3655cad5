"""What was measured so far: kept after each step, so that a run that was stopped goes on where it was."""

from __future__ import annotations

import json
import subprocess
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.paths import ROOT, WORK, BenchmarkError
from benchmarks.prepare import say

Measured = dict[str, Any]
"""What one step found: JSON."""


class Results:
    """Steps by name (part/row, part/row/number), in a file.

    Args:
        settings: what must be the same for results to be put beside each other.
        fresh: forget those of earlier runs.
        path: of the file.

    Raises:
        BenchmarkError: the file has results of other settings.
    """

    def __init__(self, settings: Measured, *, fresh: bool, path: Path = WORK / "results.json") -> None:
        self._path = path
        kept: Measured = json.loads(path.read_text()) if path.exists() and not fresh else {}
        if kept and kept["settings"] != settings:
            raise BenchmarkError(f"{path} has results of other settings ({kept['settings']}). Start anew: --fresh")
        self._kept = kept or {"settings": settings, "steps": {}}

    def get(self, name: str) -> Measured | None:
        """What a step found; None if it was not done, or failed."""
        found: Measured | None = self._kept["steps"].get(name)
        return None if found is None or "error" in found else found

    def errors(self) -> dict[str, str]:
        """The steps that failed, and why."""
        steps = self._kept["steps"].items()
        return {name: found["error"] for name, found in steps if "error" in found}

    def all(self, prefix: str) -> list[Measured]:
        """What the steps found whose names begin so, in the order in which they were done."""
        return [found for name in self._kept["steps"] if name.startswith(prefix) and (found := self.get(name))]

    def rounds(self, part: str, row: str) -> dict[int, Measured]:
        """The rounds of a row, by number."""
        prefix = f"{part}/{row}/"
        names = [name for name in self._kept["steps"] if name.startswith(prefix)]
        return {int(name.removeprefix(prefix)): found for name in names if (found := self.get(name))}

    def grown(self, row: str) -> list[tuple[int, Measured]]:
        """The steps of a row in the growth part, by messages stored."""
        return sorted(self.rounds("growth", row).items())

    @property
    def settings(self) -> Measured:
        """What all steps share."""
        settings: Measured = self._kept["settings"]
        return settings

    def commits(self) -> list[str]:
        """The commits that were measured."""
        return sorted({step["commit"] for step in self._kept["steps"].values()})

    def step(self, name: str, work: Callable[[], Measured]) -> bool:
        """Do a step that was not done yet and keep what it finds, its failure too; whether it is there now."""
        if self.get(name) is not None:
            return True
        try:
            found = work()
        except Exception as error:  # noqa: BLE001
            # One row must not end a run of half an hour.
            text = str(error) if isinstance(error, BenchmarkError) else traceback.format_exc()
            found = {"error": text}
            say(f"  {name} FAILED: {text}")
        self._kept["steps"][name] = {**found, "commit": _commit()}
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps(self._kept, indent=1))
        part.rename(self._path)
        return "error" not in found


def _commit() -> str:
    """The commit of the clone, with a mark if files were changed since; nothing outside a clone."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--exclude", "*"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"
