"""What a request must not be, whoever sends it: checked before its content is understood."""

from __future__ import annotations

from sms_callback.adapter.answer import Answer, RefusedError
from sms_callback.adapter.head import Head
from sms_callback.adapter.params import FORM

METHODS = ("GET", "POST")

DEFAULT_MAX_BODY = 1024 * 1024
"""Bytes of a body."""

DEFAULT_READ_SECONDS = 10.0
"""Seconds that a sender may take for its headers, and again for its body."""

MAX_FIELDS = 10_000
"""Of a form; providers send fewer than a hundred, and each takes a hundred times its size."""

_LONGEST_NUMBER = 18


def check_head(head: Head) -> None:
    """Raise RefusedError for another method than METHODS, and for a compressed body."""
    if head.method not in METHODS:
        raise RefusedError(Answer.text(405, "method not allowed", {"Allow": ", ".join(METHODS)}), "wrong method")
    if head.fields.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
        # It could be a thousand times as long as it looks. https://www.rfc-editor.org/rfc/rfc9110#section-15.5.16
        answer = Answer.text(415, "send the body without Content-Encoding", {"Accept-Encoding": "identity"})
        raise RefusedError(answer, "compressed body")


def bytes_to_read(head: Head, limit: int) -> int:
    """How many bytes of the body to read, at most; that of a GET means nothing and is left unread.

    Args:
        head: of the request.
        limit: bytes that a body may have. One more is read where it says nothing of its length.

    Raises:
        RefusedError: it says that it is longer, or nothing that can be understood.
    """
    if head.method != "POST":
        return 0
    announced = head.fields.get("Content-Length")
    if not announced:
        # A chunked body, if the server says that it ends by itself; otherwise there is none.
        return limit + 1 if head.ends else 0
    if not (announced.isascii() and announced.isdecimal()):
        raise incomplete()
    if len(announced) > _LONGEST_NUMBER or int(announced) > limit:
        raise _too_large()
    return int(announced)


def check_body(head: Head, body: bytes, limit: int) -> None:
    """Raise RefusedError for a body over the limits, and for one that ends before its length: half a callback."""
    if len(body) > limit:
        raise _too_large()
    if head.method == "POST" and len(body) < int(head.fields.get("Content-Length") or 0):
        raise incomplete()
    if body.count(b"&") >= MAX_FIELDS and FORM in head.fields.get("Content-Type").lower():
        raise RefusedError(Answer.text(413, "too many fields"), "too many fields")


def incomplete() -> RefusedError:
    """The sender hung up in the middle of a body, or counts wrong."""
    return RefusedError(Answer.text(400, "the body is not complete"), "body not complete")


def late() -> RefusedError:
    """The sender takes too long for its body, and is hung up on."""
    return RefusedError(Answer.text(408, "the body took too long", {"Connection": "close"}), "slow body")


def _too_large() -> RefusedError:
    return RefusedError(Answer.text(413, "the body is too large"), "body too large")
