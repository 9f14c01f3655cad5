"""The WSGI application: where does a request go, may it in, what does it bring, and what does its sender want to hear.

| case | answer |
|---|---|
| stored, now or before; authentic but not parseable | what the provider wants to hear (200 by default) |
| no such path, unknown provider | 404 |
| neither GET nor POST | 405 |
| body over the limit; not complete | 413; 400 |
| wrong or missing proof, wrong address, provider without account | 403 |
| scheme `basic`, no credentials yet | 401 |
| chunked form that no signature covers: it may have been cut | 411 |
| database away, secret not to be resolved | 503 with Retry-After: nothing was stored |
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from sms_callback.adapter.access import Verdict, judge
from sms_callback.adapter.answer import Answer, RefusedError
from sms_callback.adapter.charset import decode
from sms_callback.adapter.counter import Counters
from sms_callback.adapter.endpoints import Endpoints
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.request import DEFAULT_MAX_BODY, Request, read_body
from sms_callback.adapter.route import Alias, Route, Routes
from sms_callback.engine.base import Engine
from sms_callback.errors import DatabaseAwayError, NotInstalledError, SmsCallbackError
from sms_callback.model import Endpoint, Outcome

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)

METHODS = ("GET", "POST")

_LONGEST_LOGGED = 20
"""A longer unknown name in a path is not logged: it may be a token in the wrong place."""

_LARGE = 32 * 1024
"""Bytes of a body that is worked in a thread for such, one after another: a hostile one takes up to 100 times its size,
and the C library keeps what a thread once had."""

_CHALLENGE = {"WWW-Authenticate": 'Basic realm="sms-callback", charset="UTF-8"'}


class Adapter:
    """The WSGI application. Safe to use from any thread.

    Args:
        engine: the database.
        public_url: what providers call.
        aliases: existing paths that lead to a provider.
        max_body: bytes that a body may have.
    """

    def __init__(
        self, engine: Engine, public_url: PublicUrl, aliases: Sequence[Alias] = (), max_body: int = DEFAULT_MAX_BODY
    ) -> None:
        self.counters = Counters()
        self._engine = engine
        self._endpoints = Endpoints(engine)
        self._public_url = public_url
        self._routes = Routes(aliases)
        self._max_body = max_body
        self._large = ThreadPoolExecutor(1, "large")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = decode(environ["PATH_INFO"].encode("latin-1"))
        if path == "/healthz":
            answer = Answer.text(200, "ok")
        elif path == "/readyz":
            answer = self._readiness()
        else:
            answer = self._receive(environ, self._routes.find(path))
        return answer.send(start_response)

    def _readiness(self) -> Answer:
        try:
            self._engine.ping()
        except SmsCallbackError as error:
            self._database_failed("", error)
            return Answer.text(503, "the database does not answer")
        return Answer.text(200, "ok")

    def _receive(self, environ: WSGIEnvironment, route: Route | None) -> Answer:
        """Take one callback, or several in one request; each is committed before the answer."""
        known = ""
        try:
            if route is None:
                raise RefusedError(Answer.text(404, "not found"), "no such path")
            if environ["REQUEST_METHOD"] not in METHODS:
                raise RefusedError(
                    Answer.text(405, "method not allowed", {"Allow": ", ".join(METHODS)}), "wrong method"
                )
            endpoint = self._endpoint(route)
            known = endpoint.provider
            body = read_body(environ, self._max_body)
            request = partial(self._work, environ, route, endpoint, body)
            outcome = self._large.submit(request).result() if len(body) > _LARGE else request()
        except RefusedError as refused:
            self.counters.add(f"refused: {refused.reason}", known)
            name = route.provider if route and len(route.provider) <= _LONGEST_LOGGED else "-"
            address = environ.get("REMOTE_ADDR") or "-"
            log.warning("refused: provider=%s address=%s reason=%s", known or name, address, refused.reason)
            return refused.answer
        except SmsCallbackError as error:
            self._database_failed(known, error)
            return Answer.later()
        self.counters.add("stored", known)
        return Answer.of(outcome)

    def _work(self, environ: WSGIEnvironment, route: Route, endpoint: Endpoint, body: bytes) -> Outcome:
        """Store the callbacks of a request that may in; what became of the first."""
        request = Request.read(environ, route, self._public_url, body)
        endpoint = self._admit(endpoint, request)
        return self._engine.deliver(request.callbacks(endpoint))[0]

    def _endpoint(self, route: Route) -> Endpoint:
        """The provider of a route, with at least one account."""
        found = self._endpoints.find(route.provider)
        if (found is None or not found.accounts) and self._endpoints.refresh():
            found = self._endpoints.find(route.provider)
        if found is None:
            raise RefusedError(Answer.text(404, "not found"), "unknown provider")
        if not found.accounts:
            reason = "the provider has no account: sms-callback account add"
            raise RefusedError(Answer.text(403, "forbidden"), reason)
        return found

    def _admit(self, endpoint: Endpoint, request: Request) -> Endpoint:
        """The endpoint, perhaps read again, one of whose accounts lets the request in."""
        verdict = judge(endpoint, request.address, request.evidence)
        if verdict is not Verdict.ACCEPTED and self._endpoints.refresh():
            endpoint = self._endpoints.find(endpoint.provider) or endpoint
            verdict = judge(endpoint, request.address, request.evidence)
        match verdict:
            case Verdict.ACCEPTED:
                return endpoint
            case Verdict.CHALLENGED:
                raise RefusedError(Answer.text(401, "credentials wanted", _CHALLENGE), verdict.value)
            case Verdict.UNMEASURED:
                raise RefusedError(Answer.text(411, "a form needs a Content-Length"), verdict.value)
            case Verdict.UNRESOLVED:
                raise RefusedError(Answer.later(), verdict.value)
            case _:
                raise RefusedError(Answer.text(403, "forbidden"), verdict.value)

    def _database_failed(self, provider: str, error: SmsCallbackError) -> None:
        self.counters.add("database failed", provider)
        # What a database says of a refused statement may repeat a parameter.
        text = error.message if isinstance(error, DatabaseAwayError | NotInstalledError) else "details withheld"
        log.error("database: provider=%s %s: %s", provider or "-", type(error).__name__, text)
