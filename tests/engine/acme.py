"""Callbacks of the made-up provider in acme.sql."""

from __future__ import annotations

import json
from typing import Any

from sms_callback.engine.base import Engine, Session
from sms_callback.model import Callback, Params, ParamValue, Row, Value


def acme(params: Params | str, **given: Any) -> Callback:
    """A callback with these parameters; `given` are the other fields of Callback."""
    return Callback("acme", params if isinstance(params, str) else json.dumps(params), **given)


def status(message: str, word: str, **params: ParamValue) -> Callback:
    """A status callback."""
    return acme({"event": "status", "id": message, "word": word, **params})


def rows(engine: Engine, select: str) -> list[Row]:
    """The rows of a SELECT, in a transaction of its own."""
    with engine.transaction(commit=False) as session:
        return session.select(select)


def only(session: Session, select: str) -> dict[str, Value]:
    """The one row of a SELECT."""
    (row,) = session.select(select)
    return row
