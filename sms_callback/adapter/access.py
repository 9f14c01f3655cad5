"""May this request in? Networks and schemes of a provider's accounts."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Sequence
from enum import Enum

from sms_callback.adapter.secret import resolve
from sms_callback.adapter.signature import COVERING, SCHEMES, Evidence
from sms_callback.errors import SecretReferenceError
from sms_callback.model import Account, Endpoint

log = logging.getLogger(__name__)


class Verdict(Enum):
    """What accounts say to a request, the most telling first; the value is the reason for people."""

    ACCEPTED = "accepted"
    UNMEASURED = "form without a length"
    CHALLENGED = "no credentials yet"
    UNRESOLVED = "secret cannot be resolved"
    WRONG = "wrong or missing proof"
    NETWORK = "address not allowed"
    NO_ACCOUNT = "provider has no account"


def judge(endpoint: Endpoint, address: str, evidence: Evidence) -> Verdict:
    """Accepted if one account of the provider accepts.

    Args:
        endpoint: the provider.
        address: the other end of the socket, never a forwarded one.
        evidence: what the request proves.
    """
    verdicts = set()
    for account in endpoint.accounts:
        verdict = _judge(account, address, evidence)
        if verdict is Verdict.ACCEPTED:
            return verdict
        verdicts.add(verdict)
    return min(verdicts, key=list(Verdict).index, default=Verdict.NO_ACCOUNT)


def _judge(account: Account, address: str, evidence: Evidence) -> Verdict:
    if account.networks and not _inside(address, account.networks):
        return Verdict.NETWORK
    scheme = SCHEMES.get(account.scheme)
    if scheme is None:
        log.error("%s account %s: scheme %r is not known here", account.provider, account.account, account.scheme)
        return Verdict.WRONG
    secrets, resolved = _secrets(account)
    if scheme(evidence, secrets):
        # A form that was cut is a form, and so is nothing at all: what was cut off is missed by nobody. JSON that
        # was cut is no JSON.
        certain = evidence.whole or account.scheme in COVERING or (bool(evidence.body) and evidence.form is None)
        return Verdict.ACCEPTED if certain else Verdict.UNMEASURED
    # Twilio asks without credentials first and again after a 401 (https://www.twilio.com/docs/usage/security).
    if account.scheme == "basic" and "Authorization" not in evidence.fields:
        return Verdict.CHALLENGED
    return Verdict.WRONG if resolved else Verdict.UNRESOLVED


def _secrets(account: Account) -> tuple[list[str], bool]:
    """The account's secrets, and whether all of them could be resolved."""
    found = []
    for secret in account.secrets:
        try:
            found.append(resolve(secret))
        except SecretReferenceError as error:
            log.error("%s account %s: %s", account.provider, account.account, error.message)
    return found, len(found) == len(account.secrets)


def _inside(address: str, networks: Sequence[str]) -> bool:
    try:
        ip = ipaddress.ip_address(address)
        # A socket for both families shows IPv4 callers as ::ffff:192.0.2.1.
        ip = getattr(ip, "ipv4_mapped", None) or ip
        return any(ip in ipaddress.ip_network(network, strict=False) for network in networks)
    except ValueError:
        return False
