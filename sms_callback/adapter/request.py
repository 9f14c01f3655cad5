"""One request: its body within limits, what can prove where it comes from, and the callbacks that it brings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from werkzeug.datastructures import EnvironHeaders

from sms_callback.adapter.answer import Answer, RefusedError
from sms_callback.adapter.params import Content, ParamSet, param_sets
from sms_callback.adapter.publicurl import PublicUrl, path_as_sent
from sms_callback.adapter.route import Route
from sms_callback.adapter.signature import Evidence
from sms_callback.model import Callback, Endpoint

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

DEFAULT_MAX_BODY = 1024 * 1024
"""Bytes of a body."""

_CHUNK = 64 * 1024
_LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Request:
    """What of a request goes further.

    `path` is as sent, without the token; `received_at` is UTC without zone.
    """

    route: Route
    method: str
    path: str
    address: str
    query: bytes = field(repr=False)
    content: Content
    evidence: Evidence
    received_at: dt.datetime

    @classmethod
    def read(cls, environ: WSGIEnvironment, route: Route, public_url: PublicUrl, body: bytes) -> Request:
        """Read it, save its body.

        Args:
            environ: of WSGI.
            route: where the path leads.
            public_url: what the provider calls.
            body: of `read_body`.
        """
        received_at = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        method = environ["REQUEST_METHOD"]
        has_body = method == "POST"
        content = Content(environ.get("CONTENT_TYPE", "") if has_body else "", body)
        query = environ.get("QUERY_STRING", "").encode("latin-1")
        path = path_as_sent(environ["PATH_INFO"], environ.get("REQUEST_URI"))
        evidence = Evidence(
            url=public_url.of(path, query),
            form=content.form if has_body else [],
            body=body,
            headers=EnvironHeaders(environ),
            token=route.token,
            whole=not has_body or bool(environ.get("CONTENT_LENGTH")),
        )
        address = environ.get("REMOTE_ADDR") or ""
        return cls(route, method, route.masked(path), address, query, content, evidence, received_at)

    def callbacks(self, endpoint: Endpoint) -> list[Callback]:
        """The callbacks of this request; each further one of a batch has the provider's token with its index."""
        header = endpoint.idempotency_header
        token = (self.evidence.headers.get(header) or None) if header else None
        return [
            self._callback(item, f"{token}:{index}" if token and index else token)
            for index, item in enumerate(param_sets(self.content, self.query))
        ]

    def _callback(self, item: ParamSet, token: str | None) -> Callback:
        return Callback(
            provider=self.route.provider,
            params=item.text,
            url_kind=self.route.url_kind,
            method=self.method,
            path=self.path,
            remote_addr=self.address or None,
            via=self.route.via,
            token=token,
            digest=item.digest,
            error=item.error,
            received_at=self.received_at,
        )


def read_body(environ: WSGIEnvironment, limit: int) -> bytes:
    """The whole body. That of a GET means nothing and is left unread.

    Args:
        environ: of WSGI.
        limit: bytes.

    Raises:
        RefusedError: it is longer, or says so (no more than the limit was read then); or it ends before its announced
            length: half a callback must not be stored.
    """
    if environ["REQUEST_METHOD"] != "POST":
        return b""
    announced = environ.get("CONTENT_LENGTH") or None
    if announced is None:
        # A chunked body, if the server says that it ends by itself; otherwise there is none.
        if not environ.get("wsgi.input_terminated"):
            return b""
        body = _read(environ["wsgi.input"], limit + 1)
        if len(body) > limit:
            raise _too_large()
        return body
    if not (announced.isascii() and announced.isdecimal()):
        raise _incomplete()
    if len(announced) > _LONGEST_NUMBER or int(announced) > limit:
        raise _too_large()
    body = _read(environ["wsgi.input"], int(announced))
    if len(body) < int(announced):
        raise _incomplete()
    return body


def _read(stream: IO[bytes], most: int) -> bytes:
    body = bytearray()
    while len(body) < most:
        try:
            chunk = stream.read(min(_CHUNK, most - len(body)))
        except OSError as error:
            raise _incomplete() from error
        if not chunk:
            break
        body += chunk
    return bytes(body)


def _too_large() -> RefusedError:
    return RefusedError(Answer.text(413, "the body is too large"), "body too large")


def _incomplete() -> RefusedError:
    return RefusedError(Answer.text(400, "the body is not complete"), "body not complete")
