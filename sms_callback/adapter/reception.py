"""The way of a request: where does it go, may it in, what does it bring, and what does its sender want to hear.

| case | answer |
|---|---|
| stored, now or before; authentic but not parseable | what the provider wants to hear (200 by default) |
| no such path, unknown provider | 404 |
| neither GET nor POST | 405 |
| body or number of fields over the limit; not complete; compressed; too slow | 413; 400; 415; 408 |
| wrong or missing proof, wrong address, provider without account | 403 |
| such a one, or a 404, too often from one address | 429 with Retry-After |
| scheme `basic`, no credentials yet | 401 |
| chunked form that no signature covers: it may have been cut | 411 |
| database and spool away, secret not to be resolved | 503 with Retry-After: nothing was stored |
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from sms_callback.adapter.access import Verdict, judge
from sms_callback.adapter.answer import Answer, RefusedError
from sms_callback.adapter.endpoints import Endpoints
from sms_callback.adapter.gate import DEFAULT_MAX_BODY, bytes_to_read, check_body, check_head
from sms_callback.adapter.head import Head
from sms_callback.adapter.log import event
from sms_callback.adapter.metrics import Metrics
from sms_callback.adapter.proxy import Proxies
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.readiness import Readiness
from sms_callback.adapter.refusal import Refuser, not_stored
from sms_callback.adapter.request import Request
from sms_callback.adapter.route import Alias, Route, Routes
from sms_callback.delivery.delivery import Delivery
from sms_callback.delivery.model import Stored
from sms_callback.delivery.pending import Steps, Wait
from sms_callback.engine.base import Engine
from sms_callback.model import Endpoint

log = logging.getLogger(__name__)

_LONGEST_LOGGED = 20
"""A longer unknown name in a path is not logged: it may be a token in the wrong place."""

_CHALLENGE = {"WWW-Authenticate": 'Basic realm="sms-callback", charset="UTF-8"'}

T = TypeVar("T")


LARGE = 32 * 1024
"""Bytes of a large body: such a one is worked on with `Reception.in_turn`."""


@dataclass(frozen=True, slots=True)
class WantedBody:
    """Yielded: go on with the body, or `most` bytes if it is longer; or with why it could not be read."""

    most: int


Receiving: TypeAlias = Generator[Wait | WantedBody, bytes | RefusedError | None, Answer]
"""The steps of a request: as `Steps`, and perhaps once a `WantedBody`."""


class Reception:
    """Receives requests, by whichever interface of a server they come. Safe to use from any thread.

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
    ) -> None:
        self.metrics = metrics or Metrics()
        self._delivery = delivery or Delivery(engine, None, observer=self.metrics)
        self._endpoints = endpoints or Endpoints(engine)
        self._readiness = readiness or Readiness(engine, None)
        self._public_url = public_url
        self._routes = Routes(aliases)
        self._max_body = max_body
        self._proxies = proxies or Proxies()
        self._refuser = Refuser()
        self._large = ThreadPoolExecutor(1, "large")

    def receive(self, head: Head) -> Receiving:
        """Answer a request."""
        if head.path == "/healthz":
            return Answer.text(200, "ok")
        if head.path == "/readyz":
            ready = yield from self._readiness.check()
            return Answer.text(200 if ready else 503, ready.text)
        return (yield from self._receive(head, self._routes.find(head.path)))

    def in_turn(self, work: Callable[[], T]) -> Future[T]:
        """Do work on a large body, one after another: a hostile one takes up to 100 times its size of memory."""
        return self._large.submit(work)

    def _receive(self, head: Head, route: Route | None) -> Receiving:
        """Take one callback, or several in one request; all are durable before the answer."""
        began = time.perf_counter()
        address = self._proxies.caller(head.peer, head.fields.get("X-Forwarded-For"))
        provider = ""
        try:
            if route is None:
                raise RefusedError(Answer.text(404, "not found"), "no such path")
            check_head(head)
            endpoint = yield from self._endpoint(route)
            provider = endpoint.provider
            body = yield from self._body(head)
            request = Request.of(head, address, route, self._public_url, body)
            endpoint = yield from self._admit(endpoint, request)
            callbacks = request.callbacks(endpoint)
            stored = yield from self._delivery.store(callbacks, endpoint)
            answer = Answer.of(stored)
            if log.isEnabledFor(logging.DEBUG):
                _log_callback(provider, stored, len(callbacks), time.perf_counter() - began)
        except RefusedError as refused:
            answer = self._refused(refused, provider, route, address)
        except Exception as error:  # noqa: BLE001
            answer = not_stored(provider, error)
        self.metrics.answered(provider, answer.status, time.perf_counter() - began)
        return answer

    def _body(self, head: Head) -> Generator[WantedBody, bytes | RefusedError | None, bytes]:
        """The whole body, within limits."""
        most = bytes_to_read(head, self._max_body)
        body = (yield WantedBody(most)) if most else b""
        if isinstance(body, RefusedError):
            raise body
        check_body(head, body or b"", self._max_body)
        return body or b""

    def _endpoint(self, route: Route) -> Steps[Endpoint]:
        """The provider of a route, with at least one account."""
        found = yield from self._endpoints.find(route.provider)
        if (found is None or not found.accounts) and (yield from self._endpoints.refresh()):
            found = yield from self._endpoints.find(route.provider)
        if found is None:
            raise RefusedError(Answer.text(404, "not found"), "unknown provider")
        if not found.accounts:
            reason = "the provider has no account: sms-callback account add"
            raise RefusedError(Answer.text(403, "forbidden"), reason)
        return found

    def _admit(self, endpoint: Endpoint, request: Request) -> Steps[Endpoint]:
        """The endpoint, perhaps read again, one of whose accounts lets the request in."""
        verdict = judge(endpoint, request.address, request.evidence)
        if verdict is not Verdict.ACCEPTED and (yield from self._endpoints.refresh()):
            endpoint = (yield from self._endpoints.find(endpoint.provider)) or endpoint
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
