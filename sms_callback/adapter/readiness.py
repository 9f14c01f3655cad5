"""Can a callback be stored now? In the database, or in the spool."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from sms_callback.delivery.gatherer import Gatherer
from sms_callback.engine.base import Engine
from sms_callback.errors import SmsCallbackError
from sms_callback.spool import Spool

PATIENCE = 2.0
"""Seconds to wait for the database; whoever asks does not wait longer than a few."""


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
    """Asks database and spool. A thread of its own asks the database: one that hangs holds nobody up for long.

    Args:
        engine: the database.
        spool: None if there is none.
    """

    def __init__(self, engine: Engine, spool: Spool | None) -> None:
        self._engine = engine
        self._spool = spool
        self._pinger: Gatherer[None, None] = Gatherer("ready", self._ping, 1, 1000, 1000, lambda _size, _time: None)

    def check(self) -> Ready:
        """How it is now."""
        database = self._database()
        return Ready(database, not database and self._spool_takes())

    def _database(self) -> bool:
        pending = self._pinger.offer([None])
        if pending is None or not pending.wait(time.monotonic() + PATIENCE):
            return False
        return not isinstance(pending.results, Exception)

    def _spool_takes(self) -> bool:
        if self._spool is None:
            return False
        try:
            self._spool.check()
            return not self._spool.status().full
        except SmsCallbackError:
            return False

    def _ping(self, waiting: Sequence[None]) -> Sequence[None]:
        self._engine.ping()
        return [None] * len(waiting)
