"""`process = deferred`: the request only journals, and a watcher works it off; both die now and then."""

from __future__ import annotations

import sys
from contextlib import closing

from tests.fault.ledger import change
from tests.fault.service import Service
from tests.fault.stage import DRAINED, Stage

DEFERRED = "UPDATE sms_setting SET value = 'deferred' WHERE name = 'process'"


def test_deferred_and_watched(stage: Stage) -> None:
    change(stage.url, DEFERRED)
    command = [sys.executable, "-m", "sms_callback", "--database", stage.url, "process", "--watch"]
    watcher = Service(command, stage.folder, stage.folder / "watcher.log", {})
    with closing(watcher), stage.adapter() as adapter:
        kills = [watcher.kill, adapter.kill] * stage.rounds
        stage.strike("deferred: adapter and watcher killed", stage.load(adapter), kills, pending=DRAINED)
