"""The rows of the query `endpoints` as what the adapter works with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from sms_callback.model import Account, Endpoint, Row


def endpoints_of(rows: Iterable[Row]) -> list[Endpoint]:
    """One endpoint a provider.

    Args:
        rows: of `query/endpoints.sql`, in the order of their provider; `account` is None where a provider has none.
            `networks` are separated by commas or blanks.
    """
    return [
        Endpoint(str(provider), _text(header), tuple(_account(row) for row in group if row["account"] is not None))
        for (provider, header), group in groupby(rows, lambda row: (row["provider"], row["idempotency_header"]))
    ]


def _account(row: Row) -> Account:
    secrets = tuple(str(row[name]) for name in ("secret", "second_secret") if row[name])
    networks = tuple(network for network in re.split(r"[,\s]+", _text(row["networks"]) or "") if network)
    return Account(str(row["provider"]), str(row["account"]), str(row["scheme"]), secrets, networks)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
