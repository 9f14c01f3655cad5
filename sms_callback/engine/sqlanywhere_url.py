"""A SQL Anywhere URL as the connection parameters that sqlanydb takes.

sqlanydb joins them as `name=value;…` and quotes nothing, so what would need quotes is refused (sources C1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from sms_callback.errors import DatabaseUrlError

PORT = 2638
"""Where a SQL Anywhere server listens unless told otherwise (manual: Host connection parameter)."""

FORM = "Write sqlanywhere://user:password@host:2638/database?server=name, and % with two digits for @ : / ? # and %."

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_UNSAFE = re.compile(r"[;{}'\"\x00-\x1f\x7f]|^[ ]|[ ]$")

_ELSEWHERE = {
    **dict.fromkeys(("UID", "USERID", "PWD", "PASSWORD"), "before the @"),
    "HOST": "after the @",
    **dict.fromkeys(("DBN", "DATABASENAME"), "after the host"),
    **dict.fromkeys(("CS", "CHARSET"), "nowhere: it is always utf-8"),
}
"""Parameters that are not taken from the query, and where they belong."""

_LONG = {
    "SERVERNAME": "SERVER",
    "ENG": "SERVER",
    "ENGINENAME": "SERVER",
    "APPINFO": "APP",
    "CONNECTIONNAME": "CON",
    "COMMLINKS": "LINKS",
}
"""Other names of parameters that have a value of ours, as we write them (manual: Connection parameters)."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is and who connects. `parameters` hold the password; `label` is what people may see."""

    parameters: Mapping[str, str] = field(repr=False)
    label: str


def read_url(url: str) -> Address:
    """The connection parameters of a URL.

    Args:
        url: `sqlanywhere://user:password@host:port/database?server=name`; more parameters of the connection string may
            stand in the query (ENC, CON, LINKS …). Without a host the server is sought on this machine.

    Raises:
        DatabaseUrlError: it is not of this form, or a value in it would need quotes. The text names no value.
    """
    if "#" in url:
        raise DatabaseUrlError("SQL Anywhere's database URL has a # in it.", FORM)
    try:
        parts = urlsplit(url)
        port = parts.port
        query = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True) if parts.query else []
    except ValueError:
        # Its text may quote a piece of the password.
        raise DatabaseUrlError("SQL Anywhere's database URL cannot be read.", FORM) from None
    given = _given(parts, port)
    for name, value in query:
        key = _LONG.get(name.upper(), name.upper())
        if not _NAME.fullmatch(name):
            raise DatabaseUrlError("SQL Anywhere's database URL has a parameter whose name is none.", FORM)
        if key in _ELSEWHERE:
            raise DatabaseUrlError(f"The parameter {name} does not belong there: it stands {_ELSEWHERE[key]}.", FORM)
        if key in given and key not in ("APP", "CON"):
            raise DatabaseUrlError(f"The parameter {name} stands in the URL twice.", FORM)
        given[key] = value
    if "HOST" in given and "LINKS" in given:
        raise DatabaseUrlError("A host and LINKS exclude each other.", "Leave out one of the two.")
    for key, value in given.items():
        if _UNSAFE.search(value) or not _paired(value):
            raise DatabaseUrlError(
                f"The value of {_shown(key)} has a character that the driver sqlanydb cannot quote.",
                "Choose one without ; { } ' \" or control characters, with brackets in pairs and no blank at its ends.",
            )
    return Address(given, _label(parts, port, given.get("SERVER")))


def _given(parts: SplitResult, port: int | None) -> dict[str, str]:
    """What stands before the query, and what we say ourselves."""
    given = {"APP": "sms-callback", "CON": "sms-callback", "CHARSET": "utf-8"}
    if parts.username:
        given["UID"] = _decoded(parts.username)
    if parts.password:
        given["PWD"] = _decoded(parts.password)
    if parts.hostname:
        given["HOST"] = f"{_bracketed(_decoded(parts.hostname))}:{port or PORT}"
    elif port is not None:
        raise DatabaseUrlError("SQL Anywhere's database URL has a port without a host.", FORM)
    name = _decoded(parts.path.removeprefix("/"))
    if "/" in name:
        raise DatabaseUrlError("SQL Anywhere's database URL has more than a database name after the host.", FORM)
    if name:
        given["DBN"] = name
    return given


def _decoded(text: str) -> str:
    """Percent-decoded, as UTF-8."""
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise DatabaseUrlError("SQL Anywhere's database URL has a % without two digits after it.", FORM)
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise DatabaseUrlError("SQL Anywhere's database URL has %-sequences that are no UTF-8.", FORM) from None


def _paired(value: str) -> bool:
    """Whether each round bracket has its other half; between the two a connection string goes on."""
    depth = 0
    for char in value:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0


def _bracketed(host: str) -> str:
    """An IPv6 address with a port stands in square brackets (manual: Host connection parameter)."""
    return f"[{host}]" if ":" in host else host


def _shown(key: str) -> str:
    return {"UID": "the user", "PWD": "the password", "HOST": "the host", "DBN": "the database name"}.get(key, key)


def _label(parts: SplitResult, port: int | None, server: str | None) -> str:
    """Rebuilt from what is harmless, rather than the URL with what is secret taken out."""
    user = f"{parts.username}@" if parts.username else ""
    host = _bracketed(parts.hostname) if parts.hostname else ""
    place = f"{host}:{port}" if port is not None else host
    return f"sqlanywhere://{user}{place}{parts.path}" + (f"?server={server}" if server else "")
