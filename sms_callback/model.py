"""What the adapter, the engines and the command line hand to each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

ParamValue: TypeAlias = str | Sequence[str | None] | None
"""One parameter: its text, None for a JSON null, or a list where the name was repeated."""

Params: TypeAlias = Mapping[str, ParamValue]
"""All parameters of one callback, flattened (docs/rules.md, section 1)."""

Value: TypeAlias = str | int | float | dt.datetime | None
"""What a procedure takes and a row holds."""

Row: TypeAlias = dict[str, Value]
"""One row of a query; times as `YYYY-MM-DD HH:MM:SS.SSS` in UTC, JSON as text, on every engine."""


@dataclass(frozen=True, slots=True)
class Callback:
    """One callback on its way to `sp_sms_callback`; the fields are that procedure's IN parameters.

    `params` is the JSON text in ASCII, `received_at` a UTC time without zone. The parameters hold phone
    numbers and texts, so they are kept out of the repr.
    """

    provider: str
    params: str = field(repr=False)
    url_kind: str | None = None
    method: str | None = None
    path: str | None = None
    remote_addr: str | None = None
    via: str = "adapter"
    token: str | None = None
    digest: str | None = None
    error: str | None = None
    received_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a callback; the fields are the OUT parameters of `sp_sms_callback`."""

    callback_id: int
    state: str
    duplicate: bool
    answer_status: int
    answer_type: str | None
    answer_body: str


@dataclass(frozen=True, slots=True)
class Account:
    """Who may call for a provider, and how the call proves itself (table `sms_account`).

    `secrets` holds the one or two that are valid now, unresolved (`env:NAME` and `file:PATH` are references).
    `networks` are the address ranges that may call, in CIDR notation; empty means any.
    """

    provider: str
    account: str
    scheme: str
    secrets: tuple[str, ...] = field(repr=False, default=())
    networks: tuple[str, ...] = ()


DEFAULT_DEADLINE_MS = 800
"""What a provider has whose row in `sms_provider` says nothing else: shorter than the second that Octopush promises."""


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """What a provider wants to hear after a callback of a kind, `*` for any other (table `sms_provider_answer`)."""

    kind: str
    status: int
    content_type: str | None
    body: str


@dataclass(frozen=True, slots=True)
class ProviderRule:
    """A parameter, with this value if one is given, makes a callback one of that kind (table `sms_provider_rule`)."""

    param: str
    value: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What the adapter must know of a provider before it calls the database (`sms_provider` and its accounts).

    `deadline_ms` are the milliseconds within which its answer must go out. With `answers` and `rules` the adapter finds
    the answer while the database cannot tell it.
    """

    provider: str
    idempotency_header: str | None
    accounts: tuple[Account, ...]
    deadline_ms: int = DEFAULT_DEADLINE_MS
    answers: tuple[ProviderAnswer, ...] = ()
    rules: tuple[ProviderRule, ...] = ()
