"""Tables of the model: columns, defaults, constraints, definitions, temporary tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.store import Store
from tests.sqlanywhere.store.bench import Bench, BenchCatalogue


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store(None, BenchCatalogue())
    yield made
    made.close()


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


PARENT = "CREATE TABLE sms.p (name VARCHAR(20 CHAR) NOT NULL PRIMARY KEY, other INTEGER NULL)"


def test_values_come_back_in_their_types(bench: Bench) -> None:
    bench.run(
        "CREATE TABLE t (i INTEGER, b BIGINT, n NUMERIC(18, 8), d DOUBLE, c VARCHAR(9), x VARBINARY(9), s TIMESTAMP,"
        " y DATE, h TIME, f BIT NULL, u UNIQUEIDENTIFIER)"
    )
    moment = dt.datetime(999, 2, 3, 4, 5, 6, 7)
    row = (1, 2**40, Decimal("0.00750000"), 1.5, "aé", b"\x00\xff", moment, moment.date(), moment.time(), 1, None)
    bench.run(f"INSERT INTO t VALUES ({', '.join('?' * len(row))})", *row)
    found = bench.rows("SELECT * FROM t")[0]
    assert found == row
    assert [type(value) for value in found] == [type(value) for value in row]


def test_a_value_becomes_its_columns_type(bench: Bench) -> None:
    bench.run("CREATE TABLE t (c VARCHAR(5 CHAR), n NUMERIC(6, 2), i SMALLINT, s TIMESTAMP)")
    bench.run("INSERT INTO t VALUES (12, '1.239', '7', '2024-05-01 10:00')")
    assert bench.rows("SELECT * FROM t") == [("12", Decimal("1.24"), 7, dt.datetime(2024, 5, 1, 10))]
    assert bench.code("INSERT INTO t (c) VALUES ('123456')") == -638
    assert bench.code("INSERT INTO t (i) VALUES ('x')") == -157
    assert bench.code("INSERT INTO t (i) VALUES (40000)") == -158
    assert bench.code("UPDATE t SET n = 12345.67") == -158


def test_defaults(bench: Bench) -> None:
    bench.run(
        "CREATE TABLE t (id BIGINT NOT NULL DEFAULT AUTOINCREMENT PRIMARY KEY, a VARCHAR(9) DEFAULT 'x',"
        " made TIMESTAMP DEFAULT CURRENT UTC TIMESTAMP, by_ VARCHAR(30) DEFAULT LAST USER, n INTEGER DEFAULT (1 + 2))"
    )
    bench.run("INSERT INTO t DEFAULT VALUES")
    bench.run("INSERT INTO t (a, n) VALUES (DEFAULT, NULL)")
    now = bench.session.moment
    assert bench.rows("SELECT * FROM t ORDER BY id") == [(1, "x", now, "dba", 3), (2, "x", now, "dba", None)]


def test_autoincrement_goes_on_after_the_largest_number_and_never_back(bench: Bench) -> None:
    bench.run("CREATE TABLE t (id BIGINT NOT NULL DEFAULT AUTOINCREMENT, a INTEGER)")
    bench.run("INSERT INTO t (a) VALUES (1)")
    assert bench.session.identity == 1
    bench.run("INSERT INTO t (id, a) VALUES (10, 1)")
    bench.run("INSERT INTO t (a) VALUES (1)")
    assert bench.session.identity == 11
    bench.store.rollback()
    bench.run("INSERT INTO t (a) VALUES (1)")
    assert bench.rows("SELECT id FROM t") == [(12,)]
    bench.run("CREATE TABLE other (a INTEGER)")
    bench.run("INSERT INTO other VALUES (1)")
    assert bench.session.identity == 0


def test_a_stamp_changes_with_the_row_and_is_never_the_same(bench: Bench) -> None:
    bench.run(
        "CREATE TABLE t (a INTEGER, s TIMESTAMP DEFAULT UTC TIMESTAMP, once TIMESTAMP DEFAULT CURRENT UTC TIMESTAMP)"
    )
    bench.run("INSERT INTO t (a) VALUES (1)")
    bench.run("UPDATE t SET a = 2")
    first = bench.session.moment
    assert bench.rows("SELECT s, once FROM t") == [(first + dt.timedelta(microseconds=1), first)]
    bench.run("UPDATE t SET s = '2000-01-01'")
    assert bench.rows("SELECT s FROM t") == [(dt.datetime(2000, 1, 1),)]


def test_not_null_check_and_unknown_checks(bench: Bench) -> None:
    bench.run("CREATE TABLE t (a INTEGER NOT NULL, b INTEGER NULL CHECK (b > 0), CONSTRAINT less CHECK (a < b))")
    assert bench.code("INSERT INTO t (b) VALUES (1)") == -195
    assert bench.code("INSERT INTO t VALUES (1, NULL)") == 0
    assert bench.code("INSERT INTO t VALUES (-9, -8)") == -209
    with pytest.raises(SqlError) as caught:
        bench.run("INSERT INTO t VALUES (5, 4)")
    assert (caught.value.sqlcode, caught.value.sqlstate) == (-209, "23506")
    assert "less" in caught.value.message
    assert bench.code("UPDATE t SET a = NULL") == -195
    assert bench.code("UPDATE t SET b = 0") == -209
    assert bench.rows("SELECT * FROM t") == [(1, None)]


def test_a_bit_is_not_null_unless_it_says_so(bench: Bench) -> None:
    bench.run("CREATE TABLE t (a BIT, b BIT NULL)")
    assert bench.code("INSERT INTO t (b) VALUES (NULL)") == -195
    assert bench.code("INSERT INTO t (a) VALUES (1)") == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT INTO sms.p (name) VALUES ('TWILIO')", (-193, "23W01")),
        ("INSERT INTO sms.p (name) VALUES ('other')", (0, "")),
        ("UPDATE sms.p SET name = 'Twilio' WHERE name = 'nexmo'", (-193, "23W01")),
        ("UPDATE sms.p SET name = 'TWILIO' WHERE name = 'twilio'", (0, "")),
        ("INSERT INTO sms.u VALUES ('A', 1)", (-196, "23505")),
        ("INSERT INTO sms.u VALUES ('a', 2)", (0, "")),
        ("INSERT INTO sms.u VALUES ('b', NULL)", (-195, "23502")),
        ("INSERT INTO sms.i VALUES (NULL)", (0, "")),
        ("INSERT INTO sms.i VALUES ('x')", (-196, "23505")),
        ("INSERT INTO sms.x VALUES (0x61)", (0, "")),
        ("INSERT INTO sms.x VALUES (0x41)", (-193, "23W01")),
    ],
)
def test_keys_ignore_case_of_char_but_not_of_binary(bench: Bench, text: str, expected: tuple[int, str]) -> None:
    bench.run(PARENT)
    bench.run("INSERT INTO sms.p (name) VALUES ('twilio'), ('nexmo')")
    bench.run("CREATE TABLE sms.u (a VARCHAR(9), b INTEGER, UNIQUE (a, b))")
    bench.run("INSERT INTO sms.u VALUES ('a', 1)")
    bench.run("CREATE TABLE sms.i (a VARCHAR(9) NULL)")
    bench.run("CREATE UNIQUE INDEX one ON sms.i (a)")
    bench.run("INSERT INTO sms.i VALUES (NULL), ('X')")
    bench.run("CREATE TABLE sms.x (a VARBINARY(9) NOT NULL PRIMARY KEY)")
    bench.run("INSERT INTO sms.x VALUES (0x41)")
    try:
        bench.run(text)
        found = (0, "")
    except SqlError as failure:
        found = (failure.sqlcode, failure.sqlstate)
    assert found == expected


def test_the_message_names_the_unique_constraint(bench: Bench) -> None:
    bench.run("CREATE TABLE sms.u (a INTEGER, b INTEGER, UNIQUE (a, b))")
    bench.run("INSERT INTO sms.u VALUES (1, 1)")
    with pytest.raises(SqlError, match=r"Index 'u UNIQUE \(a,b\)' for table 'u' would not be unique"):
        bench.run("INSERT INTO sms.u VALUES (1, 1)")


def test_foreign_keys(bench: Bench) -> None:
    bench.run(PARENT)
    bench.run("INSERT INTO sms.p (name) VALUES ('twilio'), ('nexmo')")
    bench.run("CREATE TABLE sms.c (id INTEGER, name VARCHAR(20 CHAR) NULL REFERENCES sms.p (name))")
    assert bench.code("INSERT INTO sms.c VALUES (1, 'Twilio')") == 0
    assert bench.code("INSERT INTO sms.c VALUES (2, NULL)") == 0
    assert bench.code("INSERT INTO sms.c VALUES (3, 'nobody')") == -194
    assert bench.code("UPDATE sms.c SET name = 'nobody' WHERE id = 2") == -194
    assert bench.code("DELETE FROM sms.p WHERE name = 'twilio'") == -198
    assert bench.code("UPDATE sms.p SET name = 'x' WHERE name = 'twilio'") == -198
    assert bench.code("DELETE FROM sms.p WHERE name = 'nexmo'") == 0
    assert bench.rows("SELECT COUNT(*) FROM sms.c, sms.p") == [(2,)]
    assert bench.code("CREATE TABLE sms.d (n INTEGER REFERENCES sms.p (name))") == -113
    assert bench.code("CREATE TABLE sms.d (n VARCHAR(9) REFERENCES sms.nix (name))") == -141
    assert bench.code("CREATE TABLE sms.d (n INTEGER REFERENCES sms.p (other))") == -118


def test_what_happens_to_children(bench: Bench) -> None:
    bench.run("CREATE TABLE p (a INTEGER NOT NULL PRIMARY KEY)")
    bench.run("CREATE TABLE c (a INTEGER REFERENCES p (a) ON DELETE CASCADE ON UPDATE CASCADE)")
    bench.run("CREATE TABLE n (a INTEGER REFERENCES p (a) ON DELETE SET NULL)")
    bench.run("CREATE TABLE d (a INTEGER DEFAULT 3 REFERENCES p (a) ON DELETE SET DEFAULT)")
    bench.run("INSERT INTO p VALUES (1), (2), (3)")
    for table in ("c", "n", "d"):
        bench.run(f"INSERT INTO {table} VALUES (1)")
    bench.run("DELETE FROM p WHERE a = 1")
    assert [bench.rows(f"SELECT a FROM {table}") for table in ("c", "n", "d")] == [[], [(None,)], [(3,)]]
    bench.run("INSERT INTO c VALUES (2)")
    bench.run("UPDATE p SET a = 20 WHERE a = 2")
    assert bench.rows("SELECT a FROM c") == [(20,)]


def test_a_row_may_refer_to_itself(bench: Bench) -> None:
    bench.run("CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY, up INTEGER NULL REFERENCES t (a))")
    assert bench.code("INSERT INTO t VALUES (1, 1), (2, 1)") == 0
    assert bench.code("INSERT INTO t VALUES (3, 4)") == -194
    assert bench.code("DELETE FROM t WHERE a = 1") == -198
    assert bench.code("DELETE FROM t") == 0


def test_bytes_that_are_no_text_stay_what_they_are(bench: Bench) -> None:
    bench.run("CREATE TABLE t (a LONG VARCHAR)")
    bench.run("INSERT INTO t VALUES (?)", "\U0010fe7f\U0010fe7fa")
    assert bench.rows("SELECT a FROM t") == [("\U0010fe7f\U0010fe7fa",)]
    bench.run("DELETE FROM t")
    text = b"a\xff\xc3(".decode("utf-8", "surrogateescape") + "\U0010fe7f"
    bench.run("INSERT INTO t VALUES (?)", text)
    assert bench.rows("SELECT a, a || 'x' FROM t WHERE a = ?", text) == [(text, text + "x")]
    assert bench.rows("SELECT CAST(a AS LONG BINARY) FROM t") == [(b"a\xff\xc3(" + "\U0010fe7f".encode(),)]
