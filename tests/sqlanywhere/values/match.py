"""LIKE, SIMILAR TO and REGEXP: patterns become Python's."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache

from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.fault import error

_LONGEST = 126


def like(text: str, pattern: str, escape: str | None) -> bool:
    """`text LIKE pattern`, case ignored (page "LIKE search condition": `%`, `_`, `[a-z]`, `[^a]`)."""
    return _like(pattern, escape).fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _like(pattern: str, escape: str | None) -> re.Pattern[str]:
    if escape is not None and len(escape) != 1:
        raise error(-156, escape)
    if len(pattern) > _LONGEST:
        raise ModelError(
            "LIKE with a pattern of more than 126 characters: only Sybase IQ's manual says how far it goes"
        )
    out: list[str] = []
    place = 0
    while place < len(pattern):
        letter = pattern[place]
        place += 1
        if letter == escape and place < len(pattern):
            out.append(re.escape(pattern[place]))
            place += 1
        elif letter == "%":
            out.append(".*")
        elif letter == "_":
            out.append(".")
        elif letter == "[" and "]" in pattern[place + 1 :]:
            end = pattern.index("]", place + 1)
            out.append(_set(pattern[place:end]))
            place = end + 1
        else:
            out.append(re.escape(letter))
    return _compiled("".join(out), pattern, re.IGNORECASE | re.DOTALL)


def _set(inside: str) -> str:
    negated = inside.startswith("^")
    body = "".join("-" if letter == "-" else re.escape(letter) for letter in inside.removeprefix("^"))
    return f"[{'^' if negated else ''}{body}]"


def similar(text: str, pattern: str, escape: str | None) -> bool:
    """`text SIMILAR TO pattern`: the whole text, case ignored (page "SIMILAR TO search condition").

    `%` and `_` are the wildcards; a period is itself, and so is a backslash unless ESCAPE names it.
    """
    return _similar(pattern, escape).fullmatch(text) is not None


def regexp(text: str, pattern: str, escape: str | None) -> bool:
    """`text REGEXP pattern`: the whole text, by code points (page "LIKE, REGEXP, and SIMILAR TO search conditions")."""
    return _regex(pattern, escape).fullmatch(text) is not None


def substring(text: str, pattern: str, start: int, occurrence: int) -> str | None:
    """What REGEXP_SUBSTR finds: the n-th part that matches, or None."""
    found = list(_regex(pattern, None).finditer(text, start - 1))
    return found[occurrence - 1].group() if 0 < occurrence <= len(found) else None


_CLASSES = {
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "alnum": "0-9a-zA-Z",
    "lower": "a-z",
    "upper": "A-Z",
    "space": r"\s",
    "whitespace": r"\s",
}


@lru_cache(maxsize=1024)
def _regex(pattern: str, escape: str | None) -> re.Pattern[str]:
    """Perl 5's expressions, as far as they are Python's (page "Regular expressions syntax").

    That a period matches a line break too is U.
    """
    if escape not in (None, "\\"):
        raise ModelError(f"ESCAPE {escape} of REGEXP")
    return _compiled(_with_classes(pattern), pattern, re.DOTALL)


_SIMILAR_TOKEN = re.compile(r"\[\^?\]?(?:\[:\w+:\]|[^\]])*\]|.", re.DOTALL)


@lru_cache(maxsize=1024)
def _similar(pattern: str, escape: str | None) -> re.Pattern[str]:
    if escape not in (None, "\\"):
        raise ModelError(f"ESCAPE {escape} of SIMILAR TO")
    out: list[str] = []
    literal = False
    for token in _SIMILAR_TOKEN.findall(pattern):
        if literal:
            out.append(re.escape(token))
            literal = False
        elif token == escape:
            literal = True
        elif token in "|*+?(){}" or (token.startswith("[") and len(token) > 1):
            out.append(_with_classes(token))
        elif token.isalnum() or token == ",":
            out.append(token)
        else:
            out.append({"%": ".*", "_": "."}.get(token) or re.escape(token))
    return _compiled("".join(out), pattern, re.DOTALL | re.IGNORECASE)


def _with_classes(pattern: str) -> str:
    return re.sub(r"\[:(\w+):\]", lambda found: _CLASSES.get(found[1].lower(), found[0]), pattern)


def _compiled(translated: str, pattern: str, flags: int) -> re.Pattern[str]:
    """A compiled pattern; what Python may read differently one day is as it is today."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return re.compile(translated, flags)
    except (re.error, OverflowError) as failure:
        raise error(-1135, failure, pattern) from failure
