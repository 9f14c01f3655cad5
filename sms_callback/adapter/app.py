"""The WSGI application, for any server of that interface: each request has a thread until it is answered."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import IO, TYPE_CHECKING

from werkzeug.datastructures import EnvironHeaders

from sms_callback.adapter.answer import RefusedError
from sms_callback.adapter.charset import decode
from sms_callback.adapter.gate import incomplete
from sms_callback.adapter.head import Fields, Head
from sms_callback.adapter.publicurl import path_as_sent
from sms_callback.adapter.reception import LARGE, Reception, WantedBody
from sms_callback.delivery.pending import run

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_CHUNK = 64 * 1024


class Adapter:
    """The WSGI application. Safe to use from any thread.

    How long a body may take is for the server to say.

    Args:
        reception: answers.
    """

    def __init__(self, reception: Reception) -> None:
        self.reception = reception

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        steps = self.reception.receive(_head(environ))
        answer = run(steps)
        if isinstance(answer, WantedBody):
            body = _read(environ["wsgi.input"], answer.most)
            go_on = partial(run, steps, body)
            large = isinstance(body, bytes) and len(body) > LARGE
            answer = self.reception.in_turn(go_on).result() if large else go_on()
        return answer.send(start_response)


def _head(environ: WSGIEnvironment) -> Head:
    # WSGI's text has each byte as one character.
    path = environ["PATH_INFO"].encode("latin-1")
    return Head(
        method=environ["REQUEST_METHOD"],
        path=decode(path),
        sent_path=path_as_sent(path, environ.get("REQUEST_URI")),
        query=environ.get("QUERY_STRING", "").encode("latin-1"),
        fields=Fields(EnvironHeaders(environ)),
        peer=environ.get("REMOTE_ADDR") or "",
        ends=bool(environ.get("wsgi.input_terminated")),
    )


def _read(stream: IO[bytes], most: int) -> bytes | RefusedError:
    body = bytearray()
    while len(body) < most:
        try:
            chunk = stream.read(min(_CHUNK, most - len(body)))
        except OSError:
            return incomplete()
        if not chunk:
            break
        body += chunk
    return bytes(body)
