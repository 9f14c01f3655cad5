"""sp_sms_callback on SQLite: what HTTP does not show."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sms_callback.engine.sqlite import SqliteEngine
from sms_callback.model import Outcome
from tests.engine.acme import acme, only, rows, status
from tests.outcome import stored

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
NAMES = st.sampled_from(
    ["event", "id", "word", "EVENT", "Id", "iso", "unix", "price", "parts", "part_id", "code", "body", "from"]
)
WORDS = st.sampled_from(
    ["status", "inbound", "odd", "delivered", "STOP", "null", " ", "1e999", "2", "-0", "2026-02-30T00:00:00Z"]
)
VALUES = (
    ANY_TEXT
    | WORDS
    | st.none()
    | st.lists(ANY_TEXT | WORDS | st.none(), max_size=3)
    | WORDS.map(lambda text: text * 9000)
)
PARAMS = st.dictionaries(
    NAMES | ANY_TEXT | ANY_TEXT.map(lambda rest: "MediaUrl" + rest) | st.just("x" * 70000), VALUES, max_size=8
)


def test_one_callback_from_eight_threads_is_one_row(sqlite_engine: SqliteEngine) -> None:
    barrier = Barrier(8)

    def deliver(_: int) -> Outcome:
        barrier.wait()
        return stored(sqlite_engine, [status("m1", "sent")])[0]

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(deliver, range(8)))
    assert sorted(outcome.duplicate for outcome in outcomes) == [False] + [True] * 7
    assert {(outcome.callback_id, outcome.state, outcome.answer_status) for outcome in outcomes} == {(1, "done", 202)}
    assert rows(sqlite_engine, "SELECT hits FROM sms_callback") == [{"hits": 8}]
    assert len(rows(sqlite_engine, "SELECT 1 FROM sms_status")) == 1


def test_a_procedure_called_inside_leaves_the_callers_out_values(sqlite_engine: SqliteEngine) -> None:
    outcomes = stored(
        sqlite_engine, [status("m1", "delivered"), acme({"event": "status", "id": "m2"}), status("m1", "delivered")]
    )
    assert [(outcome.callback_id, outcome.state, outcome.duplicate) for outcome in outcomes] == [
        (1, "done", False),
        (2, "failed", False),
        (1, "done", True),
    ]
    with sqlite_engine.transaction() as session:
        session.deliver(status("m3", "sent"))
        # sp_sms_process calls sp_sms_apply, which calls sp_sms_update: what the head gave back is still there.
        out = session.call("sp_sms_process", {"p_limit": 10}, ["p_done", "p_failed"])
        assert out == {"p_done": 0, "p_failed": 1}
        session.call("sp_sms_register", {"p_provider": "acme", "p_message_id": "m4", "p_status": "queued"})
        head = only(session, "SELECT p_callback_id, p_state, p_duplicate FROM sp_sms_callback")
        assert head == {"p_callback_id": 3, "p_state": "done", "p_duplicate": 0}


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ("{", "params: not a JSON object"),
        ("[1]", "params: not a JSON object"),
        ("", "params: not a JSON object"),
        ('{"event": "x"}', "kind: no rule of provider 'acme' tells what this callback is"),
        ('{"event": "odd"}', "kind: 'odd' cannot be worked"),
        ('{"event": "status", "id": "null", "word": " "}', "message_id: missing; provider_status: missing"),
        ('{"event": "status", "id": "' + "x" * 300 + '", "word": "sent"}', "message_id: 300 characters, 128 fit"),
        ('{"@body": "oops"}', "body: not understood"),
    ],
)
def test_reasons(sqlite_engine: SqliteEngine, params: str, reason: str) -> None:
    (outcome,) = stored(sqlite_engine, [acme(params)])
    assert outcome.state == "failed"
    (row,) = rows(sqlite_engine, "SELECT params, state, error, attempts FROM sms_callback")
    assert row == {"params": params, "state": "failed", "error": reason, "attempts": 1}
    assert not rows(sqlite_engine, "SELECT 1 FROM sms_message")


def test_unknown_provider_is_journaled(sqlite_engine: SqliteEngine) -> None:
    with sqlite_engine.transaction() as session:
        session.call("sp_sms_callback", {"p_provider": "nobody", "p_params": "{}"})
    (row,) = rows(sqlite_engine, "SELECT provider, error FROM sms_callback")
    assert row == {"provider": "nobody", "error": "provider: 'nobody' is not in sms_provider"}


def test_the_callers_error_is_the_reason_only_at_arrival(sqlite_engine: SqliteEngine) -> None:
    stored(sqlite_engine, [acme({"event": "status", "id": "m1", "word": "sent"}, error="the database said no")])
    (row,) = rows(sqlite_engine, "SELECT state, error, attempts FROM sms_callback")
    assert row == {"state": "failed", "error": "the database said no", "attempts": 1}
    with sqlite_engine.transaction() as session:
        session.call("sp_sms_process", {"p_callback_id": 1})
    (row,) = rows(sqlite_engine, "SELECT state, error, attempts FROM sms_callback")
    assert row == {"state": "done", "error": None, "attempts": 2}


def test_duplicate_keys(sqlite_engine: SqliteEngine) -> None:
    params = {"event": "status", "id": "m1", "word": "sent"}
    stored(
        sqlite_engine,
        [
            acme(params, token="t"),
            acme(params),
            acme({"event": "status", "id": "m1"}, digest="d"),
            acme({"event": "status"}),
        ],
    )
    assert [
        row["dedupe_key"] for row in rows(sqlite_engine, "SELECT dedupe_key FROM sms_callback ORDER BY callback_id")
    ] == [
        "token:t",
        "key:status:message_id=m1|occurred_at=|part_id=|provider_status=sent",
        "digest:status:d",
        'digest:status:{"event": "status"}',
    ]


def test_names_match_without_case_and_empty_ones_are_set_aside(sqlite_engine: SqliteEngine) -> None:
    stored(
        sqlite_engine,
        [
            acme({"EVENT": "Status", "ID": "upper", "id": "exact", "word": "sent"}),
            acme({"event": "status", "iD": "second", "Id": "first", "word": "sent"}),
            acme({"event": "status", "id": "", "Id": None, "old_id": ["older", "x"], "word": "sent"}),
        ],
    )
    assert {row["message_id"] for row in rows(sqlite_engine, "SELECT message_id FROM sms_message")} == {
        "exact",
        "first",
        "older",
    }


def test_what_a_column_cannot_hold_becomes_the_replacement_character(sqlite_engine: SqliteEngine) -> None:
    body = "a\0b\ud800c\\u0000\udfff\U0001f600\\"
    (outcome,) = stored(sqlite_engine, [acme({"event": "inbound", "id": "\0\ud800", "from": "+1", "body": body})])
    assert outcome.state == "done"
    (row,) = rows(sqlite_engine, "SELECT message_id, body, hex(body) AS bytes FROM sms_inbound")
    assert row["message_id"] == "\ufffd\ufffd"
    assert row["body"] == "a\ufffdb\ufffdc\\u0000\ufffd\U0001f600\\"
    assert bytes.fromhex(str(row["bytes"])).decode() == row["body"]
    (row,) = rows(sqlite_engine, "SELECT params FROM sms_callback")
    assert json.loads(str(row["params"]))["body"] == body


def test_a_megabyte_fails_whole_and_leaves_nothing_behind(sqlite_engine: SqliteEngine) -> None:
    body = "\ud800" + "x" * 1_000_000
    (outcome,) = stored(sqlite_engine, [acme({"event": "inbound", "id": "m1", "from": "+1", "body": body})])
    assert outcome.state == "failed"
    (row,) = rows(sqlite_engine, "SELECT error FROM v_sms_dead_letter")
    assert row["error"] == "body: 1000001 characters, 16000 fit"
    assert not rows(sqlite_engine, "SELECT 1 FROM sms_inbound")
    assert rows(sqlite_engine, "SELECT read_params FROM sms_call") == [{"read_params": None}]


def test_media_and_counts(sqlite_engine: SqliteEngine) -> None:
    media = {
        "MediaUrl10": "ten",
        "MEDIAURL2": "two",
        "MediaUrl": "x",
        "MediaUrlx": "x",
        "MediaContentType2": "image/png",
    }
    stored(sqlite_engine, [acme({"event": "inbound", "id": "m1", "from": "+1"} | media)])
    (row,) = rows(sqlite_engine, "SELECT media FROM sms_inbound")
    assert json.loads(str(row["media"])) == [
        {"url": "two", "content_type": "image/png"},
        {"url": "ten", "content_type": None},
    ]
    stored(
        sqlite_engine,
        [acme({"campaign_id": "c1", "count.Delivered": "2", "count.Odd": "1", "count.x\ud800": "1", "count.y": "z"})],
    )
    (row,) = rows(sqlite_engine, "SELECT counts FROM sms_campaign")
    assert json.loads(str(row["counts"])) == {"Delivered": 2, "Odd": 1}


def test_the_answer_is_that_of_the_kind(sqlite_engine: SqliteEngine) -> None:
    outcomes = stored(
        sqlite_engine, [acme({"event": "inbound", "id": "m1", "from": "+1"}), acme({}), status("m1", "sent")]
    )
    assert [(outcome.answer_status, outcome.answer_type, outcome.answer_body) for outcome in outcomes] == [
        (200, "text/xml", "<ok/>"),
        (202, None, ""),
        (202, None, ""),
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    params=PARAMS,
    kind=st.sampled_from([None, "status", "inbound", "opt_out", "campaign", "x"]),
    token=st.none() | st.just("t"),
)
def test_nothing_that_a_provider_sends_raises(
    sqlite_engine: SqliteEngine, params: dict[str, str | list[str | None] | None], kind: str | None, token: str | None
) -> None:
    callback = acme(params, url_kind=kind, token=token)
    with sqlite_engine.transaction(commit=False) as session:
        outcome = session.deliver(callback)
        assert outcome.state in {"done", "failed"}
        row = only(session, f"SELECT params, state, error FROM sms_callback WHERE callback_id = {outcome.callback_id}")
        assert json.loads(str(row["params"])) == params
        assert (row["state"] == "failed") <= bool(row["error"])
        applied = session.call("sp_sms_process", {"p_callback_id": outcome.callback_id}, ["p_done", "p_failed"])
        assert applied == {"p_done": int(outcome.state == "done"), "p_failed": int(outcome.state == "failed")}
        assert session.deliver(callback).duplicate
