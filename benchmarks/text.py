"""The statements of this folder's `sql/`."""

from __future__ import annotations

from functools import cache

from benchmarks.paths import SQL


@cache
def shipped(name: str) -> bytes:
    """The text of `sql/<name>.sql`."""
    return (SQL / f"{name}.sql").read_bytes()
