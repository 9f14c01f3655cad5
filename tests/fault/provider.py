"""A provider: an endless stream of signed callbacks, in the order in which a network mixes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

PUBLIC = "https://sms.example.com"
PATH = "/sms/twilio"
ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "fault-suite-token"
WORDS = ("queued", "sent", "delivered")
"""What is told of each message; a later one has the higher rank."""
INBOUND = "received"

_MIXED = 40
"""Callbacks that are on their way at once: each of them may be the next to arrive."""

_INBOUND_EVERY = 8


@dataclass(frozen=True, slots=True)
class Sent:
    """One callback. `message_id` and `word` tell it from every other one; `head` and `body` are its HTTP request."""

    message_id: str
    word: str
    head: bytes
    body: bytes

    @property
    def key(self) -> tuple[str, str]:
        return self.message_id, self.word


class Provider:
    """Makes callbacks, each of them once.

    Args:
        name: what its message ids begin with.
        seed: of the order.
    """

    def __init__(self, name: str, seed: int) -> None:
        self._name = name
        self._random = Random(seed)  # noqa: S311
        self._validator = RequestValidator(TOKEN)

    def callbacks(self) -> Iterator[Sent]:
        """Three statuses of each message, and between them inbound messages."""
        waiting: list[dict[str, str]] = []
        number = 0
        while True:
            while len(waiting) < _MIXED:
                waiting += self._message(number)
                number += 1
            yield self._signed(waiting.pop(self._random.randrange(len(waiting))))

    def _message(self, number: int) -> list[dict[str, str]]:
        phone = f"+4479460{number % 100000:05}"
        fixed = {"MessageSid": f"SM{self._name}{number:08}", "AccountSid": ACCOUNT, "ApiVersion": "2010-04-01"}
        if number % _INBOUND_EVERY == 0:
            inbound = {"From": phone, "To": "+447946000000", "Body": f"Hello £{number} \N{WAVING HAND SIGN}"}
            return [{**fixed, **inbound, "NumMedia": "0", "SmsStatus": INBOUND}]
        status = {**fixed, "From": "+447946000000", "To": phone}
        return [{**status, "MessageStatus": word, "SmsStatus": word} for word in WORDS]

    def _signed(self, params: dict[str, str]) -> Sent:
        signature = self._validator.compute_signature(PUBLIC + PATH, params)
        body = urlencode(params).encode()
        headers = [
            f"POST {PATH} HTTP/1.1",
            "Host: sms.example.com",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            f"X-Twilio-Signature: {signature}",
        ]
        # Half of them bring Twilio's token, so that both forms of the duplicate key are met.
        if self._random.random() < 0.5:
            headers.append(f"I-Twilio-Idempotency-Token: {self._random.getrandbits(128):032x}")
        head = "\r\n".join([*headers, "", ""]).encode()
        return Sent(params["MessageSid"], params["SmsStatus"], head, body)
