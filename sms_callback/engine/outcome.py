"""The parameters of `sp_sms_callback` and `sp_sms_callback_group`: a Callback in, an Outcome out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from operator import attrgetter

from sms_callback.errors import DatabaseRefusedError
from sms_callback.model import Callback, Outcome, Row, Value

OUT = ("p_callback_id", "p_state", "p_duplicate", "p_answer_status", "p_answer_type", "p_answer_body")
"""The OUT parameters, in their order."""


_IN = tuple((f"p_{item.name}", attrgetter(item.name)) for item in fields(Callback))


def given(callback: Callback) -> dict[str, Value]:
    """The IN parameters that hand a callback over."""
    return {name: value(callback) for name, value in _IN}


def outcome_of(row: Row) -> Outcome:
    """What became of a callback.

    Args:
        row: the OUT parameters by name.

    Raises:
        DatabaseRefusedError: a number is missing, so the procedure is not ours.
    """
    content_type = row["p_answer_type"]
    return Outcome(
        callback_id=_number(row["p_callback_id"]),
        state=str(row["p_state"]),
        duplicate=bool(row["p_duplicate"]),
        answer_status=_number(row["p_answer_status"]),
        answer_type=None if content_type is None else str(content_type),
        answer_body=str(row["p_answer_body"]),
    )


def group_text(callbacks: Sequence[Callback], bound: Callable[[Value], Value]) -> str:
    """The IN parameter of `sp_sms_callback_group`.

    Args:
        callbacks: in order of arrival.
        bound: gives a value as the engine takes it.
    """
    calls = [
        {name: bound(value) for name, value in given(callback).items() if value is not None} for callback in callbacks
    ]
    return json.dumps(calls, ensure_ascii=False, separators=(",", ":"))


def outcomes_of(text: Value) -> list[Outcome]:
    """The OUT parameter of `sp_sms_callback_group`."""
    return [outcome_of(outcome) for outcome in json.loads(str(text))]


def _number(value: Value) -> int:
    if not isinstance(value, int):
        raise DatabaseRefusedError(f"sp_sms_callback gave {value!r} where a number belongs.")
    return value
