"""What is said, counted and logged where a request is not let in, or its callbacks cannot be stored."""

from __future__ import annotations

import logging

from sms_callback.adapter.answer import Answer, RefusedError
from sms_callback.adapter.log import event
from sms_callback.adapter.throttle import ALLOWED, Throttle
from sms_callback.errors import DatabaseAwayError, NotInstalledError, NotStoredError, SmsCallbackError, without_text

log = logging.getLogger(__name__)

_COUNTED = frozenset({403, 404})
"""Refusals that an address may not have too often. A 401 comes before the right password, a 503 is our own fault."""


class Refuser:
    """Says no: with a line in the log for each, unless an address is refused too often."""

    def __init__(self) -> None:
        self._throttle = Throttle()

    def answer(self, refused: RefusedError, provider: str, address: str) -> Answer:
        """What the sender hears.

        Args:
            refused: with its reason.
            provider: a name that the database knows or that tells nothing, else '-'.
            address: of the sender.
        """
        if refused.answer.status in _COUNTED:
            recent = self._throttle.refused(address)
            if recent.first_too_many:
                reason = f"more than {ALLOWED} refusals in a minute: further ones are answered 429 and not logged"
                event(log, logging.WARNING, "throttled", address=address or "-", reason=reason)
            if recent.too_many:
                return Answer.text(429, "too many refusals", {"Retry-After": str(recent.seconds)})
        event(log, logging.WARNING, "refused", provider=provider, address=address or "-", reason=refused.reason)
        return refused.answer


def not_stored(provider: str, error: Exception) -> Answer:
    """The answer where nothing was stored for our own reasons; the log says why, without anything of the request."""
    if isinstance(error, DatabaseAwayError | NotInstalledError | NotStoredError):
        text = error.message
    elif isinstance(error, SmsCallbackError):
        # What a database says of a refused statement may repeat a parameter.
        text = "details withheld"
    else:
        text = f"not expected: {without_text(error)}"
    event(log, logging.ERROR, "not stored", provider=provider or "-", error=type(error).__name__, reason=text)
    return Answer.later()
