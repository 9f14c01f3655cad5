"""The place in the tokens, and what every part of the parser does with it."""

from __future__ import annotations

from tests.sqlanywhere.errors import ParseError
from tests.sqlanywhere.lexer import Kind, Token, tokenize
from tests.sqlanywhere.parser.words import RESERVED
from tests.sqlanywhere.tree import Position

MAX_DEPTH = 200
"""How deep brackets, subqueries and statements may nest; the server has a limit too (-890, "complexity")."""
SYNTACTIC_LIMIT = -890


class Cursor:
    """Tokens with a place among them. `steps` counts what was looked at, for the test that the work is linear."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.index = 0
        self.steps = 0
        self.depth = 0
        self.token = self.tokens[0]
        self.key = self.token.key

    @property
    def at(self) -> Position:
        return self.token.at

    def advance(self) -> Token:
        """Take the present token."""
        token = self.token
        if token.kind is not Kind.END:
            self.index += 1
            self.token = self.tokens[self.index]
            self.key = self.token.key
            self.steps += 1
        return token

    def peek(self, distance: int = 1) -> str:
        """The key of a later token."""
        self.steps += 1
        index = self.index + distance
        return self.tokens[index].key if index < len(self.tokens) else "<end>"

    def ahead(self, *keys: str) -> bool:
        """Whether these keys come next."""
        if self.key != keys[0]:
            return False
        return all(self.peek(i) == key for i, key in enumerate(keys) if i)

    def take(self, *keys: str) -> bool:
        """Take these keys if they come next."""
        if self.key != keys[0] or (len(keys) > 1 and not self.ahead(*keys)):
            return False
        for _ in keys:
            self.advance()
        return True

    def need(self, *keys: str) -> Token:
        """Take these keys, one after the other; the first of their tokens is given back."""
        first = self.token
        for key in keys:
            if self.key != key:
                raise self.error(f"{key} is expected here")
            self.advance()
        return first

    def one_of(self, *keys: str) -> str:
        """Take one of these keys."""
        if self.key not in keys:
            raise self.error(f"one of {', '.join(keys)} is expected here")
        return self.advance().key

    def error(self, why: str, token: Token | None = None, sqlcode: int = -131) -> ParseError:
        """The refusal of the statement at a token (the present one)."""
        token = token or self.token
        where = "at the end" if token.kind is Kind.END else f"near '{shown(token.text)}'"
        return ParseError(f"syntax error {where}: {why}", token.at, sqlcode)

    def enter(self) -> None:
        """Go one level deeper."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error("nested too deeply", sqlcode=SYNTACTIC_LIMIT)

    def leave(self) -> None:
        """Come back from one level."""
        self.depth -= 1

    # --- names and constants -----------------------------------------------------------------------------------------

    def is_name(self) -> bool:
        """Whether an identifier comes next."""
        kind = self.token.kind
        return kind is Kind.NAME or (kind is Kind.WORD and self.key not in RESERVED)

    def name(self, what: str = "a name") -> str:
        """Take an identifier."""
        token = self.token
        if token.kind is Kind.NAME or (token.kind is Kind.WORD and token.key not in RESERVED):
            self.advance()
            return str(token.value)
        if token.kind is Kind.WORD:
            raise self.error(f"{what} is expected here, and {token.text} is a reserved word: put it in double quotes")
        raise self.error(f"{what} is expected here")

    def string(self, what: str = "a string") -> str:
        """Take a string literal."""
        if self.token.kind is not Kind.STRING:
            raise self.error(f"{what} in single quotes is expected here")
        return str(self.advance().value)

    def integer(self, what: str = "a whole number") -> int:
        """Take an unsigned integer literal."""
        value = self.token.value
        if self.token.kind is not Kind.NUMBER or not isinstance(value, int):
            raise self.error(f"{what} is expected here")
        self.advance()
        return value

    def on_off(self) -> bool:
        """Take ON or OFF."""
        return self.one_of("ON", "OFF") == "ON"


def shown(text: str) -> str:
    """A token's text as a message shows it."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
