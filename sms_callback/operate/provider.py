"""Providers: what the reference tables say of each."""

from __future__ import annotations

from dataclasses import dataclass

from sms_callback.engine.base import Engine, Session
from sms_callback.errors import SmsCallbackError
from sms_callback.model import Row, Value


@dataclass(frozen=True, slots=True)
class ProviderInfo:
    """A row of `sms_provider`, and how many words, codes and accounts it has."""

    provider: str
    title: str
    scheme: str
    time_zone: str
    currency: str | None
    idempotency_header: str | None
    docs_url: str | None
    status_words: int
    error_codes: int
    accounts: int


@dataclass(frozen=True, slots=True)
class ProviderDetail:
    """All that is known of a provider; the rows have the columns of their tables."""

    provider: ProviderInfo
    rules: list[Row]
    fields: list[Row]
    statuses: list[Row]
    errors: list[Row]
    answers: list[Row]
    keywords: list[Row]


def providers(engine: Engine) -> list[ProviderInfo]:
    """All providers by name."""
    with engine.transaction() as session:
        return _list(session)


def provider_detail(engine: Engine, name: str) -> ProviderDetail:
    """One provider.

    Raises:
        SmsCallbackError: no such provider.
    """
    with engine.transaction() as session:
        info = require_provider(session, name)
        parameters: dict[str, Value] = {"provider": name}
        return ProviderDetail(
            provider=info,
            rules=session.query("provider_rule", parameters),
            fields=session.query("provider_field", parameters),
            statuses=session.query("provider_status", parameters),
            errors=session.query("provider_error", parameters),
            answers=session.query("provider_answer", parameters),
            keywords=session.query("provider_keyword", parameters),
        )


def require_provider(session: Session, name: str) -> ProviderInfo:
    """The provider of this name.

    Raises:
        SmsCallbackError: no such provider; the hint names those that are there.
    """
    found = _list(session, name)
    if not found:
        known = ", ".join(info.provider for info in _list(session))
        raise SmsCallbackError(
            f"There is no provider '{name}'.",
            f"Known: {known}." if known else "Load the providers: sms-callback install.",
        )
    return found[0]


def _list(session: Session, name: str | None = None) -> list[ProviderInfo]:
    return [_info(row) for row in session.query("provider_list", {"provider": name})]


def _info(row: Row) -> ProviderInfo:
    def text(name: str) -> str | None:
        return None if row[name] is None else str(row[name])

    return ProviderInfo(
        provider=str(row["provider"]),
        title=str(row["title"]),
        scheme=str(row["scheme"]),
        time_zone=str(row["time_zone"]),
        currency=text("currency"),
        idempotency_header=text("idempotency_header"),
        docs_url=text("docs_url"),
        status_words=int(str(row["status_words"])),
        error_codes=int(str(row["error_codes"])),
        accounts=int(str(row["accounts"])),
    )
