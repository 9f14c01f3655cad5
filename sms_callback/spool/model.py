"""What the spool hands out: its limits, its state, the callbacks in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from sms_callback.model import Callback


@dataclass(frozen=True, slots=True)
class SpoolLimits:
    """How much the spool may take.

    Args:
        max_bytes: what its callbacks may take in the file; more is refused.
        max_age: older callbacks are kept and drained all the same, but the state says so.
        keep_free: bytes that stay free on its disk; deleting what was drained needs some, too.
        max_wait: seconds that `put` waits for others that write, and for the disk.
    """

    max_bytes: int = 1 << 30
    max_age: dt.timedelta = dt.timedelta(days=1)
    keep_free: int = 16 << 20
    max_wait: float = 0.5


@dataclass(frozen=True, slots=True)
class PoisonReason:
    """Why callbacks were set aside: the database's words, how many, and when the first of them had arrived."""

    provider: str
    reason: str
    callbacks: int
    oldest_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SpoolStatus:
    """The state of a spool.

    Args:
        path: the file.
        database: the database that the callbacks are for, without its password; None while there is no file.
        waiting: callbacks that wait for it.
        oldest_at: when the first of them arrived (UTC).
        age: seconds since then, 0 if the clock was set back; None if nothing waits.
        overdue: the first has waited longer than `SpoolLimits.max_age`.
        poison: callbacks that were set aside.
        reasons: why, most first.
        bytes: what the file takes on the disk, with SQLite's files beside it.
        used_bytes: what is in use of it; the rest is given back when the spool has been drained.
        max_bytes: the limit of `used_bytes`.
        full: another callback would be refused.
    """

    path: Path
    database: str | None
    waiting: int
    oldest_at: dt.datetime | None
    age: float | None
    overdue: bool
    poison: int
    reasons: tuple[PoisonReason, ...]
    bytes: int
    used_bytes: int
    max_bytes: int
    full: bool


@dataclass(frozen=True, slots=True)
class Spooled:
    """One callback in the spool; `size` is the length of its texts."""

    spool_id: int
    callback: Callback = field(repr=False)
    size: int
