"""Group commit: what waits shares a transaction, and nobody waits for nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import pytest

from sms_callback.delivery.gatherer import Gatherer
from sms_callback.delivery.pending import Pending
from sms_callback.errors import DatabaseAwayError

LATE = 30.0
"""Seconds after which a test gives up."""


class Gate:
    """Writes nothing; keeps the groups that it was given, and holds each until it is opened."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.entered = threading.Semaphore(0)
        self.open = threading.Semaphore(0)

    def write(self, items: Sequence[int]) -> list[int]:
        self.groups.append([*items])
        self.entered.release()
        assert self.open.acquire(timeout=LATE)
        return [item * 10 for item in items]


def gatherer(gate: Gate, writers: int = 1, group: int = 4, waiting: int = 100) -> Gatherer[int, int]:
    return Gatherer("test", gate.write, writers, group, waiting, lambda _size, _seconds: None)


def results(pending: Pending[int, int] | None) -> object:
    assert pending is not None
    assert pending.wait(time.monotonic() + LATE)
    return pending.results


def test_what_waits_while_a_group_is_written_is_the_next_group() -> None:
    gate = Gate()
    subject = gatherer(gate)
    first = subject.offer([1])
    assert gate.entered.acquire(timeout=LATE)
    others = [subject.offer([number]) for number in (2, 3, 4)]
    gate.open.release(2)
    assert results(first) == [10]
    assert [results(other) for other in others] == [[20], [30], [40]]
    assert gate.groups == [[1], [2, 3, 4]]


def test_the_callbacks_of_one_request_stay_together() -> None:
    gate = Gate()
    subject = gatherer(gate, group=4)
    waiting = [subject.offer([0])]
    assert gate.entered.acquire(timeout=LATE)
    waiting += [subject.offer(items) for items in ([1, 2, 3], [4, 5], [6], [7, 8, 9, 10, 11], [12])]
    gate.open.release(5)
    assert [results(one) for one in waiting][3:] == [[60], [70, 80, 90, 100, 110], [120]]
    assert gate.groups == [[0], [1, 2, 3], [4, 5, 6], [7, 8, 9, 10, 11], [12]]


def test_what_is_heavy_fills_a_group_sooner() -> None:
    gate = Gate()
    subject = gatherer(gate, group=4)
    waiting = [subject.offer([0])]
    assert gate.entered.acquire(timeout=LATE)
    waiting += [subject.offer([1], 3), subject.offer([2]), subject.offer([3], 9), subject.offer([4])]
    gate.open.release(4)
    assert [results(one) for one in waiting][2:] == [[20], [30], [40]]
    assert gate.groups == [[0], [1, 2], [3], [4]]


def test_each_writer_takes_a_group_of_its_own() -> None:
    gate = Gate()
    subject = gatherer(gate, writers=2)
    first = subject.offer([1])
    assert gate.entered.acquire(timeout=LATE)
    second = subject.offer([2])
    assert gate.entered.acquire(timeout=LATE)
    gate.open.release(2)
    assert (results(first), results(second)) == ([10], [20])


def test_a_full_queue_takes_no_more_and_what_is_withdrawn_is_not_written() -> None:
    gate = Gate()
    subject = gatherer(gate, waiting=2)
    first = subject.offer([1])
    assert first is not None
    assert gate.entered.acquire(timeout=LATE)
    second, third = subject.offer([2]), subject.offer([3])
    assert second is not None
    assert subject.offer([4]) is None
    assert not second.wait(time.monotonic())
    assert subject.withdraw(second)
    assert not subject.withdraw(first), "a writer has it"
    gate.open.release(2)
    assert results(third) == [30]
    assert gate.groups == [[1], [3]]


def test_who_waits_for_a_stuck_writer_is_released() -> None:
    gate = Gate()
    subject = gatherer(gate)
    assert subject.stuck() == 0
    first = subject.offer([1])
    assert gate.entered.acquire(timeout=LATE)
    second = subject.offer([2])
    before = subject.stuck()
    assert subject.stuck() > before > 0
    stuck = DatabaseAwayError("stuck")
    subject.release(stuck, taken=False)
    assert results(second) is stuck
    assert first is not None
    assert first.results is None
    subject.release(stuck, taken=True)
    assert results(first) is stuck
    # The writer comes to its end all the same, which nobody hears, and goes on.
    gate.open.release(2)
    assert results(subject.offer([3])) == [30]
    assert first.results is stuck
    assert gate.groups == [[1], [3]]


def test_an_error_is_everybodys_and_the_next_group_goes_on() -> None:
    away = DatabaseAwayError("away")
    answers = iter([away, ValueError("a bug"), None])

    def write(items: Sequence[int]) -> Sequence[int]:
        error = next(answers)
        if error:
            raise error
        return items

    subject = Gatherer("test", write, 1, 4, 100, lambda _size, _seconds: None)
    assert results(subject.offer([1])) is away
    assert isinstance(results(subject.offer([2])), ValueError)
    assert results(subject.offer([3])) == [3]


def test_closing_finishes_what_was_accepted() -> None:
    gate = Gate()
    subject = gatherer(gate)
    first = subject.offer([1])
    assert gate.entered.acquire(timeout=LATE)
    second = subject.offer([2])
    gate.open.release(2)
    subject.close(time.monotonic() + LATE)
    assert (results(first), results(second)) == ([10], [20])
    assert subject.offer([3]) is None


def test_the_size_and_time_of_each_group_are_told() -> None:
    told: list[tuple[int, float]] = []
    subject: Gatherer[int, int] = Gatherer(
        "test", lambda items: items, 1, 4, 100, lambda size, seconds: told.append((size, seconds))
    )
    assert results(subject.offer([1, 2])) == [1, 2]
    subject.close(time.monotonic() + LATE)
    ((size, seconds),) = told
    assert size == 2
    assert 0 <= seconds < LATE


@pytest.mark.parametrize("threads", [8])
def test_every_item_is_written_once_under_load(threads: int) -> None:
    written: list[int] = []

    def write(items: Sequence[int]) -> Sequence[int]:
        written.extend(items)
        return items

    subject: Gatherer[int, int] = Gatherer("test", write, 1, 16, 1000, lambda _size, _seconds: None)

    def work(start: int) -> None:
        for number in range(start, start + 500):
            assert results(subject.offer([number])) == [number]

    workers = [threading.Thread(target=work, args=(1000 * index,)) for index in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(LATE)
    assert len(written) == len(set(written)) == threads * 500
