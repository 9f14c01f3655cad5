"""CREATE TABLE: from the statement to a definition (page "CREATE TABLE statement")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Scope
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.rewrite import rewritten
from tests.sqlanywhere.store.schema import Check, ForeignKey, Key, Table, TableColumn, folded
from tests.sqlanywhere.values.types import Family, family

if TYPE_CHECKING:
    from tests.sqlanywhere.store.session import Session


def column_type(data_type: tree.DataType, scope: Scope) -> tree.TypeName:
    """A column's type; domains and %TYPE are the machine's to resolve.

    Raises:
        ModelError: a type that is not modelled.
    """
    resolve: Any = getattr(scope.session, "resolve_type", None)
    found = data_type if resolve is None else resolve(data_type, scope)
    if not isinstance(found, tree.TypeName) or family(found) is Family.UNKNOWN:
        raise ModelError(f"the data type {getattr(data_type, 'name', data_type)} is not modelled")
    return found


class Building:
    """A table that gets columns and constraints one after another."""

    def __init__(self, session: Session, scope: Scope, table: Table) -> None:
        self._session = session
        self._schema = session.store.schema
        self._scope = scope
        self.table = table

    def _change(self, **changes: Any) -> None:
        self.table = replace(self.table, by_name={}, **changes)

    def _new_name(self, wanted: str, taken: Sequence[str]) -> str:
        """A role or constraint name: with a number of three digits where it is taken (page "Key joins when …")."""
        if all(not tree.same_name(wanted, other) for other in taken):
            return wanted
        number = 1
        while any(tree.same_name(f"{wanted}{number:03d}", other) for other in taken):
            number += 1
        return f"{wanted}{number:03d}"

    def add_column(self, definition: tree.ColumnDefinition) -> None:
        """Add a column, and the constraints that are written with it.

        Raises:
            SqlError: -110, the table has such a column.
        """
        if folded(definition.name) in self.table.by_name:
            raise problems.name_taken(definition.name)
        column = self.new_column(definition, self._schema.identifier())
        self._change(columns=(*self.table.columns, column))

    def new_column(self, definition: tree.ColumnDefinition, object_id: int) -> TableColumn:
        """A column without its constraints. It allows NULL unless said otherwise, a BIT does not (infocenter dc38151
        "Considerations When Using the CREATE TABLE Statement")."""
        data_type = column_type(definition.type, self._scope)
        nullable = definition.nullable if definition.nullable is not None else data_type.name != "bit"
        compute = None
        if definition.compute is not None:
            compute, _ = self.own_names(definition.compute)
        return TableColumn(
            definition.name,
            data_type,
            nullable,
            object_id,
            definition.default,
            definition.default_word,
            compute,
        )

    def add_column_constraints(self, definition: tree.ColumnDefinition) -> None:
        """The constraints that stand with a column."""
        name = definition.name
        if definition.primary_key:
            self.add_constraint(tree.TableConstraint("PRIMARY KEY", columns=(name,)))
        if definition.unique:
            self.add_constraint(tree.TableConstraint("UNIQUE", columns=(name,)))
        if definition.references is not None:
            self.add_constraint(tree.TableConstraint("FOREIGN KEY", columns=(name,), references=definition.references))
        if definition.check is not None:
            self.add_check(None, definition.check, folded(name))

    def add_constraint(self, constraint: tree.TableConstraint) -> None:
        """Add a table constraint."""
        match constraint.kind:
            case "PRIMARY KEY":
                if self.table.primary_key is not None:
                    raise problems.second_primary_key(self.table.name)
                self._add_key(self.table.name, constraint.columns, primary=True)
            case "UNIQUE":
                # The server names it so in its message -196.
                name = constraint.name or f"{self.table.name} UNIQUE ({','.join(constraint.columns)})"
                self._add_key(name, constraint.columns, primary=False)
            case "FOREIGN KEY":
                self._add_foreign_key(constraint)
            case "CHECK":
                assert constraint.check is not None
                self.add_check(constraint.name, constraint.check, None)

    def columns_named(self, names: Sequence[str]) -> tuple[str, ...]:
        """Columns of the table, folded.

        Raises:
            SqlError: -143.
        """
        for name in names:
            if folded(name) not in self.table.by_name:
                raise problems.no_column(name)
        return tuple(folded(name) for name in names)

    def _add_key(self, name: str, names: Sequence[str], *, primary: bool) -> None:
        """A key's columns are NOT NULL (page "CREATE TABLE statement": unlike those of a unique index)."""
        columns = self.columns_named(names)
        key = Key(name, columns, self._schema.identifier(), primary=primary)
        changed = tuple(
            replace(column, nullable=False) if column.key in columns else column for column in self.table.columns
        )
        keys = (key, *self.table.keys) if primary else (*self.table.keys, key)
        self._change(columns=changed, keys=keys)

    def _add_foreign_key(self, constraint: tree.TableConstraint) -> None:
        reference = constraint.references
        assert reference is not None
        parent = self._parent(reference)
        parent_columns = tuple(folded(name) for name in reference.columns)
        if not parent_columns:
            if parent.primary_key is None:
                raise problems.no_primary_key(parent.name)
            parent_columns = parent.primary_key.columns
        if not any(key.constraint and set(key.columns) == set(parent_columns) for key in parent.keys):
            raise problems.no_primary_key(parent.name)
        columns = self.columns_named(constraint.columns or [parent.by_name[key].name for key in parent_columns])
        for column, other in zip(columns, parent_columns, strict=True):
            if family(self.table.by_name[column].type) is not family(parent.by_name[other].type):
                raise problems.key_mismatch(self.table.by_name[column].name)
        role = self._new_name(constraint.name or parent.name, [other.role for other in self.table.foreign_keys])
        foreign = ForeignKey(
            role,
            columns,
            parent.place,
            parent_columns,
            self._schema.identifier(),
            reference.on_delete or "RESTRICT",
            reference.on_update or "RESTRICT",
        )
        self._change(foreign_keys=(*self.table.foreign_keys, foreign))

    def _parent(self, reference: tree.Reference) -> Table:
        name = reference.table
        own = tree.same_name(name.name, self.table.name)
        if own and (name.owner is None or tree.same_name(name.owner, self.table.owner)):
            return self.table
        # A name without owner is looked for at the table's owner first.
        found = self._session.lookup.owned(name.owner or self.table.owner, name.name)
        found = found or self._session.lookup.relation(name, self._scope, None)
        if not isinstance(found, Table):
            raise problems.no_table(name.name)
        return found

    def add_check(self, name: str | None, condition: tree.Expression, column: str | None) -> None:
        """Add a CHECK; a name that was not given is the server's own, ASA and a number."""
        number = self._schema.identifier()
        changed, columns = self.own_names(condition)
        check = Check(name or f"ASA{number}", changed, columns, number, column)
        self._change(checks=(*self.table.checks, check))

    def own_names(self, expression: tree.Expression) -> tuple[tree.Expression, frozenset[str]]:
        """An expression over the table's own columns, their names folded to one part, and which they are.

        Raises:
            SqlError: -143, no such column.
        """
        columns = set()

        def change(node: tree.Node) -> tree.Node | None:
            if isinstance(node, tree.Query):
                return node
            if isinstance(node, tree.Name) and not node.parts[0].startswith("@"):
                key = folded(node.parts[-1])
                if key not in self.table.by_name:
                    raise problems.no_column(node.parts[-1])
                columns.add(key)
                return tree.Name((key,))
            return None

        return rewritten(expression, change), frozenset(columns)


def build_table(session: Session, statement: tree.CreateTable, scope: Scope, owner: str) -> Table:
    """The table that a CREATE TABLE or DECLARE LOCAL TEMPORARY TABLE defines."""
    temporary = statement.temporary or ("LOCAL" if statement.declared else None)
    table = Table(
        owner,
        statement.name.name,
        session.store.schema.identifier(),
        (),
        temporary=temporary,
        # Rows go at COMMIT unless something else is said (page "CREATE TABLE statement", ON COMMIT).
        on_commit=statement.on_commit or "DELETE",
    )
    building = Building(session, scope, table)
    for definition in statement.columns:
        building.add_column(definition)
    for definition in statement.columns:
        building.add_column_constraints(definition)
    for constraint in statement.constraints:
        building.add_constraint(constraint)
    return building.table
