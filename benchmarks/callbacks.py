"""The callbacks that are sent: made beforehand, signed as Twilio signs, each of them once in a database's life."""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.paths import WORK

ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 (nobody's)
PUBLIC = "https://sms.example.com"
PATH = "/sms/twilio"
STATUSES = ("queued", "sent", "delivered")
BLOCK = 1000
"""Messages whose first reports all come before their second ones: in life, too, a message's reports are seconds apart,
so that no application waits for the row lock of another report of the same message."""


@dataclass(frozen=True, slots=True)
class Callbacks:
    """An endless row of different callbacks.

    Args:
        seed: two rows with the same one are the same.
    """

    seed: str

    def message(self, index: int) -> tuple[str, str]:
        """Message and status of a callback."""
        block, rest = divmod(index, BLOCK * len(STATUSES))
        turn, within = divmod(rest, BLOCK)
        return self.message_id(block * BLOCK + within), STATUSES[turn]

    def message_id(self, number: int) -> str:
        """The id of a message, as Twilio gives them."""
        return "SM" + hashlib.md5(f"{self.seed}/{number}".encode(), usedforsecurity=False).hexdigest()

    def request(self, index: int) -> bytes:
        """A whole HTTP request."""
        return request(*self.message(index))


def fields(message_id: str, status: str) -> dict[str, str]:
    """What Twilio sends of a status: nine fields, and the carrier's time with `delivered`.

    https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
    """
    number = int(message_id[-8:], 16)
    given = {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "From": f"+150171226{number % 100:02}",
        "MessageSid": message_id,
        "MessageStatus": status,
        "MessagingServiceSid": "MG00000000000000000000000000000001",
        "SmsSid": message_id,
        "SmsStatus": status,
        "To": f"+1555{number % 10_000_000:07}",
    }
    return {**given, "RawDlrDoneDate": "2611211200"} if status == "delivered" else given


def request(message_id: str, status: str) -> bytes:
    """A callback as an HTTP request, with the signature and the idempotency token that Twilio adds."""
    given = fields(message_id, status)
    body = urlencode(given)
    signed = PUBLIC + PATH + "".join(name + given[name] for name in sorted(given))
    signature = base64.b64encode(hmac.digest(TOKEN.encode(), signed.encode(), "sha1")).decode()
    token = uuid.UUID(hashlib.md5(f"{message_id}/{status}".encode(), usedforsecurity=False).hexdigest())
    return (
        f"POST {PATH} HTTP/1.1\r\n"
        "Host: sms.example.com\r\n"
        "User-Agent: TwilioProxy/1.1\r\n"
        "Accept: */*\r\n"
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
        f"I-Twilio-Idempotency-Token: {token}\r\n"
        f"X-Twilio-Signature: {signature}\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"\r\n{body}"
    ).encode()


def request_file(count: int, seed: str = "throughput") -> Path:
    """The first `count` requests of a row of callbacks, each after its length in four digits."""
    path = WORK / f"requests-{seed}-{count}.bin"
    if not path.exists():
        row = Callbacks(seed)
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            for index in range(count):
                text = row.request(index)
                file.write(b"%04d%b" % (len(text), text))
        part.rename(path)
    return path
