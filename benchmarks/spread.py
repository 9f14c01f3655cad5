"""Figures of several rounds: the middle one, and how far they differ."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.results import Measured


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, smallest and largest."""

    middle: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """Of at least one value."""
        known = [*values]
        return cls(statistics.median(known), min(known), max(known))

    def text(self, digits: int) -> str:
        """For people: `4279 [3958-4877]`."""
        return f"{self.middle:.{digits}f} [{self.least:.{digits}f}-{self.most:.{digits}f}]"


def ratios(rounds: Mapping[int, Measured], others: Mapping[int, Measured]) -> Spread:
    """How much faster one row is than another, round by round; rounds that only one of them has do not count.

    Raises:
        statistics.StatisticsError: they share none.
    """
    return Spread.of(rounds[number]["rate"] / others[number]["rate"] for number in rounds if number in others)
