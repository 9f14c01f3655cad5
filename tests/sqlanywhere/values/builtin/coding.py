"""Functions that code bytes: HASH, BASE64, hexadecimal."""

from __future__ import annotations

import base64
import binascii
import hashlib

from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.builtin.registry import builtin, text
from tests.sqlanywhere.values.charset import encode
from tests.sqlanywhere.values.convert import convert
from tests.sqlanywhere.values.fault import cannot_convert, out_of_range

_ALGORITHMS = {"md5": "md5", "sha1": "sha1", "sha256": "sha256"}


def as_bytes(value: Value, session: Session) -> bytes:
    """An argument that the function takes for a binary: of a text its bytes in the database's charset."""
    return bytes(value) if isinstance(value, bytes) else encode(text(value, session), session)


@builtin("hash", 1, 2, TypeName("varchar", 128))
def hash_function(session: Session, value: Value, algorithm: Value = "MD5") -> Value:
    """Page "HASH function" and sources F1: lower-case hex; MD5 by default, SHA1, SHA256."""
    name = text(algorithm, session).lower()
    if name not in _ALGORITHMS:
        raise ModelError(f"HASH with {text(algorithm, session)}")
    return hashlib.new(_ALGORITHMS[name], as_bytes(value, session)).hexdigest()


@builtin("base64_encode", 1, 1, types.LONG_VARCHAR)
def base64_encode(session: Session, value: Value) -> Value:
    """Page "BASE64_ENCODE function"."""
    return base64.b64encode(as_bytes(value, session)).decode("ascii")


@builtin("base64_decode", 1, 1, types.LONG_BINARY)
def base64_decode(session: Session, value: Value) -> Value:
    """Page "BASE64_DECODE function"."""
    try:
        return base64.b64decode(as_bytes(value, session), validate=True)
    except (binascii.Error, ValueError) as error:
        raise cannot_convert(f"'{text(value, session)}'", "long binary") from error


_HEX = frozenset("0123456789abcdefABCDEF")
_DIGITS_32 = 8


@builtin("hextoint", 1, 1, types.INTEGER)
def hextoint(session: Session, value: Value) -> Value:
    """Page "Binary literals": a signed 32-bit number, with or without 0x; more digits only where it has that value."""
    given = text(value, session)
    digits = given[2:] if given[:2].lower() == "0x" else given
    if not digits or not _HEX.issuperset(digits):
        raise cannot_convert(f"'{given}'", "int")
    low, lead = digits[-_DIGITS_32:], digits[:-_DIGITS_32]
    number = int(low, 16)
    negative = len(low) == _DIGITS_32 and number >= 2**31
    if lead.strip("0") and not (negative and not lead.strip("fF")):
        raise out_of_range(given)
    if lead and not lead.strip("0") and negative:
        raise out_of_range(given)
    return number - 2**32 if negative else number


@builtin("inttohex", 1, 1, TypeName("varchar", 16))
def inttohex(session: Session, value: Value) -> Value:
    """Page "INTTOHEX function" and sources F3: 8 digits, 16 for what needs more, zeros before; the case is U."""
    number = convert(value, types.BIGINT, session)
    assert isinstance(number, int)
    bits = 32 if -(2**31) <= number < 2**31 else 64
    return f"{number % 2**bits:0{bits // 4}x}"
