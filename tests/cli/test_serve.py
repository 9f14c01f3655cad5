"""What serve says before it serves."""

from __future__ import annotations

import socket

import pytest

from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.cli.context import Context
from sms_callback.cli.serve import DEFAULT_LOCAL, _admin, _next_steps
from tests.cli.conftest import Desk


def test_next_steps_name_the_user_where_the_adapters_own_may_not(desk: Desk) -> None:
    desk.run("account", "add", "octopush", "main", "--generate")
    steps = _next_steps(Context(desk.url), DEFAULT_LOCAL, PublicUrl.parse("https://sms.example.com"), None)
    assert len(steps) == 2
    needs_another = desk.engine.name != "sqlite"
    assert [("member of sms_admin" in step) for step in steps] == [needs_another, needs_another]


def test_default_admin_port_that_is_taken_is_done_without(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = taken.getsockname()
        monkeypatch.setattr("sms_callback.cli.serve.DEFAULT_ADMIN", address)
        assert _admin(None) is None
    assert "Warning: no admin port" in capsys.readouterr().err
    assert _admin(None) == address
    assert _admin("none") is None
    assert _admin("[::1]:9464") == ("::1", 9464)
