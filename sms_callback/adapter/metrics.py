"""What a worker counts and measures, for Prometheus; docs/operating.md says what each means.

No label holds anything of a request but the name of a provider that the database knows.
"""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

NO_PROVIDER = "-"
"""The label where no provider is known."""

_ANSWER_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.8, 1, 2, 5, 10)
_COMMIT_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.8, 1, 2, 5, 10)
_GROUP_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)


class Metrics:
    """The metrics of one application, and the observer of its delivery. Safe to use from any thread."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._requests = Counter(
            "sms_callback_requests", "Requests answered.", ["provider", "status"], registry=registry
        )
        self._refused = Counter(
            "sms_callback_refused", "Requests that were not let in.", ["provider", "reason"], registry=registry
        )
        self._callbacks = Counter(
            "sms_callback_callbacks",
            "Callbacks that were stored; state spooled: in the spool so far.",
            ["provider", "state"],
            registry=registry,
        )
        self._spooled = Counter(
            "sms_callback_spooled", "Callbacks that went to the spool.", ["reason"], registry=registry
        )
        self._answer = Histogram(
            "sms_callback_answer_seconds",
            "Time from a request's arrival to its answer.",
            buckets=_ANSWER_SECONDS,
            registry=registry,
        )
        self._commit = Histogram(
            "sms_callback_commit_seconds",
            "Time that a transaction with a group of callbacks took.",
            buckets=_COMMIT_SECONDS,
            registry=registry,
        )
        self._group = Histogram(
            "sms_callback_group_size", "Callbacks in one transaction.", buckets=_GROUP_SIZES, registry=registry
        )
        self._up = Gauge("sms_callback_direct", "1 while callbacks go to the database directly.", registry=registry)
        self._waiting = Gauge("sms_callback_waiting", "Requests that wait for the database.", registry=registry)
        self._children: dict[tuple[Counter, tuple[str, ...]], Counter] = {}

    def answered(self, provider: str, status: int, seconds: float) -> None:
        """A request was answered.

        Args:
            provider: a name from the database, '' if there is none: never a text from a request.
            status: of HTTP.
            seconds: since it came.
        """
        self._count(self._requests, provider or NO_PROVIDER, str(status))
        self._answer.observe(seconds)

    def refused(self, provider: str, reason: str) -> None:
        """A request was not let in, for a reason of a fixed set."""
        self._refused.labels(provider or NO_PROVIDER, reason).inc()

    def group(self, size: int, seconds: float) -> None:
        """A transaction with so many callbacks was committed and took so long."""
        self._group.observe(size)
        self._commit.observe(seconds)

    def stored(self, provider: str, state: str, count: int) -> None:
        """So many callbacks of a provider ended so."""
        self._count(self._callbacks, provider, state, amount=count)

    def spooled(self, count: int, reason: str) -> None:
        """So many callbacks went to the spool, for a reason of a fixed set."""
        self._spooled.labels(reason).inc(count)

    def _count(self, counter: Counter, *labels: str, amount: int = 1) -> None:
        # `labels` takes a lock and several times as long as this, and it would be for each request.
        key = (counter, labels)
        child = self._children.get(key)
        if child is None:
            child = self._children[key] = counter.labels(*labels)
        child.inc(amount)

    def watch(self, up: Callable[[], bool], waiting: Callable[[], int]) -> None:
        """Ask these whenever the metrics are read."""
        self._up.set_function(lambda: float(up()))
        self._waiting.set_function(waiting)
