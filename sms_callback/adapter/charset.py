"""Bytes to text in the charset that a request declares, without ever losing a byte."""

from __future__ import annotations

import encodings
import pkgutil
import re
from collections.abc import Callable
from encodings.aliases import aliases
from functools import cache, lru_cache, partial

# Bytes to bytes, on Windows only, or not what anybody means by a charset (punycode takes quadratic time, too).
_NO_CHARSET = {
    "base64_codec", "bz2_codec", "charmap", "hex_codec", "idna", "mbcs", "oem", "punycode", "quopri_codec",
    "raw_unicode_escape", "rot_13", "undefined", "unicode_escape", "uu_codec", "zlib_codec",
}  # fmt: skip

_LONGEST = 64
"""Characters of a charset's name, with room for blanks and quotes."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def known_charset(name: str | None) -> str | None:
    """Python's name of a charset, or None if it has none of that name.

    Only names from a fixed list are looked up: Python remembers every name that was ever asked for.
    """
    if not name or len(name) > _LONGEST:
        return None
    return _known(name)


@lru_cache(maxsize=64)
def _known(name: str) -> str | None:
    plain = encodings.normalize_encoding(name.strip().strip("\"'")).lower() if name.isascii() else ""
    codec = aliases.get(plain, plain)
    return codec if codec in _codecs() else None


def decode(data: bytes, charset: str | None = None) -> str:
    """Text of bytes.

    Args:
        data: any bytes.
        charset: what the request declares. Unknown ones, and bytes that it does not know, fall back to UTF-8.

    Returns:
        the text. A byte that is no UTF-8 either becomes U+DC80..U+DCFF (PEP 383), so that `encode` gives it back.
    """
    return decoder(charset)(data)


def decoder(charset: str | None) -> Callable[[bytes], str]:
    """`decode` for many texts of the same charset."""
    codec = known_charset(charset)
    return _utf8 if codec is None or codec == "utf_8" else partial(_declared, codec)


def _utf8(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _declared(codec: str, data: bytes) -> str:
    try:
        text = data.decode(codec)
    except UnicodeError:
        return _utf8(data)
    # A surrogate would be taken for an undecodable byte later.
    return _utf8(data) if _SURROGATE.search(text) else text


def encode(text: str) -> bytes:
    """UTF-8 of a text that came from `decode`; bytes that were no UTF-8 come out as they came in."""
    return text.encode("utf-8", "surrogateescape")


@cache
def _codecs() -> frozenset[str]:
    modules = {module.name for module in pkgutil.iter_modules(encodings.__path__)}
    return frozenset(modules | set(aliases.values())) - _NO_CHARSET - {"aliases"}
