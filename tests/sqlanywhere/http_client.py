"""Requests to the modelled server in the same process, and what they left in the tables."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sms_callback.contract.selftest import PUBLIC_URL
from tests.sqlanywhere.http_target import LARGEST, ModelSession
from tests.sqlanywhere.machine import Database
from tests.sqlanywhere.web import Answer, Request, handle

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
TOKEN = "contract-primary-token"
STATUS = [("MessageSid", "SM1"), ("MessageStatus", "delivered"), ("To", "+15558675310")]


def sign(url: str, fields: list[tuple[str, str]] | None = None, secret: str = TOKEN, algorithm: str = "sha1") -> str:
    """Twilio's signature of a URL and the fields of a form."""
    text = url + "".join(
        name + value for name, value in sorted(set(fields or []), key=lambda pair: (pair[0].encode(), pair[1].encode()))
    )
    return base64.b64encode(hmac.digest(secret.encode(), text.encode(), algorithm)).decode()


@dataclass(frozen=True)
class Caller:
    """Somebody who calls the web services of a database."""

    database: Database

    def send(
        self,
        path: str,
        body: bytes | None = None,
        content_type: str | None = FORM,
        *,
        method: str | None = None,
        headers: dict[str, str] | None = None,
        address: str = "192.0.2.7",
    ) -> Answer:
        """One request; `path` goes over the wire as it is."""
        sent = {"Host": "db.example.com", **({"Content-Length": str(len(body))} if body is not None else {})}
        if body is not None and content_type is not None:
            sent["Content-Type"] = content_type
        request = Request(
            method or ("GET" if body is None else "POST"),
            path,
            tuple({**sent, **(headers or {})}.items()),
            body or b"",
            address,
        )
        return handle(self.database, request, max_request_size=LARGEST)

    def form(self, path: str, fields: list[tuple[str, str]], secret: str | None = TOKEN, **headers: str) -> Answer:
        """A form, signed as Twilio signs it."""
        signed = {"X-Twilio-Signature": sign(PUBLIC_URL + path, fields, secret)} if secret is not None else {}
        return self.send(path, urlencode(fields).encode(), headers={**signed, **headers})

    def journal(self) -> list[dict[str, Any]]:
        """The rows of `sms_callback`, oldest first, with `params` read."""
        with self.session() as session:
            rows = session.select(
                "SELECT provider, kind, url_kind, params, method, path, remote_addr, via, dedupe_key,"
                " hits, state, error FROM sms_callback ORDER BY callback_id"
            )
        return [{**row, "params": json.loads(str(row["params"]))} for row in rows]

    def params(self) -> Any:
        """The parameters of the only callback."""
        (row,) = self.journal()
        return row["params"]

    def log(self) -> str:
        """What the server's message log says."""
        return "\n".join(entry.text for entry in self.database.log)

    def sql(self, text: str) -> None:
        """The DBA changes something, and commits."""
        with self.session() as session:
            session.script(text)
            session.connection.commit()

    @contextmanager
    def session(self) -> Iterator[ModelSession]:
        with closing(self.database.connect("dba", "sql")) as connection:
            yield ModelSession(connection)


def body_hash(body: bytes) -> str:
    """What Twilio puts into the query for a body that is no form."""
    return f"bodySHA256={hashlib.sha256(body).hexdigest()}"
