"""How the workers' metrics come together: each writes its own into a file, and the admin process adds them up.

prometheus-client's own way would map files into memory, and a full disk would kill the worker that counts (SIGBUS).
Here it only makes the figures old.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric

log = logging.getLogger(__name__)

PERIOD = 1.0
"""Seconds between two reports of a worker."""

STALE = 10.0
"""Seconds after which a worker that reports no more is taken to be gone: its counts stay, its gauges do not."""

GAUGES: dict[str, Callable[[Iterable[float]], float]] = {"sms_callback_direct": min, "sms_callback_waiting": sum}
"""How the workers' gauges are put together; everything else is added up, the counts of dead workers too."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One line of a report."""

    name: str
    labels: tuple[tuple[str, str], ...]
    value: float


@dataclass(slots=True)
class Family:
    """A metric with its samples."""

    kind: str
    help: str
    samples: list[Sample] = field(default_factory=list)


class Reporter:
    """Writes a worker's metrics into a file of the folder, again and again until it is stopped.

    Args:
        registry: the worker's.
        folder: of all workers' reports.
    """

    def __init__(self, registry: CollectorRegistry, folder: Path) -> None:
        self._registry = registry
        # A pid may come again, and a report that is there must not be overwritten: its counts would be lost.
        self._path = folder / f"worker-{os.getpid()}-{time.time_ns()}.json"
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="metrics", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Write a last time."""
        self._stopped.set()
        self._thread.join()
        self._write()

    def _run(self) -> None:
        while True:
            self._write()
            if self._stopped.wait(PERIOD):
                return

    def _write(self) -> None:
        text = json.dumps([_plain(metric) for metric in self._registry.collect()])
        new = self._path.with_suffix(".new")
        try:
            new.write_text(text, encoding="utf-8")
            new.replace(self._path)
        except OSError as error:
            log.debug("metrics not reported: %s", error.strerror)
            with suppress(OSError):
                new.unlink()


def merged(folder: Path) -> tuple[list[Metric], int]:
    """The metrics of all workers together, and how many workers there are now."""
    families: dict[str, Family] = {}
    alive = 0
    for path in sorted(folder.glob("worker-*.json")):
        try:
            report = json.loads(path.read_text("utf-8"))
            fresh = time.time() - path.stat().st_mtime < STALE
        except (OSError, ValueError) as error:
            log.warning("a worker's metrics cannot be read: %s", type(error).__name__)
            continue
        alive += fresh
        for name, kind, text, samples in report:
            if fresh or name not in GAUGES:
                family = families.setdefault(name, Family(kind, text))
                family.samples += [Sample(one, tuple(map(tuple, labels)), value) for one, labels, value in samples]
    return [_metric(name, family) for name, family in families.items()], alive


def _plain(metric: Metric) -> tuple[str, str, str, list[Any]]:
    samples = [
        (sample.name, sorted(sample.labels.items()), sample.value)
        for sample in metric.samples
        if not sample.name.endswith("_created")
    ]
    return metric.name, metric.type, metric.documentation, samples


def _metric(name: str, family: Family) -> Metric:
    values: dict[tuple[str, tuple[tuple[str, str], ...]], list[float]] = {}
    for sample in family.samples:
        values.setdefault((sample.name, sample.labels), []).append(sample.value)
    found = Metric(name, family.help, family.kind)
    together = GAUGES.get(name, sum)
    for (sample_name, labels), numbers in values.items():
        found.add_sample(sample_name, dict(labels), together(numbers))
    return found
