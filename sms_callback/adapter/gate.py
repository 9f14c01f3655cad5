"""What a request must not be, whoever sends it: checked before its body is read, or understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sms_callback.adapter.answer import Answer, RefusedError
from sms_callback.adapter.params import FORM

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

METHODS = ("GET", "POST")

DEFAULT_THREADS = 64
"""Requests that a worker reads and checks at once; more of them may wait for the database."""

MAX_FIELDS = 10_000
"""Of a form; providers send fewer than a hundred, and each takes a hundred times its size."""


def check_method(environ: WSGIEnvironment) -> None:
    """Raise RefusedError unless the method is one of METHODS."""
    if environ["REQUEST_METHOD"] not in METHODS:
        raise RefusedError(Answer.text(405, "method not allowed", {"Allow": ", ".join(METHODS)}), "wrong method")


def check_encoding(environ: WSGIEnvironment) -> None:
    """Raise RefusedError for a compressed body: it could be a thousand times as long as it looks."""
    if environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in {"", "identity"}:
        # https://www.rfc-editor.org/rfc/rfc9110#section-15.5.16
        answer = Answer.text(415, "send the body without Content-Encoding", {"Accept-Encoding": "identity"})
        raise RefusedError(answer, "compressed body")


def check_fields(environ: WSGIEnvironment, body: bytes) -> None:
    """Raise RefusedError for a form with more than MAX_FIELDS."""
    if body.count(b"&") >= MAX_FIELDS and FORM in environ.get("CONTENT_TYPE", "").lower():
        raise RefusedError(Answer.text(413, "too many fields"), "too many fields")
