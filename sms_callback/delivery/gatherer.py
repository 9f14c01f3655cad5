"""Group commit: whatever waits when a writer is free shares its next transaction. When idle nothing waits."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Generic

from sms_callback.delivery.pending import Item, Pending, Result
from sms_callback.errors import SmsCallbackError, without_text

log = logging.getLogger(__name__)


class Gatherer(Generic[Item, Result]):
    """Writer threads and the queue before them. Threads start with the first callback, so after a fork.

    Args:
        name: of the threads.
        write: stores what it is given in one transaction and says what became of each item.
        writers: threads.
        group: weight of what `write` is given at most, unless one request brings more.
        waiting: requests in the queue at most.
        observe: told the size of each group that was written and the seconds it took.
    """

    def __init__(
        self,
        name: str,
        write: Callable[[Sequence[Item]], Sequence[Result]],
        writers: int,
        group: int,
        waiting: int,
        observe: Callable[[int, float], None],
    ) -> None:
        self._name = name
        self._write = write
        self._writers = writers
        self._group = group
        self._most = waiting
        self._observe = observe
        self._queue: deque[Pending[Item, Result]] = deque()
        self._ready = threading.Condition(threading.Lock())
        self._threads: list[threading.Thread] = []
        self._working: dict[int, tuple[float, Sequence[Pending[Item, Result]]]] = {}
        self._closed = False

    def offer(self, items: Sequence[Item], weight: int | None = None) -> Pending[Item, Result] | None:
        """Put the callbacks of a request into the queue.

        Args:
            items: what `write` takes.
            weight: how much of a group they take up; None: 1 each.

        Returns:
            None if the queue is full or closed.
        """
        pending: Pending[Item, Result] = Pending(items, len(items) if weight is None else weight)
        with self._ready:
            if self._closed or len(self._queue) >= self._most:
                return None
            self._queue.append(pending)
            if len(self._threads) < self._writers:
                self._start()
            self._ready.notify()
        return pending

    def withdraw(self, pending: Pending[Item, Result]) -> bool:
        """Take callbacks back that no writer has taken; whether that was so."""
        with self._ready:
            if pending.taken:
                return False
            self._queue.remove(pending)
            return True

    def release(self, error: SmsCallbackError, *, taken: bool) -> None:
        """End all that wait in the queue with an error: nobody shall wait for writers that are known to be stuck.

        Args:
            error: what they hear.
            taken: also what writers are at, which may be written all the same.
        """
        with self._ready:
            released = [*self._queue]
            self._queue.clear()
            for pending in released:
                pending.taken = True
        if taken:
            released += [pending for _, group in [*self._working.values()] for pending in group]
        _end((pending, error) for pending in released)

    def stuck(self) -> float:
        """Seconds for which every writer has been at its group; 0 while one of them is free."""
        begun = [since for since, _ in [*self._working.values()]]
        return time.monotonic() - max(begun) if len(begun) == self._writers else 0.0

    @property
    def waiting(self) -> int:
        """Requests in the queue."""
        return len(self._queue)

    def close(self, until: float) -> None:
        """Take no more, and let the threads finish what is in the queue, until a moment of `time.monotonic()`."""
        with self._ready:
            self._closed = True
            self._ready.notify_all()
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _start(self) -> None:
        thread = threading.Thread(target=self._run, name=f"{self._name}-{len(self._threads) + 1}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run(self) -> None:
        me = threading.get_ident()
        while group := self._take():
            self._working[me] = time.monotonic(), group
            try:
                self._work(group)
            finally:
                del self._working[me]

    def _take(self) -> list[Pending[Item, Result]]:
        """Wait for callbacks; take those that wait, as many as may share a transaction. None are left: it is closed."""
        with self._ready:
            while not self._queue:
                if self._closed:
                    return []
                self._ready.wait()
            group: list[Pending[Item, Result]] = []
            weight = 0
            while self._queue and (not group or weight + self._queue[0].weight <= self._group):
                pending = self._queue.popleft()
                pending.taken = True
                weight += pending.weight
                group.append(pending)
            return group

    def _work(self, group: Sequence[Pending[Item, Result]]) -> None:
        items = [item for pending in group for item in pending.items]
        began = time.perf_counter()
        try:
            results = self._write(items)
        except Exception as error:  # noqa: BLE001
            if not isinstance(error, SmsCallbackError):
                log.error("%s: not expected: %s", self._name, without_text(error))
            _end([(pending, error) for pending in group])
            return
        self._observe(len(items), time.perf_counter() - began)
        left = iter(results)
        _end((pending, [*islice(left, len(pending.items))]) for pending in group)


def _end(ended: Iterable[tuple[Pending[Item, Result], Sequence[Result] | Exception]]) -> None:
    """End what ends together, and then wake each event loop that waits for some of it, once."""
    wakes = {pending.end(results) for pending, results in ended}
    for wake in wakes:
        if wake:
            wake()
