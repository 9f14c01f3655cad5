"""The client library of the model under the unmodified sqlanydb: in this process, and over a socket."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlanydb

from tests.sqlanywhere import tree
from tests.sqlanywhere.client import NAME, model_library, serve
from tests.sqlanywhere.client.connection_string import parse
from tests.sqlanywhere.client.messages import ServerError
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.machine import Connection, Database

SETUP = """
CREATE TABLE dba.t (id INTEGER NOT NULL PRIMARY KEY, word VARCHAR(20 CHAR), amount NUMERIC(18, 8), at_time TIMESTAMP,
                    flag SMALLINT, big BIGINT, part BINARY(4), long_text LONG VARCHAR, ratio DOUBLE);
CREATE PROCEDURE dba.p(IN p_a INTEGER, IN p_b VARCHAR(20), INOUT p_c INTEGER, OUT p_d INTEGER)
BEGIN
    SET p_d = p_a + LENGTH(p_b);
    SET p_c = p_c + 1;
END;
CREATE PROCEDURE dba.two() BEGIN SELECT 1 AS one; SELECT 2 AS two, 'b' AS three; END;
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "model.db")
    database.load(SETUP)
    yield database
    database.close()


@pytest.fixture(params=["local", "remote"])
def connection(request: pytest.FixtureRequest, database: Database) -> Iterator[Any]:
    """sqlanydb's connection, by both ways."""
    if request.param == "local":
        with model_library(here=database):
            connection = sqlanydb.connect(UID="dba", PWD="sql", SERVER="here", CHARSET="utf-8")
            yield connection
            connection.close()
        return
    with serve(database) as server, model_library():
        connection = sqlanydb.connect(UID="dba", PWD="sql", HOST=f"127.0.0.1:{server.port}", CHARSET="utf-8")
        yield connection
        connection.close()


def rows(connection: Any, text: str, *parameters: object) -> list[tuple[object, ...]]:
    cursor = connection.cursor()
    try:
        cursor.execute(text, parameters)
        found: list[tuple[object, ...]] = cursor.fetchall() if cursor.description else []
        return found
    finally:
        cursor.close()


def test_values_of_every_type_come_as_the_real_driver_gives_them(connection: Any) -> None:
    rows(
        connection,
        "INSERT INTO t (id, word, amount, at_time, flag, big, part, long_text, ratio)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        1,
        "café €",
        "1.50000000",
        "2026-01-31 13:02:08.123",
        True,
        -(2**62),
        sqlanydb.Binary(b"\x00\xff\x41"),
        "x" * 100_000 + "\U0001f600",
        0.25,
    )
    [row] = rows(connection, "SELECT word, amount, at_time, flag, big, part, long_text, ratio, id FROM t")
    assert row[0] == "café €"
    assert row[1] == "1.50000000"
    assert row[2] == "2026-01-31 13:02:08.123"
    assert row[3:6] == (1, -(2**62), b"\x00\xff\x41")
    assert row[6] == "x" * 100_000 + "\U0001f600"
    assert row[7:] == (0.25, 1)


def test_null_comes_as_none(connection: Any) -> None:
    rows(connection, "INSERT INTO t (id, word, big) VALUES (?, ?, ?)", 1, None, None)
    assert rows(connection, "SELECT word, amount, at_time, big, part FROM t") == [(None,) * 5]


def test_description_names_types(connection: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("SELECT id, word, amount, at_time, part FROM t")
    assert [column[0] for column in cursor.description] == ["id", "word", "amount", "at_time", "part"]
    kinds = [sqlanydb.NUMBER, sqlanydb.STRING, sqlanydb.NUMBER, sqlanydb.TIMESTAMP, sqlanydb.BINARY]
    assert all(column[1] is kind for column, kind in zip(cursor.description, kinds, strict=True))
    assert (cursor.description[2][4], cursor.description[2][5]) == (18, 8)
    cursor.close()


def test_out_parameters_come_back(connection: Any) -> None:
    cursor = connection.cursor()
    assert cursor.callproc("dba.p", (2, "abc", 10, 0)) == [2, "abc", 11, 5]
    cursor.close()


def test_result_sets_one_after_the_other(connection: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("CALL dba.two()")
    assert cursor.fetchall() == [(1,)]
    assert cursor.nextset()
    assert cursor.nextset() is None
    cursor.close()


def test_errors_bring_their_code_and_at_most_256_bytes(connection: Any) -> None:
    with pytest.raises(sqlanydb.OperationalError) as caught:
        rows(connection, "SELECT * FROM nowhere_" + "ü" * 100)
    assert caught.value.errorcode == -141
    assert len(caught.value.errortext) <= 255
    with pytest.raises(sqlanydb.OperationalError) as syntax:
        rows(connection, "SELEKT 1")
    assert syntax.value.errorcode == -131
    rows(connection, "INSERT INTO t (id) VALUES (1)")
    with pytest.raises(sqlanydb.IntegrityError) as twice:
        rows(connection, "INSERT INTO t (id) VALUES (1)")
    assert twice.value.errorcode == -193
    assert rows(connection, "SELECT COUNT(*) FROM t") == [(1,)], "an error leaves the transaction as it was"


def test_too_few_values(connection: Any) -> None:
    with pytest.raises(sqlanydb.OperationalError) as caught:
        rows(connection, "SELECT * FROM t WHERE id = ? AND word = ?", 1)
    assert caught.value.errorcode == -188


def test_transactions_end_as_asked(connection: Any) -> None:
    rows(connection, "INSERT INTO t (id) VALUES (1)")
    assert connection.rollback()
    rows(connection, "INSERT INTO t (id) VALUES (2)")
    assert connection.commit()
    assert connection.rollback()
    assert rows(connection, "SELECT id FROM t") == [(2,)]


def test_commit_that_fails_says_so_without_raising(connection: Any, database: Database) -> None:
    rows(connection, "INSERT INTO t (id) VALUES (1)")
    for session in database.connections():
        session.close()
    assert not connection.commit()
    assert connection.error()[2] in (-308, -101)


def test_logins_that_are_refused(database: Database) -> None:
    with serve(database) as server, model_library():
        for user, password in (("dba", "wrong"), ("nobody", "sql")):
            with pytest.raises(sqlanydb.OperationalError) as caught:
                sqlanydb.connect(UID=user, PWD=password, HOST=f"127.0.0.1:{server.port}")
            assert caught.value.errorcode == -103
        port = server.port
    with model_library():
        for parameters in ({"HOST": f"127.0.0.1:{port}"}, {"SERVER": "nowhere"}):
            with pytest.raises(sqlanydb.OperationalError) as gone:
                sqlanydb.connect(UID="dba", PWD="sql", **parameters)
            assert gone.value.errorcode == -100
        with pytest.raises(sqlanydb.OperationalError) as unknown:
            sqlanydb.connect(UID="dba", NOSUCH="1")
        assert unknown.value.errorcode == -95


def test_client_that_goes_away_takes_its_transaction_along(database: Database) -> None:
    with serve(database) as server, model_library():
        address = f"127.0.0.1:{server.port}"
        first = sqlanydb.connect(UID="dba", PWD="sql", HOST=address)
        second = sqlanydb.connect(UID="dba", PWD="sql", HOST=address)
        rows(first, "INSERT INTO t (id) VALUES (1)")
        first.close()
        rows(second, "INSERT INTO t (id) VALUES (1)")
        second.commit()
        second.close()
    assert [connection.login for connection in database.connections()] == []


def test_a_connection_that_breaks_is_told(database: Database) -> None:
    with serve(database) as server, model_library():
        connection = sqlanydb.connect(UID="dba", PWD="sql", HOST=f"127.0.0.1:{server.port}")
        server.close()
        with pytest.raises(sqlanydb.OperationalError) as caught:
            rows(connection, "SELECT 1")
        assert caught.value.errorcode in (-85, -308)
        connection.close()


def test_fault_reaches_the_client(connection: Any, database: Database) -> None:
    def fault(_connection: Connection, statement: tree.Statement) -> None:
        if isinstance(statement, tree.Update):
            raise SqlError(-306, "40001", "Deadlock detected")

    database.fault = fault
    with pytest.raises(sqlanydb.OperationalError) as caught:
        rows(connection, "UPDATE t SET flag = 1")
    assert caught.value.errorcode == -306


def test_text_in_a_database_with_another_charset(tmp_path: Path) -> None:
    """The client speaks UTF-8 all the same; what the database's charset lacks is substituted."""
    database = Database(tmp_path / "narrow.db", charset="cp1252")
    database.load(SETUP)
    with model_library(narrow=database):
        connection = sqlanydb.connect(UID="dba", PWD="sql", SERVER="narrow", CHARSET="utf-8")
        assert connection.char_set.lower() == "utf-8"
        rows(connection, "INSERT INTO t (id, word) VALUES (1, ?)", "café € Ω")
        assert rows(connection, "SELECT word FROM t") == [("café € \x1a",)]
        connection.close()
    database.close()


def test_many_threads_each_with_a_connection(database: Database) -> None:
    with serve(database) as server, model_library():

        def insert(number: int) -> None:
            connection = sqlanydb.connect(UID="dba", PWD="sql", HOST=f"127.0.0.1:{server.port}")
            rows(connection, "INSERT INTO t (id) VALUES (?)", number)
            assert connection.commit()
            connection.close()

        threads = [threading.Thread(target=insert, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        connection = sqlanydb.connect(UID="dba", PWD="sql", HOST=f"127.0.0.1:{server.port}")
        assert rows(connection, "SELECT COUNT(*) FROM t") == [(8,)]
        connection.close()


def test_the_library_is_there_for_the_block_alone(database: Database) -> None:
    # A server of the whole run may have brought the library already.
    before = os.environ.get("SQLANY_API_DLL")
    with model_library(here=database):
        assert os.environ["SQLANY_API_DLL"] == NAME
    assert os.environ.get("SQLANY_API_DLL") == before
    with pytest.raises((sqlanydb.InterfaceError, sqlanydb.OperationalError)):
        sqlanydb.connect(UID="dba", PWD="sql", SERVER="here")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uid=dba;PWD=sql", {"UID": "dba", "PWD": "sql"}),
        (" UserID = dba ; ServerName='a b' ;", {"UID": "dba", "SERVER": "a b"}),
        ("LINKS=tcpip(HOST=a;PORT=1);DBN=d", {"LINKS": "tcpip(HOST=a;PORT=1)", "DBN": "d"}),
    ],
)
def test_connection_strings(text: str, expected: dict[str, str]) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["uid", "nosuch=1", "=1"])
def test_connection_strings_that_are_none(text: str) -> None:
    with pytest.raises(ServerError):
        parse(text)
