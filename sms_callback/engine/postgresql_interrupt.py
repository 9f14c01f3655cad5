"""Ending a call of PostgreSQL from another thread."""

from __future__ import annotations

import os
import socket
from contextlib import suppress

import psycopg

from sms_callback.engine.postgresql_statement import Handle

CANCEL_TIMEOUT = 2.0
"""Seconds for the connection that carries the cancelling."""


def end(handle: Handle, *, cut: bool) -> None:
    """End the call that another thread is waiting for.

    Args:
        handle: its connection.
        cut: shut the socket down instead of asking the server, which does not answer.
    """
    with suppress(psycopg.Error, OSError):
        if cut:
            # Not closed: the descriptor is libpq's, which would close another's of that number later.
            with socket.socket(fileno=os.dup(handle.fileno())) as twin:
                twin.shutdown(socket.SHUT_RDWR)
        else:
            handle.cancel_safe(timeout=CANCEL_TIMEOUT)
