"""Messages and what became of them, as rows of their tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sms_callback.engine.base import Engine
from sms_callback.errors import SmsCallbackError
from sms_callback.model import Row

ALL = -1
"""The limit that is none."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which messages; None is no filter. `since` is a UTC time without zone, compared with `created_at`."""

    provider: str | None = None
    status: str | None = None
    to_number: str | None = None
    campaign: str | None = None
    since: dt.datetime | None = None
    failed: bool = False
    limit: int = ALL


@dataclass(frozen=True, slots=True)
class MessageDetail:
    """A row of `sms_message`, its history (`sms_status`) and the inbound messages that answer it (`sms_inbound`)."""

    message: Row
    history: list[Row]
    replies: list[Row]


def messages(engine: Engine, which: Filter) -> list[Row]:
    """Rows of `sms_message`, newest first."""
    with engine.transaction() as session:
        return session.query(
            "message_list",
            {
                "provider": which.provider,
                "status": which.status,
                "to_number": which.to_number,
                "campaign": which.campaign,
                "since": which.since,
                "failed": int(which.failed),
                "limit": which.limit,
            },
        )


def message_detail(engine: Engine, message_id: str, provider: str | None = None) -> MessageDetail:
    """One message.

    Raises:
        SmsCallbackError: no such message, or several providers have one of this id.
    """
    with engine.transaction() as session:
        found = session.query("message_show", {"message_id": message_id, "provider": provider})
        if not found:
            raise SmsCallbackError(
                f"There is no message '{message_id}'" + (f" of provider '{provider}'." if provider else "."),
                "See messages for the newest ones. A callback that was not understood is in v_sms_dead_letter.",
            )
        if len(found) > 1:
            names = ", ".join(str(row["provider"]) for row in found)
            raise SmsCallbackError(
                f"{len(found)} providers have a message '{message_id}': {names}.", "Say which with --provider."
            )
        key = {"provider": found[0]["provider"], "message_id": found[0]["message_id"]}
        return MessageDetail(found[0], session.query("message_history", key), session.query("message_reply", key))
