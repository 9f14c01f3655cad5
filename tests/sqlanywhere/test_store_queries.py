"""Queries of the model: names, joins, groups, windows, subqueries, set operations, types."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.runtime import Column, Value
from tests.sqlanywhere.store.bench import Bench, messages

INTEGER = tree.TypeName("integer")
TEXT = tree.TypeName("long varchar")


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    made = messages()
    yield made
    made.store.store.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT id FROM sms.msg WHERE provider = 'TWILIO' ORDER BY id", [(1,), (2,), (4,)]),
        ("SELECT id FROM sms.msg WHERE body LIKE 'HEL%' ORDER BY 1 DESC", [(2,), (1,)]),
        ("SELECT id FROM sms.msg WHERE body IN ('HELLO', 'x') ORDER BY id", [(1,), (2,)]),
        ("SELECT id FROM sms.msg WHERE body NOT IN ('bye') ORDER BY id", [(1,), (2,)]),
        ("SELECT id FROM sms.msg WHERE k = 0x41", [(1,)]),
        ("SELECT id FROM sms.msg WHERE k > 0x41", [(2,)]),
        ("SELECT id FROM sms.msg WHERE price = 0.1", [(2,)]),
        ("SELECT id FROM sms.msg WHERE price BETWEEN 0.1 AND 0.2 ORDER BY id", [(2,), (4,)]),
        ("SELECT id FROM sms.msg WHERE id = '2'", [(2,)]),
        ("SELECT id FROM sms.msg WHERE sent = '2024-05-02'", [(2,)]),
        ("SELECT id FROM sms.msg WHERE sent >= day AND day >= '2024-05-02'", [(2,)]),
        ("SELECT id FROM sms.msg WHERE day = sent", [(2,)]),
        ("SELECT id FROM sms.msg WHERE NOT (body = 'bye') ORDER BY id", [(1,), (2,)]),
        ("SELECT id FROM sms.msg WHERE (body = 'bye') IS UNKNOWN", [(3,)]),
        ("SELECT id FROM sms.msg WHERE body IS DISTINCT FROM 'HELLO' ORDER BY id", [(3,), (4,)]),
        ("SELECT id FROM sms.msg WHERE body IS NULL OR price < 0.01 ORDER BY id", [(1,), (3,)]),
        ("SELECT TOP 2 START AT 2 id FROM sms.msg ORDER BY id", [(2,), (3,)]),
        ("SELECT FIRST body FROM sms.msg ORDER BY body", [(None,)]),
        ("SELECT id FROM sms.msg ORDER BY body DESC, id DESC", [(2,), (1,), (4,), (3,)]),
        ("SELECT DISTINCT provider FROM sms.msg ORDER BY provider", [("nexmo",), ("Twilio",)]),
        ("SELECT id * 2 AS twice, twice + 1 FROM sms.msg WHERE twice > 4 ORDER BY twice", [(6, 7), (8, 9)]),
        ("SELECT UPPER(body) AS body FROM sms.msg WHERE id = 4", [("BYE",)]),
        (
            "SELECT MAX(body) AS body, COUNT(*) AS id FROM sms.msg m GROUP BY m.provider ORDER BY id",
            [(None, 1), ("Hello", 3)],
        ),
        ("SELECT IF body = 'bye' THEN 1 ELSE 0 ENDIF FROM sms.msg ORDER BY id", [(0,), (0,), (None,), (1,)]),
        ("SELECT IF (SELECT b FROM sms.word) = 'x' THEN 1 ELSE 0 ENDIF FROM sms.msg WHERE id = 1", [(None,)]),
        ("SELECT msg.id FROM sms.msg WHERE sms.msg.id = 1", [(1,)]),
        (
            "SELECT IF body IS NULL THEN 'none' ELSE body ENDIF FROM sms.msg WHERE id > 2 ORDER BY id",
            [("none",), ("Bye",)],
        ),
        (
            "SELECT CASE id WHEN 1 THEN 'one' WHEN 2 THEN 'two' END FROM sms.msg ORDER BY id",
            [("one",), ("two",), (None,), (None,)],
        ),
        ("SELECT 0, * FROM dummy", [(0, 0)]),
    ],
)
def test_rows(bench: Bench, text: str, expected: list[tuple[Value, ...]]) -> None:
    assert bench.rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "SELECT m.id, p.title FROM sms.msg m KEY JOIN sms.provider p ORDER BY 1",
            [(1, "Twilio"), (2, "Twilio"), (3, None), (4, "Twilio")],
        ),
        ("SELECT COUNT(*) FROM sms.provider p JOIN sms.msg m", [(4,)]),
        ("SELECT COUNT(*) FROM sms.provider NATURAL JOIN sms.msg", [(4,)]),
        (
            (
                "SELECT p.provider, m.id FROM sms.provider p LEFT JOIN sms.msg m ON m.provider = p.provider AND"
                " m.id < 2 ORDER BY 1"
            ),
            [("nexmo", None), ("twilio", 1), ("Ytel", None)],
        ),
        (
            (
                "SELECT p.provider, m.id FROM sms.msg m RIGHT JOIN sms.provider p ON m.provider = p.provider"
                " AND m.id = 4 ORDER BY 1"
            ),
            [("nexmo", None), ("twilio", 4), ("Ytel", None)],
        ),
        (
            (
                "SELECT m.id, p.provider FROM (SELECT id FROM sms.msg WHERE id > 3) m FULL JOIN (SELECT"
                " provider FROM sms.provider WHERE provider = 'YTEL') p ON m.id = 1 ORDER BY 1"
            ),
            [(None, "Ytel"), (4, None)],
        ),
        ("SELECT COUNT(*) FROM sms.provider, sms.msg", [(12,)]),
        ("SELECT COUNT(*) FROM sms.word w CROSS JOIN sms.msg", [(0,)]),
        ("SELECT COUNT(*) FROM sms.provider, sms.msg m JOIN sms.msg n ON m.id = n.id", [(12,)]),
        ("SELECT x.n FROM (SELECT COUNT(*) FROM sms.msg) AS x (n)", [(4,)]),
    ],
)
def test_joins(bench: Bench, text: str, expected: list[tuple[Value, ...]]) -> None:
    assert bench.rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "SELECT provider FROM sms.provider p WHERE (SELECT COUNT(*) FROM sms.msg WHERE provider = p.provider) > 1",
            [("twilio",)],
        ),
        (
            (
                "SELECT provider FROM sms.provider p WHERE NOT EXISTS (SELECT * FROM sms.msg m WHERE m.provider"
                " = p.provider)"
            ),
            [("Ytel",)],
        ),
        (
            "SELECT provider FROM sms.provider WHERE provider IN (SELECT UPPER(provider) FROM sms.msg) ORDER BY 1",
            [("nexmo",), ("twilio",)],
        ),
        (
            "SELECT provider FROM sms.provider WHERE provider = ANY (SELECT provider FROM sms.msg WHERE id = 3)",
            [("nexmo",)],
        ),
        ("SELECT id FROM sms.msg WHERE id >= ALL (SELECT id FROM sms.msg)", [(4,)]),
        ("SELECT id FROM sms.msg WHERE id < ALL (SELECT a FROM sms.word)", [(1,), (2,), (3,), (4,)]),
        ("SELECT id FROM sms.msg WHERE price > ANY (SELECT price FROM sms.msg) ORDER BY id", [(2,), (4,)]),
        ("SELECT id FROM sms.msg WHERE id NOT IN (SELECT a FROM sms.word UNION ALL SELECT NULL)", []),
        ("SELECT id FROM sms.msg WHERE id IN (SELECT '2')", [(2,)]),
        (
            "SELECT (SELECT body FROM sms.msg WHERE id = 9), (SELECT TOP 1 id FROM sms.msg ORDER BY id DESC)",
            [(None, 4)],
        ),
        ("SELECT UPPER((SELECT body FROM sms.msg WHERE id = 4)) || 'x'", [("BYEx",)]),
        (
            "SELECT COALESCE((SELECT b FROM sms.word), body, '-') FROM sms.msg ORDER BY id",
            [("Hello",), ("hello",), ("-",), ("Bye",)],
        ),
        (
            "SELECT id FROM sms.msg m WHERE price = (SELECT MAX(price) FROM sms.msg n WHERE n.provider = m.provider)",
            [(4,)],
        ),
    ],
)
def test_subqueries(bench: Bench, text: str, expected: list[tuple[Value, ...]]) -> None:
    assert bench.rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * FROM sms.nix", -141),
        ("SELECT * FROM msg", -141),
        ("SELECT nix FROM sms.msg", -143),
        ("SELECT m.nix FROM sms.msg AS m", -143),
        ("SELECT msg.id FROM sms.msg AS m", -142),
        ("SELECT provider FROM sms.msg, sms.provider", -144),
        ("SELECT 1 FROM sms.msg, sms.msg", -137),
        ("SELECT 1 FROM sms.word KEY JOIN sms.msg", -146),
        ("SELECT 1 FROM sms.word NATURAL JOIN sms.msg", -146),
        ("SELECT body FROM sms.msg GROUP BY provider", -149),
        ("SELECT body, COUNT(*) FROM sms.msg", -149),
        ("SELECT COUNT(*) FROM sms.msg GROUP BY provider ORDER BY body", -149),
        ("SELECT id FROM sms.msg WHERE COUNT(*) > 1", -150),
        ("SELECT (SELECT id, body FROM sms.msg)", -151),
        ("SELECT id FROM sms.msg WHERE id IN (SELECT id, body FROM sms.msg)", -151),
        ("SELECT id FROM sms.msg ORDER BY 2", -152),
        ("SELECT 1 UNION SELECT 1, 2", -153),
        ("SELECT (SELECT id FROM sms.msg)", -186),
        ("SELECT id FROM sms.msg WHERE id = (SELECT id FROM sms.msg)", -186),
        ("SELECT x.a FROM (SELECT COUNT(*) FROM sms.msg) AS x", -163),
        ("SELECT CAST(body AS INTEGER) FROM sms.msg", -157),
        ("SELECT SUM(id * 1000000000) FROM sms.msg", -158),
        ("SELECT nix(1)", -265),
    ],
)
def test_errors(bench: Bench, text: str, expected: int) -> None:
    assert bench.code(text) == expected


def test_more_than_one_way_to_join(bench: Bench) -> None:
    bench.run(
        "CREATE TABLE two (a VARCHAR(20) REFERENCES sms.provider (provider), b VARCHAR(20), FOREIGN KEY other (b)"
        " REFERENCES sms.provider (provider))"
    )
    bench.run("INSERT INTO two VALUES ('nexmo', 'ytel')")
    assert bench.rows(
        "SELECT p.title FROM two KEY JOIN sms.provider AS other, dummy p1, sms.provider p WHERE p.provider = a"
    ) == [(None,)]
    assert bench.rows("SELECT provider.title FROM two KEY JOIN sms.provider") == [(None,)]
    assert bench.rows("SELECT other.title FROM two KEY JOIN sms.provider AS other") == [("Ytel",)]
    assert bench.code("SELECT 1 FROM two KEY JOIN sms.provider AS x") == -147


def test_variables_and_parameters(bench: Bench) -> None:
    bench.set("v_name", TEXT, "TWILIO")
    bench.set("id", INTEGER, 99)
    assert bench.rows("SELECT COUNT(*) FROM sms.msg WHERE provider = v_name AND id < 9") == [(3,)]
    assert bench.rows("SELECT v_name || ?, id FROM sms.msg WHERE id = ?", "!", "3") == [("TWILIO!", 3)]
    bench.set("v_name", INTEGER, 3)
    assert bench.rows("SELECT provider FROM sms.msg WHERE id = v_name") == [("nexmo",)]
    assert bench.rows("SELECT COUNT(*) FROM sms.msg WHERE provider = v_name AND id < 9 AND id > 9") == [(0,)]
    assert bench.rows("SELECT TOP v_name id FROM sms.msg ORDER BY id") == [(1,), (2,), (3,)]
    assert bench.rows("SELECT id FROM sms.msg WHERE sent = ? OR k = ?", "2024-05-02", b"A") == [(1,), (2,)]


def test_functions_run_for_each_row_or_once(bench: Bench) -> None:
    calls: list[Value] = []

    def double(value: Value) -> Value:
        calls.append(value)
        assert isinstance(value, int)
        return value * 2 + int(str(bench.rows("SELECT COUNT(*) FROM sms.word")[0][0]))

    bench.functions["f"] = (INTEGER, double)
    assert bench.rows("SELECT sms.f(id) FROM sms.msg ORDER BY sms.f(id) DESC") == [(8,), (6,), (4,), (2,)]
    calls.clear()
    assert bench.rows("SELECT id FROM sms.msg WHERE id = sms.f(2)") == [(4,)]
    assert calls == [2]
    assert bench.rows("SELECT CASE WHEN id < 0 THEN sms.f(NULL) ELSE id END FROM sms.msg WHERE id = 1") == [(1,)]
    with pytest.raises(AssertionError):
        bench.rows("SELECT sms.f(NULL) FROM sms.msg WHERE id = 1")


def test_an_error_in_a_function_is_the_statements_error(bench: Bench) -> None:
    def fail(_: Value) -> Value:
        raise SqlError(-1, "99001", "no")

    bench.functions["g"] = (INTEGER, fail)
    assert bench.code("SELECT g(id) FROM sms.msg") == -1
    assert bench.code("SELECT SUM(g(id)) FROM sms.msg") == -1
    assert bench.code("SELECT id FROM sms.msg") == 0


def test_a_procedure_in_from(bench: Bench) -> None:
    columns = (Column("name", TEXT), Column("n", tree.TypeName("numeric", 9, 2)))
    bench.procedures["p"] = (columns, [("a\0b", Decimal("1.50")), ("A", None)])
    assert bench.rows("SELECT x.n, x.name FROM p(1) AS x ORDER BY x.name") == [(None, "A"), (Decimal("1.50"), "a\0b")]
    assert bench.rows("SELECT COUNT(*) FROM p() JOIN sms.msg m ON m.id = p.n + 0.5") == [(1,)]
    assert bench.rows("SELECT q FROM p() WITH (q LONG VARCHAR, r NUMERIC(9, 2)) AS x WHERE r IS NULL") == [("A",)]


def test_columns_are_described(bench: Bench) -> None:
    found = bench.columns(
        "SELECT id, price, price * 2 AS twice, COUNT(*) OVER () AS n, body FROM sms.msg LEFT JOIN sms.word ON a = id"
    )
    assert [column.name for column in found] == ["id", "price", "twice", "n", "body"]
    assert [column.type.name for column in found] == ["integer", "numeric", "numeric", "integer", "long varchar"]
    assert (found[0].nullable, found[1].type.scale, found[1].nullable) == (False, 8, True)


def test_names_without_owner(bench: Bench) -> None:
    bench.session.user = "sms"
    try:
        assert bench.rows("SELECT COUNT(*) FROM msg") == [(4,)]
    finally:
        bench.session.user = "dba"
    assert bench.code("SELECT COUNT(*) FROM msg") == -141


def test_what_is_not_modelled_says_so(bench: Bench) -> None:
    for text in (
        "SELECT 1 FROM sms.msg EXCEPT ALL SELECT 1",
        "SELECT 1 FROM sms.msg m CROSS APPLY (SELECT 1 AS a) AS x",
        "SELECT 1 FROM OPENSTRING(VALUE 'a') WITH (a INTEGER) AS x",
        "SELECT COUNT(*) FROM sms.msg GROUP BY ROLLUP (provider)",
        "SELECT id AS provider FROM sms.msg WHERE provider = 'nexmo'",
        "SELECT UPPER(body) AS body, LENGTH(body) FROM sms.msg",
    ):
        with pytest.raises(ModelError):
            bench.run(text)
