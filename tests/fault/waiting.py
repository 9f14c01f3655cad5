"""Waiting for a condition, with a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

_PAUSE = 0.01
"""Seconds between two looks."""

Found = TypeVar("Found")


def until(condition: Callable[[], Found], seconds: float, what: str) -> Found:
    """Wait for a condition; what it gave.

    Raises:
        AssertionError: it did not come true in so many seconds.
    """
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"not within {seconds:g} s: {what}"
        time.sleep(_PAUSE)
    return found
