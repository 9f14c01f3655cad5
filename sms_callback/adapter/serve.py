"""The HTTP server: granian, with workers that build the application themselves, and the admin process beside them."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from sms_callback.adapter import log
from sms_callback.adapter.admin import AdminProcess
from sms_callback.adapter.listen import try_port
from sms_callback.adapter.setting import Listen, Settings
from sms_callback.adapter.stopping import hold_while_forking
from sms_callback.adapter.worker import Worker

STOP_TIMEOUT = 25
"""Seconds that a worker has to finish its requests when the server stops: longer than any of them may take."""

HEAD_BYTES = 32 * 1024
"""Of a request's line and headers, and what the server keeps of each connection at most."""

CONNECTIONS = 1024
"""That a worker holds at once; more of them wait until one ends."""

_FILES_BESIDE = 256
"""Open files of a worker that are no connections of providers."""


def check(settings: Settings, listen: Listen) -> None:
    """Make sure that workers will be able to start; nothing is written.

    Raises:
        SmsCallbackError: a setting cannot be used, or a port cannot be had.
    """
    Worker(settings)
    try_port(listen.host, listen.port)
    if listen.admin:
        try_port(*listen.admin, option="--admin HOST:PORT, or --admin none")


def serve(settings: Settings, listen: Listen) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    _allow_files(CONNECTIONS + _FILES_BESIDE)
    hold_while_forking()
    with _reports() as folder:
        settings = replace(settings, reports=folder if listen.admin else None)
        settings.export()
        with AdminProcess(settings, listen) if listen.admin else nullcontext():
            server = Granian(
                target="sms_callback.adapter.worker:create_app",
                factory=True,
                address=listen.host,
                port=listen.port,
                interface=Interfaces.RSGI,
                http=HTTPModes.http1,
                http1_settings=HTTP1Settings(
                    header_read_timeout=int(settings.read_timeout * 1000), max_buffer_size=HEAD_BYTES
                ),
                websockets=False,
                workers=listen.workers,
                backlog=CONNECTIONS,
                backpressure=CONNECTIONS,
                workers_kill_timeout=STOP_TIMEOUT,
                respawn_failed_workers=True,
                log_level=LogLevels.error,
                log_dictconfig=log.configuration(listen.log_level, listen.log_format),
                log_access=False,
            )
            server.on_startup(_reload_on_hangup)
            server.serve()


def _reload_on_hangup() -> None:
    """SIGHUP makes the workers read accounts again. By itself the server would replace all workers."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda _number, _frame: _hang_up_workers())


def _hang_up_workers() -> None:
    for worker in multiprocessing.active_children():
        if worker.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGHUP)


def _allow_files(count: int) -> None:
    """Raise the limit of open files of this process and its workers, as far as it may."""
    try:
        import resource
    except ImportError:
        # Windows has no such limit.
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (count if hard == resource.RLIM_INFINITY else min(count, hard), hard)
        )


@contextmanager
def _reports() -> Iterator[str]:
    """A folder for the workers' metrics, until the server ends."""
    folder = tempfile.mkdtemp(prefix="sms-callback-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
