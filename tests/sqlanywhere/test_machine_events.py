"""Events: their connection, their end, their schedule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.machine import Connection, Database

Script = Callable[[str], Connection]
NOON = dt.datetime(2020, 1, 1, 12, 0)
MINUTE = dt.timedelta(minutes=1)


def rows(connection: Connection) -> list[object]:
    """What the table holds."""
    return [row[0] for row in connection.execute("SELECT a FROM t ORDER BY a").rows]


def test_a_handler_runs_on_its_own_connection_and_commits(script: Script, database: Database) -> None:
    # events-s-4413410.html: COMMIT after the handler, ROLLBACK after an error, which the log names
    dba = script(
        "CREATE TABLE t (a INTEGER PRIMARY KEY);"
        "CREATE EVENT good HANDLER BEGIN INSERT INTO t VALUES (EVENT_PARAMETER('n')); END;"
        "CREATE EVENT bad HANDLER BEGIN DECLARE e EXCEPTION FOR SQLSTATE '99001';"
        " INSERT INTO t VALUES (2); SIGNAL e; END;"
    )
    database.trigger_event("good", n="1")
    database.trigger_event("bad")
    assert rows(dba) == [1]
    assert ["99001" in line.text for line in database.log] == [True]


def test_a_handler_gives_no_result_set(script: Script, database: Database) -> None:
    # sa160/en/dbadmin/handlers-internals-events.html
    script("CREATE EVENT e HANDLER BEGIN SELECT 1; END;")
    database.trigger_event("e")
    assert "Result set not permitted" in database.log[0].text


def test_trigger_event_does_not_wait(script: Script, database: Database) -> None:
    dba = script(
        "CREATE TABLE t (a INTEGER PRIMARY KEY);"
        "CREATE EVENT e HANDLER BEGIN INSERT INTO t VALUES (EVENT_PARAMETER('n')); END;"
    )
    dba.execute("INSERT INTO t VALUES (1)")
    dba.execute("TRIGGER EVENT e (n = '2')")
    dba.commit()
    database.events.wait()
    assert rows(dba) == [1, 2]


def test_a_schedule(script: Script, database: Database) -> None:
    # D17 816bb10e…: EVERY counts from the start time
    dba = script(
        "CREATE TABLE t (a INTEGER DEFAULT AUTOINCREMENT PRIMARY KEY, b INTEGER);"
        "CREATE EVENT e SCHEDULE s START TIME '00:00' EVERY 5 MINUTES HANDLER BEGIN INSERT INTO t (b) VALUES (1); END;"
    )
    ran = [database.run_due_events(NOON + number * MINUTE) for number in range(12)]
    assert [number for number, names in enumerate(ran) if names] == [5, 10]
    dba.execute("ALTER EVENT e DISABLE")
    assert database.run_due_events(NOON + 20 * MINUTE) == []
    dba.execute("ALTER EVENT e ENABLE")
    dba.execute("ALTER EVENT e DROP SCHEDULE s")
    assert database.run_due_events(NOON + 40 * MINUTE) == []
    assert rows(dba) == [1, 2]


@pytest.mark.parametrize(
    ("schedule", "hours"),
    [
        ("START TIME '13:00' EVERY 12 HOURS", [13]),
        ("START TIME '03:00' ON ('Thu')", [27]),
        ("BETWEEN '08:00' AND '10:00' EVERY 1 HOURS", [32, 33, 34]),
        ("START TIME '05:00' EVERY 24 HOURS START DATE '2020-01-03'", [53]),
        ("START TIME '06:00' ON (2)", [30]),
    ],
)
def test_schedules(script: Script, database: Database, schedule: str, hours: list[int]) -> None:
    # 2020-01-01 was a Wednesday
    script(f"CREATE EVENT e SCHEDULE s {schedule} HANDLER BEGIN MESSAGE 'run'; END;")
    midnight = dt.datetime(2020, 1, 1)
    begin = 12
    ran = [hour for hour in range(begin, 60) if database.run_due_events(midnight + dt.timedelta(hours=hour))]
    assert ran[: len(hours)] == hours


def test_two_runs_at_once_are_counted(script: Script, database: Database) -> None:
    # sources P14: EVENT_PARAMETER('NumActive')
    script("CREATE EVENT e HANDLER BEGIN MESSAGE EVENT_PARAMETER('NumActive'), EVENT_PARAMETER('EventName'); END;")
    database.trigger_event("E")
    assert [line.text for line in database.log] == ["1e"]


def test_an_event_that_is_not_there(dba: Connection, database: Database) -> None:
    for text in ("DROP EVENT e", "ALTER EVENT e DISABLE", "TRIGGER EVENT e"):
        with pytest.raises(SqlError) as failure:
            dba.execute(text)
        assert failure.value.sqlcode == -771
    dba.execute("DROP EVENT IF EXISTS e")


def test_a_schedule_goes_on_after_what_the_model_does_not_do(script: Script, database: Database) -> None:
    script("CREATE EVENT e SCHEDULE START TIME '00:00' EVERY 1 HOURS HANDLER BEGIN CALL sp_who(); END;")
    database.run_due_events(NOON)
    with pytest.raises(ModelError):
        database.run_due_events(NOON + 61 * MINUTE)
    assert database.run_due_events(NOON + 62 * MINUTE) == []
