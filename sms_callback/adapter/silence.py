"""Hangs up on connections on which nothing was answered for long. Only Linux tells how long that is."""

from __future__ import annotations

import os
import socket
import stat
import struct
import sys
from contextlib import closing, suppress
from pathlib import Path

_DESCRIPTORS = Path("/proc/self/fd")

_LAST_DATA_SENT = struct.Struct("=44xI")
"""`tcpi_last_data_sent` in `struct tcp_info` of linux/tcp.h: milliseconds since we last sent something."""


def hang_up_on_silence(port: int, seconds: float) -> None:
    """End each connection to a port of this process on which it has sent nothing for so long.

    The sender of a body that never ends is such a one; the server itself would keep it for ever. One that waits for its
    next request is not: the server closes that earlier.

    Args:
        port: where this process listens.
        seconds: longer than any answer takes.
    """
    if sys.platform != "linux":
        return
    for entry in _DESCRIPTORS.iterdir():
        # Of a copy, since the server may close its own at any moment, and the number may come again.
        with suppress(OSError), closing(_socket(int(entry.name))) as found:
            (silent,) = _LAST_DATA_SENT.unpack(
                found.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_DATA_SENT.size)
            )
            if found.getsockname()[1] == port and silent > seconds * 1000 and found.getpeername():
                found.shutdown(socket.SHUT_RDWR)


def _socket(descriptor: int) -> socket.socket:
    copy = os.dup(descriptor)
    try:
        if not stat.S_ISSOCK(os.fstat(copy).st_mode):
            raise OSError("no socket")
        return socket.socket(fileno=copy)
    except OSError:
        os.close(copy)
        raise
