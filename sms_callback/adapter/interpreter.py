"""How Python runs in a worker: an event loop beside threads that wait for the database, for months."""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import suppress

_TURN = 0.0005
"""Seconds after which a thread lets another one run that waits for its turn. With Python's own 5 ms a writer that comes
back from the database would wait for as long as a whole group takes."""

_GARBAGE = 20_000
"""Objects after which Python looks for cycles. Requests leave none, and looking after each 700 costs a twentieth."""

_M_ARENA_MAX = -8
"""Of glibc's malloc.h."""


def settle() -> None:
    """Before threads are started, after all modules were loaded."""
    sys.setswitchinterval(_TURN)
    gc.freeze()
    gc.set_threshold(_GARBAGE)
    # glibc would give each thread a part of its own, each of which keeps what a large body once needed. Threads of
    # Python take turns anyway. Other systems have no such function, or no such library.
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
