"""What a statement leaves behind: a warning is noted and never raised."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Status:
    """What SQLCODE, SQLSTATE and ERRORMSG() tell of the statement before."""

    sqlcode: int = 0
    sqlstate: str = "00000"
    message: str = ""


DONE = Status()
NOT_FOUND = Status(100, "02000", "Row not found")
"""errm100.html: a warning, which no EXCEPTION section sees."""
