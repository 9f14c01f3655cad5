"""Working off what is pending in the journal, or failed and may be tried again (`sp_sms_process`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sms_callback.engine.base import Engine, Session
from sms_callback.errors import DatabaseRefusedError, SmsCallbackError
from sms_callback.model import Row

BATCH = 100
"""Callbacks a transaction."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why callbacks failed: the reason to the letter, how many, and the first of them."""

    reason: str
    callbacks: int
    first_callback_id: int


@dataclass(frozen=True, slots=True)
class Processed:
    """What became of the callbacks; reasons with most callbacks first."""

    done: int
    failed: int
    reasons: tuple[Reason, ...]


def open_callbacks(engine: Engine, limit: int = -1) -> list[int]:
    """Callbacks that can be worked, oldest first; `limit` -1 is none."""
    with engine.transaction() as session:
        return [int(str(row["callback_id"])) for row in session.query("callback_open", {"limit": limit})]


def process(
    engine: Engine, callback_ids: Sequence[int], progress: Callable[[int], None] = lambda _count: None
) -> Processed:
    """Work these callbacks, each once: a callback that fails again does not use up all its attempts in one run.

    Args:
        engine: the database.
        callback_ids: which, in this order.
        progress: called with the number of callbacks of each batch that is committed.

    Raises:
        SmsCallbackError: there is no such callback.
    """
    done = 0
    failures: dict[str, list[int]] = {}
    for start in range(0, len(callback_ids), BATCH):
        batch = callback_ids[start : start + BATCH]
        for row in _process_batch(engine, batch):
            if row["state"] == "done":
                done += 1
            else:
                failures.setdefault(str(row["error"]), []).append(int(str(row["callback_id"])))
        progress(len(batch))
    reasons = [Reason(reason, len(ids), min(ids)) for reason, ids in failures.items()]
    reasons.sort(key=lambda one: (-one.callbacks, one.first_callback_id))
    return Processed(done, sum(one.callbacks for one in reasons), tuple(reasons))


def _process_batch(engine: Engine, batch: Sequence[int]) -> list[Row]:
    try:
        with engine.transaction() as session:
            return [_process_one(session, callback_id) for callback_id in batch]
    except DatabaseRefusedError as error:
        if len(batch) == 1:
            return [{"callback_id": batch[0], "state": "failed", "error": error.message}]
        # One that the database refuses must not keep the others of its batch from going in.
        return [row for callback_id in batch for row in _process_batch(engine, [callback_id])]


def _process_one(session: Session, callback_id: int) -> Row:
    session.call("sp_sms_process", {"p_callback_id": callback_id, "p_limit": None}, ("p_done", "p_failed"))
    rows = session.query("callback_state", {"callback_ids": json.dumps([callback_id])})
    if not rows:
        raise SmsCallbackError(f"There is no callback {callback_id}.", "See v_sms_dead_letter for those that failed.")
    return rows[0]
