"""Accounts as they were read last, in a file: an adapter that starts while the database is away knows them."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sms_callback.model import Account, Endpoint, ProviderAnswer, ProviderRule

log = logging.getLogger(__name__)

VERSION = 1
"""Of the file's form; a file of another one is not read."""


class Remembered:
    """The file. It holds the secrets of accounts as the database does, so only its owner may read it.

    Args:
        path: the file, whose folder is there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written: str | None = None

    def write(self, endpoints: Mapping[str, Endpoint]) -> None:
        """Keep them, if they changed. A failure is logged: it spoils nothing now."""
        text = json.dumps({"version": VERSION, "endpoints": [asdict(endpoint) for endpoint in endpoints.values()]})
        if text == self._written:
            return
        try:
            _replace(self._path, text)
        except OSError as error:
            log.warning("accounts not remembered in %s: %s", self._path, error.strerror)
        else:
            self._written = text

    def read(self) -> dict[str, Endpoint]:
        """What was kept; {} if nothing was, or it cannot be read."""
        try:
            given = json.loads(self._path.read_text("utf-8"))
            if given["version"] != VERSION:
                return {}
            found = [_endpoint(item) for item in given["endpoints"]]
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("accounts in %s cannot be read: %s", self._path, type(error).__name__)
            return {}
        return {endpoint.provider: endpoint for endpoint in found}


def _replace(path: Path, text: str) -> None:
    """Write a file as a whole or not at all; `mkstemp` lets only the owner read it."""
    descriptor, name = tempfile.mkstemp(prefix=path.name, dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _endpoint(item: dict[str, Any]) -> Endpoint:
    return Endpoint(
        provider=item["provider"],
        idempotency_header=item["idempotency_header"],
        accounts=tuple(
            Account(
                one["provider"], one["account"], one["scheme"], tuple(one["secrets"]), networks=tuple(one["networks"])
            )
            for one in item["accounts"]
        ),
        deadline_ms=item["deadline_ms"],
        answers=tuple(ProviderAnswer(**one) for one in item["answers"]),
        rules=tuple(ProviderRule(**one) for one in item["rules"]),
    )
