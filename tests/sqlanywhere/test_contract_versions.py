"""Contract cases on the model of older servers, and of a database that is not in Unicode."""

from __future__ import annotations

import json

import pytest

from sms_callback.contract.load import load_cases
from sms_callback.model import Callback
from tests.outcome import stored
from tests.sqlanywhere.contract_target import engine_target
from tests.sqlanywhere.machine import Database


@pytest.mark.parametrize("version", [12, 16])
def test_older_servers(version: int) -> None:
    """Some cases of each file on the versions before 17."""
    with engine_target(Database(version=version)) as target:
        failures = [failure for case in load_cases()[::9] for failure in target.run(case)]
    assert not failures, "\n".join(str(failure) for failure in failures)


def test_a_database_that_is_not_in_unicode() -> None:
    """What its charset cannot hold is replaced in the columns, and stays whole in the journal."""
    params = {
        "MessageSid": "SM1",
        "From": "+1",
        "SmsStatus": "received",
        "Body": "\u00e9\u20ac \u05e9 \U0001f600 \ud83d!",
    }
    with engine_target(Database(charset="cp1252")) as target:
        (outcome,) = stored(target.engine, [Callback("twilio", json.dumps(params))])
        with target.reader() as session:
            (inbound,) = session.select("SELECT body FROM sms_inbound")
            (journal,) = session.select("SELECT params FROM sms_callback")
    assert outcome.state == "done"
    assert str(inbound["body"]).startswith("\u00e9\u20ac ")
    assert str(inbound["body"]).endswith("!")
    assert json.loads(str(journal["params"])) == params
