"""Journal rows through today's `sp_sms_apply` again, and what that changes.

A callback does not tell beforehand which rows it touches. So it is applied first; the rows that came of it are read,
all is undone to a savepoint, and the same rows are read as they were. To commit, it is applied once more.

Rows are found by the callback that they name: one that another callback made is shown if that one is replayed too.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sms_callback.engine.base import Engine, Session
from sms_callback.errors import DatabaseRefusedError
from sms_callback.model import Row, Value

BATCH = 500
"""Keys a statement."""

KEYS = {
    "sms_message": ("provider", "message_id"),
    "sms_inbound": ("provider", "natural_key"),
    "sms_opt_out": ("provider", "number", "sender"),
    "sms_campaign": ("provider", "campaign"),
    "sms_status": ("status_id",),
    "sms_callback": ("callback_id",),
}
"""The tables that a callback can change, in the order in which changes are shown, with their keys."""

_SHOWN = KEYS | {"sms_status": ("callback_id", "provider", "message_id")}
"""What names a row to people; the number of a history row that may never be is none of it."""

_BY_KEY = {
    "sms_message": "replay_message",
    "sms_inbound": "replay_inbound",
    "sms_opt_out": "replay_opt_out",
    "sms_campaign": "replay_campaign",
}

Key = tuple[Value, ...]
_Tables = dict[str, dict[Key, Row]]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which journal rows; None is no filter, no callback_ids is all. Times are UTC without zone, `limit` -1 is none."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None
    provider: str | None = None
    state: str | None = None
    callback_ids: tuple[int, ...] = ()
    limit: int = -1


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is new or changed: for each column that differs its value before and after."""

    table: str
    key: dict[str, Value]
    new: bool
    columns: dict[str, tuple[Value, Value]]


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many callbacks were applied, what changed by it, and whether it stays."""

    callbacks: int
    changes: tuple[Change, ...]
    committed: bool


def select(engine: Engine, which: Selection) -> list[int]:
    """The ids of the journal rows, in the order of arrival."""
    with engine.transaction() as session:
        rows = session.query(
            "replay_select",
            {
                "since": which.since,
                "until": which.until,
                "provider": which.provider,
                "state": which.state,
                "callback_ids": json.dumps(which.callback_ids) if which.callback_ids else None,
                "limit": which.limit,
            },
        )
    return [int(str(row["callback_id"])) for row in rows]


def replay(
    engine: Engine,
    callback_ids: Sequence[int],
    *,
    commit: bool = False,
    progress: Callable[[int], None] = lambda _count: None,
) -> Replayed:
    """Apply journal rows again, in this order and in one transaction.

    Args:
        engine: the database.
        callback_ids: which.
        commit: whether what changes stays; otherwise all of it is undone.
        progress: called with 1 for each callback that was applied, twice each with `commit`.

    Raises:
        DatabaseRefusedError: one cannot be applied; the message names it, and nothing has changed.
        DatabaseAwayError: somebody changed the same rows meanwhile, or the database went away; nothing has changed.
    """
    with engine.transaction(commit=commit, snapshot=True) as session:
        session.query("savepoint")
        _apply(session, callback_ids, progress)
        keys = _touched(session, callback_ids)
        after = _read(session, callback_ids, keys)
        session.query("savepoint_undo")
        before = _read(session, callback_ids, keys)
        if commit:
            _apply(session, callback_ids, progress)
    return Replayed(len(callback_ids), tuple(_changes(before, after)), commit)


def _apply(session: Session, callback_ids: Sequence[int], progress: Callable[[int], None]) -> None:
    for callback_id in callback_ids:
        try:
            session.call("sp_sms_apply", {"p_callback_id": callback_id})
        except DatabaseRefusedError as error:
            raise DatabaseRefusedError(
                f"Callback {callback_id} was refused: {error.message} Nothing has changed.",
                "See its row in sms_callback; name the others with --callback-id to leave it out.",
            ) from error
        progress(1)


def _touched(session: Session, callback_ids: Sequence[int]) -> dict[str, list[Key]]:
    keys: dict[str, list[Key]] = {table: [] for table in _BY_KEY}
    for row in session.query("replay_touched", {"callback_ids": json.dumps(callback_ids)}):
        table = str(row["table_name"])
        keys[table].append((row["provider"], row["second"], row["third"])[: len(KEYS[table])])
    return keys


def _read(session: Session, callback_ids: Sequence[int], keys: dict[str, list[Key]]) -> _Tables:
    tables: _Tables = {}
    for table in KEYS:
        if table in keys:
            rows = _batches(session, _BY_KEY[table], "keys", keys[table])
        else:
            statement = "replay_history" if table == "sms_status" else "callback_state"
            rows = _batches(session, statement, "callback_ids", callback_ids)
        tables[table] = {tuple(row[column] for column in KEYS[table]): row for row in rows}
    return tables


def _batches(session: Session, statement: str, parameter: str, values: Sequence[object]) -> Iterator[Row]:
    for start in range(0, len(values), BATCH):
        yield from session.query(statement, {parameter: json.dumps(values[start : start + BATCH])})


def _changes(before: _Tables, after: _Tables) -> Iterator[Change]:
    for table, rows in after.items():
        for key, row in rows.items():
            old = before[table].get(key)
            columns = {
                name: (old[name] if old else None, value)
                for name, value in row.items()
                if name not in (*KEYS[table], *_SHOWN[table]) and value != (old[name] if old else None)
            }
            if columns or old is None:
                yield Change(table, {name: row[name] for name in _SHOWN[table]}, old is None, columns)
