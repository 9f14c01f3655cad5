"""The numbers of the data types in the catalogue."""

from __future__ import annotations

# SYSDOMAIN (12.0.1 dbreference/isysdomain, "SYSDOMAIN system view")
DOMAINS = {
    "smallint": 1,
    "integer": 2,
    "numeric": 3,
    "float": 4,
    "real": 4,
    "double": 5,
    "date": 6,
    "char": 7,
    "varchar": 9,
    "long varchar": 10,
    "binary": 11,
    "long binary": 12,
    "timestamp": 13,
    "time": 14,
    "timestamp with time zone": 15,
    "tinyint": 19,
    "bigint": 20,
    "unsigned int": 21,
    "unsigned integer": 21,
    "unsigned smallint": 22,
    "unsigned bigint": 23,
    "bit": 24,
    "decimal": 27,
    "varbinary": 28,
    "uniqueidentifier": 29,
    "varbit": 30,
    "long varbit": 31,
    "xml": 32,
    "nchar": 33,
    "nvarchar": 34,
    "long nvarchar": 35,
}
