"""What `Engine.deliver` gives where a test expects that every callback was stored."""

from __future__ import annotations

from collections.abc import Sequence

from sms_callback.engine.base import Engine
from sms_callback.errors import SmsCallbackError
from sms_callback.model import Callback, Outcome


def stored(engine: Engine, callbacks: Sequence[Callback]) -> list[Outcome]:
    """Deliver callbacks; raise the first error that stands for one of them."""
    found = []
    for result in engine.deliver(callbacks):
        if isinstance(result, SmsCallbackError):
            raise result
        found.append(result)
    return found
