"""Conditions in three-valued logic, and subqueries in expressions."""

from collections.abc import Iterable

import pytest

from tests.sqlanywhere import tree, values
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.parser import parse_expression
from tests.sqlanywhere.runtime import Column, Result, Value
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.alone import AloneScope, AloneSession, scope_of, truth_of, value_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'stop' = 'STOP'", True),
        ("'stop' = 'STOP '", False),
        ("CAST('stop' AS BINARY(4)) = CAST('STOP' AS BINARY(4))", False),
        ("CAST('stop' AS LONG BINARY) = 'stop'", True),
        ("'É' = 'é'", True),
        ("'e' = 'é'", False),
        ("'a' < 'B'", True),
        ("1 = 1.0", True),
        ("1 = 1e0", True),
        ("'1' = 1.0", True),
        ("'10' > 9", True),
        ("'10' > '9'", False),
        ("NULL = NULL", None),
        ("1 <> NULL", None),
        ("NOT NULL = 1", None),
        ("1 = 1 AND NULL = 1", None),
        ("1 = 2 AND NULL = 1", False),
        ("NULL = 1 AND 1 = 2", False),
        ("NULL = 1 AND 1 = 1", None),
        ("1 = 1 OR NULL = 1", True),
        ("NULL = 1 OR 1 = 1", True),
        ("1 = 2 OR NULL = 1", None),
        ("1 = 2 OR 2 = 3", False),
        ("NOT 1 = 2", True),
        ("NULL IS NULL", True),
        ("1 IS NOT NULL", True),
        ("(NULL = 1) IS UNKNOWN", True),
        ("(1 = 1) IS TRUE", True),
        ("(1 = 1) IS NOT FALSE", True),
        ("NULL IS NOT DISTINCT FROM NULL", True),
        ("1 IS DISTINCT FROM NULL", True),
        ("'a' IS DISTINCT FROM 'A'", False),
        ("5 BETWEEN 1 AND 9", True),
        ("5 NOT BETWEEN 1 AND 9", False),
        ("NULL BETWEEN 1 AND 9", None),
        ("10 BETWEEN NULL AND 9", False),
        ("5 BETWEEN NULL AND 9", None),
        ("2 IN (1, 2)", True),
        ("3 IN (1, NULL)", None),
        ("3 NOT IN (1, 2)", True),
        ("3 NOT IN (1, NULL)", None),
        ("'B' IN ('a', 'b')", True),
        ("1 <= 1", True),
        ("2 > 3", False),
        ("2 >= 3", False),
        ("2 < 3", True),
        ("1 != 2", True),
        # page "Comparing dates and times"
        ("CAST('2026-01-02' AS DATE) = '2026-01-02 00:00'", True),
        ("CAST('10:00' AS TIME) = '2026-01-02 10:00'", True),
        ("CAST('2026-01-02' AS DATE) < CAST('2026-01-02 00:01' AS TIMESTAMP)", True),
        # page "TIMESTAMP WITH TIME ZONE data type"
        (
            "CAST('2009-07-15 08:00 -08:00' AS DATETIMEOFFSET) = CAST('2009-07-15 11:00 -05:00' AS DATETIMEOFFSET)",
            True,
        ),
    ],
)
def test_conditions(text: str, expected: bool | None) -> None:
    assert truth_of(text) is expected


def test_a_utc_time_against_a_plain_one_takes_the_servers_zone() -> None:
    """Why SQL must cast CURRENT UTC TIMESTAMP before it compares it with a TIMESTAMP column of UTC times."""
    assert truth_of("CURRENT UTC TIMESTAMP = CAST(CURRENT UTC TIMESTAMP AS TIMESTAMP)") is False
    assert truth_of("CURRENT UTC TIMESTAMP = CURRENT TIMESTAMP") is True


@pytest.mark.parametrize("text", ["'a' > 0", "CAST('2026-01-02' AS DATE) = 'x'", "0.5 = 'x'"])
def test_comparisons_that_fail(text: str) -> None:
    """Page "Data type conversions": 'a' > 0 fails."""
    with pytest.raises(SqlError) as caught:
        truth_of(text)
    assert caught.value.sqlcode == -157


@pytest.mark.parametrize("text", ["a = 1", "NOT a = 1"])
def test_conditions_are_no_values(text: str) -> None:
    condition = parse_expression(text)
    with pytest.raises(SqlError) as caught:
        values.evaluate(condition, scope_of(a=1))
    assert caught.value.sqlcode == -131


@pytest.mark.parametrize("node", [tree.Name(("a",)), tree.Unary("-", tree.Name(("a",))), tree.DefaultValue()])
def test_values_are_no_conditions(node: tree.Expression) -> None:
    with pytest.raises(SqlError) as caught:
        values.truth(node, scope_of(a=1))
    assert caught.value.sqlcode == -131


def rows_of(*rows: tuple[Value, ...]) -> AloneScope:
    def answer(query: tree.Query) -> Result:
        columns = tuple(Column(str(index), types.INTEGER) for index in range(len(rows[0]) if rows else 1))
        found: Iterable[tuple[Value, ...]] = rows
        return Result(columns, iter(found))

    return AloneScope(answers=answer)


@pytest.mark.parametrize(
    ("text", "rows", "expected"),
    [
        ("2 IN (SELECT a FROM t)", [(1,), (2,)], True),
        ("2 NOT IN (SELECT a FROM t)", [(1,)], True),
        ("2 IN (SELECT a FROM t)", [(1,), (None,)], None),
        ("EXISTS (SELECT a FROM t)", [(1,)], True),
        ("EXISTS (SELECT a FROM t)", [], False),
        ("2 = ANY (SELECT a FROM t)", [(1,), (2,)], True),
        ("2 > ALL (SELECT a FROM t)", [(1,), (0,)], True),
        ("2 > ALL (SELECT a FROM t)", [(1,), (3,)], False),
        ("2 > ALL (SELECT a FROM t)", [(1,), (None,)], None),
        ("2 > ALL (SELECT a FROM t)", [], True),
        ("2 = ANY (SELECT a FROM t)", [], False),
        ("2 = ANY (SELECT a FROM t)", [(None,)], None),
    ],
)
def test_subqueries_in_conditions(text: str, rows: list[tuple[Value, ...]], expected: bool | None) -> None:
    assert truth_of(text, rows_of(*rows)) is expected


def test_scalar_subqueries() -> None:
    assert value_of("(SELECT a FROM t) + 1", rows_of((4,))) == 5
    assert value_of("(SELECT a FROM t)", rows_of()) is None
    for rows, sqlcode in (([(1,), (2,)], -186), ([(1, 2)], -151)):
        with pytest.raises(SqlError) as caught:
            value_of("(SELECT a FROM t)", rows_of(*rows))
        assert caught.value.sqlcode == sqlcode


def test_holds() -> None:
    session = AloneSession()
    assert values.holds("<=", "a", "A", session) is True
    assert values.holds("<>", 1, 1.0, session) is False
    assert values.holds("=", 1, None, session) is None
    assert values.equal("a", "a", session) is True
    assert values.equal(None, "a", session) is None
