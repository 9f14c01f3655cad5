"""What serve says before it serves."""

from __future__ import annotations

from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.cli.context import Context
from sms_callback.cli.serve import DEFAULT_LOCAL, _next_steps
from tests.cli.conftest import Desk


def test_next_steps_name_the_user_where_the_adapters_own_may_not(desk: Desk) -> None:
    desk.run("account", "add", "octopush", "main", "--generate")
    steps = _next_steps(Context(desk.url), DEFAULT_LOCAL, PublicUrl.parse("https://sms.example.com"))
    assert len(steps) == 2
    needs_another = desk.engine.name != "sqlite"
    assert [("member of sms_admin" in step) for step in steps] == [needs_another, needs_another]
