from __future__ import annotations

from tests.cli.conftest import Desk


def test_list(desk: Desk) -> None:
    rows = {row["provider"]: row for row in desk.json("provider", "list")}
    assert list(rows) == ["octopush", "routee", "twilio", "ytel"]
    assert rows["twilio"]["scheme"] == "twilio"
    assert rows["twilio"]["status_words"] >= 10
    table = desk.run("provider", "list").stdout
    assert all(name in table for name in rows)


def test_show(desk: Desk) -> None:
    detail = desk.json("provider", "show", "twilio")
    assert {"word": "delivered", "status": "delivered", "phone": None} in detail["statuses"]
    assert "STOP" in [row["keyword"] for row in detail["keywords"]]
    assert [row["param"] for row in detail["fields"] if row["column_name"] == "message_id" and row["kind"] == "status"]
    assert [row["position"] for row in detail["rules"]] == sorted(row["position"] for row in detail["rules"])
    assert "errors" not in detail
    assert detail["accounts"] == []
    table = desk.run("provider", "show", "twilio").stdout
    assert "MessageStatus" in table
    assert f"{detail['error_codes']} error codes (all with --errors)" in table


def test_show_with_errors(desk: Desk) -> None:
    detail = desk.json("provider", "show", "twilio", "--errors")
    assert len(detail["errors"]) == detail["error_codes"]
    assert next(row for row in detail["errors"] if row["code"] == "30005")["permanent"] == 1
    assert "30005" in desk.run("provider", "show", "twilio", "--errors").stdout


def test_an_unknown_provider_is_an_error(desk: Desk) -> None:
    assert "Known: octopush, routee, twilio, ytel." in desk.run("provider", "show", "nexmo", exit_code=2).stderr
