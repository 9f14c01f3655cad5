"""The spool: what is acknowledged while the database is away waits here, on the disk, and reaches it later."""

from __future__ import annotations

from sms_callback.spool.database import default_path
from sms_callback.spool.drain import Drained, drain
from sms_callback.spool.drainer import Drainer
from sms_callback.spool.export import imported
from sms_callback.spool.model import PoisonReason, SpoolLimits, SpoolStatus
from sms_callback.spool.spool import Spool

__all__ = [
    "Drained",
    "Drainer",
    "PoisonReason",
    "Spool",
    "SpoolLimits",
    "SpoolStatus",
    "default_path",
    "drain",
    "imported",
]
