"""How often an address was refused of late: it must not fill the log, nor guess secrets at leisure."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from sms_callback.adapter.proxy import parsed

ALLOWED = 60
"""Refusals of an address in a window that are answered and logged one by one."""

WINDOW = 60.0
"""Seconds."""

ADDRESSES = 4096
"""Addresses that are remembered; the one that was refused least recently is forgotten first."""

_PREFIX = 64
"""An IPv6 caller has a network of this size to itself, so that counts as one address."""


@dataclass(slots=True)
class _Window:
    ends: float
    count: int = 0


class Throttle:
    """Counts refusals by address. Never asked before a request's proof is checked: a right one passes in any case.

    Safe to use from any thread.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._windows: OrderedDict[str, _Window] = OrderedDict()

    def refused(self, address: str) -> Refusals:
        """Count a refusal of this address."""
        key = _key(address)
        now = self._clock()
        with self._lock:
            window = self._windows.get(key)
            if window is None or now >= window.ends:
                window = self._windows[key] = _Window(now + WINDOW)
            self._windows.move_to_end(key)
            if len(self._windows) > ADDRESSES:
                self._windows.popitem(last=False)
            window.count += 1
            return Refusals(window.count, math.ceil(window.ends - now))


@dataclass(frozen=True, slots=True)
class Refusals:
    """The refusals of an address in this window, and the seconds until it ends."""

    count: int
    seconds: int

    @property
    def too_many(self) -> bool:
        """This one is answered 429 and not logged."""
        return self.count > ALLOWED

    @property
    def first_too_many(self) -> bool:
        """This one is the first of those: the log says so once."""
        return self.count == ALLOWED + 1


def _key(address: str) -> str:
    found = parsed(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, _PREFIX), strict=False))
    return str(found or address)
