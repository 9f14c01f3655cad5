"""What to paste into a provider's console."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.route import MASK, PREFIX
from sms_callback.adapter.secret import resolve
from sms_callback.model import Account

RETRY = "#rc=2&rp=ct,rt,5xx"
"""Asks Twilio to try twice again, also when the answer is late or 5xx; by itself it does so only without a connection.

https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

RETRY_PROVIDERS = frozenset({"twilio"})
"""Who reads that fragment."""

USES = {
    "": "all kinds on one URL: the content tells which it is",
    "status": "delivery reports",
    "inbound": "inbound messages",
    "fallback": "the second URL for inbound messages, if the first does not answer",
    "opt_out": "opt-outs",
}
"""The URL's kind → what it is for, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class CallbackUrl:
    """One URL of an account; its repr leaves it out, since it may carry a secret."""

    provider: str
    account: str
    kind: str
    use: str
    url: str = field(repr=False)


def callback_urls(
    public_url: PublicUrl, account: Account, kinds: Iterable[str], *, show_secret: bool = False
) -> list[CallbackUrl]:
    """The URLs of an account.

    Args:
        public_url: where providers reach the adapter.
        account: with its scheme and secrets.
        kinds: of the callbacks that this provider can send, as in `sms_provider_field`.
        show_secret: write the first secret out where the scheme puts it into the URL; else it is masked.

    Raises:
        SecretReferenceError: the secret is to be shown and its reference leads nowhere.
    """
    known = set(kinds)
    wanted = ["", *(kind for kind in USES if kind in known)]
    if "inbound" in known:
        wanted.insert(wanted.index("inbound") + 1, "fallback")
    secret = _secret(account, show=show_secret)
    start = str(public_url)
    if account.scheme == "basic":
        start = f"{public_url.scheme}://{secret}@{public_url.netloc}{public_url.prefix}"
    found = []
    for kind in wanted:
        path = PREFIX + "/".join(part for part in (account.provider, kind) if part)
        if account.scheme == "token":
            path += f"/{secret}"
        fragment = RETRY if account.provider in RETRY_PROVIDERS else ""
        found.append(CallbackUrl(account.provider, account.account, kind, USES[kind], f"{start}{path}{fragment}"))
    return found


def _secret(account: Account, *, show: bool) -> str:
    if not show or not account.secrets:
        return MASK
    user, colon, password = resolve(account.secrets[0]).partition(":")
    return quote(user, safe="") + colon + quote(password, safe="")
