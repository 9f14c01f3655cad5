"""What a contract case is: callbacks in, rows out (tests/contract/README.md describes the files)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What a case file holds."""

Pairs: TypeAlias = tuple[tuple[str, str], ...]
"""Names and values in order, a name as often as it comes."""

ExpectedRow: TypeAlias = dict[str, Json]
"""The columns of one row that matter, with the values that they must have."""

ExpectedRows: TypeAlias = dict[str, list[ExpectedRow]]
"""Table or view → all its rows, in order."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an HTTP answer must be. None means that it does not matter.

    `type` is the content type without its parameters, '' where there must be none. `headers` maps a name to
    a text that the header must contain. `seconds` is the provider's patience.
    """

    status: int | None = None
    type: str | None = None
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Send:
    """One HTTP request of a provider, sent `times` times, or by that many threads at once.

    `form` are the fields that a Twilio signature covers; `secret` signs, and `body_hash` puts the body's
    SHA-256 into the query as Twilio does for bodies that are not forms.
    """

    method: str
    path: str
    query: Pairs
    headers: Pairs
    content_type: str | None
    body: bytes = field(repr=False)
    form: Pairs = ()
    secret: str | None = field(repr=False, default=None)
    body_hash: bool = False
    times: int = 1
    threads: int = 1
    answer: Answer = Answer(status=200)


@dataclass(frozen=True, slots=True)
class Call:
    """A direct call of a procedure, as an application does it.

    With `error` it must be refused, with that in the text.
    """

    procedure: str
    parameters: dict[str, Json]
    out: ExpectedRow = field(default_factory=dict)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """A DBA's statements: the file `script/<name>.sql` beside the cases; `text` is what it holds."""

    name: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Check:
    """The rows that must be there at this moment."""

    rows: ExpectedRows


Step: TypeAlias = Send | Call | Script | Check


@dataclass(frozen=True, slots=True)
class Case:
    """One contract case.

    `providers` are the files of its own providers, each installed before the first step. `keys` are the ids
    and numbers by which views are read. A case that is `alone` counts rows that it did not make, so it runs
    only where nothing else is in the database.
    """

    name: str
    why: str
    rules: tuple[str, ...]
    seeds: tuple[str, ...]
    steps: tuple[Step, ...]
    providers: tuple[Script, ...] = ()
    keys: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """One difference between what a case expects and what came."""

    case: str
    step: str
    where: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.case}, {self.step}, {self.where}\n  expected {self.expected}\n  got      {self.got}"
