"""The machine: connections, transactions, procedures, functions, events, privileges, options."""

import sys

from tests.sqlanywhere.machine import (
    call,
    compound,
    control,
    cursors,
    data,
    define,
    dynamic,
    events,
    raising,
    routines,
    services,
    transaction,
    triggers,
    users,
)
from tests.sqlanywhere.machine.connection import Connection
from tests.sqlanywhere.machine.cursor import Cursor, Prepared
from tests.sqlanywhere.machine.database import Assumptions, Database, LogEntry

# 32 levels of calls (call.NESTING), each through some twenty Python functions, on top of a test runner's own.
sys.setrecursionlimit(max(sys.getrecursionlimit(), 5000))

__all__ = [
    "Assumptions",
    "Connection",
    "Cursor",
    "Database",
    "LogEntry",
    "Prepared",
    "call",
    "compound",
    "control",
    "cursors",
    "data",
    "define",
    "dynamic",
    "events",
    "raising",
    "routines",
    "services",
    "transaction",
    "triggers",
    "users",
]
