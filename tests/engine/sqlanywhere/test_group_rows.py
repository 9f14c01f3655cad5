"""Groups of callbacks on the model of SQL Anywhere: the tests of the other engines."""

from __future__ import annotations

from tests.engine.test_group_rows import (  # noqa: F401
    test_a_callback_that_comes_several_times_is_one,
    test_a_message_that_comes_several_times_is_worked_in_the_order_of_arrival,
    test_outcomes_come_in_the_order_of_the_callbacks,
    test_tokens_with_a_nul_are_told_apart,
)
