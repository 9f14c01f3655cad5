"""HTTP answers, and the refusal of a request as an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from sms_callback.delivery.model import Stored

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

RETRY_AFTER = "30"
"""Seconds after which a provider may try again when a callback was not stored for our own reasons."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def text(cls, status: int, text: str, headers: Mapping[str, str] | None = None) -> Answer:
        """A plain text."""
        return cls(status, text.encode(), {"Content-Type": "text/plain; charset=utf-8", **(headers or {})})

    @classmethod
    def later(cls) -> Answer:
        """Not stored for our own reasons: the same request may succeed later."""
        return cls.text(HTTPStatus.SERVICE_UNAVAILABLE, "not stored, try again", {"Retry-After": RETRY_AFTER})

    @classmethod
    def of(cls, stored: Stored) -> Answer:
        """What the provider wants to hear, as the database says, or its rows as they were read last."""
        headers = {"Content-Type": stored.answer_type} if stored.answer_type else {}
        return cls(stored.answer_status, stored.answer_body.encode("utf-8", "replace"), headers)

    def send(self, start_response: StartResponse) -> list[bytes]:
        """As WSGI wants it."""
        try:
            phrase = HTTPStatus(self.status).phrase
        except ValueError:
            phrase = "Unnamed"
        headers = [*self.headers.items()]
        if self.status == HTTPStatus.NO_CONTENT:
            # No length and no body here: https://www.rfc-editor.org/rfc/rfc9110#section-8.6
            start_response(f"{self.status} {phrase}", headers)
            return []
        start_response(f"{self.status} {phrase}", [*headers, ("Content-Length", str(len(self.body)))])
        return [self.body]


class RefusedError(Exception):
    """A request is not let in.

    Args:
        answer: for the caller.
        reason: for the log and the counters; one of a fixed set, never a text from the request.
    """

    def __init__(self, answer: Answer, reason: str) -> None:
        super().__init__(reason)
        self.answer = answer
        self.reason = reason
