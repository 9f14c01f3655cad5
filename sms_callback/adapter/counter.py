"""How often what happened, since the start of this process."""

from __future__ import annotations

import threading
from collections import Counter


class Counters:
    """Counts events by name, and by provider where one is known. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, event: str, provider: str = "") -> None:
        """Count one event.

        Args:
            event: what happened, such as `stored` or `refused: wrong signature`; of a fixed set.
            provider: a name from the database, '' if there is none: never a text from a request.
        """
        with self._lock:
            self._counts[event, provider] += 1

    def snapshot(self) -> dict[tuple[str, str], int]:
        """(event, provider) → how often."""
        with self._lock:
            return dict(self._counts)
