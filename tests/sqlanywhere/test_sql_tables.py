"""The tables of sql/sqlanywhere: comments, keys, checks, what is the connection's own."""

from __future__ import annotations

import re

import pytest

from sms_callback.sqlfiles import shipped
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.installed import SQL, Client, message
from tests.sqlanywhere.machine import Database


def test_every_object_has_the_comment_that_postgresql_has(client: Client) -> None:
    comments = {
        (str(table), None if column is None else str(column)): str(remarks)
        for table, column, remarks in client.rows(
            "SELECT t.table_name, NULL, r.remarks FROM SYS.SYSTAB AS t JOIN SYS.SYSUSER AS u ON u.user_id = t.creator"
            " LEFT OUTER JOIN SYS.SYSREMARK AS r ON r.object_id = t.object_id WHERE u.user_name = 'sms'"
            " UNION ALL SELECT t.table_name, c.column_name, r.remarks FROM SYS.SYSTAB AS t"
            " JOIN SYS.SYSUSER AS u ON u.user_id = t.creator JOIN SYS.SYSTABCOL AS c ON c.table_id = t.table_id"
            " LEFT OUTER JOIN SYS.SYSREMARK AS r ON r.object_id = c.object_id"
            " WHERE u.user_name = 'sms' AND t.table_type_str <> 'VIEW'"
        )
    }
    assert len(comments) > 200
    assert [place for place, text in comments.items() if not text or text == "None"] == []
    theirs = re.findall(
        r"COMMENT ON (?:TABLE|VIEW|COLUMN) sms\.(\w+)(?:\.(\w+))? IS '((?:[^']|'')*)';",
        "".join(
            file.read_text() for folder in ("table", "view") for file in (SQL / "postgresql" / folder).glob("*.sql")
        ),
    )
    shared = [(table, column or None, text.replace("''", "'")) for table, column, text in theirs]
    compared = [item for item in shared if item[:2] in comments and not item[0].startswith("sms_schema")]
    assert len(compared) > 130
    assert [item for item in compared if comments[item[:2]] != item[2]] == []


def test_every_procedure_and_function_has_a_comment(client: Client) -> None:
    found = client.rows(
        "SELECT p.proc_name, p.remarks FROM SYS.SYSPROCEDURE AS p JOIN SYS.SYSUSER AS u ON u.user_id = p.creator"
        " WHERE u.user_name = 'sms'"
    )
    assert len(found) >= 20
    assert [name for name, remarks in found if not remarks] == []


def test_ids_that_differ_in_case_are_different_rows(client: Client) -> None:
    for message_id in ("SMa", "SMA"):
        message(client, message_id)
        client.insert(
            "sms_part", provider="acme", message_id="SMa", part_id=message_id, status="sent", message_key=b"SMa"
        )
        client.insert(
            "sms_campaign", provider="acme", campaign=message_id, created_at="2026-01-01", updated_at="2026-01-01"
        )
        client.insert("sms_opt_out", provider="acme", number="+1", sender=message_id)
    for table in ("sms_message", "sms_part", "sms_campaign", "sms_opt_out"):
        assert client.one(f"SELECT COUNT(*) FROM sms.{table}") == (2,)
    with pytest.raises(SqlError) as refused:
        message(client, "SMa")
    assert refused.value.sqlcode == -193


def test_keys_of_reference_rows_ignore_case(client: Client) -> None:
    with pytest.raises(SqlError) as refused:
        client.run("INSERT INTO sms.sms_provider_status (provider, word, status) VALUES ('ACME', 'sent', 'sent')")
    assert refused.value.sqlcode == -193


@pytest.mark.parametrize(
    "insert",
    [
        "sms_provider_status (provider, word, status) VALUES ('acme', 'Landed', 'delivered')",
        "sms_keyword (provider, keyword, action) VALUES ('acme', 'quit', 'stop')",
        "sms_keyword (provider, keyword, action) VALUES ('acme', 'QUIT', 'leave')",
        "sms_provider_answer (provider, kind, status) VALUES ('acme', 'x', 300)",
        "sms_kind_column (kind, column_name, type) VALUES ('x', 'y', 'word')",
    ],
)
def test_a_value_that_means_nothing_is_refused(client: Client, insert: str) -> None:
    with pytest.raises(SqlError) as refused:
        client.run(f"INSERT INTO sms.{insert}")
    assert refused.value.sqlcode == -209


@pytest.mark.parametrize(
    "insert",
    [
        "sms_provider_status (provider, word, status) VALUES ('nobody', 'x', 'sent')",
        "sms_provider_status (provider, word, status) VALUES ('acme', 'x', 'gone')",
        "sms_provider_field (provider, kind, column_name, preference, param) VALUES ('acme', 'status', 'x', 1, 'x')",
    ],
)
def test_a_row_that_refers_to_nothing_is_refused(client: Client, insert: str) -> None:
    with pytest.raises(SqlError) as refused:
        client.run(f"INSERT INTO sms.{insert}")
    assert refused.value.sqlcode == -194


def test_defaults(client: Client) -> None:
    client.run("INSERT INTO sms.sms_account (provider, account, scheme) VALUES ('acme', 'a', 'none')")
    enabled, created_at = client.one("SELECT enabled, created_at FROM sms.sms_account WHERE account = 'a'")
    assert enabled == 1
    assert client.one("SELECT CAST(CURRENT UTC TIMESTAMP AS TIMESTAMP)")[0] >= created_at  # type: ignore[operator]


def test_the_shared_data_is_what_the_files_ship(client: Client) -> None:
    shipped_rows: dict[str, int] = {}
    for file in shipped("sqlanywhere").objects():
        if file.kind in ("reference", "provider"):
            for table in re.findall(r"^INSERT INTO (\w+)", file.text, re.MULTILINE):
                shipped_rows[table] = shipped_rows.get(table, 0) + 1
    assert len(shipped_rows) == 11
    for table, expected in shipped_rows.items():
        condition = "zone <> 'Acme/Town'" if table == "sms_time_zone" else "provider <> 'acme'"
        where = "" if table in ("sms_setting", "sms_status_code", "sms_kind_column") else f" WHERE {condition}"
        assert client.one(f"SELECT COUNT(*) FROM sms.{table}{where}") == (expected,)


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("sms_json_value", {"value_id": 1, "item": 1, "name": "a", "place": 0}),
        ("sms_work_value", {"column_name": "a"}),
        ("sms_key_value", {"list_id": 1, "place": 1}),
        (
            "sms_http_pair",
            {
                "pair_id": 1,
                "item": 1,
                "name": b"a",
                "name_key": b"a",
                "name_hash": "",
                "name_json": "",
                "value_json": "",
            },
        ),
        ("sms_http_item", {"item": 1, "params": "{}", "digest": ""}),
    ],
)
def test_what_is_noted_while_working_is_the_connections_own(
    objects: Database, client: Client, table: str, values: dict[str, object]
) -> None:
    client.insert(table, **values)  # type: ignore[arg-type]
    other = Client(objects.connect("dba", "sql"))
    assert client.one(f"SELECT COUNT(*) FROM sms.{table}") == (1,)
    assert other.one(f"SELECT COUNT(*) FROM sms.{table}") == (0,)
    other.connection.close()
    client.connection.commit()
    assert client.one(f"SELECT COUNT(*) FROM sms.{table}") == (0,)
