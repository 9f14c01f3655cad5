"""Why does a signature not match? Tries what usually goes wrong between a provider and the adapter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from urllib.parse import quote, unquote, urlsplit

from sms_callback.adapter.form import Pairs, urlencoded
from sms_callback.adapter.signature import Evidence, body_is_covered, strings_to_sign, twilio

_PORTS = ("80", "443", "8080", "8443")
_MOST_CHANGES = 2


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was signed, and what fits.

    Args:
        strings: what Twilio may have signed: without and with the port.
        matches: for each secret of the account, whether it fits.
        body_covered: False where a body that is no form has no `bodySHA256`, or another one.
        hints: what would have fitted instead, one sentence each.
    """

    strings: list[str] = field(repr=False)
    matches: list[bool]
    body_covered: bool
    hints: list[str]


@dataclass(frozen=True, slots=True)
class _Variant:
    """A part of a request as it may have been, and in words how that differs; None for the part as given."""

    value: str
    words: str | None = None


def explain(evidence: Evidence, secrets: Sequence[str]) -> Explanation:
    """Check a signature as the adapter does and, if it does not match, look for what differs.

    Args:
        evidence: the request, with its signature in the headers.
        secrets: of the account, resolved.
    """
    covered = body_is_covered(evidence)
    matches = [twilio(evidence, [secret]) for secret in secrets]
    hints = [] if any(matches) else _hints(evidence, secrets, covered=covered)
    return Explanation(strings_to_sign(evidence.url, evidence.form or []), matches, covered, hints)


def _hints(evidence: Evidence, secrets: Sequence[str], *, covered: bool) -> list[str]:
    if not covered:
        without_body = replace(evidence, form=[])
        fits = "The signature fits the URL, but" if twilio(without_body, secrets) else "The signature does not fit, and"
        return [f"{fits} the body is not covered: bodySHA256 in the URL is missing or is that of another body."]
    trimmed = [secret.strip() for secret in secrets if secret.strip() != secret]
    if trimmed and twilio(evidence, trimmed):
        return ["It matches a secret without the blanks around it: store it again."]
    urls = sorted(_urls(evidence.url), key=lambda found: len(found[1]))
    forms = list(_forms(evidence))
    tries = sorted(product(urls, forms), key=lambda pair: len(pair[0][1]) + (pair[1][1] is not None))
    for (url, changes), (form, words) in tries:
        said = [*changes, *([words] if words else [])]
        if said and len(said) <= _MOST_CHANGES and twilio(replace(evidence, url=url, form=form), secrets):
            return [f"It matches if {' and '.join(said)}: {url}"]
    return [
        "No usual difference explains it. Compare the URL with the one in the provider's console, letter by letter.",
        "Is it the secret of this account? A Twilio subaccount signs with its own auth token.",
        "Are all parameters here, with every blank and line end?",
    ]


def _urls(url: str) -> Iterator[tuple[str, list[str]]]:
    """URLs that may have been called instead, each with what differs in words."""
    parts = urlsplit(url)
    host, colon, port = parts.netloc.rpartition(":")
    host, port = (host, port) if colon and port.isdecimal() else (parts.netloc, "")
    other = "http" if parts.scheme == "https" else "https"
    schemes = [_Variant(parts.scheme), _Variant(other, f"the scheme is {other}")]
    ports = [_Variant(port), *(_Variant(item, f"the port is {item}") for item in _PORTS if item != port)]
    hosts = [_Variant(host), *_hosts(host)]
    queries = [_Variant(parts.query), *([_Variant("", "there is no query string")] if parts.query else [])]
    for parted in product(schemes, hosts, ports, [_Variant(parts.path), *_paths(parts.path)], queries):
        scheme, name, number, path, query = (item.value for item in parted)
        netloc = f"{name}:{number}" if number else name
        yield (
            f"{scheme}://{netloc}{path}" + (f"?{query}" if query else ""),
            [item.words for item in parted if item.words],
        )


def _hosts(host: str) -> Iterator[_Variant]:
    other = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    yield _Variant(other, f"the host is {other}")
    if host != host.lower():
        yield _Variant(host.lower(), "the host is in lower case")


def _paths(path: str) -> Iterator[_Variant]:
    yield (
        _Variant(path[:-1], "the path has no slash at its end")
        if path.endswith("/")
        else _Variant(f"{path}/", "the path has a slash at its end")
    )
    segments = path.split("/")[1:]
    for count in range(1, len(segments)):
        prefix = "/" + "/".join(segments[:count])
        yield _Variant(path[len(prefix) :], f"the path has no {prefix} before it (a proxy's prefix)")
    for other in {unquote(path), quote(unquote(path), safe="/"), quote(unquote(path), safe="/:@!$&'()*+,;=~")}:
        if other != path:
            yield _Variant(other, "the path is percent-encoded in another way")


def _forms(evidence: Evidence) -> Iterator[tuple[Pairs, str | None]]:
    """Fields that may have been signed instead."""
    form = evidence.form or []
    yield form, None
    query = urlencoded(evidence.url.partition("?")[2].encode("utf-8", "surrogateescape"))
    if query:
        yield [*form, *query], "the parameters of the query string count as fields of the form"
    if not form:
        return
    yield [], "no parameters are signed (a GET, or a body that is no form)"
    yield [(name, (value or "").strip()) for name, value in form], "the values have no blanks around them"
    yield [(name, (value or "").replace(" ", "+")) for name, value in form], "blanks in values are +"
    yield [(name, (value or "").replace("+", " ")) for name, value in form], "each + in values is a blank"
    yield (
        [(name, (value or "").replace("\r\n", "\n").replace("\n", "\r\n")) for name, value in form],
        "lines in values end with CR LF",
    )
    for dropped in dict.fromkeys(name for name, _ in form):
        yield [(name, value) for name, value in form if name != dropped], f"parameter {dropped!r} is left out"
