"""The application in an event loop; what it answers is tested over the real server."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.reception import Reception
from sms_callback.adapter.rsgi import RsgiAdapter
from sms_callback.engine.sqlite import SqliteEngine
from tests.adapter.support import PUBLIC


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_hangup_does_not_come_in_the_middle_of_a_request(tmp_path: Path) -> None:
    """The request may hold the very lock that reading accounts takes."""
    lock = threading.Lock()
    free: list[bool] = []

    def on_hangup() -> None:
        free.append(lock.acquire(blocking=False))

    reception = Reception(SqliteEngine(str(tmp_path / "sms.db")), PublicUrl.parse(PUBLIC))
    app = RsgiAdapter(reception, on_hangup=on_hangup)

    async def work() -> None:
        app.__rsgi_init__(asyncio.get_running_loop())
        with lock:
            os.kill(os.getpid(), signal.SIGHUP)
            # Python runs the handlers of signals that came between any two steps of a loop.
            for _ in range(1000):
                assert not free
        while not free:
            await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(work(), 20))
    assert free == [True]
