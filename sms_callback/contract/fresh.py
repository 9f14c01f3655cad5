"""Ids that are a case's own in each run, so that a selftest meets no real row."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from sms_callback.errors import SmsCallbackError

FEWEST_DIGITS = 8
MOST_IDS = 1000


def fresh_ids(ids: Sequence[str], nonce: str) -> dict[str, str]:
    """Other ids of the same length. Those with equally many digits keep their order, and equal digits stay equal.

    Args:
        ids: texts with at least eight digits each.
        nonce: what makes this run's ids differ from those of another.

    Returns:
        Old id → new id, which differs in its digits only.

    Raises:
        SmsCallbackError: an id has too few digits to be told from real ones.
    """
    numbers = _fresh_numbers({_digits(old) for old in ids}, nonce)
    return {old: _with_digits(old, numbers[_digits(old)]) for old in ids}


def replace_ids(text: str, mapping: dict[str, str]) -> str:
    """The text with every old id replaced, the longest first, in one pass."""
    if not mapping:
        return text
    pattern = "|".join(re.escape(old) for old in sorted(mapping, key=len, reverse=True))
    return re.sub(pattern, lambda match: mapping[match.group()], text)


def _fresh_numbers(old: set[str], nonce: str) -> dict[str, str]:
    """New digits for old ones: consecutive numbers, from one at random for each length."""
    rank = {digits: index for index, digits in enumerate(sorted(old))}
    return {digits: str(_first(len(digits), nonce) + rank[digits]) for digits in old}


def _first(length: int, nonce: str) -> int:
    """A number of so many digits, with room for as many above it as a case may have."""
    lowest = int(10 ** (length - 1))
    chance = int.from_bytes(hashlib.sha256(f"{nonce}:{length}".encode()).digest())
    return lowest + chance % (9 * lowest - MOST_IDS)


def _digits(text: str) -> str:
    digits = "".join(char for char in text if char.isdigit())
    if len(digits) < FEWEST_DIGITS:
        raise SmsCallbackError(f"The id {text!r} of a contract case has fewer than {FEWEST_DIGITS} digits.")
    return digits


def _with_digits(text: str, digits: str) -> str:
    stream = iter(digits)
    return "".join(next(stream) if char.isdigit() else char for char in text)
