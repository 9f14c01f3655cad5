"""The statements by which contract cases read what they made."""

from __future__ import annotations

import datetime as dt
import json

from sms_callback.engine.sqlanywhere_text import numbered
from sms_callback.sqlfiles import shipped
from tests.sqlanywhere.installed import SQL, Client, callback, message
from tests.sqlanywhere.runtime import Value

OLD = "2026-01-01 00:00:00.000"


def test_what_a_contract_case_reads(client: Client) -> None:
    (before,) = client.query("contract_mark")
    assert isinstance(before["since"], dt.datetime)
    assert abs(before["since"] + dt.timedelta(minutes=1) - dt.datetime.now(dt.UTC).replace(tzinfo=None)) < dt.timedelta(
        seconds=30
    )
    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    number = callback(client, "k1", "failed", received_at=now)
    for message_id, created_at in (("old", OLD), ("new", now)):
        message(client, message_id, "failed", to_number="+1", campaign="c", error_code="5", created_at=created_at)
        client.insert("sms_part", provider="acme", message_id=message_id, part_id="p", status="sent")
        client.insert(
            "sms_campaign", provider="acme", campaign=message_id, created_at=created_at, updated_at=created_at
        )
    client.insert("sms_status", provider="acme", message_id="new", status="sent", received_at=now, applied=1)
    client.insert("sms_inbound", provider="acme", from_number="+1", natural_key="i", received_at=now)
    client.insert("sms_opt_out", provider="acme", number="+1", sender="")
    mark = {**before, "since": str(before["since"]), "keys": json.dumps(["+1", "c", "new", "acme", "x'\""])}
    expected: dict[str, list[tuple[str, Value]]] = {
        "sms_callback": [("callback_id", number)],
        "sms_status": [("message_id", "new")],
        "sms_inbound": [("natural_key", "i")],
        "sms_message": [("message_id", "new")],
        "sms_part": [("message_id", "new")],
        "sms_campaign": [("campaign", "new")],
        "sms_opt_out": [("number", "+1")],
        "v_sms_phone": [("phone", "+1")],
        "v_sms_campaign": [("campaign", "c"), ("campaign", "new")],
        "v_sms_failure": [("messages", 2)],
        "v_sms_pending": [],
        "v_sms_orphan": [("message_id", "new")],
        "v_sms_dead_letter": [("callback_id", number)],
        "v_sms_health": [("failed", 1)],
        "v_sms_opt_out": [("opted_out", 0)],
    }
    files = {file.stem for file in (SQL / "sqlanywhere" / "query").glob("contract_*.sql")}
    assert files == {f"contract_{table}" for table in expected} | {"contract_mark"}
    for table, rows in expected.items():
        found = client.query(f"contract_{table}", **mark)
        assert [(column, row[column]) for (column, _), row in zip(rows, found, strict=True)] == rows


def test_the_columns_are_those_of_postgresql(client: Client) -> None:
    """What the programs read by name is there under the same name, in the same order."""
    mark: dict[str, Value] = {"callback_id": 0, "status_id": 0, "inbound_id": 0, "since": OLD, "keys": "[]"}
    for file in sorted((SQL / "postgresql" / "query").glob("contract_*.sql")):
        if file.stem == "contract_mark":
            continue
        listed = file.read_text().split("SELECT ", 1)[1].split("  FROM", 1)[0]
        names = [name.strip().removeprefix("p.") for name in listed.split(",")]
        statement, parameters = numbered(shipped("sqlanywhere").query(file.stem))
        cursor = client.connection.execute(statement, [mark[item] for item in parameters])
        assert [column.name for column in cursor.columns] == names
