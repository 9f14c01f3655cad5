"""What a DBA finds in PostgreSQL's catalogue: comments everywhere, times that no session's TimeZone changes."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest

from sms_callback.engine.postgresql import PostgresqlEngine
from tests.engine.acme import rows


def test_every_object_has_a_comment(postgresql_engine: PostgresqlEngine) -> None:
    columns = rows(
        postgresql_engine,
        "SELECT c.relname || '.' || a.attname AS name, col_description(c.oid, a.attnum) AS comment"
        " FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'sms'::regnamespace AND c.relkind = 'r' AND a.attnum > 0",
    )
    others = rows(
        postgresql_engine,
        "SELECT relname::text AS name, obj_description(oid, 'pg_class') AS comment"
        " FROM pg_class WHERE relnamespace = 'sms'::regnamespace AND relkind IN ('r', 'v')"
        " UNION ALL SELECT proname::text, obj_description(oid, 'pg_proc')"
        " FROM pg_proc WHERE pronamespace = 'sms'::regnamespace",
    )
    assert len(columns) > 130
    assert len(others) > 45
    assert [row["name"] for row in [*columns, *others] if not row["comment"]] == []


def test_times_are_kept_without_zone_to_the_millisecond(postgresql_engine: PostgresqlEngine) -> None:
    types = rows(
        postgresql_engine,
        "SELECT DISTINCT format_type(a.atttypid, a.atttypmod) AS type"
        " FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'sms'::regnamespace AND c.relkind IN ('r', 'v') AND a.attnum > 0"
        " AND a.atttypid IN ('timestamp'::regtype, 'timestamptz'::regtype, 'date'::regtype, 'time'::regtype)",
    )
    assert {row["type"] for row in types} <= {"timestamp(3) without time zone", "timestamp without time zone"}


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize("style", ["ISO, MDY", "SQL, DMY", "German"])
def test_no_time_depends_on_the_session(
    postgresql_url: str, postgresql_engine: PostgresqlEngine, zone: str, style: str
) -> None:
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(
            "SELECT set_config('TimeZone', %s, false), set_config('DateStyle', %s, false)", [zone, style]
        )
        connection.execute(
            "CALL sms.sp_sms_callback('acme', %s, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
            " NULL, NULL, NULL, NULL, NULL, NULL)",
            ['{"event": "status", "id": "m1", "word": "delivered", "iso": "2018-02-03T04:05:06.789+01:00"}'],
        )
        connection.execute("CALL sms.sp_sms_inbound('acme', 'i1', '+1', p_body => 'STOP')")
        connection.execute("CALL sms.sp_sms_campaign('acme', 'c1')")
        connection.execute("CALL sms.sp_sms_register('acme', 'm1')")
    (message,) = rows(
        postgresql_engine, "SELECT status_at, delivered_at, registered_at, created_at, updated_at FROM sms_message"
    )
    assert message.pop("status_at") == message.pop("delivered_at") == "2018-02-03 03:05:06.789"
    now = [
        *message.values(),
        *rows(postgresql_engine, "SELECT received_at, processed_at FROM sms_callback")[0].values(),
        *rows(postgresql_engine, "SELECT received_at FROM sms_status")[0].values(),
        *rows(postgresql_engine, "SELECT received_at FROM sms_inbound")[0].values(),
        *rows(postgresql_engine, "SELECT opted_out_at FROM sms_opt_out")[0].values(),
        *rows(postgresql_engine, "SELECT created_at, updated_at FROM sms_campaign")[0].values(),
    ]
    assert len(now) == 10
    for time in now:
        assert abs(dt.datetime.fromisoformat(str(time)) - dt.datetime.now(dt.UTC).replace(tzinfo=None)) < dt.timedelta(
            minutes=5
        )
