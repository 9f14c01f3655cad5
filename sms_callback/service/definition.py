"""Which web services there are, and the statements that make them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sms_callback.adapter.route import KINDS
from sms_callback.install.text import without_head

PREFIX = "sms/"
"""What the names of our services begin with, so that their URLs are those of the adapter."""

INHERITED = "ws_sms_update"
"""The service that existing installations have; its callers send Twilio's status callbacks."""

_PROVIDER = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_INHERITED_PROVIDER = "twilio"


@dataclass(frozen=True, slots=True)
class WebService:
    """One web service: `kind` is '' where the path or the content tells it."""

    name: str
    provider: str
    kind: str = ""

    @property
    def object(self) -> str:
        """Its name in `sms_schema`."""
        return f"service/{self.name}"

    def statement(self, *, exists: bool, secure: bool, enabled: bool) -> str:
        """What makes it, or changes it into this.

        Args:
            exists: it is there already (12 and 16 know no CREATE OR REPLACE SERVICE).
            secure: it takes https alone; the server redirects http.
            enabled: it answers; otherwise it is 404.
        """
        return _template().format(
            verb="ALTER" if exists else "CREATE",
            name=self.name,
            provider=self.provider,
            kind=self.kind,
            secure="ON" if secure else "OFF",
            state="ENABLE" if enabled else "DISABLE",
        )


def web_services(providers: Iterable[str]) -> list[WebService]:
    """The services of these providers: one for all kinds, one for each kind that a URL can name, and the inherited one.

    A provider whose name cannot stand in a URL has none; the adapter does not take its calls either.
    """
    found: list[WebService] = []
    for provider in providers:
        if _PROVIDER.fullmatch(provider):
            name = PREFIX + provider
            found += [WebService(name, provider), *(WebService(f"{name}/{kind}", provider, kind) for kind in KINDS)]
        if provider == _INHERITED_PROVIDER:
            found.append(WebService(INHERITED, provider, "status"))
    return found


@cache
def _template() -> str:
    file = files("sms_callback.sql") / "sqlanywhere" / "service" / "sms_service.sql"
    return without_head(file.read_text(encoding="utf-8").replace("\r\n", "\n"))
