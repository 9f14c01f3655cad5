"""What a DBA wants the server to listen to, checked, as options of `-xs`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sms_callback.errors import SmsCallbackError

LOG_FORMAT = "@T @W @I @P @M @R @L @E"
"""Of each request all but its URL, which holds the secret of providers that sign nothing
(https://infocenter.sybase.com/help/topic/com.sybase.help.sqlanywhere.12.0.1/dbadmin/logformat-network-conparm.html)."""

_SIZE = re.compile(r"[1-9][0-9]{0,8}[kmg]?", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[;,()\"'\r\n\0]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The listeners that a DBA asks for; None leaves an option as it is.

    `max_request_size` is in bytes or with the suffix k or m, `keepalive` in seconds (0: for ever).
    """

    http_port: int | None = None
    https_port: int | None = None
    identity: str | None = None
    identity_password: str | None = field(default=None, repr=False)
    dbn: str | None = None
    max_request_size: str | None = None
    max_connections: int | None = None
    keepalive: int | None = None
    log: str | None = None
    local: bool = False

    def listeners(self) -> list[tuple[str, dict[str, str]]]:
        """Protocol and options by their canonical names.

        Raises:
            SmsCallbackError: no port, one port twice, a certificate without https, or a value that -xs cannot hold.
        """
        if self.http_port is None and self.https_port is None:
            raise SmsCallbackError("No port is named.", "Give --http-port 8080, --https-port 8443, or both.")
        if self.http_port == self.https_port:
            raise SmsCallbackError("http and https cannot share a port.", "Give one of them another port.")
        if self.https_port is None and (self.identity or self.identity_password):
            raise SmsCallbackError("A certificate is for https.", "Give --https-port, too.")
        found = []
        if self.http_port is not None:
            found.append(("http", {"port": str(self.http_port), **self._common()}))
        if self.https_port is not None:
            found.append(("https", {"port": str(self.https_port), **self._certificate(), **self._common()}))
        return found

    def _common(self) -> dict[str, str]:
        if self.max_request_size is not None and not _SIZE.fullmatch(self.max_request_size):
            raise SmsCallbackError(f"{self.max_request_size!r} is not a size.", "Write bytes, or 64k, or 1m.")
        options = {
            "dbn": self.dbn,
            "maxrequestsize": self.max_request_size,
            "maxconnections": None if self.max_connections is None else str(self.max_connections),
            "kto": None if self.keepalive is None else str(self.keepalive),
            "local": "yes" if self.local else None,
            "log": self.log,
            "logformat": LOG_FORMAT if self.log else None,
        }
        return {name: _checked(name, value) for name, value in options.items() if value is not None}

    def _certificate(self) -> dict[str, str]:
        options = {"identity": self.identity, "identity_password": self.identity_password}
        return {name: _checked(name, value) for name, value in options.items() if value is not None}


def _checked(name: str, value: str) -> str:
    if _FORBIDDEN.search(value) or not value.strip():
        shown = "its value" if name == "identity_password" else repr(value)
        raise SmsCallbackError(
            f"The option {name} cannot hold {shown}.", "-xs has no way to write ; , ( ) and quotes: use another name."
        )
    return value
