"""Types named after a column or a variable: `owner.table.column%TYPE` (17)."""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.frame import Frame


def declared_type(type_: tree.TypeOf, frame: Frame) -> tree.TypeName:
    """The type of the variable or column (D17, "%TYPE").

    Raises:
        SqlError: no such variable (-260), table (-141) or column (-143).
    """
    parts = type_.parts
    if len(parts) == 1:
        return frame.need_variable(tree.Name(parts)).type
    name = tree.QualifiedName(parts[-2], parts[-3] if len(parts) > 2 else None)
    store = frame.connection.store
    found = store.find_table(name, frame)
    if found is None:
        raise error(-141, name)
    for column in store.table_columns(*found):
        if tree.same_name(column.name, parts[-1]):
            return column.type
    raise error(-143, parts[-1])
