"""A file of server options (`dbsrv17 @file`): where `-xs` stands in it, and the same file with another value.

Words are separated by white space and quoted with `"`; a line whose first character is `#` is a comment or a condition
(https://dcx.sap.com/sqla170/en/html/813e39c06ce21014b2c3c6e5b6e9012d.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sms_callback.errors import SmsCallbackError

ENCODING = "utf-8"
_WORD = re.compile(r'(?:[^\s"]|"[^"\n]*")+|"')
_SWITCH = re.compile(r'"?[-/]xs', re.IGNORECASE)
_BINARY = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class XsOption:
    """Where the value of `-xs` stands in a text: offsets, and the value without its quotes, which only keep blanks."""

    start: int
    end: int
    value: str
    quoted: bool


def decoded(content: bytes, name: str) -> str:
    """The text of an options file; every byte comes back when it is encoded again.

    Raises:
        SmsCallbackError: it is not a text (dbfhide makes such files).
    """
    if _BINARY.search(content):
        raise SmsCallbackError(
            f"{name} is not a text: it was hidden with dbfhide, or is in UTF-16.",
            "Edit the text that it was made from, and run dbfhide on it again.",
        )
    return content.decode(ENCODING, "surrogateescape")


def encoded(text: str) -> bytes:
    """The bytes of a text that `decoded` gave."""
    return text.encode(ENCODING, "surrogateescape")


def find(text: str) -> XsOption | None:
    """The `-xs` of an options file, or None.

    Raises:
        SmsCallbackError: there are several, or its value does not end.
    """
    words = list(_words(text))
    found = [index for index, word in enumerate(words) if _SWITCH.match(word[0])]
    if len(found) > 1:
        lines = " and ".join(str(_line(text, words[index].start())) for index in found)
        raise SmsCallbackError(
            f"The file has -xs several times (lines {lines}).", "Leave one, for each tool that reads the file."
        )
    if not found:
        return None
    word = words[found[0]]
    line = _line(text, word.start())
    if word[0].startswith('"') or len(word[0]) > len("-xs"):
        # The value follows without a blank: `-xshttp(port=80)`, or all of it in quotes.
        raise SmsCallbackError(
            f"In line {line} -xs and its value are one word.", 'Write a blank between them: -xs "http(port=8080)"'
        )
    return _value(text, words[found[0] + 1 :], line)


def with_value(text: str, value: str) -> str:
    """The text with this value of `-xs`; all else stays as it is.

    A new one stands before everything but comments at the top, since what follows a database file belongs to that file.
    """
    found = find(text)
    written = f'"{value}"' if re.search(r"\s", value) or (found and found.quoted) else value
    if found is not None:
        if found.value == value:
            return text
        return text[: found.start] + written + text[found.end :]
    end = "\r\n" if "\r\n" in text else "\n"
    start = _first_line(text)
    before = text[:start]
    if before and not before.endswith("\n"):
        before += end
    return f"{before}-xs {written}{end}{text[start:]}"


def _value(text: str, words: list[re.Match[str]], line: int) -> XsOption:
    """The words from the first one on that make up the value: up to the end of its brackets and commas."""
    depth, last = 0, None
    for word in words:
        if last is not None and depth == 0 and not (last[0].endswith(",") or word[0].startswith(("(", ","))):
            break
        depth += word[0].count("(") - word[0].count(")")
        last = word
    if last is None or depth != 0:
        raise SmsCallbackError(f"The value of -xs in line {line} has no end.", "Close its brackets or quotes.")
    start, end = words[0].start(), last.end()
    return XsOption(start, end, text[start:end].replace('"', ""), '"' in text[start:end])


def _words(text: str) -> Iterator[re.Match[str]]:
    """The words of all lines that are no comments."""
    start = 0
    for line in text.splitlines(keepends=True):
        if not line.lstrip("\ufeff \t").startswith("#"):
            for word in _WORD.finditer(text, start, start + len(line)):
                if word[0] == '"':
                    raise SmsCallbackError(f"A quote in line {_line(text, word.start())} is not closed.", "Close it.")
                yield word
        start += len(line)


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _first_line(text: str) -> int:
    """Where the first line begins that is neither empty nor a comment; a condition (`#if`) is not a comment."""
    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.lstrip("\ufeff \t").rstrip()
        if bare and not (bare.startswith("#") and not re.match(r"#\s*if\b", bare)):
            return start
        start += len(line)
    return start
