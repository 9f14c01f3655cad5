"""Can a callback be stored now? In the database, or at least in the spool."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sms_callback.delivery.gatherer import Gatherer
from sms_callback.delivery.pending import Steps, Wait
from sms_callback.engine.base import Engine
from sms_callback.errors import SpoolAwayError
from sms_callback.spool import Spool

PATIENCE = 2.0
"""Seconds to wait for the database, and again for the spool; whoever asks does not wait longer than a few."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Whether the database answers; if it does not, whether the spool can take a callback."""

    database: bool
    spool: bool

    def __bool__(self) -> bool:
        return self.database or self.spool

    @property
    def text(self) -> str:
        """For people."""
        if self.database:
            return "ok"
        return "ok: the database does not answer, callbacks go to the spool" if self.spool else "nothing can be stored"


class Readiness:
    """Asks database and spool, each in a thread of its own: one that hangs holds nobody up for long.

    Args:
        engine: the database.
        spool: None if there is none.
    """

    def __init__(self, engine: Engine, spool: Spool | None) -> None:
        self._database = _asker("ready", engine.ping)
        self._spool = _asker("ready-spool", lambda: _take(spool)) if spool else None

    def check(self) -> Steps[Ready]:
        """How it is now."""
        database = yield from _answers(self._database)
        spool = not database and self._spool is not None and (yield from _answers(self._spool))
        return Ready(database, spool)


def _take(spool: Spool) -> None:
    """Raise SpoolAwayError unless the spool takes a callback."""
    spool.check()
    if spool.status().full:
        raise SpoolAwayError("The spool is full.", "Bring the database back.")


def _asker(name: str, ask: Callable[[], None]) -> Gatherer[None, None]:
    """One question for all who want to know at the same time."""

    def answer(waiting: Sequence[None]) -> Sequence[None]:
        ask()
        return waiting

    return Gatherer(name, answer, 1, 1000, 1000, lambda _size, _seconds: None)


def _answers(asker: Gatherer[None, None]) -> Steps[bool]:
    pending = asker.offer([None])
    if pending:
        yield Wait(pending, time.monotonic() + PATIENCE)
    return pending is not None and pending.results is not None and not isinstance(pending.results, Exception)
