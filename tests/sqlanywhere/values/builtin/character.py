"""String functions: characters and their numbers, patterns, insertion, conversion between charsets."""

from __future__ import annotations

import re

from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import match, types
from tests.sqlanywhere.values.builtin.coding import as_bytes
from tests.sqlanywhere.values.builtin.registry import builtin, integer, text, text_like_first
from tests.sqlanywhere.values.charset import encode
from tests.sqlanywhere.values.compare import compare
from tests.sqlanywhere.values.fault import out_of_range, unknown_charset
from tests.sqlanywhere.values.text import bytes_text

_LARGEST_BYTE = 255
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{6})|\\\\")
_LABELS = {"iso_1": "iso-8859-1"}
_PYTHON_ONLY = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})
_CHARSETS = {"db_charset": "", "char_charset": "", "nchar_charset": "utf-8", "os_charset": "utf-8"}


@builtin("char", 1, 1, TypeName("varchar", 1))
def char(session: Session, code: Value) -> Value:
    """Page "CHAR function": the character of a byte; NULL outside 0…255."""
    number = integer(code, session)
    return bytes_text(bytes([number]), session) if 0 <= number <= _LARGEST_BYTE else None


@builtin("ascii", 1, 1, types.INTEGER)
def ascii_function(session: Session, value: Value) -> Value:
    """Page "ASCII function": the first byte; 0 of the empty text."""
    found = as_bytes(value, session)[:1]
    return found[0] if found else 0


@builtin("nchar", 1, 1, TypeName("nchar", 1))
def nchar(session: Session, code: Value) -> Value:
    """Page "NCHAR function": the character of a code point; NULL if there is none."""
    number = integer(code, session)
    return chr(number) if 0 <= number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else None


@builtin("unicode", 1, 1, types.INTEGER)
def unicode(session: Session, value: Value) -> Value:
    """Page "UNICODE function": the code point of the first character; 0 of the empty text."""
    first = text(value, session)[:1]
    return ord(first) if first else 0


@builtin("unistr", 1, 1, types.LONG_NVARCHAR)
def unistr(session: Session, value: Value) -> Value:
    r"""Page "UNISTR function": `\uXXXX` and `\UXXXXXX` are code points, `\\` is a backslash."""

    def replace(found: re.Match[str]) -> str:
        digits = found[1] or found[2]
        return chr(int(digits, 16)) if digits else "\\"

    return _CODE_POINT.sub(replace, text(value, session))


@builtin("patindex", 2, 2, types.INTEGER)
def patindex(session: Session, pattern: Value, value: Value) -> Value:
    """Page "PATINDEX function": where a LIKE pattern first matches; 0 if it does not."""
    whole, sought = text(value, session), text(pattern, session)
    if not sought.startswith("%"):
        return int(match.like(whole, sought, None))
    rest = sought.lstrip("%")
    starts = range(len(whole) + 1) if rest else range(1)
    return next((start + 1 for start in starts if match.like(whole[start:], rest or "%", None)), 0)


@builtin("regexp_substr", 2, 5, types.LONG_VARCHAR)
def regexp_substr(
    session: Session, value: Value, pattern: Value, start: Value = 1, occurrence: Value = 1, escape: Value = "\\"
) -> Value:
    """Page "REGEXP_SUBSTR function": the n-th part that matches; NULL if there is none."""
    if escape != "\\":
        raise ModelError("REGEXP_SUBSTR with another escape character")
    first = integer(start, session)
    if first < 1:
        raise out_of_range(first)
    return match.substring(text(value, session), text(pattern, session), first, integer(occurrence, session))


@builtin("stuff", 4, 4, text_like_first)
def stuff(session: Session, value: Value, start: Value, length: Value, instead: Value) -> Value:
    """Page "STUFF function": `length` characters from `start` on make place for another text."""
    whole, first, count = text(value, session), integer(start, session), integer(length, session)
    if first < 1 or count < 0:
        raise out_of_range(min(first, count))
    return whole[: first - 1] + text(instead, session) + whole[first - 1 + count :]


@builtin("insertstr", 3, 3, types.LONG_VARCHAR)
def insertstr(session: Session, place: Value, value: Value, inserted: Value) -> Value:
    """Page "INSERTSTR function": a text put in after so many characters."""
    whole, after = text(value, session), integer(place, session)
    if after < 0:
        raise out_of_range(after)
    return whole[:after] + text(inserted, session) + whole[after:]


@builtin("compare", 2, 3, types.INTEGER)
def compare_function(session: Session, one: Value, other: Value, collation: Value = None) -> Value:
    """Page "COMPARE function": by the database's own collation only."""
    if text(collation, session).lower() not in {"char_collation", "db_collation"}:
        raise ModelError("COMPARE by a collation that is not char_collation")
    return compare(text(one, session), text(other, session), session)


def _codec(name: Value, session: Session) -> str:
    """Python's name of a charset.

    Raises:
        SqlError: -869, the server knows no such charset (code U).
    """
    given = text(name, session).lower()
    codec = _CHARSETS.get(given, given) or session.charset
    codec = _LABELS.get(codec, codec)
    if codec in _PYTHON_ONLY:
        raise unknown_charset(given)
    try:
        "a".encode(codec)
    except (LookupError, ValueError) as error:
        raise unknown_charset(given) from error
    return codec


@builtin("csconvert", 2, 4, text_like_first)
def csconvert(
    session: Session, value: Value, target: Value, source: Value = "db_charset", options: Value = None
) -> Value:
    """Page "CSCONVERT function": bytes of one charset become those of another; the result is as the first argument.

    What the target lacks becomes its substitution character (page "Lossy conversion and substitution characters").
    """
    if options is not None:
        raise ModelError("CSCONVERT with options")
    inside = as_bytes(value, session).decode(_codec(source, session), "replace")
    out = _encoded(inside, _codec(target, session))
    return out if isinstance(value, bytes) else bytes_text(out, session)


def _encoded(inside: str, codec: str) -> bytes:
    try:
        return inside.encode(codec)
    except UnicodeEncodeError:
        return b"".join([_encoded_letter(letter, codec) for letter in inside])


def _encoded_letter(letter: str, codec: str) -> bytes:
    try:
        return letter.encode(codec)
    except UnicodeEncodeError:
        return b"\xef\xbf\xbd" if codec.startswith("utf") else b"\x1a"


@builtin("to_char", 1, 2, types.LONG_VARCHAR)
def to_char(session: Session, value: Value, source: Value = None) -> Value:
    """Page "TO_CHAR function": a text of the database's charset; a binary is read in the charset given."""
    if isinstance(value, bytes) and source is not None:
        return bytes_text(encode(value.decode(_codec(source, session), "replace"), session), session)
    return bytes_text(encode(text(value, session), session), session)


@builtin("to_nchar", 1, 2, types.LONG_NVARCHAR)
def to_nchar(session: Session, value: Value, source: Value = "db_charset") -> Value:
    """Page "TO_NCHAR function"."""
    return value.decode(_codec(source, session), "replace") if isinstance(value, bytes) else text(value, session)
