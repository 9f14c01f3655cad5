"""Which service a URL means: `[/database]/service[/path]` (sources U1; dbprogramming/urls-http.html)."""

from __future__ import annotations

from dataclasses import dataclass

from tests.sqlanywhere.machine import Database
from tests.sqlanywhere.machine.schema import Service


@dataclass(frozen=True, slots=True)
class Route:
    """A service, and the rest of the path (None: the path ended with the service's name)."""

    service: Service
    rest: str | None


def find(database: Database, path: str) -> Route | None:
    """The service for a path; None: there is none.

    Of several the longest name that the path begins with wins; `root` takes what no other service takes, with the whole
    path as its rest (sources G5). A disabled service is not there (sources G7).
    """
    parts = path.lstrip("/").split("/")
    if parts and parts[0].casefold() == database.name.casefold():
        parts = parts[1:]
    services = database.schema.services
    for size in range(len(parts), 0, -1):
        service = services.get("/".join(parts[:size]).casefold())
        if service is not None and service.enabled:
            rest = "/".join(parts[size:]) if size < len(parts) else None
            if rest and service.url == "OFF":
                continue
            return Route(service, rest)
    root = services.get("root")
    if root is None or not root.enabled:
        return None
    rest = "/".join(parts) or None
    return None if rest and root.url == "OFF" else Route(root, rest)
