"""What client and server of the model say to each other. The real protocol is not published; this one is ours."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from tests.sqlanywhere.client.structures import DataType, Direction

Wire: TypeAlias = str | int | float | bytes | None
"""A value on its way: CHAR types, NUMERIC, dates and times are text (sources C3)."""


@dataclass(frozen=True, slots=True)
class Described:
    """A `?` of a prepared statement. Only the direction is certain; of a procedure's argument the type is told, too."""

    direction: Direction
    type: DataType = DataType.INVALID
    name: str = ""


@dataclass(frozen=True, slots=True)
class ColumnDescription:
    """A column of a result set; `native` is the server's own number of its type (a_sqlany_native_type)."""

    name: str
    type: DataType
    native: int
    size: int
    precision: int = 0
    scale: int = 0
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class PreparedStatement:
    """A statement that the server has prepared."""

    number: int
    parameters: tuple[Described, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a statement stopped: at a result set (`columns`), or at its end.

    `out` are the values of its OUT parameters by index, `affected` how many rows it changed, `warning` its SQLCODE if
    that is positive.
    """

    columns: tuple[ColumnDescription, ...] = ()
    rows: tuple[tuple[Wire, ...], ...] = ()
    affected: int = -1
    out: dict[int, Wire] = field(default_factory=dict)
    warning: int = 0
    more: bool = True


class ServerError(Exception):
    """An SQLCODE with its state and text, for the client.

    Args:
        code: negative.
        state: five characters.
        text: whole; the client cuts it.
    """

    def __init__(self, code: int, state: str, text: str) -> None:
        super().__init__(code, state, text)
        self.code = code
        self.state = state
        self.text = text


def fault_of_the_model(error: Exception) -> tuple[int, str, str]:
    """What a client is told where the model itself fails: code, state and text; the whole of it goes to stderr."""
    traceback.print_exception(error)
    return -300, "HY000", f"The model is at fault: {type(error).__name__}: {error}"


class Peer(Protocol):
    """One connection to a database, in this process (`session`) or beyond a socket (`remote`). Raises ServerError."""

    def prepare(self, text: bytes) -> PreparedStatement:
        """Prepare a statement, whose text is in the client's charset."""

    def execute(self, number: int, values: tuple[Wire, ...]) -> Answer:
        """Run it as far as its first result set, or to its end."""

    def next_result(self, number: int) -> Answer:
        """Go on; `more` is false at the end."""

    def free(self, number: int) -> None:
        """Forget a statement; what it had still to do is not done."""

    def commit(self) -> None:
        """End the transaction."""

    def rollback(self) -> None:
        """End the transaction, undoing it."""

    def close(self) -> None:
        """Disconnect."""
