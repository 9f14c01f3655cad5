"""SIGTERM and SIGINT are never lost: they wait while a process could not act on them."""

from __future__ import annotations

import os
import signal

_STOPS = (signal.SIGTERM, signal.SIGINT)


def hold() -> None:
    """Let them wait, in this thread and in those that it starts."""
    _mask("SIG_BLOCK")


def release() -> None:
    """Let them come in this thread, also those that waited."""
    _mask("SIG_UNBLOCK")


def hold_while_forking() -> None:
    """From now on a child ends on them, with the default action, until it says how it stops.

    With the handlers of its parent it would notice nothing.
    """
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=hold, after_in_parent=release, after_in_child=_begin_child)


def _begin_child() -> None:
    for number in _STOPS:
        signal.signal(number, signal.SIG_DFL)
    release()


def _mask(how: str) -> None:
    # Windows has no such masks, and no forks.
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(getattr(signal, how), _STOPS)
