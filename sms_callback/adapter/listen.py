"""Can a port be had?"""

from __future__ import annotations

import socket

from sms_callback.errors import SmsCallbackError


def try_port(host: str, port: int, option: str = "--host and --port") -> None:
    """Raise SmsCallbackError if somebody listens there: the server itself would share that port, and say nothing."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise SmsCallbackError(
            f"Cannot listen on {host} port {port}: {error.strerror}.", f"Choose another with {option}."
        ) from None
