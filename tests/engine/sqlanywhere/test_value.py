"""The SQL Anywhere engine over the unmodified sqlanydb and the model: values in and out."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing
from pathlib import Path

import pytest

from sms_callback.engine import open_engine
from sms_callback.engine.sqlanywhere import SqlanywhereEngine
from sms_callback.errors import (
    DatabaseRefusedError,
)
from sms_callback.install import install
from sms_callback.model import Callback, Value
from tests.engine.acme import acme, only, rows, status
from tests.outcome import stored
from tests.sqlanywhere_server import running_model


def test_errors_quote_no_values(engine: SqlanywhereEngine) -> None:
    with pytest.raises(DatabaseRefusedError) as caught:
        rows(engine, "SELECT CAST('+41791234567 x' AS INTEGER) AS n")
    assert "4179" not in caught.value.message
    assert "onvert" in caught.value.message
    insert = "INSERT INTO sms_setting (name, value, meaning) VALUES ('s3cret', '1', 'x')"
    with pytest.raises(DatabaseRefusedError) as twice, engine.transaction(commit=False) as session:
        session.script(f"{insert}; {insert};")
    assert "s3cret" not in twice.value.message
    assert "sms_setting" in twice.value.message


def test_values_go_in_and_come_out_as_the_model_says(engine: SqlanywhereEngine) -> None:
    tokyo = dt.timezone(dt.timedelta(hours=9))
    with engine.transaction(commit=False) as session:
        given: dict[str, Value] = {
            "p_provider": "acme",
            "p_sid": "m\0\ud8001",
            "p_status": "sent",
            "p_error_code": 30003,
            "p_parts": 2,
        }
        times = {
            "p_occurred_at": dt.datetime(2026, 1, 2, 3, 4, 5, 678900, tokyo),
            "p_received_at": dt.datetime(2026, 1, 2),
        }
        session.call("sp_sms_update", {**given, **times, "p_price": 0.0075})
        assert only(session, "SELECT message_id, parts, price, status_at, body, message_key FROM sms_message") == {
            "message_id": "m\ufffd\ufffd1",
            "parts": 2,
            "price": 0.0075,
            "status_at": "2026-01-01 18:04:05.678",
            "body": None,
            "message_key": "m\ufffd\ufffd1".encode().hex(),
        }
        session.call("sp_sms_campaign", {"p_provider": "acme", "p_campaign": "c", "p_counts": '{"sent": 1}'})
        assert only(session, "SELECT counts, '%?' AS percent, CAST(1 AS BIT) AS flag FROM sms_campaign") == {
            "counts": '{"sent": 1}',
            "percent": "%?",
            "flag": 1,
        }


def test_numbers_that_come_as_text_are_taken_where_they_are_numbers(engine: SqlanywhereEngine) -> None:
    with engine.transaction(commit=False) as session:
        session.call("sp_sms_update", {"p_provider": "acme", "p_sid": "m1", "p_status": "sent", "p_parts": "3"})
        assert only(session, "SELECT parts FROM sms_message") == {"parts": 3}
        for wrong in ("three", 2**80):
            with pytest.raises(DatabaseRefusedError, match="form"):
                session.call("sp_sms_update", {"p_provider": "acme", "p_sid": "m1", "p_parts": wrong})


def test_a_call_gives_the_out_parameters_that_were_asked_for(engine: SqlanywhereEngine) -> None:
    stored(engine, [status("m1", "sent")])
    with engine.transaction(commit=False) as session:
        assert session.call("sp_sms_process", {"p_limit": 10}, ("p_done",)) == {"p_done": 0}
        assert session.call("sp_sms_purge", {}, ("p_messages", "p_callbacks")) == {"p_callbacks": 0, "p_messages": 0}
        assert session.call("sp_sms_process", {}) == {}


@pytest.mark.parametrize(
    ("procedure", "parameters", "out"),
    [("sp_sms_register", {"p_no": 1}, ()), ("sp_sms_process", {}, ("p_no",)), ("sp_sms_process", {"p_done": 1}, ())],
)
def test_a_wrong_parameter_is_refused(
    engine: SqlanywhereEngine, procedure: str, parameters: dict[str, Value], out: tuple[str, ...]
) -> None:
    with pytest.raises(DatabaseRefusedError, match="no such parameter: p_"), engine.transaction() as session:
        session.call(procedure, parameters, out)


def test_no_name_is_taken_for_sql(engine: SqlanywhereEngine) -> None:
    with pytest.raises(DatabaseRefusedError, match="is not a name"), engine.transaction() as session:
        session.call("sp_sms_process(); DROP TABLE sms.sms_message", {})


def test_no_limit_means_all(engine: SqlanywhereEngine) -> None:
    with engine.transaction() as session:
        for number in range(3):
            session.deliver(acme({"event": "unknown", "id": f"m{number}"}))
        assert len(session.query("callback_open", {"limit": -1})) == 3
        assert len(session.query("callback_open", {"limit": 2})) == 2


def test_text_of_any_kind_is_kept_in_a_narrow_database(tmp_path: Path) -> None:
    """The journal is ASCII, so a database in another charset loses nothing of it."""
    with running_model(tmp_path, charset="cp1252") as server, closing(open_engine(server.url)) as engine:
        install(engine)
        params = json.dumps({"SmsStatus": "received", "MessageSid": "SM1", "From": "+1555", "Body": "caf\u00e9 \u6f22"})
        assert stored(engine, [Callback("twilio", params)])[0].state == "done"
        assert rows(engine, "SELECT params FROM sms_callback") == [{"params": params}]
        (row,) = rows(engine, "SELECT body FROM sms_inbound")
        assert str(row["body"]).startswith("caf\u00e9 ")
