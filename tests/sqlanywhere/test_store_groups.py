"""Groups, windows, set operations and WITH of the model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.runtime import Value
from tests.sqlanywhere.store.bench import Bench, messages


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    made = messages()
    yield made
    made.store.store.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "SELECT provider, COUNT(*), COUNT(body), SUM(price) FROM sms.msg GROUP BY provider ORDER BY 1",
            [("nexmo", 1, 0, None), ("Twilio", 3, 3, Decimal("0.30750000"))],
        ),
        (
            "SELECT COUNT(DISTINCT body), MIN(body), MAX(body), AVG(id), SUM(id) FROM sms.msg",
            [(2, "Bye", "Hello", Decimal("2.500000"), 10)],
        ),
        ("SELECT UPPER(provider) AS u, MAX(id) + 1 FROM sms.msg GROUP BY u HAVING COUNT(*) > 1", [("TWILIO", 5)]),
        ("SELECT LIST(id, ';' ORDER BY id DESC) FROM sms.msg", [("4;3;2;1",)]),
        ("SELECT LIST(DISTINCT body, '' ORDER BY body) FROM sms.msg", [("ByeHello",)]),
        ("SELECT LIST(b), COUNT(*), SUM(a) FROM sms.word", [("", 0, None)]),
        ("SELECT COUNT(*) FROM sms.word GROUP BY a", []),
        (
            "SELECT CASE WHEN id > 2 THEN 'b' ELSE 'a' END AS c, COUNT(*) FROM sms.msg GROUP BY c ORDER BY c",
            [("a", 2), ("b", 2)],
        ),
        (
            (
                "SELECT provider, (SELECT title FROM sms.provider p WHERE p.provider = m.provider) FROM sms.msg"
                " m GROUP BY provider ORDER BY COUNT(*)"
            ),
            [("nexmo", None), ("Twilio", "Twilio")],
        ),
        ("SELECT STDDEV_POP(id), VARIANCE(id) FROM sms.msg WHERE id < 3", [(0.5, 0.5)]),
        ("SELECT MAX(sent), MIN(day), MAX(k) FROM sms.msg", [(dt.datetime(2024, 5, 3), dt.date(2024, 5, 1), b"a")]),
        ("SELECT SUM(n) FROM (SELECT COUNT(*) AS n FROM sms.msg GROUP BY provider) AS x", [(4,)]),
        ("SELECT COUNT(*) FROM sms.msg HAVING COUNT(*) > 9", []),
        ("SELECT AVG(price), SUM(price * 2) FROM sms.msg", [(Decimal("0.10250000"), Decimal("0.61500000"))]),
    ],
)
def test_groups(bench: Bench, text: str, expected: list[tuple[Value, ...]]) -> None:
    assert bench.rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "SELECT id, ROW_NUMBER() OVER (PARTITION BY provider ORDER BY id DESC) FROM sms.msg ORDER BY id",
            [(1, 3), (2, 2), (3, 1), (4, 1)],
        ),
        (
            "SELECT RANK() OVER (ORDER BY body), DENSE_RANK() OVER (ORDER BY body) FROM sms.msg ORDER BY 1",
            [(1, 1), (2, 2), (3, 3), (3, 3)],
        ),
        (
            "SELECT SUM(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM sms.msg ORDER BY id",
            [(1,), (3,), (5,), (7,)],
        ),
        (
            "SELECT FIRST_VALUE(body) OVER (PARTITION BY provider ORDER BY id) FROM sms.msg ORDER BY id",
            [("Hello",), ("Hello",), (None,), ("Hello",)],
        ),
        (
            "SELECT provider, SUM(COUNT(*)) OVER (ORDER BY provider) FROM sms.msg GROUP BY provider ORDER BY 1",
            [("nexmo", 1), ("Twilio", 4)],
        ),
        (
            (
                "SELECT x.id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY provider ORDER BY sent DESC) AS n"
                " FROM sms.msg) AS x WHERE x.n = 1 ORDER BY 1"
            ),
            [(3,), (4,)],
        ),
        (
            "SELECT AVG(id) OVER w FROM sms.msg WINDOW w AS (PARTITION BY provider) ORDER BY id",
            [(Decimal("2.333333"),), (Decimal("2.333333"),), (Decimal("3.000000"),), (Decimal("2.333333"),)],
        ),
    ],
)
def test_windows(bench: Bench, text: str, expected: list[tuple[Value, ...]]) -> None:
    assert bench.rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "SELECT LOWER(x) FROM (SELECT 'a' AS x UNION SELECT 'A' UNION SELECT 'b') AS y ORDER BY x DESC",
            [("b",), ("a",)],
        ),
        ("SELECT 'a' UNION ALL SELECT 'A'", [("a",), ("A",)]),
        ("SELECT provider FROM sms.provider EXCEPT SELECT provider FROM sms.msg", [("Ytel",)]),
        ("SELECT provider FROM sms.msg INTERSECT SELECT 'NEXMO'", [("nexmo",)]),
        ("SELECT 1 AS a UNION SELECT 2.5 ORDER BY 1", [(Decimal("1.0"),), (Decimal("2.5"),)]),
        ("SELECT NULL AS a UNION ALL SELECT CAST('2024-05-01' AS DATE)", [(None,), (dt.date(2024, 5, 1),)]),
        (
            "(SELECT TOP 1 id FROM sms.msg ORDER BY id DESC) UNION ALL (SELECT TOP 1 id FROM sms.msg ORDER BY id)",
            [(4,), (1,)],
        ),
        ("WITH w AS (SELECT id AS n FROM sms.msg WHERE id > 2) SELECT n FROM w WHERE n < 4", [(3,)]),
        ("WITH w (n) AS (SELECT id FROM sms.msg), v AS (SELECT n + 1 AS m FROM w) SELECT MAX(m) FROM v, w", [(5,)]),
        (
            "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT n FROM r ORDER BY n",
            [(1,), (2,), (3,), (4,)],
        ),
        (
            "WITH RECURSIVE r (n) AS ((SELECT 1) UNION ALL (SELECT q.n + 1 FROM r q WHERE q.n < 9)) SELECT n FROM r s",
            [(n,) for n in range(1, 10)],
        ),
        ("SELECT x.n FROM (WITH w (n) AS (SELECT 7) SELECT n FROM w) AS x", [(7,)]),
    ],
)
def test_set_operations_and_with(bench: Bench, text: str, expected: list[tuple[Value, ...]]) -> None:
    assert bench.rows(text) == expected


def test_a_long_chain_of_unions(bench: Bench) -> None:
    text = " UNION ALL ".join(f"SELECT {number} AS n" for number in range(60))
    assert bench.rows(f"SELECT COUNT(*), MAX(n) FROM ({text}) AS x") == [(60, 59)]
    mixed = "SELECT 1 UNION ALL SELECT 1 UNION SELECT 2 EXCEPT SELECT 2"
    assert bench.rows(mixed) == [(1,)]


def test_a_recursive_table_ends_at_the_option(bench: Bench) -> None:
    # commontblexpr-s-5639720.html of 12.0.0: an error above max_recursive_iterations, 100
    with pytest.raises(SqlError):
        bench.run("WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT COUNT(*) FROM r")


def test_a_system_table_that_is_not_modelled_says_so(bench: Bench) -> None:
    for name in ("sysobjects", "dbo.RowGenerator"):
        with pytest.raises(ModelError, match=name):
            bench.run(f"SELECT * FROM {name}")
