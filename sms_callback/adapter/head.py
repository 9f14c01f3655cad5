"""A request before its body is read, whichever interface of a server it came by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


class Fields:
    """The header fields of a request; names in any case. Its repr shows none of them, since some are secrets.

    Args:
        items: names and values; a name may come again, and then its values are joined by commas.
    """

    __slots__ = ("_values",)

    def __init__(self, items: Iterable[tuple[str, str]]) -> None:
        values: dict[str, str] = {}
        for name, value in items:
            key = name.lower()
            values[key] = f"{values[key]},{value}" if key in values else value
        self._values = values

    def get(self, name: str, default: str = "") -> str:
        """The value of a field."""
        return self._values.get(name.lower(), default)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._values


@dataclass(frozen=True, slots=True)
class Head:
    """What came before the body.

    Args:
        method: as sent.
        path: decoded.
        sent_path: percent-encoded, as the provider signed it.
        query: the raw query string.
        fields: of the header.
        peer: the address of the other end of the socket.
        ends: a body without a length ends by itself.
    """

    method: str
    path: str = field(repr=False)
    sent_path: str = field(repr=False)
    query: bytes = field(repr=False)
    fields: Fields
    peer: str
    ends: bool
