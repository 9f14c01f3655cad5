"""The types of sacapi.h, version 1 and 2 of the C API, as ctypes has them.

Source of this and of what the functions do: sacapi.h as published with the vendor's open drivers (github
sqlanywhere/node-sqlanywhere; sqlanywhere/sqlanydb reads the same structures), and the manual's page «SQL Anywhere C API
reference».
"""

from __future__ import annotations

import ctypes
from enum import IntEnum


class DataType(IntEnum):
    """a_sqlany_data_type: in which form a value is passed."""

    INVALID = 0
    BINARY = 1
    STRING = 2
    DOUBLE = 3
    VAL64 = 4
    UVAL64 = 5
    VAL32 = 6
    UVAL32 = 7
    VAL16 = 8
    UVAL16 = 9
    VAL8 = 10
    UVAL8 = 11


class Direction(IntEnum):
    """a_sqlany_data_direction."""

    INVALID = 0
    INPUT = 1
    OUTPUT = 2
    INPUT_OUTPUT = 3


FORMATS = {
    DataType.DOUBLE: "d",
    DataType.VAL64: "q",
    DataType.UVAL64: "Q",
    DataType.VAL32: "i",
    DataType.UVAL32: "I",
    DataType.VAL16: "h",
    DataType.UVAL16: "H",
    DataType.VAL8: "b",
    DataType.UVAL8: "B",
}
"""How a number of each type lies in its buffer, as module struct writes it."""

ERROR_SIZE = 256
"""SACAPI_ERROR_SIZE: an error's text with its zero byte is no longer."""


class DataValue(ctypes.Structure):
    """a_sqlany_data_value."""

    _fields_ = (
        ("buffer", ctypes.c_void_p),
        ("buffer_size", ctypes.c_size_t),
        ("length", ctypes.POINTER(ctypes.c_size_t)),
        ("type", ctypes.c_int),
        ("is_null", ctypes.POINTER(ctypes.c_int32)),
    )


class BindParam(ctypes.Structure):
    """a_sqlany_bind_param."""

    _fields_ = (("direction", ctypes.c_int), ("value", DataValue), ("name", ctypes.c_char_p))


class ColumnInfo(ctypes.Structure):
    """a_sqlany_column_info."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("type", ctypes.c_int),
        ("native_type", ctypes.c_int),
        ("precision", ctypes.c_ushort),
        ("scale", ctypes.c_ushort),
        ("max_size", ctypes.c_size_t),
        ("nullable", ctypes.c_int32),
    )


class DataInfo(ctypes.Structure):
    """a_sqlany_data_info."""

    _fields_ = (("type", ctypes.c_int), ("is_null", ctypes.c_int32), ("data_size", ctypes.c_size_t))
