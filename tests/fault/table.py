"""The table of the fault suite: one line a fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

HEADINGS = (
    "fault",
    "database",
    "times",
    "sent",
    "acknowledged",
    "stored",
    "lost",
    "doubled",
    "p99 ms",
    "backlog 0 after s",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One fault: how often it struck, the callbacks meanwhile, and what became of them.

    `p99` are the milliseconds of an answer, `recovery` the seconds from the fault's end until nothing waited any more.
    """

    fault: str
    database: str
    times: int
    sent: int
    acknowledged: int
    stored: int
    lost: int
    doubled: int
    p99: float
    recovery: float


def rendered(lines: Sequence[Line]) -> list[str]:
    """The table as lines of Markdown."""
    rows = [HEADINGS, *(_cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    texts = ["| " + " | ".join(_aligned(row, widths)) + " |" for row in rows]
    rule = "|" + "|".join("-" * (width + 1) + ("-" if column < 2 else ":") for column, width in enumerate(widths)) + "|"
    return [texts[0], rule, *texts[1:]]


def _cells(line: Line) -> tuple[str, ...]:
    values = [getattr(line, field.name) for field in fields(line)]
    return tuple(f"{value:.1f}" if isinstance(value, float) else str(value) for value in values)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Words to the left, numbers to the right."""
    return [
        cell.ljust(width) if column < 2 else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
