"""Runs `openloop` in a process of its own and reads what it found."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.callbacks import Callbacks
from benchmarks.paths import PYTHON, ROOT, WORK, BenchmarkError


@dataclass(frozen=True, slots=True)
class Answered:
    """One request: its number in the row of callbacks, one of `openloop.CLASSES`, and milliseconds."""

    index: int
    kind: str
    took: float


@dataclass(frozen=True, slots=True)
class FixedLoad:
    """What came of a load.

    Args:
        callbacks: what was sent.
        rate: requests a second.
        began: in seconds since 1970.
        answers: in the order of sending.
    """

    callbacks: Callbacks
    rate: float
    began: float
    answers: Sequence[Answered]

    def kinds(self) -> dict[str, int]:
        """Replies by class."""
        return dict(Counter(answer.kind for answer in self.answers))

    def acknowledged(self) -> set[int]:
        """The numbers of those with a 2xx."""
        return {answer.index for answer in self.answers if answer.kind == "2xx"}

    def percentile(self, share: float, after: float = 0.0) -> float:
        """Milliseconds within which that share of the good replies came.

        Args:
            share: 0 to 1.
            after: leave out the requests of the first so many seconds.
        """
        took = sorted(
            answer.took for answer in self.answers if answer.kind == "2xx" and answer.index / self.rate >= after
        )
        return took[min(len(took) - 1, int(share * len(took)))] if took else float("inf")


class FixedRate:
    """A load at a fixed rate that runs beside what the caller does meanwhile."""

    def __init__(self, port: int, rate: float, seconds: float, seed: str) -> None:
        self._output = WORK / "openloop.json"
        self._output.unlink(missing_ok=True)
        self._callbacks, self._rate = Callbacks(seed), rate
        self._process = subprocess.Popen(
            [str(PYTHON), "-m", "benchmarks.openloop", str(port), str(rate), str(seconds), seed, str(self._output)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @property
    def running(self) -> bool:
        """Whether it still sends or waits for answers."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()

    def result(self) -> FixedLoad:
        """Wait for its end.

        Raises:
            BenchmarkError: it failed.
        """
        said, _ = self._process.communicate()
        if self._process.returncode or not self._output.exists():
            raise BenchmarkError(f"The load failed:\n{said.strip()[-2000:]}")
        found = json.loads(self._output.read_text())
        answers = [Answered(index, kind, took * 1000) for index, kind, took in found["replies"]]
        return FixedLoad(self._callbacks, self._rate, found["began"], answers)
