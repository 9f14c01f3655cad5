"""A request and its answer, as bytes on the wire mean them."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import unquote_to_bytes


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; `target` is as it came (`/sms/twilio?a=1`), headers keep order and spelling."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    remote_addr: str = "127.0.0.1"
    version: str = "HTTP/1.1"
    secure: bool = False

    def header(self, name: str) -> str | None:
        """The first header of this name; None: it was not sent."""
        for known, value in self.headers:
            if known.casefold() == name.casefold():
                return value
        return None

    @property
    def path(self) -> str:
        """The path, percent-decoded."""
        return unquote_to_bytes(self.target.partition("?")[0]).decode("utf-8", "replace")

    @property
    def query(self) -> str:
        """What follows the question mark, as it came."""
        return self.target.partition("?")[2]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answers."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)

    def header(self, name: str) -> str | None:
        """The first header of this name; None: there is none."""
        for known, value in self.headers:
            if known.casefold() == name.casefold():
                return value
        return None


def failure(status: int, text: str = "", headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """An error of the server's own, as a generated HTML page (12.0.1 dbprogramming/errors-http.html)."""
    reason = HTTPStatus(status).phrase
    page = (
        f"<HTML><HEAD><TITLE>{status} {reason}</TITLE></HEAD><BODY><H1>{reason}</H1>{_escaped(text)}</BODY></HTML>\r\n"
    )
    return Answer(status, reason, (*headers, ("Content-Type", "text/html; charset=utf-8")), page.encode())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
