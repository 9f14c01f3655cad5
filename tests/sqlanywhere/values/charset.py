"""Texts as bytes of the database's charset, and back."""

from __future__ import annotations

from tests.sqlanywhere.runtime import Session


def text_is_whole(text: str) -> bool:
    """Whether a text has no bytes in it that are no characters."""
    return text.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in text)


def encode(text: str, session: Session) -> bytes:
    """The bytes of a text in the database's charset; what it lacks becomes its substitution character.

    Page "Lossy conversion and substitution characters": 0x1A in single-byte charsets.
    """
    try:
        return text.encode(session.charset, "surrogateescape")
    except UnicodeEncodeError:
        return b"".join(_encode_one(letter, session.charset) for letter in text)


def _encode_one(letter: str, charset: str) -> bytes:
    try:
        return letter.encode(charset, "surrogateescape")
    except UnicodeEncodeError:
        return "\N{REPLACEMENT CHARACTER}".encode() if charset.lower().startswith("utf") else b"\x1a"
