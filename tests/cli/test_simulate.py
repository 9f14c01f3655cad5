"""simulate against a running server: what it sends is understood, and its times are now."""

from __future__ import annotations

import datetime as dt

import pytest

from sms_callback.operate.simulate import providers, simulate
from tests.contract_server import HttpTarget


@pytest.mark.parametrize("provider", sorted(providers()))
def test_a_played_message_ends_well_and_now(http_target: HttpTarget, provider: str) -> None:
    http_target.empty()
    message_id, sent = simulate(
        http_target.owner_engine, provider, f"http://127.0.0.1:{http_target.port}", http_target.public_url
    )
    assert {one.answer for one in sent} <= {200, 204}
    with http_target.owner() as session:
        (message,) = session.query("message_show", {"provider": provider, "message_id": message_id})
    # Ytel's last word says that the carrier has it, no more.
    assert message["status"] == ("sent" if provider == "ytel" else "delivered")
    ended = dt.datetime.fromisoformat(str(message["delivered_at"] or message["sent_at"]))
    assert abs(dt.datetime.now(dt.UTC).replace(tzinfo=None) - ended) < dt.timedelta(minutes=5)
