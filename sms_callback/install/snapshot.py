"""What the database holds: the installer's records, and what the catalogue says now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sms_callback.engine.base import Session, SteppingSession
from sms_callback.model import Row

OWN_NAMES = ("role", "event", "service")
"""Kinds whose names are apart from those of tables, views and routines."""

TABLE_ROW = "table"
"""The name of the row of catalogue.sql that lists the columns of all tables."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row of `sms_schema`.

    `installed_at` is UTC; `source` the file as it was installed; `catalogue` what the engine said right after.
    """

    object: str
    kind: str
    sha256: str
    version: str
    installed_at: str
    installed_by: str
    source: str = field(repr=False)
    catalogue: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """A row of `sms_schema_step`: an installation that was begun and did not end (SQL Anywhere).

    Of a numbered file `done` statements are done, `state` is what the catalogue said before the next one, and `shape`
    are the columns that our files had made by then.
    """

    sha256: str
    done: int
    state: str = field(repr=False)
    shape: frozenset[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The records by object, the catalogue's texts by name, the columns (`table.column type`) of all sms_ tables.

    `begun` is by object what was interrupted.
    """

    records: Mapping[str, Record] = field(repr=False)
    catalogue: Mapping[str, str] = field(repr=False)
    shape: frozenset[str] = field(repr=False)
    begun: Mapping[str, Begun] = field(default_factory=dict, repr=False)

    @property
    def newest_table(self) -> str | None:
        """The newest numbered file that was installed; its record keeps the shape."""
        return max((record.object for record in self.records.values() if record.kind == "table"), default=None)

    @property
    def recorded_shape(self) -> frozenset[str]:
        """The columns that the numbered files made, one that was interrupted among them."""
        for name, begun in self.begun.items():
            if name.startswith("table/"):
                return grown(begun.shape, columns_in(begun.state), self.shape)
        newest = self.newest_table
        return lines(self.records[newest].catalogue) if newest else frozenset()

    def text(self, object_name: str) -> str | None:
        """What the catalogue says of an object (`view/v_sms_phone`); None if it is not there."""
        return self.catalogue.get(catalogue_name(object_name))

    @property
    def own_names(self) -> frozenset[str]:
        """The tables, views and routines of ours that are there now."""
        code = {catalogue_name(name) for name in self.records} & self.catalogue.keys()
        tables = {line.partition(".")[0] for line in self.recorded_shape & self.shape}
        return frozenset(code | tables)

    def columns(self, table: str) -> frozenset[str]:
        """The columns that a table has now; none if it is not there."""
        return frozenset(
            line.partition(" ")[0].partition(".")[2] for line in self.shape if line.partition(".")[0] == table
        )


def grown(shape: frozenset[str], before: frozenset[str], now: frozenset[str]) -> frozenset[str]:
    """The columns of ours after a statement; those that were there before it and are none of ours stay the DBA's."""
    return (shape | (now - before)) - (before - now)


def columns_in(state: str) -> frozenset[str]:
    """The columns in a text of `sms_schema_step.state`: lines of a column (or nothing), a tab, and the rest."""
    return frozenset(line.partition("\t")[0] for line in state.split("\n")) - {""}


def catalogue_name(object_name: str) -> str:
    """The name under which catalogue.sql lists an object: of those that have names of their own, with the kind."""
    kind, _, name = object_name.partition("/")
    return object_name if kind in OWN_NAMES else name


def lines(text: str | None) -> frozenset[str]:
    """The lines of a shape."""
    return frozenset((text or "").splitlines())


def read_snapshot(session: Session) -> Snapshot:
    """Read everything that the states are made of; on PostgreSQL this sets the transaction's search_path, too."""
    records: dict[str, Record] = {}
    begun: dict[str, Begun] = {}
    if session.query("schema_begin")[0]["found"]:
        for row in session.query("schema_records"):
            catalogue = row["catalogue"]
            record = Record(
                object=str(row["object"]),
                kind=str(row["kind"]),
                sha256=str(row["sha256"]),
                version=str(row["version"]),
                installed_at=str(row["installed_at"]).partition(".")[0],
                installed_by=str(row["installed_by"]),
                source=str(row["source"]),
                catalogue=None if catalogue is None else str(catalogue),
            )
            records[record.object] = record
        if isinstance(session, SteppingSession):
            begun = {str(row["object"]): _begun(row) for row in session.query("step_list")}
    catalogue_now, shape = read_catalogue(session)
    return Snapshot(records, catalogue_now, shape, begun)


def _begun(row: Row) -> Begun:
    return Begun(str(row["sha256"]), int(str(row["done"])), str(row["state"]), lines(str(row["shape"])))


def read_catalogue(session: Session) -> tuple[dict[str, str], frozenset[str]]:
    """What the catalogue says now: the texts by name, and the columns of all tables."""
    texts = {str(row["name"]): str(row["catalogue"]) for row in session.query("catalogue")}
    return texts, lines(texts.pop(TABLE_ROW, ""))
