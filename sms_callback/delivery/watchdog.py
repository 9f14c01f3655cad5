"""Ends calls of the database that hang for ever, such as over a link that went silent, which TCP does not notice."""

from __future__ import annotations

import logging
import threading

from sms_callback.engine.base import Interruptible
from sms_callback.errors import without_text

log = logging.getLogger(__name__)

CANCEL_AFTER = 10.0
"""Seconds after which a call is cancelled. Its callbacks are in the spool by then, and come again."""

CUT_AFTER = 20.0
"""Seconds after which its connection is cut: nobody answered the cancelling either."""

PERIOD = 5.0
"""Seconds between two looks."""


class Watchdog:
    """A thread that looks after an engine's connections.

    Args:
        engine: whose calls can be ended from outside.
    """

    def __init__(self, engine: Interruptible) -> None:
        self._engine = engine
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; in the process that makes the calls."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End soon."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(PERIOD):
            try:
                ended = self._engine.interrupt(CANCEL_AFTER, CUT_AFTER)
            except Exception as error:  # noqa: BLE001
                log.error("watchdog: not expected: %s", without_text(error))
            else:
                if ended:
                    log.error("database: %d calls hung for more than %g s and were ended", ended, CANCEL_AFTER)
