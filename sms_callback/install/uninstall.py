"""Takes everything of ours out of a database again."""

from __future__ import annotations

from dataclasses import dataclass

from sms_callback.engine.base import Engine, Session, SteppingSession
from sms_callback.errors import DatabaseRefusedError, NotInstalledError
from sms_callback.install.plan import name_statement
from sms_callback.install.snapshot import Snapshot, read_snapshot
from sms_callback.install.stepwise_uninstall import drop_stepwise
from sms_callback.install.text import render

CODE_ORDER = ("view", "procedure", "function")
"""Views may call functions, and nothing of ours depends on a view."""

_RECORDS = ("sms_schema_saved", "sms_schema")
"""The installer's own tables, which the statements before still read."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What an uninstall would delete: the objects of ours, the messages, and the raw callbacks."""

    objects: int
    messages: int
    callbacks: int


@dataclass(frozen=True, slots=True)
class Removal:
    """What an uninstall did: how many objects it dropped, and the roles that stay as something else depends on them."""

    objects: int
    roles_left: tuple[str, ...]


def loss(engine: Engine) -> Loss:
    """What `uninstall` would delete.

    Raises:
        NotInstalledError: there is nothing of ours.
    """
    with engine.transaction(commit=False, snapshot=True) as session:
        snapshot = _installed(session, engine)
        tables = _tables(session, snapshot)
        if {"sms_message", "sms_callback"} <= set(tables):
            row = session.query("message_count")[0]
        else:
            row = {"messages": 0, "callbacks": 0}
        return Loss(len(snapshot.records), int(str(row["messages"])), int(str(row["callbacks"])))


def uninstall(engine: Engine) -> Removal:
    """Drop everything that the installer made, with its rows, in one transaction.

    On SQL Anywhere it goes in steps; after an interruption the next run goes on.

    Raises:
        NotInstalledError: there is nothing of ours.
        DatabaseRefusedError: objects that are not ours depend on it; nothing was dropped.
    """
    with engine.transaction(commit=False) as session:
        # To take the lock may make what it needs, which must not happen for nothing.
        _installed(session, engine)
    with engine.installation() as session:
        snapshot = _installed(session, engine)
        roles = [record.object for record in snapshot.records.values() if record.kind == "role"]
        try:
            if isinstance(session, SteppingSession):
                drop_stepwise(session, engine.name, snapshot, _tables(session, snapshot))
            else:
                _drop_all(session, engine.name, snapshot, roles)
        except DatabaseRefusedError as error:
            raise DatabaseRefusedError(
                f"Something that is not ours depends on it: {error.message}",
                "Nothing was dropped. Drop or move that object first.",
            ) from error
        left = read_snapshot(session)
        return Removal(len(snapshot.records), tuple(_name(role) for role in roles if left.text(role) is not None))


def _drop_all(session: Session, engine: str, snapshot: Snapshot, roles: list[str]) -> None:
    tables = _tables(session, snapshot)
    for kind in CODE_ORDER:
        for record in snapshot.records.values():
            if record.kind == kind:
                session.script(name_statement(engine, "drop", _name(record.object)))
    for name in sorted(tables, key=_RECORDS.__contains__):
        session.script(render(engine, "drop_table", name=name))
    session.query("drop_schema")
    for role in roles:
        session.script(name_statement(engine, "drop_role", _name(role)))


def _name(object_name: str) -> str:
    return object_name.partition("/")[2]


def _installed(session: Session, engine: Engine) -> Snapshot:
    snapshot = read_snapshot(session)
    if not snapshot.records:
        raise NotInstalledError(f"{engine.label} has nothing of sms-callback.", "There is nothing to do.")
    return snapshot


def _tables(session: Session, snapshot: Snapshot) -> list[str]:
    """Our tables that are there, the newest first; a table of the DBA's whose name begins alike is not among them."""
    ours = {line.partition(".")[0] for line in snapshot.recorded_shape}
    return [name for row in session.query("tables") if (name := str(row["name"])) in ours]
