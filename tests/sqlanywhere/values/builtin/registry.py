"""What a builtin function is, and the table of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.convert import convert
from tests.sqlanywhere.values.text import to_text

Result: TypeAlias = Callable[[Sequence[TypeName]], TypeName]


@dataclass(frozen=True, slots=True)
class Builtin:
    """A builtin function.

    Args:
        name: lower case.
        least: how many arguments it needs.
        most: how many it takes; None: any number.
        call: gives its value; raises SqlError.
        result: its type from the types of its arguments.
        deterministic: the same arguments give the same value (for NEWID, NOW … they do not).
        keyword: its first argument is a word, not a value (`DATEADD(day, …)`).
    """

    name: str
    least: int
    most: int | None
    call: Callable[[Session, Sequence[Value]], Value]
    result: Result
    deterministic: bool = True
    keyword: bool = False


BUILTINS: dict[str, Builtin] = {}
"""Every builtin function by its name in lower case; the aggregates belong to the store."""

_Function = Callable[..., Value]


def builtin(
    names: str,
    least: int,
    most: int | None,
    result: TypeName | Result,
    *,
    strict: bool = True,
    deterministic: bool = True,
    keyword: bool = False,
) -> Callable[[_Function], _Function]:
    """Enter a function under its names (separated by blanks).

    A strict one gives NULL as soon as one argument is NULL.
    """
    typed: Result = (lambda arguments: result) if isinstance(result, TypeName) else result

    def enter(function: _Function) -> _Function:
        def call(session: Session, values: Sequence[Value]) -> Value:
            return None if strict and None in values else function(session, *values)

        for name in names.split():
            BUILTINS[name] = Builtin(name, least, most, call, typed, deterministic, keyword)
        return function

    return enter


def text(value: Value, session: Session) -> str:
    """An argument that the function takes for a text; NULL is the empty one."""
    return value if type(value) is str else to_text(value, session) or ""


def integer(value: Value, session: Session) -> int:
    """An argument that the function takes for an INTEGER."""
    if type(value) is int:
        return value
    found = convert(value, types.BIGINT, session)
    assert isinstance(found, int)
    return found


def same(arguments: Sequence[TypeName]) -> TypeName:
    """The type of the first argument."""
    return arguments[0] if arguments else types.UNKNOWN


def text_like_first(arguments: Sequence[TypeName]) -> TypeName:
    """LONG BINARY of a binary, LONG NVARCHAR of an NCHAR, else LONG VARCHAR."""
    if arguments and types.family(arguments[0]) is types.Family.BINARY:
        return types.LONG_BINARY
    if any(types.is_national(argument) for argument in arguments):
        return types.LONG_NVARCHAR
    return types.LONG_VARCHAR
