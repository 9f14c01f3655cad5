"""One request: what can prove where it comes from, and the callbacks that it brings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from sms_callback.adapter.head import Head
from sms_callback.adapter.params import Content, ParamSet, param_sets
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.route import Route
from sms_callback.adapter.signature import Evidence
from sms_callback.model import Callback, Endpoint


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
    def of(cls, head: Head, address: str, route: Route, public_url: PublicUrl, body: bytes) -> Request:
        """The parts of a request.

        Args:
            head: what came before its body.
            address: of the caller, as far as it can be believed.
            route: where the path leads.
            public_url: what the provider calls.
            body: as sent; that of a GET means nothing.
        """
        has_body = head.method == "POST"
        content = Content(head.fields.get("Content-Type") if has_body else "", body)
        evidence = Evidence(
            url=public_url.of(head.sent_path, head.query),
            form=content.form if has_body else [],
            body=body,
            fields=head.fields,
            token=route.token,
            whole=not has_body or "Content-Length" in head.fields,
        )
        received_at = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        return cls(
            route, head.method, route.masked(head.sent_path), address, head.query, content, evidence, received_at
        )

    def callbacks(self, endpoint: Endpoint) -> list[Callback]:
        """The callbacks of this request; each further one of a batch has the provider's token with its index."""
        header = endpoint.idempotency_header
        token = (self.evidence.fields.get(header) or None) if header else None
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
