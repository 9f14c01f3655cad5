"""A group shares one transaction; a bad callback in it stays alone, and an error that may pass is tried again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sms_callback.engine.group import ATTEMPTS, LostError, delivered
from sms_callback.errors import DatabaseAwayError, DatabaseRefusedError, NotInstalledError, SmsCallbackError
from sms_callback.model import Callback, Outcome


class Table:
    """An engine's transaction: takes a group whole or not at all. A callback's provider says what happens."""

    def __init__(self, *errors: SmsCallbackError) -> None:
        self.errors = [*errors]
        self.stored: list[Callback] = []
        self.transactions: list[str] = []

    def once(self, callbacks: Sequence[Callback]) -> list[Outcome]:
        self.transactions.append("".join(callback.provider for callback in callbacks))
        if self.errors:
            raise self.errors.pop(0)
        for callback in callbacks:
            if callback.provider == "!" and callback.error is None:
                raise DatabaseRefusedError("refused")
            if callback.provider == "X":
                raise DatabaseRefusedError("refused, whatever is done")
            if callback.provider == "H":
                raise DatabaseRefusedError("no right", "GRANT it.")
            if callback.provider == "0" and self.stored:
                raise DatabaseAwayError("away")
        self.stored += callbacks
        return [
            Outcome(len(self.stored), "failed" if callback.error else "done", False, 200, None, "")
            for callback in callbacks
        ]


def group(providers: str) -> list[Callback]:
    return [Callback(provider, "{}") for provider in providers]


def states(results: Sequence[Outcome | SmsCallbackError]) -> list[str]:
    return [result.state if isinstance(result, Outcome) else result.message for result in results]


def test_a_group_is_one_transaction() -> None:
    table = Table()
    assert states(delivered(group("abcd"), table.once)) == ["done"] * 4
    assert table.transactions == ["abcd"]


def test_a_refused_callback_is_stored_with_the_reason_and_the_others_as_they_are() -> None:
    table = Table()
    assert states(delivered(group("abc!efgh"), table.once)) == [*["done"] * 3, "failed", *["done"] * 4]
    assert [(callback.provider, callback.error) for callback in table.stored if callback.error] == [("!", "refused")]
    assert len(table.transactions) <= 8


def test_one_that_is_refused_even_so_keeps_its_error() -> None:
    table = Table()
    assert states(delivered(group("aXb"), table.once)) == ["done", "refused, whatever is done", "done"]


def test_what_the_operator_must_mend_is_not_the_callbacks_fault() -> None:
    table = Table()
    assert states(delivered(group("aHb"), table.once)) == ["no right"] * 3
    assert (table.stored, len(table.transactions)) == ([], 1)


def test_a_lost_transaction_is_tried_again() -> None:
    table = Table(*[LostError("deadlock")] * (ATTEMPTS - 1))
    assert states(delivered(group("ab"), table.once)) == ["done"] * 2
    assert table.transactions == ["ab"] * ATTEMPTS


@pytest.mark.parametrize("error", [LostError, DatabaseAwayError, NotInstalledError])
def test_nothing_is_stored_where_the_database_is_away(error: type[SmsCallbackError]) -> None:
    table = Table(*[error("away")] * ATTEMPTS)
    with pytest.raises(error):
        delivered(group("ab"), table.once)
    assert table.stored == []


def test_what_was_stored_before_the_database_went_away_counts() -> None:
    table = Table()
    assert states(delivered(group("ab!c00"), table.once)) == ["done", "done", "failed", "away", "away", "away"]
