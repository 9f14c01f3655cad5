"""Which path means which provider and kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sms_callback.errors import SmsCallbackError

PREFIX = "/sms/"
KINDS = ("status", "inbound", "opt_out", "fallback")
"""What may follow the provider in a path. `fallback` is a provider's second URL: the content tells the kind there."""

MASK = "***"

_PROVIDER = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_FORM = (
    "Write --route /old/path=provider or --route /old/path=provider/kind, kind being one of " + ", ".join(KINDS) + "."
)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request goes. `kind` is None where the content decides; `token` is the secret that the path carries."""

    provider: str
    kind: str | None = None
    token: str | None = field(default=None, repr=False)

    @property
    def url_kind(self) -> str | None:
        """`p_url_kind` of `sp_sms_callback`."""
        return None if self.kind == "fallback" else self.kind

    @property
    def via(self) -> str:
        """`p_via` of `sp_sms_callback`."""
        return "fallback" if self.kind == "fallback" else "adapter"

    def masked(self, path: str) -> str:
        """The path as it may be stored: without the token, which is its last segment."""
        if self.token is None:
            return path
        return path.rstrip("/").rpartition("/")[0] + "/" + MASK


@dataclass(frozen=True, slots=True)
class Alias:
    """An existing path that means a provider; a token may follow it as one more segment."""

    path: str
    provider: str
    kind: str | None = None

    @classmethod
    def parse(cls, text: str) -> Alias:
        """Read `/path=provider` or `/path=provider/kind`.

        Raises:
            SmsCallbackError: it is neither.
        """
        path, _, target = text.rpartition("=")
        provider, slash, kind = target.partition("/")
        if not path.startswith("/") or not _PROVIDER.fullmatch(provider) or (slash and kind not in KINDS):
            raise SmsCallbackError(f"The route {text!r} cannot be read.", _FORM)
        return cls(path.rstrip("/"), provider, kind or None)


@dataclass(frozen=True, slots=True)
class Routes:
    """`/sms/<provider>[/<kind>][/<token>]`, and the aliases."""

    aliases: Sequence[Alias] = ()

    def find(self, path: str) -> Route | None:
        """The route of a decoded path; None if it means nothing."""
        plain = path.removesuffix("/")
        for alias in self.aliases:
            if plain == alias.path:
                return Route(alias.provider, alias.kind)
        for alias in self.aliases:
            start, _, token = plain.rpartition("/")
            if start == alias.path and token:
                return Route(alias.provider, alias.kind, token)
        if not plain.startswith(PREFIX):
            return None
        provider, *rest = plain.removeprefix(PREFIX).split("/")
        kind = rest.pop(0) if rest and rest[0] in KINDS else None
        if not _PROVIDER.fullmatch(provider) or len(rest) > 1 or "" in rest:
            return None
        return Route(provider, kind, rest[0] if rest else None)
