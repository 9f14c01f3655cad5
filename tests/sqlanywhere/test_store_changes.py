"""INSERT, UPDATE, DELETE, MERGE and TRUNCATE of the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.runtime import Value
from tests.sqlanywhere.store import Store
from tests.sqlanywhere.store.bench import Bench, BenchCatalogue, BenchSession

Row = dict[str, Value]


@pytest.fixture
def bench() -> Iterator[Bench]:
    store = Store(None, BenchCatalogue())
    made = Bench(store)
    made.run("CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY, b VARCHAR(9) NULL, n INTEGER DEFAULT 5)")
    made.run("INSERT INTO t (a, b) VALUES (1, 'one'), (2, 'two'), (3, NULL)")
    made.store.commit()
    yield made
    store.close()


def rows(bench: Bench) -> list[tuple[Value, ...]]:
    return bench.rows("SELECT * FROM t ORDER BY a")


def test_insert_from_a_query_and_by_names(bench: Bench) -> None:
    assert bench.run("INSERT INTO t (n, a) SELECT a, a + 10 FROM t WHERE a < 3") == 2
    assert bench.run("INSERT INTO t WITH AUTO NAME SELECT 'x' AS b, 20 AS a") == 1
    assert bench.rows("SELECT * FROM t WHERE a > 9 ORDER BY a") == [(11, None, 1), (12, None, 2), (20, "x", 5)]
    assert bench.code("INSERT INTO t WITH AUTO NAME SELECT 'x' AS nix, 21 AS a") == -143
    assert bench.code("INSERT INTO t (a, b) VALUES (1)") == -207
    assert bench.code("INSERT INTO t (a, nix) VALUES (1, 2)") == -143
    assert bench.code("INSERT INTO t SELECT 1") == -207


def test_insert_on_existing(bench: Bench) -> None:
    assert bench.run("INSERT INTO t (a, b) ON EXISTING SKIP VALUES (1, 'x'), (4, 'four')") == 1
    assert bench.run("INSERT INTO t (a, b) ON EXISTING UPDATE VALUES (2, 'x')") == 1
    bench.run("UPDATE t SET n = 9 WHERE a = 3")
    assert bench.run("INSERT INTO t (a, b) ON EXISTING UPDATE DEFAULTS ON VALUES (3, 'y')") == 1
    assert rows(bench) == [(1, "one", 5), (2, "x", 5), (3, "y", 5), (4, "four", 5)]
    assert bench.code("INSERT INTO t (a) ON EXISTING ERROR VALUES (1)") == -193
    bench.run("CREATE TABLE u (a INTEGER UNIQUE)")
    assert bench.code("INSERT INTO u ON EXISTING SKIP VALUES (1)") == -118


def test_update(bench: Bench) -> None:
    assert bench.run("UPDATE t SET b = b || '!', n = n + a WHERE a < 3") == 2
    assert bench.run("UPDATE t SET n = DEFAULT WHERE a = 1") == 1
    assert rows(bench) == [(1, "one!", 5), (2, "two!", 7), (3, None, 5)]
    assert bench.run("UPDATE TOP 1 t SET b = 'last' ORDER BY a DESC") == 1
    assert bench.run("UPDATE t SET b = 'none' WHERE a = 9") == 0
    assert bench.run("UPDATE t AS x SET x.b = 'x' WHERE x.a = 1") == 1
    assert bench.rows("SELECT b FROM t ORDER BY a") == [("x",), ("two!",), ("last",)]
    assert bench.code("UPDATE t SET nix = 1") == -143
    assert bench.code("UPDATE nix SET a = 1") == -141
    assert bench.code("UPDATE t SET y.a = 1") == -142


def test_update_sees_the_rows_as_they_were(bench: Bench) -> None:
    bench.run("UPDATE t SET n = (SELECT SUM(n) FROM t) + a, a = a + 10")
    assert bench.rows("SELECT a, n FROM t ORDER BY a") == [(11, 16), (12, 17), (13, 18)]


def test_update_from_another_table(bench: Bench) -> None:
    bench.run("CREATE TABLE u (a INTEGER, w VARCHAR(9))")
    bench.run("INSERT INTO u VALUES (1, 'uno'), (3, 'tre'), (3, 'drei')")
    assert bench.run("UPDATE t SET b = u.w FROM u WHERE u.a = t.a") == 2
    assert bench.rows("SELECT b FROM t ORDER BY a") == [("uno",), ("two",), ("tre",)]
    assert bench.run("UPDATE t SET n = 0 FROM t LEFT JOIN u ON u.a = t.a WHERE u.a IS NULL") == 1
    assert bench.run("UPDATE t SET n = 1 FROM t AS x JOIN u ON u.a = x.a WHERE u.w = 'UNO'") == 1
    assert bench.rows("SELECT n FROM t ORDER BY a") == [(1,), (0,), (5,)]


def test_update_gives_variables_their_values(bench: Bench) -> None:
    bench.set("v", tree.TypeName("varchar", 20), None)
    assert bench.run("UPDATE t SET n = n + 1, v = b WHERE a = 2") == 1
    assert bench.variables["v"].value == "two"


def test_delete(bench: Bench) -> None:
    bench.run("CREATE TABLE u (a INTEGER)")
    bench.run("INSERT INTO u VALUES (1), (1), (2)")
    assert bench.run("DELETE FROM t FROM u WHERE u.a = t.a AND u.a < 2") == 1
    assert bench.run("DELETE TOP 1 FROM t ORDER BY a DESC") == 1
    assert bench.rows("SELECT a FROM t") == [(2,)]
    assert bench.run("DELETE FROM t AS x WHERE EXISTS (SELECT 1 FROM u WHERE u.a = x.a)") == 1
    assert bench.run("DELETE FROM t") == 0
    assert bench.run("TRUNCATE TABLE u") == 3
    with pytest.raises(ModelError):
        bench.run("DELETE FROM t WHERE CURRENT OF c")


def test_a_statement_that_fails_leaves_nothing_behind(bench: Bench) -> None:
    bench.run("UPDATE t SET n = 6 WHERE a = 1")
    before = rows(bench)
    assert bench.code("INSERT INTO t (a) VALUES (7), (8), (1)") == -193
    assert bench.code("UPDATE t SET a = CASE a WHEN 1 THEN 9 ELSE 2 END") == -193
    assert bench.code("UPDATE t SET n = CASE a WHEN 3 THEN 'x' ELSE '1' END") == -157
    assert rows(bench) == before
    bench.store.rollback()
    assert rows(bench) == [(1, "one", 5), (2, "two", 5), (3, None, 5)]


def test_merge(bench: Bench) -> None:
    bench.run("CREATE TABLE s (k INTEGER, w VARCHAR(9))")
    bench.run("INSERT INTO s VALUES (1, 'uno'), (2, 'DEL'), (4, 'quattro'), (5, 'no')")
    merge = (
        "MERGE INTO t USING s ON t.a = s.k WHEN MATCHED AND s.w = 'del' THEN DELETE"
        " WHEN MATCHED THEN UPDATE SET b = s.w, n = DEFAULT WHEN NOT MATCHED AND s.k > 4 THEN SKIP"
        " WHEN NOT MATCHED THEN INSERT (a, b) VALUES (s.k, s.w)"
    )
    assert bench.run(merge) == 3
    assert rows(bench) == [(1, "uno", 5), (3, None, 5), (4, "quattro", 5)]
    bench.run("INSERT INTO s VALUES (1, 'again')")
    assert bench.code(merge) == -1254
    bench.run("DELETE FROM s WHERE w = 'again'")
    assert bench.code("MERGE INTO t USING s ON t.a = s.k WHEN MATCHED THEN RAISERROR 20000") == -631


def test_merge_on_the_primary_key(bench: Bench) -> None:
    merge = (
        "MERGE INTO t (a, b) USING (SELECT 3, 'drei' UNION ALL SELECT 6, 'sechs') AS s (x, y) ON PRIMARY KEY"
        " WHEN MATCHED THEN UPDATE WHEN NOT MATCHED THEN INSERT"
    )
    assert bench.run(merge) == 2
    named = (
        "MERGE INTO t USING WITH AUTO NAME (SELECT 'sei' AS b, 6 AS a) AS s ON PRIMARY KEY"
        " WHEN MATCHED THEN UPDATE WHEN NOT MATCHED THEN INSERT"
    )
    assert bench.run(named) == 1
    assert rows(bench) == [(1, "one", 5), (2, "two", 5), (3, "drei", 5), (6, "sei", 5)]


def test_a_function_in_a_statement_may_write(bench: Bench) -> None:
    bench.run("CREATE TABLE log (a INTEGER)")

    def note(value: Value) -> Value:
        bench.run("INSERT INTO log VALUES (?)", value)
        return value

    bench.functions["note"] = (tree.TypeName("integer"), note)
    assert bench.run("UPDATE t SET n = note(a) WHERE a < 3") == 2
    assert bench.rows("SELECT note(a) FROM t WHERE a = 3") == [(3,)]
    assert bench.rows("SELECT a FROM log ORDER BY a") == [(1,), (2,), (3,)]
    bench.store.rollback()
    assert bench.rows("SELECT COUNT(*) FROM log") == [(0,)]


@dataclass
class TriggerSession(BenchSession):
    """A session that keeps what triggers would get."""

    fired: list[tuple[str, str, list[tuple[Row | None, Row | None]]]] = field(default_factory=list)
    failing: bool = False

    def triggers_on(self, owner: str, table: str) -> bool:
        return table.lower() in {"t", "c"}

    def fire_triggers(
        self, owner: str, table: str, event: str, images: Sequence[tuple[Row | None, Row | None]]
    ) -> None:
        if self.failing:
            raise SqlError(-297, "99001", "no")
        self.fired.append((table, event, list(images)))
        self.identity = 77


def test_triggers_get_the_rows(bench: Bench) -> None:
    session = TriggerSession()
    bench.session = session
    bench.run("INSERT INTO t (a, b) VALUES (7, 'x'), (8, 'y')")
    assert session.identity == 0
    bench.run("UPDATE t SET b = 'z' WHERE a = 7")
    bench.run("DELETE FROM t WHERE a = 8")
    seven: Row = {"a": 7, "b": "x", "n": 5}
    eight: Row = {"a": 8, "b": "y", "n": 5}
    assert session.fired == [
        ("t", "INSERT", [(None, seven), (None, eight)]),
        ("t", "UPDATE", [(seven, {**seven, "b": "z"})]),
        ("t", "DELETE", [(eight, None)]),
    ]
    session.failing = True
    assert bench.code("UPDATE t SET b = 'never' WHERE a = 7") == -297
    assert bench.rows("SELECT b FROM t WHERE a = 7") == [("z",)]


def test_triggers_of_children_that_a_parent_takes_along(bench: Bench) -> None:
    bench.run("CREATE TABLE c (a INTEGER REFERENCES t (a) ON DELETE CASCADE)")
    bench.run("INSERT INTO c VALUES (1)")
    session = TriggerSession()
    bench.session = session
    bench.run("DELETE FROM t WHERE a = 1")
    assert [(table, event) for table, event, _ in session.fired] == [("t", "DELETE"), ("c", "DELETE")]
