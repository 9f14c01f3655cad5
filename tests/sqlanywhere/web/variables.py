"""The HTTP variables of a request: from the query, the path, and the body (sources U2, U6, U7)."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from email import policy
from email.parser import BytesParser
from urllib.parse import unquote_to_bytes

from tests.sqlanywhere.runtime import HttpVariable
from tests.sqlanywhere.web.request import Request

ELEMENTS = 10
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


class TooManyElementsError(Exception):
    """URL ELEMENTS takes ten elements of the path and no more (dbprogramming/variables-http.html)."""


def media_type(request: Request) -> tuple[str, str | None]:
    """The body's type, lower case, and its charset as a Python codec name (None: not said, or not known)."""
    value = request.header("Content-Type") or ""
    kind, _, parameters = value.partition(";")
    for parameter in parameters.split(";"):
        name, _, charset = parameter.partition("=")
        if name.strip().casefold() == "charset":
            try:
                return kind.strip().casefold(), codecs.lookup(charset.strip(' "')).name
            except LookupError:
                break
    return kind.strip().casefold(), None


def variables(request: Request, url: str, rest: str | None, charset: str) -> Iterator[HttpVariable]:
    """All variables of a request, in order.

    Args:
        request: the request.
        url: the service's URL clause: ON, OFF or ELEMENTS.
        rest: the path after the service's name.
        charset: the database's.

    Raises:
        TooManyElementsError: more elements of the path than ten.
    """
    yield from _path(url, rest, charset)
    yield from _form(request.query.encode("utf-8", "surrogateescape"), None, charset)
    if not request.body:
        return
    kind, body_charset = media_type(request)
    if kind == FORM:
        yield from _form(request.body, body_charset, charset)
    elif kind == MULTIPART:
        yield from _parts(request, charset)
    elif not kind.startswith("multipart/"):
        # any other body (17 keeps other multipart bodies out: EBF case 785640)
        text = _fit(request.body, body_charset, charset)
        yield HttpVariable("body", text, request.body, text)


def _path(url: str, rest: str | None, charset: str) -> Iterator[HttpVariable]:
    """ON: the rest as `url`; ELEMENTS: `url1` … `url10`."""
    if url == "ON" and rest is not None:
        yield _plain("url", rest, charset)
    elif url == "ELEMENTS" and rest:
        elements = rest.split("/")
        if len(elements) > ELEMENTS:
            raise TooManyElementsError
        for number, element in enumerate(elements, 1):
            yield _plain(f"url{number}", element, charset)


def _plain(name: str, text: str, charset: str) -> HttpVariable:
    return HttpVariable(name, _fit(text.encode(), "utf-8", charset), text.encode(), text)


def _form(data: bytes, form_charset: str | None, charset: str) -> Iterator[HttpVariable]:
    for pair in data.split(b"&"):
        if not pair:
            continue
        name, _, value = pair.partition(b"=")
        decoded = unquote_to_bytes(value.replace(b"+", b" "))
        yield HttpVariable(
            _fit(unquote_to_bytes(name.replace(b"+", b" ")), form_charset, charset),
            _fit(decoded, form_charset, charset),
            decoded,
            _fit(value, form_charset, charset),
        )


def _parts(request: Request, charset: str) -> Iterator[HttpVariable]:
    head = b"Content-Type: " + (request.header("Content-Type") or "").encode() + b"\r\n\r\n"
    message = BytesParser(policy=policy.HTTP).parsebytes(head + request.body)
    if not message.is_multipart():
        return
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            payload = part.get_payload(decode=True)
            value = payload if isinstance(payload, bytes) else b""
            text = _fit(value, part.get_content_charset(), charset)
            yield HttpVariable(name, text, value, text)


def _fit(data: bytes, source: str | None, charset: str) -> str:
    """Bytes as text in the database's charset.

    UTF-8 is understood whatever was said (12.0.0 dbreference/http-variable-function.html: "UTF %-encoded data is
    supported"), else the request's charset, else the database's. A character that the database's charset lacks is the
    substitution character (dbadmin "Lossy conversion and substitution characters"). Bytes that are no text in any of
    them stay as they are, as `values` keeps such bytes in a text.
    """
    text = None
    for name in ("utf-8", source):
        if name is not None and text is None:
            try:
                text = data.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
    if text is None:
        return data.decode(charset, "surrogateescape")
    if charset != "utf-8":
        text = "".join(c if _has(charset, c) else "\x1a" for c in text)
    return text


def _has(charset: str, character: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
