"""The errors of the model: a statement the server would refuse to parse, and one it would fail to execute."""

from __future__ import annotations

from tests.sqlanywhere.tree import Position


class ParseError(Exception):
    """The server would answer -131 (syntax error) or refuse the statement in another way.

    Args:
        message: what is wrong, near which word.
        at: where, in the text that was parsed.
        sqlcode: what the server would say.
    """

    def __init__(self, message: str, at: Position, sqlcode: int = -131) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.sqlcode = sqlcode


class SqlError(Exception):
    """An error while a statement is executed, as SQLCODE and SQLSTATE tell it to a procedure and to the client.

    Args:
        sqlcode: negative for an error (positive: a warning, which is never raised but noted).
        sqlstate: five characters.
        message: what ERRORMSG() gives.

    Attributes:
        at: where the statement begins that a file's loading stopped at.
    """

    at: Position | None = None

    def __init__(self, sqlcode: int, sqlstate: str, message: str) -> None:
        super().__init__(f"{message} ({sqlcode}, {sqlstate})")
        self.sqlcode = sqlcode
        self.sqlstate = sqlstate
        self.message = message


class ModelError(Exception):
    """The statement is legal, but the model does not do it: a fault of the model, never to be caught by a procedure.

    Attributes:
        at: as of SqlError.
    """

    at: Position | None = None
