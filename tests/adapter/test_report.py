"""Metrics of several workers, also of such as are gone."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from prometheus_client.core import Metric

from sms_callback.adapter.metrics import Metrics
from sms_callback.adapter.report import STALE, Reporter, merged


def worker(folder: Path, up: bool, waiting: int) -> Metrics:
    """A worker that has reported, counted three callbacks in two groups and refused one request."""
    metrics = Metrics()
    metrics.watch(lambda: up, lambda: waiting)
    metrics.group(1, 0.004)
    metrics.group(2, 0.04)
    metrics.stored("probe", "done", 3)
    metrics.refused("", "unknown provider")
    metrics.answered("probe", 200, 0.01)
    reporter = Reporter(metrics.registry, folder)
    reporter.start()
    reporter.stop()
    return metrics


def value(metrics: list[Metric], name: str, **labels: str) -> float | None:
    found = [s.value for metric in metrics for s in metric.samples if s.name == name and s.labels == labels]
    assert len(found) < 2
    return found[0] if found else None


def test_workers_are_added_up(tmp_path: Path) -> None:
    worker(tmp_path, up=True, waiting=3)
    worker(tmp_path, up=False, waiting=4)
    metrics, alive = merged(tmp_path)
    assert alive == 2
    assert value(metrics, "sms_callback_callbacks_total", provider="probe", state="done") == 6
    assert value(metrics, "sms_callback_refused_total", provider="-", reason="unknown provider") == 2
    assert value(metrics, "sms_callback_group_size_bucket", le="1.0") == 2
    assert value(metrics, "sms_callback_group_size_bucket", le="+Inf") == 4
    assert value(metrics, "sms_callback_commit_seconds_sum") == pytest.approx(0.088)
    assert value(metrics, "sms_callback_direct") == 0
    assert value(metrics, "sms_callback_waiting") == 7


def test_counts_of_a_dead_worker_stay(tmp_path: Path) -> None:
    worker(tmp_path, up=False, waiting=3)
    (report,) = tmp_path.iterdir()
    old = time.time() - STALE - 1
    os.utime(report, (old, old))
    worker(tmp_path, up=True, waiting=4)
    metrics, alive = merged(tmp_path)
    assert alive == 1
    assert value(metrics, "sms_callback_callbacks_total", provider="probe", state="done") == 6
    assert value(metrics, "sms_callback_direct") == 1
    assert value(metrics, "sms_callback_waiting") == 4


@pytest.mark.parametrize("text", ["", "[", "\0\0"])
def test_report_that_cannot_be_read_spoils_nothing(tmp_path: Path, text: str) -> None:
    worker(tmp_path, up=True, waiting=0)
    (tmp_path / "worker-1-1.json").write_text(text)
    assert merged(tmp_path)[1] == 1


def test_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    worker(folder, up=True, waiting=0)
    assert merged(tmp_path) == ([], 0)
