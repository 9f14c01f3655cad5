"""Text → tokens, as SQL Anywhere cuts it.

Sources: manual of 12.0.1, "SQL language elements": Identifiers, String literals, Binary literals, Numbers, Comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from tests.sqlanywhere.errors import ParseError
from tests.sqlanywhere.tree import Position


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    NAME = "quoted name"
    STRING = "string"
    NUMBER = "number"
    BINARY = "binary"
    OPERATOR = "operator"
    GO = "go"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A token. `key` is what a parser compares: a word in upper case, an operator, or `<kind>` for the rest."""

    kind: Kind
    key: str
    text: str
    value: int | float | Decimal | str | bytes
    start: int
    end: int
    line: int
    column: int

    @property
    def at(self) -> Position:
        return Position(self.line, self.column)


_TOKEN = re.compile(
    r"""
      (?P<blank>[ \t\r\f\v\n\u00a0]+)
    | (?P<line>--[^\n]*|//[^\n]*)
    | (?P<block>/\*)
    | (?P<binary>0[xX][0-9A-Za-z_]*)
    | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<string>[nN]?')
    | (?P<word>[^\W\d]|[@\#$_])
    | (?P<name>"|`|\[(?!\[))
    | (?P<operator>\|\||<=|>=|<>|!=|!<|!>|=>|\*=|=\*|::|:=|->|\[\[|\]\]|[-+*/%&|^~=<>(),.;:?!{}\]])
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[\w@#$]+")
_STRING = re.compile(r"'((?:[^']|'')*+)'")
_ESCAPE = re.compile(r"((?:\\[xX][0-9a-fA-F]{2})+)|\\([n\\])|''")
_CLOSING = {'"': re.compile(r'"((?:[^"]|"")*+)"'), "`": re.compile(r"`([^`]*+)`"), "[": re.compile(r"\[([^\]]*+)\]")}
_COMMENT = re.compile(r"/\*|\*/")
_GO = re.compile(r"[ \t]*(?:--[^\n]*|//[^\n]*)?\r?(?:\n|\Z)")
MAX_NAME = 128
"""Identifiers have at most 128 bytes (manual of 12.0.1, "Identifiers")."""


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens; the last one is of kind END.

    Args:
        text: SQL, with or without a byte order mark.

    Raises:
        ParseError: an unterminated string, name or comment, or a character that begins nothing.
    """
    return _Lexer(text).run()


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 1 if text.startswith("\ufeff") else 0
        self.line = 1
        self.line_start = self.position
        self.last_line = 0
        self.tokens: list[Token] = []

    def run(self) -> list[Token]:
        text, size = self.text, len(self.text)
        while self.position < size:
            match = _TOKEN.match(text, self.position)
            if match is None:
                raise self.error(f"no statement has the character {text[self.position]!r}")
            group = match.lastgroup
            if group in {"blank", "line"}:
                self.skip_to(match.end())
            elif group == "operator":
                operator = match.group()
                self.add(Kind.OPERATOR, operator, operator, match.end())
            elif group == "word":
                self.word()
            elif group == "number":
                self.number(match)
            elif group == "string":
                self.string(match)
            elif group == "name":
                self.name()
            elif group == "block":
                self.block_comment()
            else:
                self.binary(match)
        self.add(Kind.END, "<end>", "", size)
        return self.tokens

    def error(self, message: str) -> ParseError:
        return ParseError(message, Position(self.line, self.position - self.line_start + 1))

    def skip_to(self, end: int) -> None:
        newlines = self.text.count("\n", self.position, end)
        if newlines:
            self.line += newlines
            self.line_start = self.text.rindex("\n", self.position, end) + 1
        self.position = end

    def add(self, kind: Kind, key: str, value: int | float | Decimal | str | bytes, end: int) -> None:
        start, column = self.position, self.position - self.line_start + 1
        self.tokens.append(Token(kind, key, self.text[start:end], value, start, end, self.line, column))
        self.skip_to(end)
        self.last_line = self.line

    def word(self) -> None:
        match = _WORD.match(self.text, self.position)
        word = match.group() if match else ""
        end = self.position + len(word)
        if word.startswith("$$"):
            raise self.error(
                f"syntax error near '{word}': dollar quotes are PostgreSQL's; a body stands in BEGIN … END"
            )
        if len(word) > MAX_NAME and len(word.encode(errors="replace")) > MAX_NAME:
            raise self.error(f"the identifier '{word[:20]}…' is longer than {MAX_NAME} bytes")
        key = word.upper()
        alone = key == "GO" and self.last_line != self.line and _GO.match(self.text, end)
        self.add(Kind.GO if alone else Kind.WORD, "<go>" if alone else key, word, end)

    def number(self, match: re.Match[str]) -> None:
        digits = match.group()
        following = _WORD.match(self.text, match.end())
        if following:
            raise self.error(f"syntax error near '{digits}{following.group()}': no number and no name")
        value: int | float | Decimal
        if "e" in digits.lower():
            value = float(digits)
        else:
            value = Decimal(digits) if "." in digits or len(digits) > 18 else int(digits)
        if isinstance(value, Decimal) and value == value.to_integral_value() and "." not in digits and value < 2**63:
            value = int(value)
        self.add(Kind.NUMBER, "<number>", value, match.end())

    def binary(self, match: re.Match[str]) -> None:
        digits = match.group()[2:]
        if not digits or len(digits) % 2 or not re.fullmatch("[0-9a-fA-F]*", digits):
            raise self.error(
                f"syntax error near '{match.group()[:20]}': a binary literal is 0x and pairs of hex digits"
            )
        self.add(Kind.BINARY, "<binary>", bytes.fromhex(digits), match.end())

    def string(self, match: re.Match[str]) -> None:
        whole = _STRING.match(self.text, match.end() - 1)
        if whole is None:
            raise self.error("the string that begins here has no end")
        self.add(Kind.STRING, "<string>", _ESCAPE.sub(_unescape, whole.group(1)), whole.end())

    def name(self) -> None:
        quote = self.text[self.position]
        match = _CLOSING[quote].match(self.text, self.position)
        if match is None:
            raise self.error(f"the name that begins with {quote} here has no end")
        name = match.group(1).replace('""', '"') if quote == '"' else match.group(1)
        if not name.strip():
            raise self.error(f"syntax error near '{match.group()}': a name has a letter; there are no types with []")
        if len(name.encode(errors="replace")) > MAX_NAME:
            raise self.error(f"the identifier '{name[:20]}…' is longer than {MAX_NAME} bytes")
        self.add(Kind.NAME, "<name>", name, match.end())

    def block_comment(self) -> None:
        """A comment; comments nest: servers store triggers with a comment inside a comment."""
        depth = 0
        for match in _COMMENT.finditer(self.text, self.position):
            depth += 1 if match.group() == "/*" else -1
            if not depth:
                self.skip_to(match.end())
                return
        raise self.error("the comment that begins here has no end")


def _unescape(match: re.Match[str]) -> str:
    # A backslash before any other character stands for itself, so \' ends the string (manual, "String literals").
    if match.group(1):
        return bytes.fromhex(re.sub(r"\\[xX]", "", match.group(1))).decode("utf-8", "surrogateescape")
    if match.group(2):
        return "\n" if match.group(2) == "n" else "\\"
    return "'"
