"""Whose word on the caller's address counts."""

from __future__ import annotations

import pytest

from sms_callback.adapter.app import Adapter
from sms_callback.adapter.proxy import Proxies
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.reception import Reception
from sms_callback.errors import SmsCallbackError
from tests.adapter.support import PUBLIC, Database, send

TRUSTED = ("10.0.0.0/8", "2001:db8:1::/48")


@pytest.mark.parametrize(
    ("peer", "forwarded", "caller"),
    [
        ("198.51.100.1", "192.0.2.1", "198.51.100.1"),
        ("10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("::ffff:10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "1.1.1.1, 192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "1.1.1.1,192.0.2.1,10.0.0.2", "192.0.2.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "192.0.2.1, unknown", "10.0.0.1"),
        ("10.0.0.1", "192.0.2.1, unknown, 10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", "192.0.2.1:4711", "192.0.2.1"),
        ("10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("10.0.0.1", "2001:db8::7", "2001:db8::7"),
        ("2001:db8:1::1", "::ffff:192.0.2.1", "192.0.2.1"),
        ("not an address", "192.0.2.1", "not an address"),
        ("10.0.0.1", ",,,", "10.0.0.1"),
    ],
)
def test_caller(peer: str, forwarded: str, caller: str) -> None:
    assert Proxies.parse(TRUSTED).caller(peer, forwarded) == caller


def test_nobody_is_believed_by_default() -> None:
    assert Proxies().caller("10.0.0.1", "192.0.2.1") == "10.0.0.1"


def test_network_that_cannot_be_read() -> None:
    with pytest.raises(SmsCallbackError, match="'proxy' is no network"):
        Proxies.parse(["10.0.0.0/8", "proxy"])


def test_networks_of_an_account_and_the_journal_see_the_caller(database: Database) -> None:
    database.add_account("probe", "none", networks="192.0.2.0/24")
    app = Adapter(Reception(database.engine(), PublicUrl.parse(PUBLIC), proxies=Proxies.parse(TRUSTED)))

    def status(forwarded: str, address: str) -> int:
        headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Host": "evil", "X-Forwarded-Proto": "http"}
        return send(app, "/sms/probe", body=b"a=1", headers=headers, address=address).status_code

    assert status("192.0.2.9", "10.0.0.1") == 200
    assert status("192.0.2.9, 203.0.113.5", "10.0.0.1") == 403
    assert status("192.0.2.9", "203.0.113.5") == 403
    assert [row["remote_addr"] for row in database.journal()] == ["192.0.2.9"]
