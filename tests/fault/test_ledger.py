"""The suite notices what it is there to notice."""

from __future__ import annotations

import json
from contextlib import closing
from itertools import islice
from urllib.parse import parse_qsl

import pytest

from sms_callback.engine import open_engine
from sms_callback.model import Callback
from tests.fault.ledger import Ledger, change
from tests.fault.load import Fate
from tests.fault.provider import Provider
from tests.fault.stage import Stage
from tests.outcome import stored

COPY = (
    "INSERT INTO sms_status (callback_id, provider, message_id, status, provider_status, received_at, applied)"
    " SELECT callback_id, provider, message_id, status, provider_status, received_at, 0 FROM sms_status LIMIT 1"
)


@pytest.fixture
def fates(sqlite: Stage) -> list[Fate]:
    """Fifty callbacks that were acknowledged and are there."""
    sent = list(islice(Provider("ledger", 1).callbacks(), 50))
    with closing(open_engine(sqlite.url)) as engine:
        stored(engine, [Callback("twilio", json.dumps(dict(parse_qsl(one.body.decode())))) for one in sent])
    return [Fate(one, tries=1, acknowledged=True) for one in sent]


def test_all_is_well(sqlite: Stage, fates: list[Fate]) -> None:
    ledger = Ledger.read(sqlite.url)
    assert (ledger.stored, ledger.pending) == (50, 0)
    assert not any(ledger.findings(fates).values())


def test_what_was_acknowledged_and_is_not_there_is_lost(sqlite: Stage, fates: list[Fate]) -> None:
    (missing,) = islice(Provider("other", 2).callbacks(), 1)
    fates.append(Fate(missing, tries=1))
    assert Ledger.read(sqlite.url).lost(fates) == []
    fates[-1].acknowledged = True
    assert Ledger.read(sqlite.url).lost(fates) == [missing.key]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (COPY, "doubled"),
        ("DELETE FROM sms_status WHERE status_id = (SELECT min(status_id) FROM sms_status)", "lost"),
        ("UPDATE sms_message SET provider_status = 'no such word'", "wrong"),
        ("UPDATE sms_callback SET state = 'failed'", "wrong"),
        ("UPDATE sms_callback SET hits = 2", "overcounted"),
    ],
)
def test_a_change_is_noticed(sqlite: Stage, fates: list[Fate], statement: str, found: str) -> None:
    change(sqlite.url, statement)
    assert Ledger.read(sqlite.url).findings(fates)[found]


def test_every_run_sends_the_same() -> None:
    first, second = ([one.body for one in islice(Provider("x", 7).callbacks(), 200)] for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)
