"""The rows of the catalogue views: the store's own, and those that the machine gives (pages "<name> system view")."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from tests.sqlanywhere import tree
from tests.sqlanywhere.runtime import Value
from tests.sqlanywhere.store.catalogue_columns import OF_STORE, SYSTEM_VIEWS
from tests.sqlanywhere.store.codec import Stored, encode
from tests.sqlanywhere.store.schema import Key, Table, View, folded
from tests.sqlanywhere.values.types import Family, digits, family, spelled

if TYPE_CHECKING:
    from tests.sqlanywhere.store.database import Store

Row = Mapping[str, Value]

_BASE, _GLOBAL_TEMPORARY, _VIEW = 1, 3, 21
"""table_type of SYSTAB (page "SYSTAB system view")."""
_SIZES = {"bit": 1, "tinyint": 1, "smallint": 2, "unsigned smallint": 2, "integer": 4, "unsigned int": 4, "real": 4}
_LONG = 2_147_483_647


def system_rows(store: Store, view: str) -> list[tuple[Stored, ...]]:
    """The rows of a view, in the order of its columns; what is not known is NULL."""
    columns = [column.name for column in SYSTEM_VIEWS[view].columns]
    rows: list[Row] = []
    if view in OF_STORE:
        rows += _Tables(store).rows(view)
    if view not in OF_STORE or view == "sysremark":
        rows += store.catalogue.rows(view)
    if view in {"systableperm", "syscolperm", "systrigger"}:
        rows = list(_with_table(store, rows))
    return [tuple([encode(row.get(name)) for name in columns]) for row in rows]


def _with_table(store: Store, rows: list[Row]) -> Iterator[Row]:
    """The machine knows tables by owner and name; the views by number."""
    for row in rows:
        relation = store.schema.relations.get((folded(str(row.get("owner"))), folded(str(row.get("table_name")))))
        if relation is not None:
            found = {
                **row,
                "stable_id": relation.object_id,
                "ttable_id": relation.object_id,
                "table_id": relation.object_id,
            }
            if isinstance(relation, Table) and row.get("column_name") is not None:
                found["column_id"] = _place(relation, folded(str(row["column_name"])))
            yield found


class _Tables:
    def __init__(self, store: Store) -> None:
        self._schema = store.schema
        self._users = {folded(str(row["user_name"])): row["user_id"] for row in store.catalogue.rows("sysuser")}
        self._domains = {str(row["domain_name"]): row["domain_id"] for row in store.catalogue.rows("sysdomain")}
        self._relations = list(store.schema.relations.values())

    def rows(self, view: str) -> Iterator[Row]:
        """The rows of one view."""
        makers: dict[str, Callable[[], Iterator[Row]]] = {
            "systab": self._tables,
            "systabcol": self._columns,
            "sysidx": self._indexes,
            "sysidxcol": self._index_columns,
            "sysfkey": self._foreign_keys,
            "sysconstraint": self._constraints,
            "sysview": self._views,
            "sysremark": self._remarks,
        }
        return makers[view]()

    def _tables(self) -> Iterator[Row]:
        for relation in self._relations:
            kind, name = _BASE, "BASE"
            if isinstance(relation, View):
                kind, name = _VIEW, "VIEW"
            elif relation.temporary:
                kind, name = _GLOBAL_TEMPORARY, "GBL TEMP"
            yield {
                "table_id": relation.object_id,
                "object_id": relation.object_id,
                "dbspace_id": 0,
                "count": 0,
                "creator": self._users.get(folded(relation.owner)),
                "commit_action": _commit_action(relation),
                "share_type": 1,
                "table_name": relation.name,
                "table_type": kind,
                "replicate": "N",
                "server_type": 1,
                "encrypted": "N",
                "table_type_str": name,
            }

    def _columns(self) -> Iterator[Row]:
        for relation in self._relations:
            for number, column in enumerate(relation.described(), 1):
                declared = relation.by_name[folded(column.name)] if isinstance(relation, Table) else None
                width, scale = _width(column.type)
                yield {
                    "table_id": relation.object_id,
                    "column_id": number,
                    "domain_id": self._domains.get(column.type.name),
                    "nulls": "Y" if column.nullable else "N",
                    "width": width,
                    "scale": scale,
                    "object_id": _column_id(relation, number),
                    "max_identity": self._schema.counters.get(relation.object_id, 0)
                    if declared is not None and declared.counts
                    else 0,
                    "column_name": column.name,
                    "default": None if declared is None else _default(declared.default, declared.default_word),
                    "column_type": "C" if declared is not None and declared.compute is not None else "R",
                    "compressed": 0,
                    "base_type_str": spelled(column.type),
                }

    def _keys(self) -> Iterator[tuple[Table, int, Key]]:
        """The indexes of base tables with their index_id: 0 is the primary key (page "SYSIDX system view")."""
        for relation in self._relations:
            if isinstance(relation, Table):
                others = 1
                for key in relation.keys:
                    yield relation, 0 if key.primary else others, key
                    others += not key.primary

    def _foreign(self) -> Iterator[tuple[Table, int, int]]:
        """Table, index_id, place among the foreign keys."""
        for relation in self._relations:
            if isinstance(relation, Table):
                first = 1 + sum(not key.primary for key in relation.keys)
                for place in range(len(relation.foreign_keys)):
                    yield relation, first + place, place

    def _indexes(self) -> Iterator[Row]:
        common: Row = {"dbspace_id": 0, "file_id": 0, "not_enforced": "N"}
        for table, number, key in self._keys():
            yield {
                **common,
                "table_id": table.object_id,
                "index_id": number,
                "object_id": key.object_id,
                # index_category: 1 primary key, 2 foreign key, 3 other; unique: 1 index, 2 constraint, 4 not unique.
                "index_category": 1 if key.primary else 3,
                "unique": (1 if not key.constraint else 2) if key.unique else 4,
                "index_name": key.name,
            }
        for table, number, place in self._foreign():
            foreign = table.foreign_keys[place]
            yield {
                **common,
                "table_id": table.object_id,
                "index_id": number,
                "object_id": foreign.object_id,
                "index_category": 2,
                "unique": 4,
                "index_name": foreign.role,
            }

    def _index_columns(self) -> Iterator[Row]:
        for table, number, key in self._keys():
            descending = key.descending or (False,) * len(key.columns)
            for sequence, (column, down) in enumerate(zip(key.columns, descending, strict=True)):
                yield {
                    "table_id": table.object_id,
                    "index_id": number,
                    "sequence": sequence,
                    "column_id": _place(table, column),
                    "order": "D" if down else "A",
                }
        for table, number, place in self._foreign():
            foreign = table.foreign_keys[place]
            parent = self._schema.relations.get(foreign.parent)
            for sequence, (column, other) in enumerate(zip(foreign.columns, foreign.parent_columns, strict=True)):
                yield {
                    "table_id": table.object_id,
                    "index_id": number,
                    "sequence": sequence,
                    "column_id": _place(table, column),
                    "order": "A",
                    "primary_column_id": _place(parent, other) if isinstance(parent, Table) else None,
                }

    def _foreign_keys(self) -> Iterator[Row]:
        indexes = {(table.object_id, key.columns): number for table, number, key in self._keys() if key.constraint}
        for table, number, place in self._foreign():
            foreign = table.foreign_keys[place]
            parent = self._schema.relations.get(foreign.parent)
            if isinstance(parent, Table):
                yield {
                    "foreign_table_id": table.object_id,
                    "foreign_index_id": number,
                    "primary_table_id": parent.object_id,
                    "primary_index_id": indexes.get((parent.object_id, foreign.parent_columns), 0),
                    "match_type": 1,
                    "check_on_commit": "N",
                    "nulls": "Y" if any(table.by_name[name].nullable for name in foreign.columns) else "N",
                }

    def _constraints(self) -> Iterator[Row]:
        """constraint_type: P primary key, U unique, F foreign key, C column check, T table check."""
        for relation in self._relations:
            if not isinstance(relation, Table):
                continue
            found = [("P" if key.primary else "U", key.object_id, key.name) for key in relation.keys if key.constraint]
            found += [("F", foreign.object_id, foreign.role) for foreign in relation.foreign_keys]
            found += [("C" if check.column else "T", check.object_id, check.name) for check in relation.checks]
            for kind, identifier, name in found:
                yield {
                    "constraint_id": identifier,
                    "constraint_type": kind,
                    "ref_object_id": identifier,
                    "table_object_id": relation.object_id,
                    "constraint_name": name,
                }

    def _views(self) -> Iterator[Row]:
        for relation in self._relations:
            if isinstance(relation, View):
                yield {"view_object_id": relation.object_id, "view_def": relation.text}

    def _remarks(self) -> Iterator[Row]:
        for key, text in list(self._schema.comments.items()):
            relation = self._schema.relations.get((key[1], key[2]))
            if relation is None:
                continue
            identifier = relation.object_id
            if key[0] == "COLUMN":
                names = [folded(column.name) for column in relation.described()]
                identifier = _column_id(relation, names.index(key[3]) + 1)
            yield {"object_id": identifier, "remarks": text}


def _commit_action(relation: Table | View) -> int:
    """Of a global temporary table (dcx 1001 rf-views-s-407928012.html, SYSTAB); 0 for other tables."""
    if not isinstance(relation, Table) or not relation.temporary:
        return 0
    return {"PRESERVE": 0, "DELETE": 1, "NOT TRANSACTIONAL": 3}[relation.on_commit]


def _column_id(relation: Table | View, number: int) -> int:
    """The object_id of a column; a view's columns have theirs by place."""
    if isinstance(relation, Table):
        return relation.columns[number - 1].object_id
    return relation.object_id * 100_000 + number


def _place(table: Table, column: str) -> int:
    return [one.key for one in table.columns].index(column) + 1


def _width(type_name: tree.TypeName) -> tuple[int, int]:
    """width and scale of SYSTABCOL: a NUMERIC's precision and scale, a text's length and 1 for characters."""
    kind = family(type_name)
    if kind is Family.NUMERIC:
        return digits(type_name)
    if kind in {Family.TEXT, Family.BINARY}:
        longest = _LONG if type_name.name.startswith("long") or type_name.name == "xml" else 1
        return type_name.length or longest, int(type_name.characters)
    return _SIZES.get(type_name.name, 8), 0


def _default(expression: tree.Expression | None, word: str | None) -> str | None:
    """A default as the catalogue shows it."""
    if word is not None:
        return word.lower()
    match expression:
        case None:
            return None
        case tree.Literal(value=None):
            return "NULL"
        case tree.Literal(value=str(text)):
            return "'" + text.replace("'", "''") + "'"
        case tree.Literal(value=value):
            return str(value)
        case tree.SpecialValue(name=name):
            return name.lower()
    return "(expression)"
