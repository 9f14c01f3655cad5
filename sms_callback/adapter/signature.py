"""How a request can prove where it comes from: one small function a scheme, all comparisons in constant time."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import parse_qs

from sms_callback.adapter.charset import encode
from sms_callback.adapter.form import Pairs
from sms_callback.adapter.head import Fields

SIGNATURE_HEADER = "X-Twilio-Signature"
SETTINGS_HEADER = "X-Twilio-Webhooks-Signature-Settings"
"""Names the algorithm where the webhook is signed with a shared key instead of the auth token (twilio-python 9.13)."""

BODY_HASH = "bodySHA256"
"""The query parameter by which the signature of a URL covers a body that is no form."""

ALGORITHMS = {"HMAC_SHA1": hashlib.sha1, "HMAC_SHA256": hashlib.sha256}
DEFAULT_ALGORITHM = "HMAC_SHA1"

_AUTHORITY_END = re.compile("[/?#]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What of a request can prove something.

    Args:
        url: as the provider called it, query string included.
        form: fields of a form body; [] where there is no body at all (GET); None for any other body.
        body: as sent.
        fields: of the request's header.
        token: the secret that the path carries.
        whole: its announced length was read; a chunked body may have been cut without the server saying so.
    """

    url: str = field(repr=False)
    form: Pairs | None = field(repr=False)
    body: bytes = field(repr=False)
    fields: Fields = field(repr=False)
    token: str | None = field(repr=False)
    whole: bool = field(default=True, repr=False)


Scheme: TypeAlias = Callable[[Evidence, Sequence[str]], bool]
"""Does one of these secrets (resolved) fit?"""


def twilio(evidence: Evidence, secrets: Sequence[str]) -> bool:
    """`X-Twilio-Signature`, as twilio-python's RequestValidator checks it, with and without port.

    A body that is no form needs `bodySHA256` in the URL, since nothing else would cover it.
    https://www.twilio.com/docs/usage/webhooks/webhooks-security
    """
    algorithm = algorithm_of(evidence.fields.get(SETTINGS_HEADER, ""))
    given = evidence.fields.get(SIGNATURE_HEADER, "")
    if algorithm not in ALGORITHMS or not given or not body_is_covered(evidence):
        return False
    return any(
        _same(twilio_signature(secret, text, algorithm), given)
        for secret in secrets
        for text in strings_to_sign(evidence.url, evidence.form or [])
    )


def token(evidence: Evidence, secrets: Sequence[str]) -> bool:
    """A secret as the last segment of the path."""
    return evidence.token is not None and any(_same(secret, evidence.token) for secret in secrets)


def basic(evidence: Evidence, secrets: Sequence[str]) -> bool:
    """`Authorization: Basic`; the secret is `user:password`."""
    kind, _, credentials = evidence.fields.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return False
    try:
        given = base64.b64decode(credentials.strip(), validate=True)
    except (binascii.Error, ValueError):
        return False
    return any(hmac.compare_digest(encode(secret), given) for secret in secrets)


def none(evidence: Evidence, secrets: Sequence[str]) -> bool:
    """Anybody. An account must ask for it by name."""
    del evidence, secrets
    return True


SCHEMES: Mapping[str, Scheme] = {"twilio": twilio, "token": token, "basic": basic, "none": none}

COVERING = frozenset({"twilio"})
"""Schemes whose proof fails if a part of the body is missing."""


def algorithm_of(settings: str) -> str:
    """The algorithm that a settings header (`key=…,algorithm=HMAC_SHA256`) names, in upper case; else the default."""
    for part in settings.split(","):
        name, _, value = part.partition("=")
        if name.strip() == "algorithm" and value.strip():
            return value.strip().upper()
    return DEFAULT_ALGORITHM


def body_is_covered(evidence: Evidence) -> bool:
    """Whether the signature of a request says something about its body."""
    if evidence.form is not None:
        return True
    expected = parse_qs(evidence.url.partition("?")[2]).get(BODY_HASH)
    if expected is None:
        return not evidence.body
    return _same(hashlib.sha256(evidence.body).hexdigest(), expected[0])


def strings_to_sign(url: str, form: Pairs) -> list[str]:
    """What Twilio may have signed: the URL without its port, and with it, each followed by the sorted fields.

    Twilio itself is not consistent about the port, so either counts.
    """
    pairs = {(name, value or "") for name, value in form}
    fields = "".join([name + value for name, value in sorted(pairs)])
    if not fields.isascii():
        # Twilio sorts bytes, of which some may be no UTF-8.
        fields = "".join([name + value for name, value in sorted(pairs, key=_as_bytes)])
    return [variant + fields for variant in port_variants(url)]


def twilio_signature(secret: str, text: str, algorithm: str = DEFAULT_ALGORITHM) -> str:
    """The signature of a string, in Base64.

    Args:
        secret: the auth token (or the shared key).
        text: of `strings_to_sign`.
        algorithm: one of ALGORITHMS.
    """
    mac = _keyed(secret, algorithm).copy()
    mac.update(encode(text))
    return base64.b64encode(mac.digest()).decode("ascii")


@lru_cache(maxsize=64)
def _keyed(secret: str, algorithm: str) -> hmac.HMAC:
    """To be copied. `hmac.digest` would let another thread run, and the request wait for its turn."""
    return hmac.new(encode(secret), digestmod=ALGORITHMS[algorithm])


def port_variants(url: str) -> tuple[str, str]:
    """A URL without its port, and with it; the scheme's own where it has none."""
    scheme, separator, rest = url.partition("://")
    authority = _AUTHORITY_END.split(rest, maxsplit=1)[0]
    path = rest.removeprefix(authority)
    host, colon, port = authority.rpartition(":")
    # The colons of an IPv6 address stand inside brackets.
    if not colon or not port.isdecimal():
        host, port = authority, "443" if scheme == "https" else "80"
    return f"{scheme}{separator}{host}{path}", f"{scheme}{separator}{host}:{port}{path}"


def _as_bytes(pair: tuple[str, str]) -> tuple[bytes, bytes]:
    return encode(pair[0]), encode(pair[1])


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(encode(expected), given.encode("utf-8", "surrogatepass"))
