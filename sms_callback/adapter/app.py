"""The WSGI application: where does a request go, may it in, what does it bring, and what does its sender want to hear.

| case | answer |
|---|---|
| stored, now or before; authentic but not parseable | what the provider wants to hear (200 by default) |
| no such path, unknown provider | 404 |
| neither GET nor POST | 405 |
| body or number of fields over the limit; not complete; compressed | 413; 400; 415 |
| wrong or missing proof, wrong address, provider without account | 403 |
| such a one, or a 404, too often from one address | 429 with Retry-After |
| scheme `basic`, no credentials yet | 401 |
| chunked form that no signature covers: it may have been cut | 411 |
| database and spool away, secret not to be resolved | 503 with Retry-After: nothing was stored |
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from sms_callback.adapter.access import Verdict, judge
from sms_callback.adapter.answer import Answer, RefusedError
from sms_callback.adapter.body import Bodies
from sms_callback.adapter.charset import decode
from sms_callback.adapter.endpoints import Endpoints
from sms_callback.adapter.gate import DEFAULT_THREADS, check_encoding, check_fields, check_method
from sms_callback.adapter.log import event
from sms_callback.adapter.metrics import Metrics
from sms_callback.adapter.proxy import Proxies
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.readiness import Readiness
from sms_callback.adapter.refusal import Refuser, not_stored
from sms_callback.adapter.request import DEFAULT_MAX_BODY, Request, read_body
from sms_callback.adapter.route import Alias, Route, Routes
from sms_callback.delivery.delivery import Delivery
from sms_callback.delivery.model import Stored
from sms_callback.engine.base import Engine
from sms_callback.model import Endpoint

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)

_LONGEST_LOGGED = 20
"""A longer unknown name in a path is not logged: it may be a token in the wrong place."""

_CHALLENGE = {"WWW-Authenticate": 'Basic realm="sms-callback", charset="UTF-8"'}


class Adapter:
    """The WSGI application. Safe to use from any thread.

    Args:
        engine: the database.
        public_url: what providers call.
        aliases: existing paths that lead to a provider.
        max_body: bytes that a body may have.
        delivery: stores callbacks; None: in the database alone.
        endpoints: providers and accounts; None: those of the database.
        readiness: whether that can be done now; None: whether the database answers.
        metrics: of this worker.
        proxies: whose word on the caller's address counts.
        bodies: that come in.
        threads: requests that are read and checked at once; more may wait for the database.
    """

    def __init__(
        self,
        engine: Engine,
        public_url: PublicUrl,
        aliases: Sequence[Alias] = (),
        max_body: int = DEFAULT_MAX_BODY,
        *,
        delivery: Delivery | None = None,
        endpoints: Endpoints | None = None,
        readiness: Readiness | None = None,
        metrics: Metrics | None = None,
        proxies: Proxies | None = None,
        bodies: Bodies | None = None,
        threads: int = DEFAULT_THREADS,
    ) -> None:
        self.metrics = metrics or Metrics()
        self._delivery = delivery or Delivery(engine, None, observer=self.metrics)
        self._endpoints = endpoints or Endpoints(engine)
        self._readiness = readiness or Readiness(engine, None)
        self._public_url = public_url
        self._routes = Routes(aliases)
        self._max_body = max_body
        self._proxies = proxies or Proxies()
        self._bodies = bodies or Bodies()
        self._places = threading.BoundedSemaphore(threads)
        self._refuser = Refuser()
        # Large bodies go one after another: a hostile one takes up to 100 times its size, which stays with its thread.
        self._large = ThreadPoolExecutor(1, "large")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = decode(environ["PATH_INFO"].encode("latin-1"))
        if path == "/healthz":
            answer = Answer.text(200, "ok")
        elif path == "/readyz":
            ready = self._readiness.check()
            answer = Answer.text(200 if ready else 503, ready.text)
        else:
            answer = self._receive(environ, self._routes.find(path))
        return answer.send(start_response)

    def _receive(self, environ: WSGIEnvironment, route: Route | None) -> Answer:
        """Take one callback, or several in one request; all are durable before the answer."""
        began = time.perf_counter()
        environ["REMOTE_ADDR"] = self._proxies.caller(
            environ.get("REMOTE_ADDR") or "", environ.get("HTTP_X_FORWARDED_FOR", "")
        )
        provider = ""
        try:
            if route is None:
                raise RefusedError(Answer.text(404, "not found"), "no such path")
            check_method(environ)
            endpoint = self._endpoint(route)
            provider = endpoint.provider
            check_encoding(environ)
            with closing(self._bodies.of(environ["wsgi.input"], int(environ["SERVER_PORT"]))) as incoming:
                environ["wsgi.input"] = incoming
                body = read_body(environ, self._max_body)
                check_fields(environ, body)
                work = partial(self._work, environ, route, endpoint, body, began)
                answer = self._large.submit(work).result() if incoming.large else work()
        except RefusedError as refused:
            answer = self._refused(refused, provider, route, environ["REMOTE_ADDR"])
        except Exception as error:  # noqa: BLE001
            answer = not_stored(provider, error)
        self.metrics.answered(provider, answer.status, time.perf_counter() - began)
        return answer

    def _work(self, environ: WSGIEnvironment, route: Route, endpoint: Endpoint, body: bytes, began: float) -> Answer:
        """Store the callbacks of a request that may in; the answer to the first."""
        with self._places:
            request = Request.read(environ, route, self._public_url, body)
            endpoint = self._admit(endpoint, request)
            callbacks = request.callbacks(endpoint)
        stored = self._delivery.store(callbacks, endpoint)
        if log.isEnabledFor(logging.DEBUG):
            _log_callback(endpoint.provider, stored, len(callbacks), time.perf_counter() - began)
        return Answer.of(stored)

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

    def _refused(self, refused: RefusedError, provider: str, route: Route | None, address: str) -> Answer:
        self.metrics.refused(provider, refused.reason)
        name = route.provider if route and len(route.provider) <= _LONGEST_LOGGED else "-"
        return self._refuser.answer(refused, provider or name, address)


def _log_callback(provider: str, stored: Stored, count: int, seconds: float) -> None:
    event(
        log,
        logging.DEBUG,
        "callback",
        provider=provider,
        id=stored.callback_id or "-",
        state=stored.state,
        duplicate=int(stored.duplicate),
        count=count,
        answer=stored.answer_status,
        ms=round(seconds * 1000, 1),
    )
