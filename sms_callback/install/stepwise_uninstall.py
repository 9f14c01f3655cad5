"""Takes everything of ours out where definitions commit by themselves (SQL Anywhere).

Each step can be repeated, and the records go last, with their owner: after an interruption the next run goes on.
"""

from __future__ import annotations

from contextlib import suppress

from sms_callback.engine.base import SteppingSession
from sms_callback.errors import DatabaseRefusedError
from sms_callback.install.plan import name_statement
from sms_callback.install.snapshot import Snapshot
from sms_callback.install.text import render
from sms_callback.sqlfiles import EXTRA_KINDS

_OWN = "sms_schema"
"""Prefix of the installer's own tables, which go with their owner."""

_TEMPLATES = {
    "service": "service_drop",
    "event": "drop_event",
    "view": "drop",
    "procedure": "drop",
    "function": "drop",
}
"""Kinds in the order in which they go, and the template that drops one."""


def drop_stepwise(session: SteppingSession, engine: str, snapshot: Snapshot, tables: list[str]) -> None:
    """Drop all that is recorded, and its owner.

    Args:
        session: holds the installer's lock.
        engine: its name, for the templates.
        snapshot: what is there.
        tables: our tables that are there, the newest first.

    Raises:
        DatabaseRefusedError: the owner has objects that are not ours; nothing was dropped.
    """
    names: dict[str, list[str]] = {}
    for name in snapshot.records:
        kind, _, object_name = name.partition("/")
        names.setdefault(kind, []).append(object_name)
    _refuse_strangers(session, {*tables}.union(*names.values()))
    if any(kind in names for kind in EXTRA_KINDS):
        session.query("legacy_drop")
    for kind, template in _TEMPLATES.items():
        for name in names.get(kind, ()):
            if kind != "service" or snapshot.text(f"service/{name}") is not None:
                session.script(name_statement(engine, template, name))
    for name in tables:
        if not name.startswith(_OWN):
            session.script(render(engine, "drop_table", name=name))
    for name in names.get("role", ()):
        # One that cannot be dropped stays, and is named in the end.
        with suppress(DatabaseRefusedError):
            session.script(name_statement(engine, "drop_role", name))
    session.query("drop_schema")


def _refuse_strangers(session: SteppingSession, ours: set[str]) -> None:
    """With the owner goes all that they own, so that must be ours."""
    strangers = [
        f"{row['kind']} {row['name']}"
        for row in session.query("owned")
        if row["name"] not in ours and not str(row["name"]).startswith(_OWN)
    ]
    if strangers:
        raise DatabaseRefusedError(f"user sms owns {', '.join(strangers)}.")
