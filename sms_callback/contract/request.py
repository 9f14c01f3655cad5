"""From a case's `send` to the bytes of an HTTP request, signed as Twilio signs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus, urlencode

from sms_callback.contract.model import Json, Pairs, Send

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "contract-case-boundary"


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as it goes over the wire; `target` is the path with the query."""

    method: str
    target: str
    headers: Pairs = field(repr=False)
    body: bytes = field(repr=False)


def build(send: Send, public_url: str) -> Request:
    """Make the request of a case's step.

    Args:
        send: the step.
        public_url: what the provider sees instead of the server's own address, without a slash at the end.
    """
    query = send.query
    if send.body_hash:
        query = (*query, ("bodySHA256", hashlib.sha256(send.body).hexdigest()))
    target = quote(send.path, safe="/%") + (f"?{urlencode(query, quote_via=quote)}" if query else "")
    headers = list(send.headers)
    if send.content_type is not None:
        headers.append(("Content-Type", send.content_type))
    if send.secret is not None:
        headers.append(("X-Twilio-Signature", signature(send.secret, public_url + target, send.form)))
    return Request(send.method, target, tuple(headers), send.body)


def signature(secret: str, url: str, form: Pairs) -> str:
    """Twilio's signature, after https://www.twilio.com/docs/usage/webhooks/webhooks-security.

    Args:
        secret: the account's auth token.
        url: the whole public URL with its query.
        form: the decoded fields of a form body; a repeated name counts once for each different value.
    """
    text = url + "".join(name + value for name, value in sorted(set(form)))
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def pairs(value: Json) -> Pairs:
    """Names and values of a JSON object (a list repeats the name) or of a list of pairs."""
    items = value.items() if isinstance(value, dict) else [(name, text) for name, text in _pair_list(value)]
    return tuple(
        (str(name), str(element)) for name, text in items for element in (text if isinstance(text, list) else [text])
    )


def form_body(fields: Pairs, charset: str) -> bytes:
    """An urlencoded form in a charset."""
    return "&".join(f"{_quoted(name, charset)}={_quoted(text, charset)}" for name, text in fields).encode("ascii")


def multipart_body(fields: Pairs) -> tuple[str, bytes]:
    """A multipart form: its content type and its bytes."""
    parts = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in fields
    )
    return f"multipart/form-data; boundary={BOUNDARY}", f"{parts}--{BOUNDARY}--\r\n".encode()


def json_body(value: Json) -> bytes:
    """JSON with everything beyond ASCII escaped, so that a lone surrogate can be sent."""
    return json.dumps(value).encode("ascii")


def _quoted(text: str, charset: str) -> str:
    return quote_plus(text.encode(charset))


def _pair_list(value: Json) -> list[tuple[str, Json]]:
    if not isinstance(value, list):
        raise ValueError(f"an object or a list of pairs is expected, not {value!r}")
    found: list[tuple[str, Json]] = []
    for pair in value:
        if not (isinstance(pair, list) and len(pair) == 2):
            raise ValueError(f"a pair is expected, not {pair!r}")
        found.append((str(pair[0]), pair[1]))
    return found
