"""The catalogue views that the store serves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.store import Store
from tests.sqlanywhere.store.bench import Bench, BenchCatalogue
from tests.sqlanywhere.store.catalogue_columns import SYSTEM_VIEWS
from tests.sqlanywhere.store.catalogue_views import derived_views


@pytest.fixture
def bench() -> Iterator[Bench]:
    store = Store(None, BenchCatalogue())
    made = Bench(store)
    made.run("CREATE TABLE sms.p (name VARCHAR(20 CHAR) NOT NULL PRIMARY KEY, price NUMERIC(18, 8) NULL DEFAULT 1.5)")
    made.run(
        "CREATE TABLE sms.c (id BIGINT NOT NULL DEFAULT AUTOINCREMENT, name VARCHAR(20 CHAR) REFERENCES sms.p (name),"
        " CONSTRAINT one UNIQUE (id), CHECK (id > 0))"
    )
    made.run("CREATE INDEX by_name ON sms.c (name DESC)")
    made.run("CREATE VIEW sms.v AS SELECT name, price FROM sms.p")
    made.run("CREATE GLOBAL TEMPORARY TABLE sms.w (a INTEGER) ON COMMIT PRESERVE ROWS")
    yield made
    store.close()


def test_every_view_can_be_read(bench: Bench) -> None:
    for name in (*SYSTEM_VIEWS, *derived_views()):
        assert isinstance(bench.rows(f"SELECT * FROM SYS.{name}"), list)


def test_tables(bench: Bench) -> None:
    text = (
        "SELECT t.table_name, t.table_type_str, u.user_name FROM SYS.SYSTAB t"
        " JOIN SYS.SYSUSER u ON u.user_id = t.creator"
    )
    assert bench.rows(f"{text} ORDER BY 1") == [
        ("c", "BASE", "sms"),
        ("p", "BASE", "sms"),
        ("v", "VIEW", "sms"),
        ("w", "GBL TEMP", "sms"),
    ]
    assert bench.rows("SELECT table_type FROM SYSTABLE WHERE table_name = 'V'") == [("VIEW",)]
    assert bench.rows("SELECT COUNT(*) FROM SYS.SYSVIEW") == [(1,)]
    bench.run("CREATE GLOBAL TEMPORARY TABLE sms.y (a INTEGER) NOT TRANSACTIONAL")
    bench.run("CREATE GLOBAL TEMPORARY TABLE sms.x (a INTEGER)")
    actions = "SELECT commit_action FROM SYS.SYSTAB WHERE table_name IN ('w', 'x', 'y') ORDER BY table_name"
    assert bench.rows(actions) == [(0,), (1,), (3,)]


def test_columns(bench: Bench) -> None:
    bench.run("INSERT INTO sms.c (name) VALUES (NULL)")
    text = (
        'SELECT c.column_name, c.base_type_str, c.width, c.scale, c.nulls, c."default", c.max_identity'
        " FROM SYS.SYSTABCOL c"
        " JOIN SYS.SYSTAB t ON t.table_id = c.table_id WHERE t.table_name = ? ORDER BY c.column_id"
    )
    assert bench.rows(text, "p") == [
        ("name", "varchar(20 char)", 20, 1, "N", None, 0),
        ("price", "numeric(18,8)", 18, 8, "Y", "1.5", 0),
    ]
    assert bench.rows(text, "c")[0] == ("id", "bigint", 8, 0, "N", "autoincrement", 1)
    assert [row[0] for row in bench.rows(text, "v")] == ["name", "price"]
    keys = (
        "SELECT cname, in_primary_key, coltype FROM SYS.SYSCOLUMNS WHERE tname = 'p' AND creator = 'sms' ORDER BY colno"
    )
    assert bench.rows(keys) == [("name", "Y", "varchar"), ("price", "N", "numeric")]


def test_indexes_and_keys(bench: Bench) -> None:
    text = (
        'SELECT i.index_name, i.index_id, i.index_category, i."unique", c.column_name, x."order" FROM SYS.SYSIDX i'
        " JOIN SYS.SYSTAB t ON t.table_id = i.table_id JOIN SYS.SYSIDXCOL x ON x.table_id = i.table_id AND x.index_id ="
        " i.index_id JOIN SYS.SYSTABCOL c ON c.table_id = x.table_id AND c.column_id = x.column_id"
        " WHERE t.table_name IN ('p', 'c') ORDER BY 1, 2"
    )
    assert bench.rows(text) == [
        ("by_name", 2, 3, 4, "name", "D"),
        ("one", 1, 3, 2, "id", "A"),
        ("p", 0, 1, 2, "name", "A"),
        ("p", 3, 2, 4, "name", "A"),
    ]
    foreign = (
        "SELECT c.table_name, p.table_name, f.nulls FROM SYS.SYSFKEY f JOIN SYS.SYSTAB c ON c.table_id"
        " = f.foreign_table_id"
        " JOIN SYS.SYSTAB p ON p.table_id = f.primary_table_id"
    )
    assert bench.rows(foreign) == [("c", "p", "Y")]
    kinds = "SELECT LIST(constraint_type, '' ORDER BY constraint_type) FROM SYS.SYSCONSTRAINT"
    assert bench.rows(kinds) == [("FPTU",)]


def test_comments(bench: Bench) -> None:
    bench.run("COMMENT ON TABLE sms.p IS 'parents'")
    bench.run("COMMENT ON VIEW sms.v IS 'view'")
    bench.run("COMMENT ON COLUMN sms.p.price IS 'in cents'")
    bench.run("COMMENT ON COLUMN sms.v.name IS 'its name'")
    remarks = "SELECT remarks FROM SYS.SYSREMARK ORDER BY remarks"
    assert bench.rows(remarks) == [("in cents",), ("its name",), ("parents",), ("view",)]
    assert bench.rows("SELECT remarks FROM SYS.SYSTABLE WHERE remarks IS NOT NULL ORDER BY 1") == [
        ("parents",),
        ("view",),
    ]
    assert bench.rows("SELECT cname FROM SYS.SYSCOLUMNS WHERE remarks = 'ITS NAME'") == [("name",)]
    bench.run("COMMENT ON TABLE sms.p IS NULL")
    bench.run("DROP VIEW sms.v")
    assert bench.rows(remarks) == [("in cents",)]
    for text, expected in (("COLUMN sms.p.nix", -143), ("TABLE sms.nix", -141), ("VIEW sms.p", -141)):
        with pytest.raises(SqlError) as caught:
            bench.run(f"COMMENT ON {text} IS 'x'")
        assert caught.value.sqlcode == expected


def test_what_the_machine_knows_joins_what_the_store_knows(bench: Bench) -> None:
    catalogue = bench.store.store.catalogue
    assert isinstance(catalogue, BenchCatalogue)
    catalogue.views["systableperm"] = [
        {"owner": "SMS", "table_name": "P", "grantor": 101, "grantee": 1, "selectauth": "Y", "insertauth": "N"},
        {"owner": "sms", "table_name": "gone", "grantor": 101, "grantee": 1, "selectauth": "Y"},
    ]
    catalogue.views["sysgroup"] = [{"group_id": 101, "group_member": 1}]
    catalogue.views["systrigger"] = [{"owner": "sms", "table_name": "c", "trigger_id": 5, "trigger_name": "tr"}]
    granted = "SELECT grantee, screator, stname, selectauth, insertauth FROM SYS.SYSTABAUTH"
    assert bench.rows(granted) == [("dba", "sms", "p", "Y", "N")]
    assert bench.rows("SELECT group_name, member_name FROM SYS.SYSGROUPS") == [("sms", "dba")]
    owner = "SELECT t.table_name FROM SYS.SYSTRIGGER r JOIN SYS.SYSTAB t ON t.table_id = r.table_id"
    assert bench.rows(owner) == [("c",)]


def test_the_catalogue_cannot_be_written(bench: Bench) -> None:
    with pytest.raises(SqlError) as caught:
        bench.run("DELETE FROM SYS.SYSTAB")
    assert caught.value.sqlcode == -192
