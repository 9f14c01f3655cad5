"""The types of the model's results as the C API tells them."""

from __future__ import annotations

from tests.sqlanywhere.client.messages import ColumnDescription, Wire
from tests.sqlanywhere.client.structures import DataType
from tests.sqlanywhere.runtime import Column, Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import to_text

_LONG = 2_147_483_647

_TYPES: dict[str, tuple[int, DataType, int]] = {
    # Type: a_sqlany_native_type, how values are passed, size (sacapi.h; sources C3: dates and NUMERIC come as text).
    "date": (384, DataType.STRING, 64),
    "time": (388, DataType.STRING, 64),
    "timestamp": (392, DataType.STRING, 64),
    "varchar": (448, DataType.STRING, 0),
    "char": (452, DataType.STRING, 0),
    "long varchar": (456, DataType.STRING, _LONG),
    "xml": (456, DataType.STRING, _LONG),
    "long nvarchar": (640, DataType.STRING, _LONG),
    "double": (480, DataType.DOUBLE, 8),
    "float": (482, DataType.DOUBLE, 4),
    "real": (482, DataType.DOUBLE, 4),
    "numeric": (484, DataType.STRING, 64),
    "money": (484, DataType.STRING, 64),
    "smallmoney": (484, DataType.STRING, 64),
    "integer": (496, DataType.VAL32, 4),
    "smallint": (500, DataType.VAL16, 2),
    "binary": (524, DataType.BINARY, 0),
    "varbinary": (524, DataType.BINARY, 0),
    "long binary": (528, DataType.BINARY, _LONG),
    "tinyint": (604, DataType.UVAL8, 1),
    "bigint": (608, DataType.VAL64, 8),
    "unsigned int": (612, DataType.UVAL32, 4),
    "unsigned smallint": (616, DataType.UVAL16, 2),
    "unsigned bigint": (620, DataType.UVAL64, 8),
    "bit": (624, DataType.VAL8, 1),
}


def passed_as(type_: TypeName) -> DataType:
    """In which form a parameter of this type is passed."""
    return _TYPES[type_.name][1]


def describe(column: Column) -> ColumnDescription:
    """A column for the client.

    Raises:
        KeyError: sqlanydb knows no such type (ToPyType): our SQL must not return one.
    """
    native, passed, size = _TYPES[column.type.name]
    if passed is DataType.STRING and column.type.name == "numeric":
        return ColumnDescription(
            column.name, passed, native, size, column.type.length or 30, column.type.scale or 0, column.nullable
        )
    return ColumnDescription(column.name, passed, native, size or column.type.length or 1, nullable=column.nullable)


def told(value: Value, description: ColumnDescription, session: Session) -> Wire:
    """A value for the client; times and NUMERIC as the server spells them by its options."""
    if value is None:
        return None
    match description.type:
        case DataType.STRING:
            return to_text(value, session)
        case DataType.DOUBLE:
            return float(str(value))
        case DataType.BINARY:
            return value.encode(session.charset) if isinstance(value, str) else bytes(value)  # type: ignore[arg-type]
    return int(str(value))
