"""A piece of SQLite's text with its type, and what the translator asks of its connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tests.sqlanywhere import tree
from tests.sqlanywhere.runtime import Column, Scope
from tests.sqlanywhere.store.codec import Stored
from tests.sqlanywhere.store.schema import Relation


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of SQLite's text that gives a value, and its type."""

    sql: str
    type: tree.TypeName
    nullable: bool = True


class Relations(Protocol):
    """Where the translator finds tables and views."""

    def relation(self, name: tree.QualifiedName, scope: Scope, owner: str | None) -> Relation | None:
        """The relation of that name; `owner` stands for the user where the name is in a view."""

    def system_rows(self, view: str, scope: Scope) -> list[tuple[Stored, ...]]:
        """The rows of a view of the catalogue."""

    def procedure_columns(self, call: tree.ProcedureTable, scope: Scope) -> tuple[Column, ...]:
        """What a procedure in FROM gives."""
