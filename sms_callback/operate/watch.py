"""Working off the journal as callbacks come: what the setting `process` = `deferred` leaves to `process --watch`."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sms_callback.engine.base import Engine
from sms_callback.errors import DatabaseAwayError, DatabaseRefusedError, SmsCallbackError

BATCH = 500
"""How many callbacks are looked up at once, and at most worked in a round."""

PAUSE_SECONDS = 1.0
"""Between two attempts while the database is away."""


@dataclass
class Worked:
    """How many callbacks ended as done, as failed, and were refused by the database, so that they are still pending."""

    done: int = 0
    failed: int = 0
    refused: int = 0


class Audience(Protocol):
    """Who is told what happens."""

    def worked(self, count: Worked) -> None:
        """A round is over in which callbacks were worked."""

    def refused(self, callback_id: int, error: SmsCallbackError) -> None:
        """The database refused to work this callback; it stays pending, and this watcher leaves it alone."""

    def away(self, error: SmsCallbackError) -> None:
        """The database does not do what it should; said once until it does again, or says something else."""

    def back(self) -> None:
        """It does again."""


class Watcher:
    """Works off callbacks that are pending, oldest first, each in a transaction of its own.

    Several may work at once: a callback that another one has is passed over, and what order their rows may be
    changed in is the order rule's affair (docs/rules.md). One that failed is left alone; so is, while this watcher
    lives, one that the database refused, which stays pending.

    Args:
        engine: the database.
        stop: ends the work when it is set, after the callback at hand.
        audience: who is told.
        interval: seconds after which to look in any case; None: what fits the engine.
    """

    def __init__(
        self, engine: Engine, stop: threading.Event, audience: Audience, interval: float | None = None
    ) -> None:
        self.total = Worked()
        self._engine = engine
        self._stop = stop
        self._audience = audience
        self._interval = interval
        self._refused: set[int] = set()
        self._complaint: str | None = None
        self._begun = False

    def run(self) -> Worked:
        """Work until `stop` is set; return how many were worked.

        Raises:
            SmsCallbackError: the first look fails, and waiting would not help: not installed, or no right.
        """
        with self._engine.arrivals(self._stop, self._interval) as arrivals:
            while not self._stop.is_set():
                try:
                    arrivals.wait()
                    self._all()
                except SmsCallbackError as error:
                    if not self._begun and not isinstance(error, DatabaseAwayError):
                        raise
                    self._tell(error)
                    self._stop.wait(PAUSE_SECONDS)
        return self.total

    def _all(self) -> None:
        """Work what waits now, in rounds."""
        after = 0
        while not self._stop.is_set():
            found = self._pending(after)
            self._begun = True
            if self._complaint is not None:
                self._complaint = None
                self._audience.back()
            self._round(found)
            if len(found) < BATCH:
                return
            after = found[-1]

    def _round(self, callback_ids: Sequence[int]) -> None:
        count = Worked()
        try:
            for callback_id in callback_ids:
                if self._stop.is_set():
                    break
                if callback_id not in self._refused:
                    self._one(callback_id, count)
        finally:
            self.total.done += count.done
            self.total.failed += count.failed
            self.total.refused += count.refused
            if count != Worked():
                self._audience.worked(count)

    def _pending(self, after: int) -> list[int]:
        with self._engine.transaction() as session:
            rows = session.query("callback_pending", {"after": after, "limit": BATCH})
        return [int(str(row["callback_id"])) for row in rows]

    def _one(self, callback_id: int, count: Worked) -> None:
        try:
            with self._engine.transaction() as session:
                if not session.query("callback_claim", {"callback_id": callback_id}):
                    return
                states = session.query("callback_state", {"callback_ids": json.dumps([callback_id])})
                if [row["state"] for row in states] != ["pending"]:
                    return
                ended = session.call(
                    "sp_sms_process", {"p_callback_id": callback_id, "p_limit": None}, ("p_done", "p_failed")
                )
        except DatabaseRefusedError as error:
            if error.hint:
                # What the operator must do, such as granting a right, is not the callback's fault.
                raise
            self._refused.add(callback_id)
            count.refused += 1
            self._audience.refused(callback_id, error)
            return
        count.done += int(str(ended["p_done"]))
        count.failed += int(str(ended["p_failed"]))

    def _tell(self, error: SmsCallbackError) -> None:
        if error.message != self._complaint:
            self._complaint = error.message
            self._audience.away(error)
