"""PostgreSQL and SQLite, written apart from the same rules, must make the same rows of the same callbacks."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sms_callback.engine.base import Engine
from sms_callback.engine.postgresql import PostgresqlEngine
from sms_callback.engine.sqlite import SqliteEngine
from sms_callback.model import Callback, Row
from tests.engine.acme import acme
from tests.outcome import stored

EMPTY = Path(__file__).parent.parent.joinpath("contract_empty.sql").read_text()

WORDS = ["queued", "sent", "delivered", "read", "failed", "undelivered", "SENT", "odd", "canceled", "", "null", " "]
TIMES = [
    "2018-01-17T13:02:08Z",
    "2018-01-17 13:02:08.1239Z",
    "2018-01-17T13:02:08+0530",
    "2018-01-17T13:02:08-14:00",
    "2018-01-17T13:02:08+14:01",
    "2018-02-29T00:00:00Z",
    "0000-12-31 23:30:00-01:00",
    "0001-01-01T00:30:00+01:00",
    "9999-12-31T23:59:59-10:00",
    "2026-03-29 01:59:59",
    "2026-03-29 02:00:00",
    "2607171206",
    "1582650446.7899",
    "1582650446789",
    "253402300799.9999",
    "soon",
]
NUMBERS = [
    "1",
    "0.5",
    "-0.25",
    "1e2",
    "1e-9",
    "1e10",
    "999999999.5",
    "abc",
    "007",
    "+1",
    "1.",
    "0.1234567",
    "1E0002",
    "-0",
]
IDS: list[object] = ["m1", "m2", ["m1", "m2"], "", "null", "\ud800m", "m\0", "\u00e9" * 3, "x" * 129]
BODIES = ["hi", "\0\ud800\udc00\udc00", "\\u0000", "x" * 16001, "\U0001f642" * 10, "\u05d0\u202e"]
SAYINGS = [" stop\n", "START", "hello", "Stop!", "", "arr\u00eat"]

statuses = st.fixed_dictionaries(
    {"event": st.sampled_from(["status", "Status"])},
    optional={
        "id": st.sampled_from(IDS),
        "ID": st.sampled_from(IDS),
        "old_id": st.sampled_from(IDS),
        "word": st.sampled_from(WORDS),
        "WORD": st.sampled_from(WORDS),
        "part_id": st.sampled_from(["a", "b"]),
        "parts": st.sampled_from(["0", "1", "2", "3", "x", "1000000000"]),
        "price": st.sampled_from(NUMBERS),
        "code": st.sampled_from(["5", "6", ""]),
        "body": st.sampled_from(BODIES),
        "iso": st.sampled_from(TIMES),
        "datetime": st.sampled_from(TIMES),
        "yymmddhhmm": st.sampled_from(TIMES),
        "unix": st.sampled_from(TIMES),
        "unix_ms": st.sampled_from(TIMES),
    },
)
moves = st.fixed_dictionaries(
    {"event": st.just("status"), "id": st.sampled_from(["m1", "m2"]), "word": st.sampled_from(WORDS[:9])},
    optional={
        "part_id": st.sampled_from(["a", "b", "c"]),
        "parts": st.sampled_from(["1", "2", "3"]),
        "price": st.sampled_from(NUMBERS[:3]),
        "code": st.sampled_from(["5", "6"]),
        "iso": st.sampled_from(TIMES[:4]),
    },
)
inbounds = st.fixed_dictionaries(
    {"event": st.just("inbound"), "from": st.sampled_from(["+1", "+2", ""]), "body": st.sampled_from(SAYINGS)},
    optional={
        "id": st.sampled_from(["i1", "i2"]),
        "to": st.sampled_from(["+9", "+8"]),
        "MediaUrl0": st.just('http://x/"0"'),
        "MediaUrl10": st.just("ten"),
        "mediaurl2": st.just("two"),
        "MediaUrl02": st.just("deux"),
        "MediaContentType2": st.just("image/png"),
        "MediaUrlx": st.just("no"),
        "MediaUrl9999999999": st.just("no"),
    },
)
campaigns = st.fixed_dictionaries(
    {"campaign_id": st.sampled_from(["c1", "c2"])},
    optional={
        f"count.{word}": st.sampled_from(["1", "2", "x", "", "999999999"])
        for word in ("queued", "Sent", "odd", "", 'a"\u00e9')
    },
)
odd = st.sampled_from(
    [
        {},
        {"event": "odd"},
        {"@body": "x", "event": "status"},
        {"Event": "status", "EVENT": "inbound", "id": "m1", "word": "sent"},
    ]
)
texts = st.one_of(statuses, moves, inbounds, campaigns, odd).map(json.dumps) | st.sampled_from(
    ["[1]", "x", "", "null", '{"event": "status", "id": 5, "word": "sent", "price": 1.50, "body": true}']
)
callbacks = st.lists(
    st.builds(
        lambda params, kind, token, error, at: acme(
            params,
            url_kind=kind,
            token=token,
            error=error,
            received_at=dt.datetime(2026, 1, 1) + dt.timedelta(milliseconds=at),
        ),
        texts,
        st.sampled_from([None] * 9 + ["status", "inbound", "opt_out", "odd", "campaign"]),
        st.sampled_from([None] * 9 + ["t1", "t2", "t" * 300]),
        st.sampled_from([None] * 19 + ["cannot be parsed"]),
        st.integers(0, 10**9),
    ),
    min_size=1,
    max_size=12,
)

SELECTS = {
    "sms_callback": "SELECT provider, kind, url_kind, via, hits, state, attempts, error, received_at FROM sms_callback",
    "sms_message": "SELECT provider, message_id, body, status, provider_status, status_at, error_code, error_message,"
    " parts, price, currency, queued_at, sent_at, delivered_at, failed_at FROM sms_message",
    "sms_status": "SELECT provider, message_id, part_id, status, provider_status, error_code, error_message, price,"
    " occurred_at, received_at, applied FROM sms_status",
    "sms_inbound": "SELECT provider, message_id, from_number, to_number, body, media, occurred_at, received_at"
    " FROM sms_inbound",
    "sms_opt_out": "SELECT provider, number, sender, opted_out_at, opted_in_at, keyword FROM sms_opt_out",
    "sms_part": "SELECT provider, message_id, part_id, status, status_at, price FROM sms_part",
    "sms_campaign": "SELECT provider, campaign, counts, progress, created_at, updated_at FROM sms_campaign",
    "v_sms_campaign": "SELECT campaign, messages, delivered, failed, pending, reported_counts FROM v_sms_campaign",
    "v_sms_failure": "SELECT error_code, text, permanent, status, messages, phones, last_at FROM v_sms_failure",
    "v_sms_opt_out": "SELECT number, sender, opted_out FROM v_sms_opt_out",
    "v_sms_dead_letter": "SELECT kind, error, attempts, hits FROM v_sms_dead_letter",
}


@pytest.fixture(scope="module")
def engines(
    postgresql_url: str, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Engine]]:
    """Both, each with the provider of acme.sql."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("agrees") / "test.db")
    with closing(PostgresqlEngine(postgresql_url)) as one, closing(SqliteEngine(str(path))) as other:
        yield [one, other]


def everything(engine: Engine) -> dict[str, list[Row]]:
    with engine.transaction(commit=False) as session:
        return {name: sorted(session.select(text), key=_order) for name, text in SELECTS.items()}


def _order(row: Row) -> str:
    # SQLite gives a whole price as an int.
    return repr({name: float(value) if isinstance(value, int) else value for name, value in row.items()})


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(callbacks)
def test_the_same_rows_on_both_engines(engines: Sequence[Engine], given: list[Callback]) -> None:
    for engine in engines:
        with engine.transaction() as session:
            session.script(EMPTY)
    one, other = (
        [(outcome.state, outcome.duplicate, outcome.answer_body) for outcome in stored(engine, given)]
        for engine in engines
    )
    assert one == other, [callback.params for callback in given]
    assert everything(engines[0]) == everything(engines[1]), [callback.params for callback in given]

    for engine in engines:
        with engine.transaction() as session:
            for row in session.select("SELECT callback_id FROM sms_callback ORDER BY callback_id"):
                session.call("sp_sms_process", {"p_callback_id": row["callback_id"]})
    assert everything(engines[0]) == everything(engines[1]), [callback.params for callback in given]
