"""The value of `-xs`: which protocols the server listens to, each with its options.

Syntax: `protocol[(option=value;…)],…` with the protocols http, https and none
(https://dcx.sap.com/1101/en/dbprogramming_en11/start-server-http.html).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from sms_callback.errors import SmsCallbackError

SYNONYMS = {
    "serverport": "port",
    "databasename": "dbn",
    "keepalivetimeout": "kto",
    "maxconn": "maxconnections",
    "maxsize": "maxrequestsize",
    "logfile": "log",
    "lf": "logformat",
    "localonly": "local",
}
"""Long and short names of one option, both in lower case."""

DEFAULT_PORT = {"http": "80", "https": "443"}
SECRETS = ("identity_password",)
MASK = "***"

_PASSWORD = re.compile(r'(identity_password\s*=\s*)("[^"]*"|[^;)\s]*)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One protocol of an `-xs` value. `text` is how it stands there, so that what nobody changes stays as it is."""

    protocol: str
    options: tuple[tuple[str, str], ...] = field(repr=False)
    text: str = field(repr=False)

    @property
    def port(self) -> str:
        """The port that it listens on, as written; the protocol's own if it names none."""
        return self.option("port") or DEFAULT_PORT.get(self.protocol, "")

    def option(self, name: str) -> str | None:
        """The value of an option, by any of its names."""
        return next((value for key, value in self.options if canonical(key) == name), None)

    def updated(self, wanted: dict[str, str]) -> Entry:
        """This entry with other values; options that are not named keep their place and spelling."""
        missing = dict(wanted)
        options = []
        for key, value in self.options:
            new = missing.pop(canonical(key), None)
            options.append((key, value if new is None else new))
        options += [(SPELLING.get(name, name), value) for name, value in missing.items()]
        if tuple(options) == self.options:
            return self
        return replace(self, options=tuple(options), text=entry_text(self.protocol, options))


SPELLING = {"maxrequestsize": "MaxRequestSize", "maxconnections": "MaxConnections", "logformat": "LogFormat"}
"""How an option is written that was not there before."""


def canonical(name: str) -> str:
    """The one lower-case name of an option that has two."""
    lowered = name.strip().lower()
    return SYNONYMS.get(lowered, lowered)


def entry_text(protocol: str, options: list[tuple[str, str]]) -> str:
    """An entry as it is written."""
    return f"{protocol}({';'.join(f'{name}={value}' for name, value in options)})" if options else protocol


def parse(value: str) -> list[Entry]:
    """The entries of an `-xs` value.

    Raises:
        SmsCallbackError: it is not such a value.
    """
    entries, rest = [], value.strip()
    while rest:
        name, rest = _name(rest)
        inside, rest, text = "", rest, name
        if rest.startswith("("):
            inside, after = _brackets(rest)
            text, rest = name + rest[: len(rest) - len(after)], after
        entries.append(Entry(name.lower(), tuple(_options(inside)), text))
        rest = rest.lstrip()
        if rest and not rest.startswith(","):
            raise _wrong(value)
        rest = rest[1:].lstrip()
    return entries


def merge(value: str | None, wanted: list[tuple[str, dict[str, str]]], *, add: bool = False) -> str:
    """An `-xs` value that has the wanted listeners and keeps all else that was there.

    Args:
        value: the value as it is, or None.
        wanted: protocol and options by canonical name; `port` is among them.
        add: a listener on another port is a further one, not the new place of the one that is there.

    Raises:
        SmsCallbackError: it is not clear which of several listeners is meant.
    """
    before = parse(value or "")
    entries = [entry for entry in before if entry.protocol != "none"]
    for protocol, options in wanted:
        same = [index for index, entry in enumerate(entries) if entry.protocol == protocol]
        there = [index for index in same if entries[index].port == options["port"]]
        if not there and len(same) > 1 and not add:
            ports = ", ".join(entries[index].port for index in same)
            raise SmsCallbackError(
                f"-xs has several {protocol} listeners (ports {ports}), and none on port {options['port']}.",
                "Name the port of the one to change, or add another one: --add",
            )
        if there or (same and not add):
            index = (there or same)[0]
            entries[index] = entries[index].updated(options)
        else:
            named = [(SPELLING.get(name, name), text) for name, text in options.items()]
            entries.append(Entry(protocol, tuple(named), entry_text(protocol, named)))
    if entries == before and value is not None:
        return value
    return ",".join(entry.text for entry in entries)


def masked(text: str) -> str:
    """A text in which no password of a certificate is left."""
    return _PASSWORD.sub(rf"\g<1>{MASK}", text)


def _name(text: str) -> tuple[str, str]:
    found = re.match(r"[A-Za-z_]+", text)
    if found is None:
        raise _wrong(text)
    return found[0], text[found.end() :].lstrip()


def _brackets(text: str) -> tuple[str, str]:
    """What stands in the bracket that a text begins with, and what follows it."""
    inside, bracket, rest = text[1:].partition(")")
    if not bracket:
        raise _wrong(text)
    return inside, rest


def _options(inside: str) -> list[tuple[str, str]]:
    found = []
    for option in inside.split(";"):
        if not option.strip():
            continue
        name, equals, value = option.partition("=")
        if not equals:
            raise _wrong(inside)
        found.append((name.strip(), value.strip()))
    return found


def _wrong(text: str) -> SmsCallbackError:
    return SmsCallbackError(
        f"This is not a value of -xs: {masked(text)}", "Write it as -xs http(port=8080),https(port=8443;identity=…)"
    )
