"""What a running server listens to, from its own properties, against an options file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sms_callback.engine.base import Engine
from sms_callback.serveroption.listener import DEFAULT_PORT, SECRETS, Entry, canonical, parse
from sms_callback.serveroption.optionsfile import decoded, find

_XS = re.compile(r"-xs\s+(\"[^\"]*\"|(?:[^\s\"(]|\"[^\"]*\"|\([^)]*\))+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listening:
    """What the server says of one protocol. `entries` are from its command line, empty where it does not show them."""

    protocol: str
    ports: tuple[str, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One setting in the file and in the server; None is what is not said. `asked`: there is a file."""

    listener: str
    what: str
    file: str | None
    server: str | None
    asked: bool = True

    @property
    def same(self) -> bool:
        """Whether they agree, or the server does not show this option; a port both must name."""
        if not self.asked or self.file == self.server:
            return True
        return self.what != "port" and (self.file is None or self.server is None)


def running_listeners(engine: Engine) -> dict[str, Listening]:
    """Protocol → what the server says of it, for those that it listens to.

    The properties HttpPorts, HttpsPorts and CommandLine tell it; which of them a version has is in
    docs/sqlanywhere-assumptions.md.
    """
    with engine.transaction(commit=False) as session:
        row = session.query("server_properties")[0]
    command = str(row["command_line"] or "")
    shown = _XS.search(command)
    entries = parse(shown[1].strip('"')) if shown else []
    found = {}
    for protocol, ports in (("http", row["http_ports"]), ("https", row["https_ports"])):
        own = tuple(entry for entry in entries if entry.protocol == protocol)
        said = tuple(re.findall(r"\d+", str(ports or ""))) or tuple(entry.port for entry in own)
        if said:
            found[protocol] = Listening(protocol, said, own)
    return found


def compare(running: dict[str, Listening], file: Path | None) -> list[Comparison]:
    """The listeners of a file against those of the server; without a file, those of the server alone.

    Raises:
        SmsCallbackError: the file cannot be read as options.
    """
    wanted = _entries(file) if file is not None else []
    found = []
    for protocol in DEFAULT_PORT:
        server = running.get(protocol)
        asked = [entry for entry in wanted if entry.protocol == protocol]
        ports = server.ports if server else ()
        for port in dict.fromkeys([*(entry.port for entry in asked), *ports]):
            in_file = next((entry for entry in asked if entry.port == port), None)
            in_server = next((entry for entry in (server.entries if server else ()) if entry.port == port), None)
            found.append(
                Comparison(
                    protocol,
                    "port",
                    port if in_file else None,
                    port if server and port in ports else None,
                    asked=file is not None,
                )
            )
            found += _options(protocol, in_file, in_server)
    return found


def _entries(file: Path) -> list[Entry]:
    option = find(decoded(file.read_bytes(), str(file)))
    return parse(option.value) if option else []


def _options(protocol: str, file: Entry | None, server: Entry | None) -> list[Comparison]:
    names = dict.fromkeys(canonical(name) for entry in (file, server) if entry for name, _ in entry.options)
    return [
        Comparison(protocol, name, file.option(name) if file else None, server.option(name) if server else None)
        for name in names
        if name != "port" and name not in SECRETS
    ]
