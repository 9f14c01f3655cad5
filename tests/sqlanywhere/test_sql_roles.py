"""What the groups and the web services' user may do, and what not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.installed import SQL, Client, install
from tests.sqlanywhere.machine import Database
from tests.tables import DATA, REFERENCE

VIEWS = sorted(file.stem for file in (SQL / "sqlanywhere" / "view").glob("*.sql"))
PROCEDURES = sorted(file.stem for file in (SQL / "sqlanywhere" / "procedure").glob("*.sql"))
DENIED = -121


@pytest.fixture(scope="module")
def granted() -> Iterator[Database]:
    """A database of its own, with a member in each group, and one user who is in none."""
    database = Database()
    install(database)
    dba = Client(database.connect("dba", "sql"))
    dba.run("INSERT INTO sms.sms_account (provider, account, scheme, secret) VALUES ('acme', 'a', 'token', 's3cret')")
    dba.run("CREATE USER nobody IDENTIFIED BY 'nobody'")
    for group in ("sms_web", "sms_reader", "sms_admin"):
        dba.run(f"CREATE USER user_{group} IDENTIFIED BY '{group}'")
        dba.run(f"GRANT MEMBERSHIP IN GROUP {group} TO user_{group}")
    yield database
    database.close()


def member(database: Database, user: str, password: str | None = None) -> Client:
    return Client(database.connect(user, password or user))


def denied(client: Client, statement: str) -> bool:
    """Whether the statement is refused for want of a right; nothing of it stays."""
    try:
        client.run(statement)
    except SqlError as refused:
        return refused.sqlcode == DENIED
    finally:
        client.connection.rollback()
    return False


def test_the_adapter_asks_how_calls_prove_themselves_and_sees_nothing(granted: Database) -> None:
    web = member(granted, "user_sms_web", "sms_web")
    (secret,) = [row["secret"] for row in web.query("endpoints") if row["provider"] == "acme"]
    assert secret == "s3cret"
    assert {row["provider"] for row in web.query("answers")} == {row["provider"] for row in web.query("endpoints")}
    assert web.query("rules")
    for relation in [*REFERENCE, *DATA, *VIEWS, "sms_account", "sms_schema", "sms_schema_saved"]:
        assert denied(web, f"SELECT * FROM sms.{relation}")
    for procedure in PROCEDURES:
        if procedure not in ("sp_sms_callback", "sms_endpoint", "sms_answer", "sms_rule"):
            assert denied(web, f"CALL sms.{procedure}()")
    assert not denied(web, "CALL sp_sms_callback('acme', '{}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)")


def test_the_reader_reads_all_but_secrets(granted: Database) -> None:
    reader = member(granted, "user_sms_reader", "sms_reader")
    for relation in [*REFERENCE, *DATA, *VIEWS]:
        assert not denied(reader, f"SELECT * FROM sms.{relation}")
        assert not denied(reader, f"SELECT COUNT(*) FROM {relation}")
    for table in [*REFERENCE, *DATA]:
        assert denied(reader, f"DELETE FROM sms.{table}")
    assert not denied(reader, "SELECT object, sha256, version FROM sms.sms_schema")
    assert not denied(reader, "SELECT saved_id, saved_by FROM sms.sms_schema_saved")
    for hidden in ("sms_account", "sms_schema", "sms_schema_saved"):
        assert denied(reader, f"SELECT * FROM sms.{hidden}")
    for procedure in PROCEDURES:
        if procedure != "sms_keys":
            assert denied(reader, f"CALL sms.{procedure}()")
    assert reader.query("contract_v_sms_phone", keys='["+1"]') == []
    assert reader.query("message_history", provider="acme", message_id="m1") == []


def test_the_admin_edits_reference_data_and_calls_procedures(granted: Database) -> None:
    admin = member(granted, "user_sms_admin", "sms_admin")
    for table in [*REFERENCE, "sms_account"]:
        assert not denied(admin, f"SELECT * FROM sms.{table}")
        assert not denied(admin, f"DELETE FROM sms.{table} WHERE 1 = 0")
    for table in [*DATA, *VIEWS]:
        assert not denied(admin, f"SELECT * FROM sms.{table}")
    for table in DATA:
        assert denied(admin, f"DELETE FROM sms.{table}")
    admin.call("sp_sms_register", p_provider="acme", p_message_id="m9", p_status="sent")
    admin.call("sp_sms_update", p_sid="m9", p_status="delivered", p_provider="acme")
    admin.call("sp_sms_opt_out", p_provider="acme", p_number="+1")
    admin.call("sp_sms_inbound", p_provider="acme", p_from_number="+1", p_message_id="i9", p_body="START")
    admin.call("sp_sms_campaign", p_provider="acme", p_campaign="c", p_counts='{"sent": 1}')
    admin.call("sp_sms_process", p_callback_id=None, p_limit=None)
    admin.call("sp_sms_purge", p_limit=None)
    assert admin.rows("SELECT status FROM sms.sms_message WHERE message_id = 'm9'") == [("delivered",)]
    # As existing applications call it: no owner, five arguments.
    admin.run("CALL sp_sms_update('+1', 'SM1', 'null', 'sent', NULL)")
    assert admin.rows("SELECT provider, status FROM sms_message WHERE message_id = 'SM1'") == [("twilio", "sent")]
    admin.connection.rollback()


def test_the_web_services_user_calls_one_procedure(granted: Database) -> None:
    service = Client(granted.open("sms_http"))
    for relation in [*REFERENCE, *DATA, *VIEWS, "sms_account"]:
        assert denied(service, f"SELECT * FROM sms.{relation}")
    for procedure in PROCEDURES:
        assert denied(service, f"CALL sms.{procedure}()") == (procedure != "sp_sms_http")


def test_others_may_do_nothing(granted: Database) -> None:
    nobody = member(granted, "nobody")
    for relation in [*REFERENCE, *DATA, *VIEWS, "sms_account"]:
        assert denied(nobody, f"SELECT * FROM sms.{relation}")
    for procedure in PROCEDURES:
        assert denied(nobody, f"CALL sms.{procedure}()")
    with pytest.raises(SqlError) as unknown:
        nobody.run("SELECT * FROM v_sms_phone")
    assert unknown.value.sqlcode == -141


@pytest.mark.parametrize("name", ["sms", "sms_web", "sms_reader", "sms_admin", "sms_http"])
def test_nobody_logs_in_as_a_group(granted: Database, name: str) -> None:
    for password in ("", name, "sql"):
        with pytest.raises(SqlError) as refused:
            granted.connect(name, password)
        assert refused.value.sqlcode == -103


def test_a_role_can_be_made_again(granted: Database) -> None:
    dba = Client(granted.connect("dba", "sql"))
    for file in sorted((SQL / "sqlanywhere" / "role").glob("*.sql")):
        dba.script(file.read_text(encoding="utf-8"))
    groups = dba.rows("SELECT user_name FROM SYS.SYSUSER WHERE user_name LIKE 'sms%' ORDER BY user_name")
    assert [row[0] for row in groups] == ["sms", "sms_admin", "sms_http", "sms_reader", "sms_web"]
