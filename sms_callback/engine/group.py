"""Group commit: callbacks that wait at the same moment share one transaction; a bad one does not spoil the others'."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sms_callback.errors import DatabaseAwayError, DatabaseRefusedError, NotInstalledError, SmsCallbackError
from sms_callback.model import Callback, Outcome

ATTEMPTS = 3
"""How often a group is handed over before it counts as not stored, where the next attempt may do better at once."""


class LostError(DatabaseAwayError):
    """The connection broke, or the transaction lost against another one: the next attempt may do better at once."""


def delivered(
    callbacks: Sequence[Callback], once: Callable[[Sequence[Callback]], list[Outcome]]
) -> list[Outcome | SmsCallbackError]:
    """Store a group.

    Args:
        callbacks: in order of arrival.
        once: stores all of them in one transaction, or raises.

    Returns:
        in the same order, what became of each; an error where the database refuses one even as a failed callback.

    Raises:
        DatabaseAwayError, NotInstalledError: none of them was stored.
    """
    try:
        return [*_attempted(callbacks, once)]
    except DatabaseRefusedError as error:
        # A hint says what the operator must do, such as granting a right: that is no callback's fault.
        if error.hint or (len(callbacks) == 1 and callbacks[0].error is not None):
            return [error] * len(callbacks)
        refused = error
    if len(callbacks) == 1:
        # Rule 5: it is kept, with the reason.
        return delivered([replace(callbacks[0], error=refused.message)], once)
    middle = len(callbacks) // 2
    first = delivered(callbacks[:middle], once)
    try:
        return first + delivered(callbacks[middle:], once)
    except (DatabaseAwayError, NotInstalledError) as error:
        return [*first, *[error] * (len(callbacks) - middle)]


def _attempted(callbacks: Sequence[Callback], once: Callable[[Sequence[Callback]], list[Outcome]]) -> list[Outcome]:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return once(callbacks)
        except LostError:
            # If an attempt was committed after all, the next one finds its rows (rule 2).
            if attempt == ATTEMPTS:
                raise
    raise AssertionError
