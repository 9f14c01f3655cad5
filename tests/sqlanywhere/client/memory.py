"""Values in the memory that sqlanydb gives the address of, in its client's charset."""

from __future__ import annotations

import ctypes
import struct

from tests.sqlanywhere.client.messages import Wire
from tests.sqlanywhere.client.structures import FORMATS, BindParam, DataType, Direction


def write_text(address: int, size: int, text: bytes) -> None:
    """A text with its zero byte into a buffer, cut to its size."""
    if size:
        ctypes.memmove(address, text[: size - 1] + b"\0", min(len(text), size - 1) + 1)


def read(param: BindParam, charset: str) -> Wire:
    """What is bound as a parameter's value."""
    value = param.value
    if value.is_null and value.is_null.contents.value:
        return None
    kind = DataType(value.type)
    if param.direction == Direction.OUTPUT:
        return None
    if kind in FORMATS:
        form = FORMATS[kind]
        number: Wire = struct.unpack(form, ctypes.string_at(value.buffer, struct.calcsize(form)))[0]
        return number
    data = ctypes.string_at(value.buffer, value.length.contents.value)
    return data if kind is DataType.BINARY else data.decode(charset)


def written(value: Wire, kind: DataType, charset: str) -> bytes:
    """A value as it lies in memory."""
    if value is None:
        return b""
    if kind in FORMATS:
        return struct.pack(FORMATS[kind], value)
    return value if isinstance(value, bytes) else str(value).encode(charset)


def write_out(param: BindParam, value: Wire, charset: str) -> None:
    """An OUT value into the caller's buffer, cut to its size."""
    target = param.value
    if target.is_null:
        target.is_null.contents.value = value is None
    if value is None:
        return
    data = written(value, DataType(target.type), charset)[: target.buffer_size]
    ctypes.memmove(target.buffer, data, len(data))
    if target.length:
        target.length.contents.value = len(data)
