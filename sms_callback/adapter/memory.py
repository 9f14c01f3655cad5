"""How a worker asks for memory, and looks for garbage: for a process that works for months with few threads."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

_M_ARENA_MAX = -8
"""Of glibc's malloc.h."""

_GARBAGE = 20_000
"""Objects after which Python looks for cycles. Requests leave none, and looking after each 700 costs a twentieth."""


def settle() -> None:
    """Before threads are started, after all modules were loaded."""
    gc.freeze()
    gc.set_threshold(_GARBAGE)
    # glibc would give each thread a part of its own, each of which keeps what a large body once needed. Threads of
    # Python take turns anyway. Other systems have no such function, or no such library.
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
