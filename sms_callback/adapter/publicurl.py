"""The URL that providers call and sign: configured, never taken from a request."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

from sms_callback.adapter.charset import decode
from sms_callback.errors import SmsCallbackError

_FORM = "Write it as https://sms.example.com, with a path only if the proxy takes that path away."

# What may stand in a path as it is (https://www.rfc-editor.org/rfc/rfc3986#section-3.3).
_PATH_SAFE = "/:@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class PublicUrl:
    """Scheme, host with port, and the path prefix that a proxy takes away before the adapter sees the request."""

    scheme: str
    netloc: str
    prefix: str

    @classmethod
    def parse(cls, text: str) -> PublicUrl:
        """Read `https://host[:port][/prefix]`.

        Raises:
            SmsCallbackError: it is no such URL.
        """
        try:
            parts = urlsplit(text)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise SmsCallbackError(f"The public URL cannot be read: {error}.", _FORM) from None
        if parts.scheme not in {"http", "https"} or not host:
            raise SmsCallbackError("The public URL has no http:// or https:// with a host.", _FORM)
        if parts.username is not None or parts.password is not None:
            raise SmsCallbackError("The public URL carries a user or a password.", "Leave both out. " + _FORM)
        if parts.query or parts.fragment:
            raise SmsCallbackError("The public URL has a query string or a fragment.", "Leave both out. " + _FORM)
        return cls(parts.scheme, parts.netloc, parts.path.rstrip("/"))

    def __str__(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.prefix}"

    @property
    def warnings(self) -> list[str]:
        """What providers are known to refuse, one sentence each."""
        found = []
        if "_" in self.netloc:
            found.append("The host name has an underscore: Twilio refuses such a URL.")
        if self.scheme == "http":
            found.append(
                "The public URL is http: phone numbers, texts and secrets in the URL go over the net in clear."
            )
        return found

    def of(self, path: str, query: bytes) -> str:
        """The URL of a request, as its provider called it.

        Args:
            path: as sent, percent-encoded.
            query: the raw query string.
        """
        return f"{self}{path}" + (f"?{decode(query)}" if query else "")


def path_as_sent(decoded: bytes, request_uri: str | None = None) -> str:
    """The percent-encoded path of a request.

    Args:
        decoded: the path without percent-encoding.
        request_uri: the request line's URI, where the server hands it on; it must be of the same path. Without it the
            path is encoded again, in the usual spelling.
    """
    if request_uri is not None:
        path = request_uri.partition("?")[0]
        if path.startswith("/") and unquote_to_bytes(path) == decoded:
            return path
    return quote(decoded, safe=_PATH_SAFE)
