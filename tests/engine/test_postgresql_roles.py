"""What the roles may do on PostgreSQL, and what not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing

import psycopg
import pytest

from sms_callback.engine.postgresql import PostgresqlEngine
from sms_callback.errors import DatabaseRefusedError, DeniedError
from tests.engine.acme import rows, status
from tests.outcome import stored
from tests.tables import DATA, REFERENCE

SECRET = "s3cret"


@pytest.fixture(scope="module")
def users(postgresql_url: str) -> Iterator[dict[str, PostgresqlEngine]]:
    """An engine a group, logged in as its only member; `nobody` is in none."""
    with psycopg.connect(postgresql_url, autocommit=True) as owner, ExitStack() as stack:
        owner.execute("CREATE ROLE nobody LOGIN")
        owner.execute(
            "INSERT INTO sms.sms_account (provider, account, scheme, secret) VALUES ('acme', 'a', 'token', %s)",
            [SECRET],
        )
        engines = {"nobody": _engine(postgresql_url, "nobody")}
        for group in ("sms_web", "sms_reader", "sms_admin"):
            owner.execute(f"CREATE ROLE user_{group} LOGIN IN ROLE {group}".encode())
            engines[group] = _engine(postgresql_url, f"user_{group}")
        for engine in engines.values():
            stack.enter_context(closing(engine))
        yield engines


def _engine(url: str, user: str) -> PostgresqlEngine:
    return PostgresqlEngine(url.replace("//postgres:", f"//{user}:", 1))


def refused(engine: PostgresqlEngine, statement: str) -> bool:
    """Whether the statement is refused for want of a right; nothing of it stays."""
    try:
        with engine.transaction(commit=False) as session:
            session.script(statement)
    except DatabaseRefusedError as error:
        return "permission denied" in error.message and "GRANT" in error.hint
    return False


def test_the_adapter_delivers_and_sees_nothing(
    users: dict[str, PostgresqlEngine], postgresql_engine: PostgresqlEngine
) -> None:
    web = users["sms_web"]
    (outcome,) = stored(web, [status("m1", "failed", code="5", part_id="a", parts="2")])
    assert outcome.state == "done"
    assert rows(postgresql_engine, "SELECT status, error_message FROM sms_message") == [
        {"status": "failed", "error_message": "no such phone"}
    ]
    (acme,) = [endpoint for endpoint in web.endpoints() if endpoint.provider == "acme"]
    assert [account.secrets for account in acme.accounts] == [(SECRET,)]

    everything = rows(
        postgresql_engine,
        "SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'sms'::regnamespace AND relkind IN ('r', 'v')",
    )
    assert len(everything) > 25
    for relation in everything:
        assert refused(web, f"SELECT FROM sms.{relation['name']}")
    called = rows(
        postgresql_engine,
        "SELECT p.oid::regprocedure::text AS name FROM pg_proc AS p WHERE p.pronamespace = 'sms'::regnamespace"
        " AND has_function_privilege('user_sms_web', p.oid, 'EXECUTE')",
    )
    assert sorted(str(row["name"]).split("(")[0] for row in called) == [
        "sms_answer",
        "sms_endpoint",
        "sms_rule",
        "sp_sms_callback",
        "sp_sms_callback_group",
    ]


def test_the_reader_reads_all_but_secrets(users: dict[str, PostgresqlEngine]) -> None:
    reader = users["sms_reader"]
    views = [
        row["name"] for row in rows(reader, "SELECT viewname::text AS name FROM pg_views WHERE schemaname = 'sms'")
    ]
    assert len(views) == 8
    for relation in [*REFERENCE, *DATA, *views]:
        assert not refused(reader, f"SELECT * FROM sms.{relation}")
    for table in [*REFERENCE, *DATA]:
        assert refused(reader, f"DELETE FROM sms.{table}")
    assert not refused(reader, "SELECT object, sha256, version FROM sms.sms_schema")
    for hidden in ("sms_account", "sms_schema", "sms_schema_saved"):
        assert refused(reader, f"SELECT * FROM sms.{hidden}")
    assert refused(reader, "CALL sms.sp_sms_register('acme', 'm1')")
    assert refused(reader, "SELECT sms.sms_endpoint()")


def test_the_admin_edits_reference_data_and_calls_procedures(users: dict[str, PostgresqlEngine]) -> None:
    admin = users["sms_admin"]
    for table in [*REFERENCE, "sms_account"]:
        assert not refused(admin, f"SELECT * FROM sms.{table}; DELETE FROM sms.{table} WHERE false")
    for table in DATA:
        assert not refused(admin, f"SELECT * FROM sms.{table}")
        assert refused(admin, f"DELETE FROM sms.{table}")
    with admin.transaction(commit=False) as session:
        session.call("sp_sms_register", {"p_provider": "acme", "p_message_id": "m9", "p_status": "sent"})
        session.call("sp_sms_update", {"p_sid": "m9", "p_status": "delivered", "p_provider": "acme"})
        session.call("sp_sms_opt_out", {"p_provider": "acme", "p_number": "+1"})
        session.call(
            "sp_sms_inbound", {"p_provider": "acme", "p_from_number": "+1", "p_message_id": "i9", "p_body": "START"}
        )
        session.call("sp_sms_campaign", {"p_provider": "acme", "p_campaign": "c", "p_counts": '{"sent": 1}'})
        session.call("sp_sms_process", {})
        session.call("sp_sms_purge", {})
        assert [
            row["status"] for row in session.select("SELECT status FROM sms.sms_message WHERE message_id = 'm9'")
        ] == ["delivered"]


def test_others_may_do_nothing(users: dict[str, PostgresqlEngine]) -> None:
    for statement in (
        "SELECT * FROM sms.v_sms_phone",
        "CALL sms.sp_sms_register('acme', 'm1')",
        "SELECT sms.sms_key('x')",
    ):
        assert refused(users["nobody"], statement)
    with pytest.raises(DeniedError, match="permission denied"):
        stored(users["nobody"], [status("m1", "sent")])
