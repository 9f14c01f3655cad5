"""Signals that come while a process could not act on them."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

BEFORE_THE_LOOP_RUNS = """
import os, signal, sys, uvloop
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.reception import Reception
from sms_callback.adapter.rsgi import RsgiAdapter
from sms_callback.adapter.stopping import hold
from sms_callback.engine.sqlite import SqliteEngine

hold()
app = RsgiAdapter(Reception(SqliteEngine("sms.db"), PublicUrl.parse("https://sms.example.com")))
loop = uvloop.new_event_loop()
loop.add_signal_handler(signal.SIGTERM, loop.stop)
app.__rsgi_init__(loop)
os.kill(os.getpid(), signal.SIGTERM)
loop.run_forever()
"""

WHILE_FORKING = """
import os, signal, sys
from sms_callback.adapter.stopping import hold_while_forking

signal.signal(signal.SIGTERM, lambda *_: None)
hold_while_forking()
child = os.fork()
if not child:
    signal.pause()
os.kill(child, signal.SIGTERM)
_, status = os.waitpid(child, 0)
sys.exit(0 if os.WTERMSIG(status) == signal.SIGTERM else 1)
"""


@pytest.mark.parametrize("script", [BEFORE_THE_LOOP_RUNS, WHILE_FORKING])
def test_not_lost(script: str) -> None:
    assert subprocess.run([sys.executable, "-c", script], timeout=20, check=False).returncode == 0
