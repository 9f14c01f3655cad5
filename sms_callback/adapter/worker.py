"""A worker process: it builds the application by the settings, and ends with what it accepted finished.

`serve` starts such processes. Under another server, of WSGI, the application is `create_wsgi_app()`, with its settings
from the environment.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from pathlib import Path

from sms_callback.adapter.app import Adapter
from sms_callback.adapter.endpoints import Endpoints
from sms_callback.adapter.interpreter import settle
from sms_callback.adapter.metrics import Metrics
from sms_callback.adapter.proxy import Proxies
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.readiness import Readiness
from sms_callback.adapter.reception import Reception
from sms_callback.adapter.remembered import Remembered
from sms_callback.adapter.report import Reporter
from sms_callback.adapter.route import Alias
from sms_callback.adapter.rsgi import RsgiAdapter
from sms_callback.adapter.setting import Settings
from sms_callback.adapter.stopping import hold
from sms_callback.delivery.delivery import Delivery
from sms_callback.delivery.model import DeliveryLimits

CLOSING = 2.0
"""Seconds to end in order after the last request was answered: nothing that was acknowledged depends on it."""


class Worker:
    """The reception and what belongs to it. Nothing is connected and no thread runs before `start`.

    Raises:
        SmsCallbackError: one of the settings cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        engine = settings.open_engine()
        spool = settings.open_spool(engine)
        remembered = Remembered(spool.path.with_name(f"{spool.path.name}-accounts")) if spool else None
        self._metrics = Metrics()
        self._endpoints = Endpoints(engine, remembered)
        self._delivery = Delivery(engine, spool, DeliveryLimits(writers=settings.writers), self._metrics)
        self._reporter = Reporter(self._metrics.registry, Path(settings.reports)) if settings.reports else None
        self._metrics.watch(lambda: self._delivery.state().up, lambda: self._delivery.state().waiting)
        self.reception = Reception(
            engine,
            PublicUrl.parse(settings.public_url),
            [Alias.parse(route) for route in settings.routes],
            settings.max_body,
            delivery=self._delivery,
            endpoints=self._endpoints,
            readiness=Readiness(engine, spool),
            metrics=self._metrics,
            proxies=Proxies.parse(settings.trusted_proxies),
        )

    def start(self) -> None:
        """Begin with what goes on beside the requests."""
        self._delivery.start()
        if self._reporter:
            self._reporter.start()
        # Not a daemon: the process waits for it, after the server has answered the last request.
        threading.Thread(target=self._close_at_the_end, name="closing").start()

    def reload(self) -> None:
        """Read accounts again soon."""
        self._endpoints.reload()

    def _close_at_the_end(self) -> None:
        threading.main_thread().join()
        self._delivery.close(CLOSING)
        if self._reporter:
            self._reporter.stop()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    """End when the server's main process was killed: an orphan would keep the port from the next one."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def create_app() -> RsgiAdapter:
    """The RSGI application of a worker that `serve` started, by its settings."""
    # Until the loop runs (`RsgiAdapter.__rsgi_init__`): uvloop forgets what comes between its handlers and that moment.
    hold()
    settings = Settings.imported()
    worker = Worker(settings)
    settle()
    worker.start()
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_with, args=(parent,), name="parent", daemon=True).start()
    return RsgiAdapter(worker.reception, settings.read_timeout, on_hangup=worker.reload)


def create_wsgi_app() -> Adapter:
    """The WSGI application, for a process of any server that may have threads.

    Raises:
        SmsCallbackError: a setting is missing or cannot be used.
    """
    settings = Settings.of_environment()
    settings.check_spool()
    worker = Worker(settings)
    worker.start()
    return Adapter(worker.reception)
