"""Working off what is pending in the journal, or failed and may be tried again (`sp_sms_process`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sms_callback.engine.base import Engine
from sms_callback.errors import DatabaseRefusedError, SmsCallbackError
from sms_callback.model import Row


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
        progress: called with 1 for each callback.

    Raises:
        SmsCallbackError: there is no such callback.
    """
    done = 0
    failures: dict[str, list[int]] = {}
    for callback_id in callback_ids:
        row = _process_one(engine, callback_id)
        if row["state"] == "done":
            done += 1
        else:
            failures.setdefault(str(row["error"]), []).append(callback_id)
        progress(1)
    reasons = [Reason(reason, len(ids), min(ids)) for reason, ids in failures.items()]
    reasons.sort(key=lambda one: (-one.callbacks, one.first_callback_id))
    return Processed(done, sum(one.callbacks for one in reasons), tuple(reasons))


def _process_one(engine: Engine, callback_id: int) -> Row:
    try:
        # One transaction each: it locks the rows of one message only, so nobody waits long, or in a circle.
        with engine.transaction() as session:
            session.call("sp_sms_process", {"p_callback_id": callback_id, "p_limit": None}, ("p_done", "p_failed"))
            rows = session.query("callback_state", {"callback_ids": json.dumps([callback_id])})
    except DatabaseRefusedError as error:
        return {"callback_id": callback_id, "state": "failed", "error": error.message}
    if not rows:
        raise SmsCallbackError(f"There is no callback {callback_id}.", "See v_sms_dead_letter for those that failed.")
    return rows[0]
