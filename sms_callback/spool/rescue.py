"""What a spool file holds that somebody deleted while it was open: acknowledged, and so not to be lost."""

from __future__ import annotations

import logging
import sqlite3

from sms_callback.errors import SpoolAwayError
from sms_callback.spool.connection import each, execute, query
from sms_callback.spool.row import LAST

_log = logging.getLogger("sms_callback.spool")


def rescue(deleted: sqlite3.Connection, handle: sqlite3.Connection) -> None:
    """Copy all callbacks of a deleted file to the one that has its name now, inside that one's transaction.

    Other processes may do so, too: what comes to the database twice is known by rule 2.
    """
    count = 0
    try:
        for source, target in (("oldest", "put"), ("poison", "poison_put")):
            for row in each(execute(deleted, query(source), {"after": 0, "up_to": LAST, "limit": -1})):
                execute(handle, query(target), row)
                count += 1
    except SpoolAwayError as error:
        if not handle.in_transaction:
            # It is the new file that fails.
            raise
        _log.error("Of a deleted spool not all could be rescued: %s", error.message)
    if count:
        _log.warning("The spool was deleted while it was in use; what it held is kept in a new one (%d).", count)
