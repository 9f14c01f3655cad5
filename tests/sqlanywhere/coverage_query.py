"""Which statements of sql/sqlanywhere/query and sql/sqlanywhere/assumption a client has sent.

The programs send them with `?` for `:name`, with values in the place of `{fields}`, with or without the head comment: a
text is known by its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sms_callback.engine.sqlanywhere_text import statements

FOLDERS = ("query", "assumption")

FRAMES = ("script", "catalogue_shape")
"""Files that are never sent by themselves: `script` prints the one around others and the other inside another."""

_COMMENT = re.compile(r"--[^\n]*")
_PLACE = re.compile(r"\\\{[a-z_0-9]+\\\}")
_NAMED = re.compile(r"(?<![:\w]):[a-z_0-9]+")


def files(root: Path) -> list[Path]:
    """The files whose statements are counted."""
    return sorted(f for folder in FOLDERS for f in (root / folder).glob("*.sql") if f.stem not in FRAMES)


def expected(file: Path) -> Iterator[tuple[str, int]]:
    """The statements of a file: what each is called, and its line."""
    text = file.read_text(encoding="utf-8")
    start = 0
    for number, statement in enumerate(statements(text), 1):
        first = _COMMENT.sub("", statement).split("\n")
        word = next(line.strip() for line in first if line.strip())
        start = text.index(word, start)
        yield f"{file.parent.name} {file.stem} {number}", text.count("\n", 0, start) + 1


@cache
def names_of(root: Path, text: str) -> tuple[str, ...]:
    """What a client's text is called here: the statements of our files that it can be."""
    words = _words(text)
    return tuple(name for name, pattern in _patterns(root) if pattern.fullmatch(words))


@cache
def _patterns(root: Path) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (f"{file.parent.name} {file.stem} {number}", _pattern(statement))
        for file in files(root)
        for number, statement in enumerate(statements(file.read_text(encoding="utf-8")), 1)
    ]


def _pattern(statement: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(".*", re.escape(_words(_NAMED.sub("?", statement)))), re.DOTALL)


def _words(text: str) -> str:
    return " ".join(_COMMENT.sub("", text).strip().removesuffix(";").split())
