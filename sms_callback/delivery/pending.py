"""What a request waits for, in a thread or in an event loop, and the steps between its waits.

A function that may have to wait is a generator of type `Steps`: it yields a `Wait` wherever it would block, and goes on
when what it waits for is there, or its time is over. So it is written once, and runs in threads (`run`) and in the
event loop of the server (`adapter.rsgi`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, overload

Item = TypeVar("Item")
Result = TypeVar("Result")
Other = TypeVar("Other")
T = TypeVar("T")


class Waiter(Protocol):
    """Who waits."""

    def end(self) -> Callable[[], object] | None:
        """The results are there.

        Returns:
            what is to be called once, after all that ended together; None: nothing.
        """


@dataclass(slots=True, eq=False)
class Pending(Generic[Item, Result]):
    """The callbacks of one request on their way. `results` has one for each of them, or the error that all share."""

    items: Sequence[Item]
    weight: int
    taken: bool = False
    results: Sequence[Result] | Exception | None = None
    _waiter: Waiter | None = None
    _ended: threading.Lock = field(default_factory=threading.Lock)

    def watch(self, waiter: Waiter) -> bool:
        """Have one who waits told of the end; false if the results are there already."""
        self._waiter = waiter
        return self.results is None

    def wait(self, until: float) -> bool:
        """Wait in this thread for the results until a moment of `time.monotonic()`; whether they are there."""
        waiter = _Thread()
        if self.watch(waiter):
            waiter.wait(until)
        return self.results is not None

    def end(self, results: Sequence[Result] | Exception) -> Callable[[], object] | None:
        """Wake who waits, as `Waiter.end` says; only the first end counts, for nobody waits for another one."""
        if not self._ended.acquire(blocking=False):
            return None
        # In this order: `watch` writes first and reads then.
        self.results = results
        waiter = self._waiter
        return waiter.end() if waiter else None


class _Thread:
    """A thread that waits."""

    __slots__ = ("_gate",)

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._gate.acquire()

    def wait(self, until: float) -> None:
        self._gate.acquire(timeout=max(0.0, until - time.monotonic()))

    def end(self) -> None:
        self._gate.release()


@dataclass(frozen=True, slots=True)
class Wait:
    """Yielded: go on when the results are there, or at the moment `until` of `time.monotonic()`."""

    pending: Pending[Any, Any]
    until: float


Steps: TypeAlias = Generator[Wait, None, T]


@overload
def run(steps: Steps[T]) -> T: ...
@overload
def run(steps: Generator[Wait | Other, Any, T], sent: object = None) -> T | Other: ...
def run(steps: Generator[Any, Any, Any], sent: object = None) -> Any:
    """Take steps in this thread.

    Args:
        steps: begun, where there is something to send.
        sent: what the step that they are at asked for.

    Returns:
        what they return; or what they yield and is no `Wait`.
    """
    try:
        step = steps.send(sent)
        while isinstance(step, Wait):
            step.pending.wait(step.until)
            step = next(steps)
    except StopIteration as end:
        return end.value
    return step
