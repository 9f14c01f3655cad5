"""What /metrics says: the workers' metrics together, and the state of database and spool."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from sms_callback import __version__
from sms_callback.adapter.readiness import Readiness
from sms_callback.adapter.report import merged
from sms_callback.delivery.pending import run
from sms_callback.errors import SmsCallbackError
from sms_callback.spool import Spool

log = logging.getLogger(__name__)


class Exposition:
    """The text of /metrics.

    Args:
        folder: of the workers' reports.
        readiness: whether the database answers.
        spool: None if there is none.
    """

    def __init__(self, folder: Path, readiness: Readiness, spool: Spool | None) -> None:
        self._folder = folder
        self._readiness = readiness
        self._spool = spool
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def text(self) -> bytes:
        """In Prometheus' text format."""
        return generate_latest(self._registry)

    def collect(self) -> Iterable[Metric]:
        """All metrics, as they are now."""
        version = GaugeMetricFamily("sms_callback_info", "The program that runs.", labels=["version"])
        version.add_metric([__version__], 1)
        yield version
        metrics, workers = merged(self._folder)
        yield from metrics
        yield GaugeMetricFamily("sms_callback_workers", "Worker processes that report.", value=workers)
        up = run(self._readiness.check()).database
        yield GaugeMetricFamily("sms_callback_database_up", "1 if the database answers.", value=up)
        if self._spool:
            yield from _spool_metrics(self._spool)


def _spool_metrics(spool: Spool) -> Iterable[Metric]:
    try:
        status = spool.status()
    except SmsCallbackError as error:
        log.warning("the spool cannot be read: %s", error.message)
        yield GaugeMetricFamily("sms_callback_spool_up", "1 if the spool can be read.", value=0)
        return
    yield GaugeMetricFamily("sms_callback_spool_up", "1 if the spool can be read.", value=1)
    for name, text, value in (
        ("waiting", "Callbacks in the spool that wait for the database.", status.waiting),
        ("poison", "Callbacks in the spool that the database refuses.", status.poison),
        ("oldest_seconds", "Age of the oldest callback that waits; 0 if none does.", status.age or 0),
        ("bytes", "Size of the spool on the disk.", status.bytes),
        ("full", "1 if the spool takes no more callbacks.", status.full),
    ):
        yield GaugeMetricFamily(f"sms_callback_spool_{name}", text, value=value)
