"""What web services a database has."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sms_callback.engine.base import Engine, Session
from sms_callback.errors import SmsCallbackError
from sms_callback.model import Row
from sms_callback.service.definition import web_services

ENGINE = "sqlanywhere"

UNREADABLE = "The web services of SQL Anywhere cannot read a reference: where no other secret fits, they answer 503."
"""Why a secret that is named by its place is no good there."""


class ServiceState(StrEnum):
    """The state of a web service."""

    CURRENT = "current"
    EDITED = "edited"
    FOREIGN = "not ours"


@dataclass(frozen=True, slots=True)
class ListedService:
    """A web service of the database: `state` says whether it is as `service install` made it."""

    name: str
    state: ServiceState
    enabled: bool
    secure: bool
    user: str | None
    statement: str = field(repr=False)


def list_services(engine: Engine) -> list[ListedService]:
    """The services that are ours, and those that have a name of ours.

    Raises:
        SmsCallbackError: the engine has no web services.
    """
    demand(engine)
    with engine.transaction(commit=False) as session:
        return listed(session)


def listed(session: Session) -> list[ListedService]:
    """The same, inside a transaction."""
    return [_listed(row) for row in session.query("service_list")]


def serves(session: Session, provider: str) -> bool:
    """Whether `service install` has made web services of this provider."""
    made = {row["object"] for row in session.query("service_recorded")}
    return not made.isdisjoint(service.object for service in web_services([provider]))


def demand(engine: Engine) -> None:
    """Refuse an engine without a web server of its own.

    Raises:
        SmsCallbackError: it is another than SQL Anywhere.
    """
    if engine.name != ENGINE:
        raise SmsCallbackError(
            f"{engine.label} has no web server of its own: only SQL Anywhere has one.",
            "Run the adapter: sms-callback serve --help",
        )


def _listed(row: Row) -> ListedService:
    if row["source"] is None:
        state = ServiceState.FOREIGN
    else:
        state = ServiceState.CURRENT if row["catalogue"] == row["now"] else ServiceState.EDITED
    return ListedService(
        name=str(row["name"]),
        state=state,
        enabled=row["enabled"] == "Y",
        secure=row["secure"] == "Y",
        user=None if row["service_user"] is None else str(row["service_user"]),
        statement=str(row["statement"] or ""),
    )
