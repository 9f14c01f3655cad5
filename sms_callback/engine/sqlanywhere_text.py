"""Watcom SQL as a client must know it: where a statement ends, which parameters it has, whose its tables are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_TOKEN = re.compile(
    r"""
      (?P<comment> --[^\n]* | //[^\n]* | /\*.*?(?:\*/|\Z) )
    | (?P<quoted>  '(?:[^']|'')*(?:'|\Z) | "(?:[^"]|"")*(?:"|\Z) | \[[A-Za-z_][^\]\n]*\] )
    | (?P<go>      ^[ \t]*go[ \t]*(?:;[ \t]*)?(?=\n|--|//|/\*|\Z) )
    | (?P<name>    (?<![:\w@\#$]):[A-Za-z_]\w* )
    | (?P<word>    [A-Za-z_@\#][\w@\#$]* )
    | (?P<end>     ; )
    | (?P<blank>   \n | [^\S\n]+ )
    | (?P<other>   . )
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
"""Strings double their quotes; a backslash before a quote does not escape it (sources P16). Comments: sources P18."""

_OPENERS = frozenset({"BEGIN", "CASE", "IF", "LOOP", "DO"})
_AFTER_END = frozenset({"CASE", "IF", "LOOP", "FOR", "WHILE", "TRY", "CATCH"})
_KINDS = frozenset(
    {"TABLE", "VIEW", "PROCEDURE", "FUNCTION", "EVENT", "SERVICE", "INDEX", "USER", "ROLE", "SEQUENCE"}
    | {"TRIGGER", "VARIABLE", "DOMAIN", "DATATYPE", "PUBLICATION", "SERVER", "MUTEX", "SEMAPHORE"}
)
"""`DROP TABLE IF EXISTS`, `CREATE TABLE IF NOT EXISTS`: this IF opens nothing."""

_PLAIN = frozenset({"INSERT", "UPDATE", "DELETE", "SELECT"})
_BEFORE_TABLE = frozenset({"INTO", "UPDATE", "FROM", "JOIN"})


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        yield _Token(str(match.lastgroup), match[0])


def statements(text: str) -> Iterator[str]:
    """The statements of an SQL file, one at a time as the server takes them, each with the comments before it.

    A statement ends at a `;` that is outside strings, comments, BEGIN … END, CASE … END, IF … END IF and loops, or at
    a line that is only `go`.
    """
    piece: list[str] = []
    words = 0
    depth = 0
    before = ""
    for token in _tokens(text):
        if depth == 0 and token.kind in ("end", "go"):
            if words:
                yield "".join(piece).strip()
            piece, words, before = [], 0, ""
            continue
        piece.append(token.text)
        if token.kind in ("comment", "blank"):
            continue
        words += 1
        word = token.text.upper() if token.kind == "word" else ""
        depth = max(0, depth + _step(before, word))
        before = word or token.text
    if words:
        yield "".join(piece).strip()


def _step(before: str, word: str) -> int:
    """How much deeper a word leads, from the word before it."""
    if before == ".":
        return 0
    if word in ("END", "ENDIF"):
        return -1
    if before == "END" and word in _AFTER_END:
        return 0
    if word == "IF" and before in _KINDS:
        return 0
    return 1 if word in _OPENERS else 0


@cache
def numbered(text: str) -> tuple[str, tuple[str, ...]]:
    """A statement with `?` in place of its named parameters (`:name`), and their names in that order."""
    pieces: list[str] = []
    names: list[str] = []
    for token in _tokens(text):
        if token.kind == "name":
            names.append(token.text[1:])
            pieces.append("?")
        else:
            pieces.append(token.text)
    return "".join(pieces).strip().removesuffix(";").rstrip(), tuple(names)


def first_word(statement: str) -> str:
    """The word that a statement begins with, in upper case; '' if it has none."""
    return next((token.text.upper() for token in _tokens(statement) if token.kind == "word"), "")


def owned(statement: str) -> str:
    """A plain SELECT, INSERT, UPDATE or DELETE with our owner before our tables that have none.

    The files that are the same for every engine have none: SQLite knows no owners, PostgreSQL has a search path.
    """
    if first_word(statement) not in _PLAIN:
        return statement
    tokens = list(_tokens(statement))
    pieces: list[str] = []
    before = ""
    for place, token in enumerate(tokens):
        follows = tokens[place + 1].text if place + 1 < len(tokens) else ""
        if before in _BEFORE_TABLE and token.text.startswith(("sms_", "v_sms_")) and follows != ".":
            pieces.append("sms.")
        pieces.append(token.text)
        if token.kind not in ("comment", "blank"):
            before = token.text.upper()
    return "".join(pieces)
