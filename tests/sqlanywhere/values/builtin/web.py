"""Functions of a web service's request and answer, and codings of the web (sources H1 to H3, U4 to U8)."""

from __future__ import annotations

import html
import re
import urllib.parse

from tests.sqlanywhere.runtime import HttpExchange, Session, Value
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.assume import assumed
from tests.sqlanywhere.values.builtin.registry import builtin, integer, text
from tests.sqlanywhere.values.charset import encode
from tests.sqlanywhere.values.text import bytes_text

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_ENTITIES = {'"': "&quot;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;"}
_HTTP_UNSAFE = ' "#%&,;<>[\\]`{|}'
_LARGEST_PLAIN = 0x7E


@builtin("http_variable", 1, 3, types.LONG_VARCHAR, strict=False, deterministic=False)
def http_variable(session: Session, name: Value, instance: Value = 1, attribute: Value = None) -> Value:
    """Page "HTTP_VARIABLE function": the n-th value of a variable; '@BINARY' and '@TRANSPORT' are its raw forms.

    Whether names ignore case is a switch (sources U3); a part's header of multipart forms is not kept, so it is NULL.
    """
    exchange = session.http
    if exchange is None or name is None:
        return None
    sought = text(name, session)
    if assumed(session, "http_names_ignore_case", default=False):
        found = [variable for variable in exchange.variables if variable.name.lower() == sought.lower()]
    else:
        found = [variable for variable in exchange.variables if variable.name == sought]
    place = 1 if instance is None else integer(instance, session)
    if not 0 < place <= len(found):
        return None
    variable = found[place - 1]
    if attribute is None:
        return variable.text
    form = text(attribute, session).upper()
    if form == "@BINARY":
        return bytes_text(variable.binary, session)
    return variable.transport if form == "@TRANSPORT" else None


@builtin("next_http_variable", 1, 1, types.LONG_VARCHAR, strict=False, deterministic=False)
def next_http_variable(session: Session, previous: Value) -> Value:
    """Page "NEXT_HTTP_VARIABLE function": each name once; NULL asks for the first and ends the list."""
    exchange = session.http
    if exchange is None:
        return None
    return _after(list(dict.fromkeys(variable.name for variable in exchange.variables)), previous)


def _after(names: list[str], previous: Value) -> Value:
    """The name after another; of an unknown one nothing (U)."""
    if previous is None:
        return names[0] if names else None
    following = dict(zip(names, [*names[1:], None], strict=True))
    return following.get(str(previous))


def _special_headers(exchange: HttpExchange) -> dict[str, str]:
    return {
        "@HttpMethod": exchange.method,
        "@HttpURI": exchange.uri,
        "@HttpVersion": exchange.version,
        "@HttpQueryString": exchange.query_string,
    }


@builtin("http_header", 1, 2, types.LONG_VARCHAR, strict=False, deterministic=False)
def http_header(session: Session, name: Value, instance: Value = 1) -> Value:
    """Page "HTTP_HEADER function": a header of the request, or @HttpMethod, @HttpURI and so on."""
    exchange = session.http
    if exchange is None or name is None:
        return None
    sought = text(name, session).lower()
    headers = [*exchange.headers, *_special_headers(exchange).items()]
    found = [value for header, value in headers if header.lower() == sought]
    place = 1 if instance is None else integer(instance, session)
    return found[place - 1] if 0 < place <= len(found) else None


@builtin("next_http_header", 1, 1, types.LONG_VARCHAR, strict=False, deterministic=False)
def next_http_header(session: Session, previous: Value) -> Value:
    """Page "NEXT_HTTP_HEADER function"."""
    exchange = session.http
    if exchange is None:
        return None
    return _after(list(dict.fromkeys([*(name for name, _ in exchange.headers), *_special_headers(exchange)])), previous)


@builtin("http_body", 0, 0, types.LONG_VARCHAR, deterministic=False)
def http_body(session: Session) -> Value:
    """Facts U7: the body as it came; NULL outside a web request.

    Whether a form's body can be had so is not known: the switch `form_body` of the machine's assumptions says.
    """
    exchange = session.http
    if exchange is None:
        return None
    kind = str(http_header(session, "Content-Type") or "").lower()
    if kind.startswith(_FORMS) and not assumed(session, "form_body", default=True):
        return None
    return bytes_text(exchange.body, session)


@builtin("http_response_header", 1, 1, types.LONG_VARCHAR, deterministic=False)
def http_response_header(session: Session, name: Value) -> Value:
    """Page "HTTP_RESPONSE_HEADER function": a header of the answer as set so far."""
    exchange = session.http
    if exchange is None:
        return None
    sought = text(name, session).lower()
    if sought == "@httpstatus":
        return exchange.status
    return next((value for header, value in exchange.answer_headers.items() if header.lower() == sought), None)


@builtin("next_http_response_header", 1, 1, types.LONG_VARCHAR, strict=False, deterministic=False)
def next_http_response_header(session: Session, previous: Value) -> Value:
    """Page "NEXT_HTTP_RESPONSE_HEADER function"."""
    return None if session.http is None else _after(list(session.http.answer_headers), previous)


@builtin("html_encode", 1, 1, types.LONG_VARCHAR)
def html_encode(session: Session, value: Value) -> Value:
    """Page "HTML_ENCODE function": quotes, &, <, > as entities, controls as `&#xnn;`."""
    return "".join(
        [
            _ENTITIES.get(letter, letter) if letter >= " " else f"&#x{ord(letter):02x};"
            for letter in text(value, session)
        ]
    )


@builtin("html_decode", 1, 1, types.LONG_VARCHAR)
def html_decode(session: Session, value: Value) -> Value:
    """Page "HTML_DECODE function"."""
    return html.unescape(text(value, session))


@builtin("http_encode", 1, 1, types.LONG_VARCHAR)
def http_encode(session: Session, value: Value) -> Value:
    """Page "HTTP_ENCODE function": blanks, controls, bytes beyond ASCII and the unsafe signs as `%nn`."""
    return "".join(
        [
            f"%{byte:02X}" if byte < 0x20 or byte > _LARGEST_PLAIN or chr(byte) in _HTTP_UNSAFE else chr(byte)
            for byte in encode(text(value, session), session)
        ]
    )


@builtin("http_decode", 1, 1, types.LONG_VARCHAR)
def http_decode(session: Session, value: Value) -> Value:
    """Page "HTTP_DECODE function": `%nn` becomes its byte; `+` stays (U)."""
    whole = encode(text(value, session), session)
    if not re.search(rb"%[0-9A-Fa-f]{2}", whole):
        return text(value, session)
    return bytes_text(urllib.parse.unquote_to_bytes(whole), session)
