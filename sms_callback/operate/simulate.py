"""Plays the provider: sends a running adapter the callbacks of one made-up message, signed as its account asks."""

from __future__ import annotations

import base64
import datetime as dt
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib import error, parse, request
from zoneinfo import ZoneInfo

from sms_callback.adapter.secret import resolve
from sms_callback.adapter.signature import SIGNATURE_HEADER, strings_to_sign, twilio_signature
from sms_callback.engine.base import Engine
from sms_callback.errors import SmsCallbackError
from sms_callback.model import Account
from sms_callback.operate.provider import provider_detail

TIMEOUT = 15.0
"""Seconds that a provider waits at most (Twilio's read timeout)."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One callback that was sent: its fields as they went out, and the adapter's answer."""

    fields: Mapping[str, Any]
    answer: int


@cache
def providers() -> dict[str, list[dict[str, Any]]]:
    """The sample callbacks of each provider; `{now}` is in its time zone, `{now_iso}` in UTC."""
    text = files("sms_callback.operate").joinpath("sample.json").read_text(encoding="utf-8")
    loaded: dict[str, list[dict[str, Any]]] = json.loads(text)
    return loaded


def simulate(engine: Engine, provider: str, server: str, public_url: str | None = None) -> tuple[str, list[Sent]]:
    """Send the sample callbacks of a provider for one new message.

    Args:
        engine: the database whose accounts the adapter uses: the first account of the provider proves the calls.
        provider: one of `providers()`.
        server: where the adapter listens, such as `http://127.0.0.1:8080`.
        public_url: what the adapter was started with, if that is not `server`: it is what gets signed.

    Returns:
        the message's id, and what was sent.

    Raises:
        SmsCallbackError: no account, no server there, or an answer other than 2xx.
    """
    account = _account(engine, provider)
    message_id = f"SM{uuid.uuid4().hex}"
    now = dt.datetime.now(dt.UTC)
    local = now.astimezone(ZoneInfo(provider_detail(engine, provider).provider.time_zone))
    filling = {
        "{id}": message_id,
        "{account}": account.account,
        "{now}": f"{local:%Y-%m-%d %H:%M:%S}",
        "{now_iso}": f"{now:%Y-%m-%dT%H:%M:%SZ}",
    }
    return message_id, [
        _send(sample, account, server.rstrip("/"), (public_url or server).rstrip("/"))
        for sample in _filled(providers()[provider], filling)
    ]


def _account(engine: Engine, provider: str) -> Account:
    for endpoint in engine.endpoints():
        if endpoint.provider == provider and endpoint.accounts:
            return endpoint.accounts[0]
    raise SmsCallbackError(
        f"There is no account of provider '{provider}' to sign for.", f"Add one: sms-callback account add {provider} …"
    )


def _filled(samples: list[dict[str, Any]], filling: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    text = json.dumps(samples)
    for name, value in filling.items():
        text = text.replace(name, json.dumps(value)[1:-1])
    yield from json.loads(text)


def _send(sample: dict[str, Any], account: Account, server: str, public_url: str) -> Sent:
    secret = resolve(account.secrets[0]) if account.secrets else ""
    segments = ["sms", account.provider]
    if "url_kind" in sample:
        segments.append(sample["url_kind"])
    if account.scheme == "token":
        segments.append(parse.quote(secret, safe=""))
    path = "/" + "/".join(segments)
    if "form" in sample:
        fields, content_type = sample["form"], "application/x-www-form-urlencoded"
        body = parse.urlencode(fields).encode()
    else:
        fields, content_type = sample["json"], "application/json"
        body = json.dumps(fields).encode()
    headers = {"Content-Type": content_type}
    if account.scheme == "twilio":
        headers[SIGNATURE_HEADER] = twilio_signature(
            secret, strings_to_sign(public_url + path, list(fields.items()))[0]
        )
    elif account.scheme == "basic":
        headers["Authorization"] = "Basic " + base64.b64encode(secret.encode()).decode("ascii")
    return Sent(fields, _post(server, path, body, headers))


class _NoRedirect(request.HTTPRedirectHandler):
    """A provider does not follow a redirect either."""

    def redirect_request(self, *_: Any) -> None:
        """None: the answer is the redirect itself."""


def _post(server: str, path: str, body: bytes, headers: Mapping[str, str]) -> int:
    try:
        call = request.Request(server + path, body, dict(headers), method="POST")  # noqa: S310 the user names the server
        with request.build_opener(_NoRedirect).open(call, timeout=TIMEOUT) as answer:
            return int(answer.status)
    except error.HTTPError as refused:
        hint = {
            301: "The web service takes https alone: give an https --url, or sms-callback service install --no-secure.",
            403: "Does it use the same database? If it was started with --public-url, give it here too: it is signed.",
            404: "Does the server use the same database? On SQL Anywhere see: sms-callback service list.",
        }.get(refused.code, "The server's log says why.")
        raise SmsCallbackError(f"The server at {server} answered {refused.code}.", hint) from None
    except (OSError, ValueError) as away:
        raise SmsCallbackError(
            f"There is no server at {server}: {away}.", "Start it with sms-callback serve, or name it with --url."
        ) from None
