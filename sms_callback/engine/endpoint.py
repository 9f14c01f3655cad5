"""The rows of the queries `endpoints`, `answers` and `rules` as what the adapter works with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from sms_callback.model import DEFAULT_DEADLINE_MS, Account, Endpoint, ProviderAnswer, ProviderRule, Row


def endpoints_of(rows: Iterable[Row], answers: Iterable[Row], rules: Iterable[Row]) -> list[Endpoint]:
    """One endpoint a provider.

    Args:
        rows: of `query/endpoints.sql`, in the order of their provider; `account` is None where a provider has none.
            `networks` are separated by commas or blanks.
        answers: of `query/answers.sql`; `kind` is None where a provider has none.
        rules: of `query/rules.sql`, those of a provider in the order of their position.
    """
    deadlines: dict[str, int] = {}
    found_answers: defaultdict[str, list[ProviderAnswer]] = defaultdict(list)
    for row in answers:
        provider = str(row["provider"])
        deadlines[provider] = int(str(row["deadline_ms"]))
        if row["kind"] is not None:
            found_answers[provider].append(_answer(row))
    found_rules: defaultdict[str, list[ProviderRule]] = defaultdict(list)
    for row in rules:
        found_rules[str(row["provider"])].append(ProviderRule(str(row["param"]), _text(row["value"]), str(row["kind"])))
    return [
        Endpoint(
            str(provider),
            _text(header),
            tuple(_account(row) for row in group if row["account"] is not None),
            deadlines.get(str(provider), DEFAULT_DEADLINE_MS),
            tuple(found_answers[str(provider)]),
            tuple(found_rules[str(provider)]),
        )
        for (provider, header), group in groupby(rows, lambda row: (row["provider"], row["idempotency_header"]))
    ]


def _answer(row: Row) -> ProviderAnswer:
    return ProviderAnswer(
        str(row["kind"]), int(str(row["status"])), _text(row["content_type"]), _text(row["body"]) or ""
    )


def _account(row: Row) -> Account:
    secrets = tuple(str(row[name]) for name in ("secret", "second_secret") if row[name])
    networks = tuple(network for network in re.split(r"[,\s]+", _text(row["networks"]) or "") if network)
    return Account(str(row["provider"]), str(row["account"]), str(row["scheme"]), secrets, networks)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
