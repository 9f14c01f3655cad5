"""Definitions of the model: CREATE, ALTER, DROP, views, indexes, temporary tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.store import Store
from tests.sqlanywhere.store.bench import Bench, BenchCatalogue

PARENT = "CREATE TABLE sms.p (name VARCHAR(20 CHAR) NOT NULL PRIMARY KEY, other INTEGER NULL)"


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store(None, BenchCatalogue())
    yield made
    made.close()


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


def test_definitions_that_fail(bench: Bench) -> None:
    bench.run(PARENT)
    bench.run("CREATE VIEW sms.v AS SELECT name FROM sms.p")
    assert bench.code(PARENT) == -110
    assert bench.code("CREATE TABLE sms.v (a INTEGER)") == -110
    assert bench.code("CREATE VIEW sms.v AS SELECT name FROM sms.p") == -110
    assert bench.code("CREATE OR REPLACE VIEW sms.v AS SELECT name AS n FROM sms.p") == 0
    assert bench.code("CREATE VIEW sms.w AS SELECT nix FROM sms.p") == -143
    assert bench.code("CREATE VIEW sms.w AS SELECT name FROM sms.nix") == -141
    assert bench.code("CREATE VIEW sms.w (a, b) AS SELECT name FROM sms.p") == -114
    assert bench.code("CREATE VIEW sms.w AS SELECT name, COUNT(*) FROM sms.p GROUP BY name") == -163
    assert bench.code("CREATE TABLE sms.w (a INTEGER, A INTEGER)") == -110
    assert bench.code("CREATE TABLE sms.w (a INTEGER, CHECK (b > 0))") == -143
    assert bench.code("CREATE TABLE sms.w (a INTEGER PRIMARY KEY, b INTEGER PRIMARY KEY)") == -112
    assert bench.code("CREATE TABLE IF NOT EXISTS sms.p (a INTEGER)") == 0
    assert bench.code("DROP TABLE sms.nix") == -141
    assert bench.code("DROP TABLE IF EXISTS sms.nix") == 0
    assert bench.code("DROP VIEW sms.v") == 0
    assert bench.code("SELECT * FROM sms.v") == -141
    assert bench.code("DROP TABLE sms.p") == 0
    assert bench.code("SELECT * FROM sms.p") == -141


def test_a_view_sees_neither_variables_nor_a_dropped_table(bench: Bench) -> None:
    bench.run(PARENT)
    bench.set("v_a", tree.TypeName("integer"), 1)
    assert bench.code("CREATE VIEW sms.v AS SELECT v_a FROM sms.p") == -143
    assert bench.code("CREATE VIEW sms.v AS SELECT v_a + 1 AS b FROM sms.p") == -143
    bench.run("CREATE VIEW sms.v AS SELECT name FROM p")
    assert bench.code("SELECT * FROM sms.v") == 0
    bench.run("DROP TABLE sms.p")
    assert bench.code("SELECT * FROM sms.v") == -141


def test_indexes(bench: Bench) -> None:
    bench.run("CREATE TABLE t (a INTEGER, b VARCHAR(9))")
    bench.run("INSERT INTO t VALUES (1, 'x'), (2, 'X')")
    assert bench.code("CREATE UNIQUE INDEX i ON t (b)") == -196
    assert bench.code("CREATE INDEX i ON t (b DESC, a)") == 0
    assert bench.code("CREATE INDEX i ON t (a)") == -110
    assert bench.code("CREATE INDEX j ON t (nix)") == -143
    assert bench.code("CREATE INDEX j ON nix (a)") == -141
    assert bench.code("DROP INDEX t.i") == 0
    assert bench.code("DROP INDEX t.i") == -183
    assert bench.rows("SELECT COUNT(*) FROM t") == [(2,)]


def test_alter_table_keeps_rows(bench: Bench) -> None:
    bench.run(PARENT)
    bench.run("CREATE TABLE sms.c (name VARCHAR(20 CHAR) REFERENCES sms.p (name))")
    bench.run("INSERT INTO sms.p VALUES ('a', 7)")
    bench.run("INSERT INTO sms.c VALUES ('A')")
    bench.run("COMMENT ON COLUMN sms.p.other IS 'number'")
    bench.run("ALTER TABLE sms.p ADD flag SMALLINT NOT NULL DEFAULT 3 CHECK (flag < 9), RENAME other TO number")
    assert bench.rows("SELECT * FROM sms.p") == [("a", 7, 3)]
    assert [column.name for column in bench.columns("SELECT * FROM sms.p")] == ["name", "number", "flag"]
    assert bench.code("UPDATE sms.p SET flag = 9") == -209
    assert bench.code("DELETE FROM sms.p") == -198
    assert bench.rows("SELECT remarks FROM sys.syscolumn WHERE column_name = 'number'") == [("number",)]
    bench.run("ALTER TABLE sms.p ALTER number VARCHAR(3), DROP flag")
    assert bench.rows("SELECT * FROM sms.p") == [("a", "7")]
    assert bench.code("ALTER TABLE sms.p ALTER number SMALLINT, ADD UNIQUE (number)") == 0
    assert bench.code("INSERT INTO sms.p VALUES ('b', 7)") == -196
    assert bench.code("ALTER TABLE sms.p DROP name") == -127
    assert bench.code("ALTER TABLE sms.p DROP nix") == -143
    assert bench.code("ALTER TABLE sms.p DROP CONSTRAINT nix") == -929
    assert bench.code("ALTER TABLE sms.p ADD x INTEGER NOT NULL") == -195
    bench.run("ALTER TABLE sms.p RENAME q")
    assert bench.code("DELETE FROM sms.q") == -198
    assert bench.rows("SELECT q.number FROM sms.c KEY JOIN sms.q") == [(7,)]
    assert bench.code("SELECT * FROM sms.p") == -141


def test_rows_of_temporary_tables_belong_to_one_connection(store: Store, bench: Bench) -> None:
    bench.run("CREATE GLOBAL TEMPORARY TABLE sms.w (a INTEGER NOT NULL PRIMARY KEY) ON COMMIT DELETE ROWS")
    bench.run("CREATE GLOBAL TEMPORARY TABLE sms.k (a INTEGER) ON COMMIT PRESERVE ROWS")
    other = Bench(store)
    for one in (bench, other):
        one.run("INSERT INTO sms.w VALUES (1)")
    assert bench.code("INSERT INTO sms.w VALUES (1)") == -193
    bench.run("INSERT INTO sms.k VALUES (1)")
    bench.store.commit()
    assert (bench.rows("SELECT * FROM sms.w"), other.rows("SELECT * FROM sms.w")) == ([], [(1,)])
    assert bench.rows("SELECT * FROM sms.k") == [(1,)]
    bench.run("INSERT INTO sms.k VALUES (2)")
    bench.run("INSERT INTO sms.w VALUES (2)")
    bench.store.rollback()
    assert (bench.rows("SELECT * FROM sms.k"), bench.rows("SELECT * FROM sms.w")) == ([(1,)], [])
    bench.store.reset()
    assert bench.rows("SELECT * FROM sms.k") == []


def test_a_savepoint_undoes_rows_of_a_temporary_table(bench: Bench) -> None:
    bench.run("CREATE GLOBAL TEMPORARY TABLE w (a INTEGER) ON COMMIT DELETE ROWS")
    bench.run("CREATE GLOBAL TEMPORARY TABLE n (a INTEGER) NOT TRANSACTIONAL")
    bench.store.savepoint("s")
    bench.run("INSERT INTO w VALUES (1)")
    bench.run("INSERT INTO n VALUES (1)")
    bench.store.rollback_to("s")
    assert (bench.rows("SELECT * FROM w"), bench.rows("SELECT * FROM n")) == ([], [(1,)])
    bench.run("INSERT INTO n VALUES (2)")
    bench.store.rollback()
    assert bench.rows("SELECT * FROM n ORDER BY a") == [(1,), (2,)]


def test_a_declared_table_hides_others_until_it_goes(bench: Bench) -> None:
    bench.run("CREATE TABLE t (a INTEGER)")
    declare = "DECLARE LOCAL TEMPORARY TABLE t (b VARCHAR(5), c INTEGER DEFAULT AUTOINCREMENT) NOT TRANSACTIONAL"
    bench.run(declare)
    assert bench.code(declare) == -110
    bench.run("INSERT INTO t (b) VALUES ('x')")
    assert bench.rows("SELECT * FROM t") == [("x", 1)]
    bench.run("DROP TABLE t")
    assert bench.rows("SELECT a FROM t") == []
    bench.run(declare)
    assert bench.rows("SELECT b FROM t") == []


def test_what_is_not_modelled_says_so(bench: Bench) -> None:
    bench.run(PARENT)
    bench.run("CREATE VIEW sms.v AS SELECT name FROM sms.p")
    for text in ("CREATE SEQUENCE s", "INSERT INTO sms.v VALUES ('x')", "COMMENT ON INDEX sms.p.p IS 'x'"):
        with pytest.raises(ModelError):
            bench.run(text)


def test_an_owners_tables_go_with_the_owner(bench: Bench) -> None:
    bench.run(PARENT)
    bench.run("CREATE VIEW sms.v AS SELECT name FROM sms.p")
    bench.run("CREATE TABLE mine (name VARCHAR(20 CHAR) REFERENCES sms.p (name))")
    bench.store.drop_owner("SMS", bench)
    assert bench.code("SELECT * FROM sms.v") == bench.code("SELECT * FROM sms.p") == -141
    assert bench.code("INSERT INTO mine VALUES ('x')") == 0
