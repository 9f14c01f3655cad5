"""The HTTP server: granian, with workers that build the application themselves."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from sms_callback.adapter.setting import Settings
from sms_callback.errors import SmsCallbackError

STOP_TIMEOUT = 5
"""Seconds that a worker has to finish its requests when the server stops."""

_LOGGING: dict[str, Any] = {
    "formatters": {
        "generic": {"()": "logging.Formatter", "fmt": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "access": {"()": "logging.Formatter", "fmt": "%(message)s"},
    },
    "handlers": {
        "console": {"formatter": "generic", "class": "logging.StreamHandler", "stream": "ext://sys.stderr"},
        "access": {"formatter": "access", "class": "logging.StreamHandler", "stream": "ext://sys.stderr"},
    },
    "loggers": {
        "_granian": {"handlers": ["console"], "propagate": False},
        "sms_callback": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}


@dataclass(frozen=True, slots=True)
class Listen:
    """Where and how the server listens.

    Args:
        host: the address of an interface, or a name of it.
        port: 1 to 65535.
        workers: processes.
        threads: in each worker, each with a connection of its own to the database.
    """

    host: str
    port: int
    workers: int
    threads: int


def check(settings: Settings, listen: Listen) -> None:
    """Make sure that workers will be able to start.

    Raises:
        SmsCallbackError: a setting cannot be used, or the port cannot be had.
    """
    settings.adapter()
    _try_port(listen.host, listen.port)


def serve(settings: Settings, listen: Listen) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    settings.export()
    Granian(
        target="sms_callback.adapter.setting:create_app",
        factory=True,
        address=listen.host,
        port=listen.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=listen.workers,
        blocking_threads=listen.threads,
        workers_kill_timeout=STOP_TIMEOUT,
        respawn_failed_workers=True,
        # Its warnings are about the number of threads, which here wait for the database and not for a CPU.
        log_level=LogLevels.error,
        log_dictconfig=_LOGGING,
        log_access=False,
    ).serve()


def _try_port(host: str, port: int) -> None:
    """The server itself would share a port that another one of its kind listens on, and say nothing."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise SmsCallbackError(
            f"Cannot listen on {host} port {port}: {error.strerror}.", "Choose another with --host and --port."
        ) from None
