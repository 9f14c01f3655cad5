"""CHAR ignores case in every place where values are compared, and BINARY does not: against a model in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sqlanywhere.runtime import Value
from tests.sqlanywhere.store import Store
from tests.sqlanywhere.store.bench import Bench, BenchCatalogue

# Few letters, so that texts are often equal but for case; one that is not ASCII, and a blank.
TEXTS = st.one_of(st.none(), st.text("aAbB éÉ", max_size=3))
ROWS = st.lists(st.tuples(TEXTS, TEXTS), max_size=6)
OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    store = Store(None, BenchCatalogue())
    made = Bench(store)
    made.run("CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a VARCHAR(9 CHAR) NULL, b VARCHAR(9 CHAR) NULL)")
    made.run("CREATE INDEX by_a ON t (a)")
    yield made
    store.close()


def fill(bench: Bench, rows: list[tuple[str | None, str | None]]) -> None:
    bench.run("DELETE FROM t")
    for place, row in enumerate(rows):
        bench.run("INSERT INTO t VALUES (?, ?, ?)", place, *row)


def ids(found: list[tuple[Value, ...]]) -> list[Value]:
    return [row[0] for row in found]


def low(text: str) -> str:
    return text.lower()


COMMON = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@COMMON
@given(rows=ROWS, wanted=st.text("aAbB éÉ", max_size=3), operator=st.sampled_from(sorted(OPERATORS)))
def test_comparisons(bench: Bench, rows: list[tuple[str | None, str | None]], wanted: str, operator: str) -> None:
    fill(bench, rows)
    holds = OPERATORS[operator]
    with_value = [n for n, (a, _) in enumerate(rows) if a is not None and holds(low(a), low(wanted))]
    assert ids(bench.rows(f"SELECT id FROM t WHERE a {operator} ? ORDER BY id", wanted)) == with_value
    of_columns = [n for n, (a, b) in enumerate(rows) if a is not None and b is not None and holds(low(a), low(b))]
    assert ids(bench.rows(f"SELECT id FROM t WHERE a {operator} b ORDER BY id")) == of_columns
    # `||` takes NULL for an empty text.
    turned = [n for n, (a, _) in enumerate(rows) if holds(low(wanted), low(a or "") + "x")]
    assert ids(bench.rows(f"SELECT id FROM t WHERE ? {operator} a || 'X' ORDER BY id", wanted)) == turned


@COMMON
@given(rows=ROWS)
def test_groups_and_order(bench: Bench, rows: list[tuple[str | None, str | None]]) -> None:
    fill(bench, rows)
    keys = {None if a is None else low(a) for a, _ in rows}
    ordered = sorted(keys, key=lambda key: (key is not None, key or ""))
    counts = [(key, sum((None if a is None else low(a)) == key for a, _ in rows)) for key in ordered]

    def lowered(found: list[tuple[Value, ...]]) -> list[tuple[Value, ...]]:
        return [(low(row[0]) if isinstance(row[0], str) else row[0], *row[1:]) for row in found]

    assert lowered(bench.rows("SELECT a, COUNT(*) FROM t GROUP BY a ORDER BY a")) == counts
    assert lowered(bench.rows("SELECT DISTINCT a FROM t ORDER BY a")) == [(key,) for key in ordered]
    assert lowered(bench.rows("SELECT a FROM t UNION SELECT a FROM t ORDER BY 1")) == [(key,) for key in ordered]
    assert bench.rows("SELECT COUNT(DISTINCT a) FROM t") == [(len(keys - {None}),)]
    filled = [key for key in ordered if key is not None]
    assert lowered(bench.rows("SELECT MAX(a) FROM t")) == [(filled[-1] if filled else None,)]


@COMMON
@given(rows=ROWS)
def test_joins_and_subqueries(bench: Bench, rows: list[tuple[str | None, str | None]]) -> None:
    fill(bench, rows)
    others = {low(b) for _, b in rows if b is not None}
    members = [n for n, (a, _) in enumerate(rows) if a is not None and low(a) in others]
    for text in (
        "SELECT id FROM t WHERE a IN (SELECT b FROM t) ORDER BY id",
        "SELECT id FROM t WHERE a = ANY (SELECT b FROM t) ORDER BY id",
        "SELECT id FROM t AS x WHERE EXISTS (SELECT 1 FROM t AS y WHERE y.b = x.a) ORDER BY id",
        "SELECT DISTINCT x.id FROM t AS x JOIN t AS y ON x.a = y.b ORDER BY x.id",
    ):
        assert ids(bench.rows(text)) == members
    if None not in {b for _, b in rows}:
        absent = [n for n, (a, _) in enumerate(rows) if a is not None and low(a) not in others]
        found = bench.rows("SELECT id FROM t WHERE a NOT IN (SELECT b FROM t) ORDER BY id")
        assert ids(found) == (absent if rows else [])


@COMMON
@given(rows=st.lists(st.text("aAéÉ", max_size=2), max_size=5))
def test_binary_goes_by_bytes(bench: Bench, rows: list[str]) -> None:
    fill(bench, [(row, None) for row in rows])
    distinct = sorted({row.encode() for row in rows})
    assert bench.rows("SELECT DISTINCT CAST(a AS LONG BINARY) AS x FROM t ORDER BY x") == [(row,) for row in distinct]
    if rows:
        same = [n for n, row in enumerate(rows) if row == rows[0]]
        found = bench.rows("SELECT id FROM t WHERE CAST(a AS LONG BINARY) = ? ORDER BY id", rows[0].encode())
        assert ids(found) == same
