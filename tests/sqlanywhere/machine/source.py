"""The text of an object as the server rewrites it for proc_defn: a model of that, not its own rules.

Comments go, white space is squeezed, reserved words become lower case, and the last semicolon before END goes (sources
P6, P15). `source` keeps the text as it was sent, since option preserve_source_format is On by default.
"""

from __future__ import annotations

import re
from functools import cache

from tests.sqlanywhere.parser.words import RESERVED

_TOKEN = re.compile(
    r"""(?P<comment>--[^\n]*|//[^\n]*|/\*.*?\*/)
      |(?P<space>\s+)
      |(?P<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*"|\[[^\]\n]*\])
      |(?P<word>[A-Za-z_@#$][A-Za-z0-9_@#$]*)
      |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


@cache
def normalised(text: str) -> str:
    """The text as the server keeps it."""
    parts: list[str] = []
    for token in _TOKEN.finditer(text):
        kind, value = token.lastgroup, token[0]
        if kind in ("comment", "space"):
            if parts and parts[-1] != " ":
                parts.append(" ")
            continue
        if kind == "word" and value.upper() in RESERVED:
            value = value.lower()
            if value in ("end", "exception", "else", "elseif", "when"):
                _drop_semicolon(parts)
        parts.append(value)
    while parts and parts[-1] in (" ", ";"):
        parts.pop()
    return "".join(parts)


def _drop_semicolon(parts: list[str]) -> None:
    if len(parts) >= 2 and parts[-1] == " " and parts[-2] == ";":
        del parts[-2]
    elif parts and parts[-1] == ";":
        parts[-1] = " "
