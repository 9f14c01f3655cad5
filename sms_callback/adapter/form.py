"""Parameters of forms: `application/x-www-form-urlencoded`, query strings and `multipart/form-data`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from sms_callback.adapter.charset import decode, decoder
from sms_callback.errors import UnparseableBodyError

Pairs: TypeAlias = list[tuple[str, str | None]]
"""Names and values in order of arrival; a name may come more than once."""

_CHARSET_FIELD = b"_charset_"
"""The field in which a form names its own charset (https://www.rfc-editor.org/rfc/rfc7578#section-4.6)."""


def urlencoded(raw: bytes, charset: str | None = None) -> Pairs:
    """The fields of a form body or of a query string.

    Args:
        raw: as sent, percent-encoded.
        charset: what the content type declares, else the field `_charset_` counts, else UTF-8.
    """
    pairs = [part.partition(b"=") for part in raw.replace(b"+", b" ").split(b"&") if part]
    fields = [(_unquoted(name), _unquoted(value)) for name, _, value in pairs]
    text = decoder(charset or _named_by_field(fields))
    return [(text(name), text(value)) for name, value in fields]


def multipart(body: bytes, boundary: str) -> Pairs:
    """The fields of a multipart form; a file counts as the text that it holds.

    Raises:
        UnparseableBodyError: the body is not complete, or no multipart form.
    """
    try:
        parts = _parts(body, boundary.encode("ascii"))
    except (ValueError, HTTPException) as error:
        raise UnparseableBodyError("body: not a complete multipart form") from error
    declared = _named_by_field([(name.encode(), data) for name, _, data in parts])
    return [(name, decode(data, charset or declared)) for name, charset, data in parts]


def _unquoted(text: bytes) -> bytes:
    # Most names and values have no percent sign, and this runs for each of them.
    return unquote_to_bytes(text) if b"%" in text else text


def _named_by_field(fields: Sequence[tuple[bytes, bytes]]) -> str | None:
    for name, value in fields:
        if name == _CHARSET_FIELD and value:
            return value.decode("ascii", "replace")
    return None


def _parts(body: bytes, boundary: bytes) -> list[tuple[str, str | None, bytes]]:
    """Name, declared charset and content of each part."""
    if not boundary:
        raise ValueError("no boundary")
    decoder = MultipartDecoder(boundary)
    decoder.receive_data(body)
    decoder.receive_data(None)
    parts: list[tuple[str, str | None, bytes]] = []
    event = decoder.next_event()
    while not isinstance(event, Epilogue | NeedData):
        if isinstance(event, Field | File):
            options = parse_options_header(event.headers.get("content-type"))[1]
            # The decoder hands None where the part has no name, whatever its types say.
            parts.append((event.name or "", options.get("charset"), b""))
        elif isinstance(event, Data):
            name, charset, data = parts[-1]
            parts[-1] = (name, charset, data + event.data)
        event = decoder.next_event()
    return parts
