"""An event loop waits for what threads do."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from sms_callback.adapter.bell import Bell
from sms_callback.delivery.gatherer import Gatherer
from sms_callback.delivery.pending import Pending, Wait

LATE = 20.0


class Loop(asyncio.SelectorEventLoop):
    """Counts how often another thread wakes it."""

    woken = 0

    def call_soon_threadsafe(  # type: ignore[override]
        self, callback: Callable[..., object], *arguments: Any, **more: Any
    ) -> asyncio.Handle:
        self.woken += 1
        return super().call_soon_threadsafe(callback, *arguments, **more)


@pytest.fixture
def loop() -> Iterator[Loop]:
    found = Loop()
    yield found
    found.close()


def later() -> float:
    return time.monotonic() + LATE


def test_what_ends_together_wakes_the_loop_once(loop: Loop) -> None:
    begun, free = threading.Event(), threading.Event()

    def write(items: Sequence[int]) -> Sequence[int]:
        begun.set()
        assert free.wait(LATE)
        return [2 * item for item in items]

    gatherer = Gatherer("test", write, 1, 64, 64, lambda _size, _seconds: None)
    bell = Bell(loop)
    pending = [gatherer.offer([0])]
    # The writer has the first, so the others are one group.
    assert begun.wait(LATE)
    pending += [gatherer.offer([number, number]) for number in range(1, 33)]

    async def wait_for_all() -> None:
        waiting = [asyncio.ensure_future(bell.wait(Wait(one, later()))) for one in pending if one]
        await asyncio.sleep(0)
        free.set()
        await asyncio.gather(*waiting)

    loop.run_until_complete(wait_for_all())
    assert [one.results for one in pending if one] == [[0], *([2 * number] * 2 for number in range(1, 33))]
    assert loop.woken == 2
    gatherer.close(later())


def test_results_that_are_there_are_not_waited_for(loop: Loop) -> None:
    pending: Pending[int, int] = Pending([1], 1)
    pending.end([2])
    loop.run_until_complete(asyncio.wait_for(Bell(loop).wait(Wait(pending, later())), LATE))
    assert loop.woken == 0


def test_time_is_over(loop: Loop) -> None:
    """What comes afterwards wakes the loop for nothing, and does no harm."""
    pending: Pending[int, int] = Pending([1], 1)
    bell = Bell(loop)
    loop.run_until_complete(asyncio.wait_for(bell.wait(Wait(pending, time.monotonic())), LATE))
    assert pending.results is None
    wake = pending.end([2])
    assert wake
    wake()
    loop.run_until_complete(asyncio.sleep(0))
    assert pending.results == [2]
