"""Connection strings as the client library reads them (manual: «Connection strings»; sources C1)."""

from __future__ import annotations

from tests.sqlanywhere.client.messages import ServerError

_LONG = {
    "USERID": "UID",
    "PASSWORD": "PWD",
    "SERVERNAME": "SERVER",
    "ENG": "SERVER",
    "ENGINENAME": "SERVER",
    "DATABASENAME": "DBN",
    "CS": "CHARSET",
    "APPINFO": "APP",
    "CONNECTIONNAME": "CON",
    "COMMLINKS": "LINKS",
}

_KNOWN = {
    "UID", "PWD", "SERVER", "DBN", "CHARSET", "APP", "CON", "LINKS", "HOST", "ENC", "NODETYPE", "IDLE", "CPOOL", "LANG",
    "LTO", "CBSIZE", "COMP", "DBKEY", "DSN", "FILEDSN", "INT", "UNC", "RETRYCONNTO", "PREFETCHONOPEN", "PROWS", "PBUF",
}  # fmt: skip
"""Those of the manual's list that we have use for."""


def parse(text: str) -> dict[str, str]:
    """The parameters of a connection string, by their short names in upper case.

    A semicolon in brackets belongs to the value: `LINKS=tcpip(HOST=a;PORT=1)`.

    Raises:
        ServerError: not of the form `name=value;…`, or an unknown parameter (-95).
    """
    found: dict[str, str] = {}
    depth = 0
    piece = ""
    for char in text + ";":
        depth += (char == "(") - (char == ")")
        if char == ";" and depth <= 0:
            if piece.strip(" "):
                name, value = _parameter(piece)
                found[name] = value
            piece, depth = "", 0
        else:
            piece += char
    return found


def _parameter(piece: str) -> tuple[str, str]:
    name, equal, value = piece.partition("=")
    name = name.strip(" ")
    short = name.upper()
    short = _LONG.get(short, short)
    if not equal or short not in _KNOWN:
        raise ServerError(-95, "08W48", f"Parse error: Unknown connection parameter '{name[:20]}'")
    value = value.strip(" ")
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        value = value[1:-1]
    return short, value
