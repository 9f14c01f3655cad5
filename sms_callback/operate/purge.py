"""Deleting what is older than the settings say (`sp_sms_purge`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sms_callback.engine.base import Engine
from sms_callback.errors import SmsCallbackError
from sms_callback.model import Row, Value

BATCH = 2000
"""Rows of each kind a transaction."""


@dataclass(frozen=True, slots=True)
class KeepSetting:
    """How long rows are kept: a row of `sms_setting`; 0 days is for ever."""

    name: str
    days: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows are gone."""

    callbacks: int = 0
    messages: int = 0
    inbound: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.callbacks + self.messages + self.inbound


def keep_settings(engine: Engine) -> list[KeepSetting]:
    """The settings `keep_…_days`, by name.

    Raises:
        SmsCallbackError: one is no number, so that nobody knows what it shall keep.
    """
    with engine.transaction() as session:
        rows = session.query("setting_keep")
    return [KeepSetting(str(row["name"]), _days(row), str(row["meaning"])) for row in rows]


def purge(engine: Engine, progress: Callable[[int], None] = lambda _count: None) -> Purged:
    """Delete in batches, each a transaction, until nothing is left to delete.

    Args:
        engine: the database.
        progress: called with the number of rows of each batch that is committed.
    """
    sum_ = Purged()
    while True:
        with engine.transaction() as session:
            out = session.call("sp_sms_purge", {"p_limit": BATCH}, ("p_callbacks", "p_messages", "p_inbound"))
        gone = Purged(_count(out["p_callbacks"]), _count(out["p_messages"]), _count(out["p_inbound"]))
        if gone.total == 0:
            return sum_
        sum_ = Purged(sum_.callbacks + gone.callbacks, sum_.messages + gone.messages, sum_.inbound + gone.inbound)
        progress(gone.total)


def _days(row: Row) -> int:
    text = str(row["value"])
    if not (text.isascii() and text.isdecimal()):
        raise SmsCallbackError(
            f"The setting {row['name']} is {text!r}: not a number of days.",
            "Correct it in sms_setting; 0 keeps for ever.",
        )
    return int(text)


def _count(value: Value) -> int:
    return int(str(value))
