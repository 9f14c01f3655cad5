"""String functions: parts of a text, places in it, and texts made of others."""

from __future__ import annotations

from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.arithmetic import concatenate
from tests.sqlanywhere.values.builtin.registry import builtin, integer, text, text_like_first
from tests.sqlanywhere.values.charset import encode
from tests.sqlanywhere.values.fault import out_of_range
from tests.sqlanywhere.values.text import bytes_text, char_key

_LONGEST_SOUGHT = 255


@builtin("length len char_length", 1, 1, types.INTEGER)
def length(session: Session, value: Value) -> Value:
    """Page "LENGTH function": characters; of a binary bytes. Trailing blanks count."""
    return len(value) if isinstance(value, (str, bytes)) else len(text(value, session))


@builtin("byte_length", 1, 1, types.INTEGER)
def byte_length(session: Session, value: Value) -> Value:
    """Page "BYTE_LENGTH function"."""
    return len(_bytes(value, session))


def _bytes(value: Value, session: Session) -> bytes:
    return bytes(value) if isinstance(value, bytes) else encode(text(value, session), session)


def _ansi(session: Session) -> bool:
    return session.option("ansi_substring").lower() != "off"


@builtin("substring substr", 2, 3, text_like_first)
def substring(session: Session, value: Value, start: Value, length: Value = types.LARGEST_LONG) -> Value:
    """Page "SUBSTRING function" and "ansi_substring option": places count from 1; a binary is cut by bytes."""
    whole: str | bytes = value if isinstance(value, (str, bytes)) else text(value, session)
    first, count = integer(start, session), integer(length, session)
    if isinstance(whole, bytes):
        return bytes(whole[_from_end(len(whole), first, count)])
    return _ansi_part(whole, first, count) if _ansi(session) else whole[_from_end(len(whole), first, count)]


def _ansi_part(whole: str, first: int, count: int) -> str:
    if count < 0:
        raise out_of_range(count)
    return whole[max(first - 1, 0) : max(first - 1 + count, 0)]


def _from_end(size: int, first: int, count: int) -> slice:
    """As with ansi_substring Off, and BYTE_SUBSTR: a negative start counts from the end."""
    begin = first - 1 if first > 0 else 0 if first == 0 else size + first
    end = begin + count
    if count < 0:
        begin, end = begin + count + 1, begin + 1
    return slice(max(begin, 0), max(end, 0))


@builtin("byte_substr byte_substring", 2, 3, text_like_first)
def byte_substr(session: Session, value: Value, start: Value, length: Value = types.LARGEST_LONG) -> Value:
    """Page "BYTE_SUBSTR function"; a text stays a text."""
    whole = _bytes(value, session)
    part = whole[_from_end(len(whole), integer(start, session), integer(length, session))]
    return part if isinstance(value, bytes) else bytes_text(part, session)


@builtin("left", 2, 2, text_like_first)
def left(session: Session, value: Value, count: Value) -> Value:
    """Page "LEFT function": the first characters."""
    number = integer(count, session)
    if number < 0:
        raise out_of_range(number)
    return bytes(value)[:number] if isinstance(value, bytes) else text(value, session)[:number]


@builtin("right", 2, 2, text_like_first)
def right(session: Session, value: Value, count: Value) -> Value:
    """Page "RIGHT function": the last characters."""
    number = integer(count, session)
    if number < 0:
        raise out_of_range(number)
    whole: str | bytes = bytes(value) if isinstance(value, bytes) else text(value, session)
    return whole[max(len(whole) - number, 0) :]


@builtin("locate", 2, 3, types.INTEGER)
def locate(session: Session, value: Value, sought: Value, start: Value = 1) -> Value:
    """Page "LOCATE function": the first place from `start` on, 0 if none; a negative start finds the last one.

    A negative start leaves out so many characters less one at the end; a text sought of more than 255 bytes gives NULL.
    """
    first = integer(start, session)
    if isinstance(value, bytes) or isinstance(sought, bytes):
        raise ModelError("LOCATE in a binary: whether it ignores case is not documented")
    part = text(sought, session)
    if len(part) > _LONGEST_SOUGHT // 4 and len(encode(part, session)) > _LONGEST_SOUGHT:
        return None
    if part.isascii() and part.lower() == part.upper():
        return _place(text(value, session), part, first)
    return _place(char_key(text(value, session)), char_key(part), first)


def _place(whole: str, part: str, first: int) -> int:
    if not part:
        return 1
    if first < 0:
        return whole.rfind(part, 0, max(len(whole) + first + 1, 0)) + 1
    return whole.find(part, max(first - 1, 0)) + 1


@builtin("charindex", 2, 2, types.INTEGER)
def charindex(session: Session, sought: Value, value: Value) -> Value:
    """Page "CHARINDEX function": LOCATE with its arguments the other way round."""
    return locate(session, value, sought)


@builtin("replace", 3, 3, types.LONG_VARCHAR)
def replace(session: Session, value: Value, sought: Value, instead: Value) -> Value:
    """Page "REPLACE function": every occurrence, left to right; case ignored as in comparisons.

    Binaries are taken for texts (forum 22067, "How do builtin string functions work with binary data").
    """
    whole, part, other = text(value, session), text(sought, session), text(instead, session)
    if not part:
        return whole
    if part.lower() == part.upper():
        return whole.replace(part, other)
    return _replace_folded(whole, char_key(part), other)


def _replace_folded(whole: str, part: str, other: str) -> str:
    key, out, place = char_key(whole), [], 0
    while (found := key.find(part, place)) >= 0:
        out += [whole[place:found], other]
        place = found + len(part)
    return "".join(out) + whole[place:]


@builtin("lower lcase", 1, 1, text_like_first)
def lower(session: Session, value: Value) -> Value:
    """Page "LOWER function"."""
    return text(value, session).lower()


@builtin("upper ucase", 1, 1, text_like_first)
def upper(session: Session, value: Value) -> Value:
    """Page "UPPER function"."""
    return "".join(letter if len(letter.upper()) != 1 else letter.upper() for letter in text(value, session))


@builtin("trim", 1, 1, text_like_first)
def trim(session: Session, value: Value) -> Value:
    """Page "TRIM function": blanks only."""
    return text(value, session).strip(" ")


@builtin("ltrim", 1, 1, text_like_first)
def ltrim(session: Session, value: Value) -> Value:
    """Page "LTRIM function"."""
    return text(value, session).lstrip(" ")


@builtin("rtrim", 1, 1, text_like_first)
def rtrim(session: Session, value: Value) -> Value:
    """Page "RTRIM function"."""
    return text(value, session).rstrip(" ")


@builtin("string", 1, None, text_like_first, strict=False)
def string(session: Session, *values: Value) -> Value:
    """Page "STRING function": all arguments put together, NULL as the empty text; NULL if all are (sqlines.com)."""
    whole: Value = None
    for value in values:
        whole = concatenate(whole, value, session)
    return whole if whole is None or isinstance(whole, bytes) else text(whole, session)


@builtin("reverse", 1, 1, text_like_first)
def reverse(session: Session, value: Value) -> Value:
    """Page "REVERSE function"."""
    return bytes(value)[::-1] if isinstance(value, bytes) else text(value, session)[::-1]


@builtin("repeat replicate", 2, 2, text_like_first)
def repeat(session: Session, value: Value, count: Value) -> Value:
    """Page "REPEAT function": a negative count gives the empty text."""
    whole: str | bytes = bytes(value) if isinstance(value, bytes) else text(value, session)
    return whole * max(integer(count, session), 0)


@builtin("space", 1, 1, types.LONG_VARCHAR)
def space(session: Session, count: Value) -> Value:
    """Page "SPACE function"."""
    return " " * max(integer(count, session), 0)
