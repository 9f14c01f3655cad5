"""Statements whose contents mean nothing to the model: they are taken as their first words and their text.

Manual of 12.0.1, "SQL statements": what is neither data, procedure nor an object that the model keeps.
"""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Kind, Token
from tests.sqlanywhere.parser.users import Users

_SEPARATORS = {";", "<go>", "<end>"}
_CLOSERS = {"END", "ENDIF", "ELSE", "ELSEIF", "EXCEPTION", "WHEN"}
SINGLE = {
    "BACKUP",
    "CHECKPOINT",
    "CONNECT",
    "DEALLOCATE",
    "DISCONNECT",
    "DESCRIBE",
    "EXPLAIN",
    "FORWARD",
    "GET",
    "INSTALL",
    "LOAD",
    "PASSTHROUGH",
    "PREPARE",
    "PUT",
    "READTEXT",
    "REFRESH",
    "REMOVE",
    "REORGANIZE",
    "RESTORE",
    "RESUME",
    "SETUSER",
    "STOP",
    "SYNCHRONIZE",
    "UNLOAD",
    "VALIDATE",
    "WRITETEXT",
}
"""First words of statements that are taken whole."""
STARTED = {"DATABASE", "ENGINE", "SERVER", "JAVA", "EXTERNAL", "LOGGING", "SYNCHRONIZATION", "SUBSCRIPTION"}
"""What START starts."""
FOLLOWED = {"EXPLAIN": {"PLAN"}, "GET": {"DATA", "DESCRIPTOR", "OPTION"}}
"""What must follow such a word (manual of 12.0.1, "EXPLAIN statement [ESQL]", "GET DATA statement [ESQL]" …)."""
OBJECTS = {
    "CERTIFICATE",
    "DATABASE",
    "DBSPACE",
    "DECRYPTED",
    "ENCRYPTED",
    "EXISTING",
    "EXTERNAL",
    "EXTERNLOGIN",
    "LDAP",
    "LOGIN",
    "MIRROR",
    "MUTEX",
    "ODATA",
    "PUBLICATION",
    "REMOTE",
    "SCHEMA",
    "SEMAPHORE",
    "SERVER",
    "SPATIAL",
    "STATISTICS",
    "SUBSCRIPTION",
    "SYNCHRONIZATION",
    "TEXT",
    "TIME",
    "TRACE",
    "UTILITY",
}
"""What CREATE, ALTER and DROP of the model's parser take whole."""


class Administration(Users):
    """Statements that are taken whole."""

    def administrative(self, start: Token) -> tree.Statement:
        """Everything from a token to the end of its statement."""
        words: list[str] = []
        index = self.tokens.index(start, max(0, self.index - 4))
        while len(words) < 3 and self.tokens[index].kind is Kind.WORD:
            words.append(self.tokens[index].key)
            index += 1
        depth = 0
        while True:
            key = self.key
            if depth == 0 and (key in _SEPARATORS or (self.depth > 1 and key in _CLOSERS)):
                break
            if key in {";", "<end>", "<go>"}:
                raise self.error(") is expected here")
            depth += {"(": 1, ")": -1}.get(key, 0)
            if depth < 0:
                raise self.error("( is missing before")
            self.advance()
        return tree.Administrative(" ".join(words), self.text_from(start), at=start.at)

    def alter_object(self, start: Token) -> tree.Statement | None:
        """`ALTER PROCEDURE p SET HIDDEN`, `ALTER VIEW v RECOMPILE` …; None: it is a definition."""
        distance = 2
        while self.peek(distance) == ".":
            distance += 2
        if self.peek(distance) not in {"SET", "RECOMPILE", "REPLICATE", "ENABLE", "DISABLE", "NATURAL"}:
            return None
        if self.key in {"SERVICE", "EVENT"} and self.peek(distance) != "SET":
            return None
        return self.administrative(start)
