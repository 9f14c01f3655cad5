"""The data types: their names and synonyms, their families, and what a length means (page "SQL data types")."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from tests.sqlanywhere.tree import TypeName

LARGEST_TEXT = 32767
LARGEST_LONG = 2_147_483_647
DEFAULT_PRECISION = 30
DEFAULT_SCALE = 6
"""Options `precision` and `scale`, page "NUMERIC data type"."""
LARGEST_PRECISION = 127


class Family(Enum):
    """Types whose values have the same Python class."""

    TEXT = "text"
    BINARY = "binary"
    INTEGER = "integer"
    NUMERIC = "numeric"
    DOUBLE = "double"
    DATE = "date"
    TIME = "time"
    TIMESTAMP = "timestamp"
    OFFSET = "timestamp with time zone"
    UUID = "uniqueidentifier"
    UNKNOWN = "unknown"

    # Enum's own hashes the name, at each look into a table.
    __hash__ = object.__hash__


NUMBERS = frozenset({Family.INTEGER, Family.NUMERIC, Family.DOUBLE})
MOMENTS = frozenset({Family.DATE, Family.TIME, Family.TIMESTAMP, Family.OFFSET})

FAMILIES: Mapping[str, Family] = {
    "char": Family.TEXT,
    "varchar": Family.TEXT,
    "long varchar": Family.TEXT,
    "nchar": Family.TEXT,
    "nvarchar": Family.TEXT,
    "long nvarchar": Family.TEXT,
    "xml": Family.TEXT,
    "uniqueidentifierstr": Family.TEXT,
    "binary": Family.BINARY,
    "varbinary": Family.BINARY,
    "long binary": Family.BINARY,
    "uniqueidentifier": Family.UUID,
    "bit": Family.INTEGER,
    "tinyint": Family.INTEGER,
    "smallint": Family.INTEGER,
    "unsigned smallint": Family.INTEGER,
    "integer": Family.INTEGER,
    "unsigned int": Family.INTEGER,
    "unsigned integer": Family.INTEGER,
    "bigint": Family.INTEGER,
    "unsigned bigint": Family.INTEGER,
    "numeric": Family.NUMERIC,
    "money": Family.NUMERIC,
    "smallmoney": Family.NUMERIC,
    "real": Family.DOUBLE,
    "float": Family.DOUBLE,
    "double": Family.DOUBLE,
    "date": Family.DATE,
    "time": Family.TIME,
    "timestamp": Family.TIMESTAMP,
    "timestamp with time zone": Family.OFFSET,
}
"""Every name that a tree's TypeName may bear (VARBIT, the spatial types, ROW and ARRAY are not modelled).

`unsigned int` is how the catalogue (SYSDOMAIN) calls UNSIGNED INTEGER.
"""

SYNONYMS: Mapping[str, str] = {
    "character": "char",
    "character varying": "varchar",
    "char varying": "varchar",
    "long character varying": "long varchar",
    "text": "long varchar",
    "national char": "nchar",
    "national character": "nchar",
    "nchar varying": "nvarchar",
    "national char varying": "nvarchar",
    "national character varying": "nvarchar",
    "ntext": "long nvarchar",
    "binary varying": "varbinary",
    "long varbinary": "long binary",
    "image": "long binary",
    "unsigned tinyint": "tinyint",
    "int": "integer",
    "dec": "numeric",
    "decimal": "numeric",
    "double precision": "double",
    "datetime": "timestamp",
    "smalldatetime": "timestamp",
    "datetimeoffset": "timestamp with time zone",
}
"""Page "SQL data types" and those below it; "image", "text", "ntext", "money" … are domains of the server there."""

RANGES: Mapping[str, tuple[int, int]] = {
    "bit": (0, 1),
    "tinyint": (0, 255),
    "smallint": (-(2**15), 2**15 - 1),
    "unsigned smallint": (0, 2**16 - 1),
    "integer": (-(2**31), 2**31 - 1),
    "unsigned int": (0, 2**32 - 1),
    "unsigned integer": (0, 2**32 - 1),
    "bigint": (-(2**63), 2**63 - 1),
    "unsigned bigint": (0, 2**64 - 1),
}
"""Page "Numeric data types"."""

UNKNOWN = TypeName("unknown")
"""The type of a bare NULL and of `?`: it takes any other's place."""
CHAR = TypeName("char")
VARCHAR = TypeName("varchar")
LONG_VARCHAR = TypeName("long varchar")
LONG_NVARCHAR = TypeName("long nvarchar")
LONG_BINARY = TypeName("long binary")
BIT = TypeName("bit")
INTEGER = TypeName("integer")
BIGINT = TypeName("bigint")
DOUBLE = TypeName("double")
DATE = TypeName("date")
TIME = TypeName("time")
TIMESTAMP = TypeName("timestamp")
OFFSET = TypeName("timestamp with time zone")
UUID = TypeName("uniqueidentifier")


def normalise(words: tuple[str, ...]) -> str:
    """A type's name without synonyms.

    Args:
        words: the words of the name in any case, without length: `("CHARACTER", "VARYING")`.

    Raises:
        ValueError: no built-in type bears that name (it may be a domain).
    """
    name = " ".join(words).lower()
    name = SYNONYMS.get(name, name)
    if name not in FAMILIES:
        raise ValueError(f"no built-in data type: {name}")
    return name


def family(type_name: TypeName) -> Family:
    """The family of a type."""
    return FAMILIES.get(type_name.name, Family.UNKNOWN)


def is_national(type_name: TypeName) -> bool:
    """Whether the type's charset is UTF-8 whatever the database's is, and its length counts characters."""
    return type_name.name in {"nchar", "nvarchar", "long nvarchar"}


def longest(type_name: TypeName) -> int | None:
    """What a column or variable of a text or binary type holds at most; None: as good as unlimited.

    A CHAR or BINARY without length holds one (pages "CHAR data type", "BINARY data type").
    """
    if type_name.name in {"long varchar", "long nvarchar", "long binary", "xml"}:
        return None
    if type_name.name == "uniqueidentifierstr":
        return 36
    return 1 if type_name.length is None else type_name.length


def digits(type_name: TypeName) -> tuple[int, int]:
    """Precision and scale of a NUMERIC type (pages "NUMERIC data type", "MONEY data type")."""
    if type_name.name == "money":
        return 19, 4
    if type_name.name == "smallmoney":
        return 10, 4
    if type_name.length is None:
        return DEFAULT_PRECISION, DEFAULT_SCALE
    return type_name.length, 0 if type_name.scale is None else type_name.scale


def is_single(type_name: TypeName) -> bool:
    """Whether a DOUBLE family type has four bytes: REAL, and FLOAT up to 24 digits (page "FLOAT data type")."""
    return type_name.name == "real" or (type_name.name == "float" and (type_name.length or 0) <= 24)


def spelled(type_name: TypeName) -> str:
    """A type as EXPRTYPE and messages spell it: `varchar(20 CHAR)`, `numeric(18,8)`."""
    name = "int" if type_name.name == "integer" else type_name.name
    if type_name.length is None:
        return name
    if family(type_name) is Family.NUMERIC:
        return f"{name}({type_name.length},{type_name.scale or 0})"
    return f"{name}({type_name.length}{' char' if type_name.characters else ''})"
