"""A result set as the body of an answer: RAW, HTML, XML, JSON (dbreference/create-service-statement.html, TYPE)."""

from __future__ import annotations

import codecs
import json
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from tests.sqlanywhere import values
from tests.sqlanywhere.machine import Connection
from tests.sqlanywhere.runtime import Column, HttpExchange, Value

TYPES = {
    "RAW": "text/plain",
    "HTML": "text/html",
    "XML": "text/xml",
    "JSON": "application/json",
}
Rows = Sequence[Sequence[Value]]


def charset(exchange: HttpExchange, database: str) -> str:
    """The charset of the answer's text.

    CharsetConversion OFF: the database's. Else what the client accepts, if the server's AcceptCharset has it too, or
    the first of AcceptCharset, or the database's (12.0.1 dbreference/sa-set-http-option1.html).
    """
    if exchange.options.get("CharsetConversion", "ON").upper() == "OFF":
        return database
    accepted = _charsets(next((value for name, value in exchange.headers if name.casefold() == "accept-charset"), ""))
    offered = _charsets(exchange.options.get("AcceptCharset", ""))
    for name in accepted:
        if not offered or name in offered:
            return name
    return offered[0] if offered else database


def _charsets(text: str) -> list[str]:
    found: list[tuple[float, str]] = []
    for item in text.split(","):
        name, _, quality = item.strip().partition(";")
        try:
            codec = codecs.lookup(name.strip()).name
            weight = float(quality.partition("=")[2] or 1)
        except (LookupError, ValueError):
            continue
        found.append((weight, codec))
    return [name for weight, name in sorted(found, key=lambda pair: -pair[0]) if weight > 0]


def body(kind: str, columns: Sequence[Column], rows: Rows, connection: Connection, encoding: str) -> bytes:
    """The body that a service of this type makes of its result set."""
    if kind == "RAW":
        return b"".join(_raw(value, connection, encoding) for row in rows for value in row)
    names = [column.name for column in columns]
    if kind == "JSON":
        objects = [dict(zip(names, (_json(v, connection) for v in row), strict=True)) for row in rows]
        return json.dumps(objects, ensure_ascii=False).encode(encoding, "replace")
    cells = [[None if value is None else _text(value, connection) for value in row] for row in rows]
    page = _html(names, cells) if kind == "HTML" else _xml(names, cells)
    return page.encode(encoding, "xmlcharrefreplace")


def _raw(value: Value, connection: Connection, encoding: str) -> bytes:
    """RAW: "sent to the client without any formatting"; binary values are never converted (character-set-http.html)."""
    if isinstance(value, bytes):
        return value
    return b"" if value is None else _encoded(_text(value, connection), encoding)


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        return text.encode(encoding, "replace")


def _text(value: Value, connection: Connection) -> str:
    return values.to_text(value, connection) or ""


def _json(value: Value, connection: Connection) -> object:
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, Decimal):
        return float(value)
    return _text(value, connection)


def _html(names: Sequence[str], cells: Sequence[Sequence[str | None]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    lines = ("".join(f"<td>{escape(cell or '')}</td>" for cell in row) for row in cells)
    return f"<html><body><table><tr>{head}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table></body></html>"


def _xml(names: Sequence[str], cells: Sequence[Sequence[str | None]]) -> str:
    rows = (
        " ".join(f"{name}={quoteattr(cell)}" for name, cell in zip(names, row, strict=True) if cell is not None)
        for row in cells
    )
    return "<root>" + "".join(f"<row {row}/>" for row in rows) + "</root>"
