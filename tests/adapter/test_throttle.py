"""How often an address may be refused, and how much of that is remembered."""

from __future__ import annotations

import pytest

from sms_callback.adapter.throttle import ADDRESSES, ALLOWED, WINDOW, Throttle


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_window() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    found = [throttle.refused("192.0.2.1") for _ in range(ALLOWED + 2)]
    assert [one.too_many for one in found] == [False] * ALLOWED + [True] * 2
    assert [one.first_too_many for one in found] == [False] * ALLOWED + [True, False]
    clock.now += WINDOW - 0.5
    assert throttle.refused("192.0.2.1").seconds == 1
    clock.now += 0.5
    assert throttle.refused("192.0.2.1").count == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8::1", "2001:db8::ffff:0:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("", "", True),
        ("no address", "no address", True),
    ],
)
def test_what_counts_as_one_address(one: str, other: str, same: bool) -> None:
    throttle = Throttle()
    throttle.refused(one)
    assert throttle.refused(other).count == 1 + same


def test_table_is_bounded() -> None:
    throttle = Throttle()
    for number in range(ADDRESSES + 1):
        throttle.refused(f"10.0.{number >> 8}.{number & 255}")
        throttle.refused("192.0.2.1")
    assert throttle.refused("192.0.2.1").count == ADDRESSES + 2
    assert throttle.refused("10.0.0.0").count == 1
