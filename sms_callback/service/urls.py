"""What to paste into a provider's console where it calls SQL Anywhere itself."""

from __future__ import annotations

from sms_callback.adapter.address import CallbackUrl, callback_urls
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.engine.base import Engine
from sms_callback.errors import SmsCallbackError
from sms_callback.operate.provider import provider_detail
from sms_callback.service.definition import PREFIX
from sms_callback.service.installer import PUBLIC_URL
from sms_callback.service.listing import demand, listed


def service_urls(
    engine: Engine, provider: str | None = None, public_url: PublicUrl | None = None, *, show_secret: bool = False
) -> list[CallbackUrl]:
    """The URLs of all accounts whose web service is there and enabled.

    Args:
        engine: the database.
        provider: only this one's.
        public_url: what providers call, up to the service's name; None: what `service install` has stored.
        show_secret: write the first secret out where it is part of the URL; else it is masked.

    Raises:
        SmsCallbackError: the engine has no web services, no public URL is stored, or nothing is to be called.
        SecretReferenceError: the secret is to be shown and its reference leads nowhere.
    """
    demand(engine)
    with engine.transaction(commit=False) as session:
        stored = {str(row["name"]): str(row["value"]) for row in session.query("service_settings")}
        enabled = {service.name for service in listed(session) if service.enabled}
    public = public_url or (PublicUrl.parse(stored[PUBLIC_URL]) if stored.get(PUBLIC_URL) else None)
    if public is None:
        raise SmsCallbackError(
            "No public URL is stored.", "Run: sms-callback service install --public-url https://sms.example.com"
        )
    found = [
        item
        for endpoint in engine.endpoints()
        if provider in {None, endpoint.provider}
        for account in endpoint.accounts
        for item in callback_urls(
            public,
            account,
            {str(row["kind"]) for row in provider_detail(engine, endpoint.provider).fields},
            show_secret=show_secret,
        )
        if PREFIX + "/".join(part for part in (item.provider, item.kind) if part) in enabled
    ]
    if not found:
        raise SmsCallbackError(
            f"No enabled web service and account{f' of {provider}' if provider else ''}.",
            "sms-callback service list, sms-callback account list show what is there.",
        )
    return found
