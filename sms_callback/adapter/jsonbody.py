"""JSON bodies: one callback or several, flattened to names and texts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from sms_callback.adapter.charset import decode, known_charset
from sms_callback.adapter.form import Pairs
from sms_callback.errors import UnparseableBodyError

MAX_DEPTH = 64
"""Levels of objects and lists; providers use fewer than ten."""

MAX_CALLBACKS = 1000
"""Callbacks in one request; Infobip, the largest known, sends up to 100."""

MAX_FLAT = 2 * 1024 * 1024
"""Characters of all names and values, or twice the body, if that is more: a nested name repeats those around it."""

BATCH = "results"
"""The list that Infobip and others wrap their callbacks in."""

# Strings are skipped as a whole (possessive: hostile input takes linear time), so that only real brackets count.
_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|([\[{])|([\]}])', re.DOTALL)


class _Object(list[tuple[str, Any]]):
    """A JSON object with its names in order, repeated ones too."""


class _Number(str):
    """A number of a JSON text as it was spelled."""

    __slots__ = ()


@dataclass(slots=True)
class _Flat:
    """Collects flattened parameters and refuses to grow without bounds."""

    room: int
    pairs: Pairs = field(default_factory=list)

    def add(self, name: str, value: str | None) -> None:
        self.room -= len(name) + len(value or "") + 1
        if self.room < 0:
            raise UnparseableBodyError("body: the JSON is too large when its names are flattened")
        self.pairs.append((name, value))

    def flatten(self, value: Any, name: str | None = None) -> None:
        """Add a value under its name; what it holds, under the names joined with dots."""
        match value:
            case _Object() if value or name is None:
                for key, item in value:
                    self.flatten(item, key if name is None else f"{name}.{key}")
            case list() if value and not isinstance(value, _Object):
                for index, item in enumerate(value):
                    self.flatten(item, f"{name}.{index}")
            case _:
                self.add(name or "", _scalar(value))


def callbacks(body: bytes, charset: str | None = None) -> list[Pairs | str]:
    """The callbacks of a JSON body: an object is one; a list, or the list `results` of an object, one for each item.

    Args:
        body: in the declared charset, else in UTF-8, UTF-16 or UTF-32, with or without a byte order mark.
        charset: what the content type declares.

    Returns:
        for each callback its parameters, or the text of an item that is no object. What stands beside `results`
        belongs to each item.

    Raises:
        UnparseableBodyError: the text is no JSON, no object or list, too deep, or too much.
    """
    text = _text(body, charset)
    value = _parsed(text)
    room = max(MAX_FLAT, 2 * len(text))
    if isinstance(value, _Object):
        batches = [item for key, item in value if key == BATCH]
        if len(batches) != 1 or not _is_batch(batches[0]):
            return [_pairs(value, room)[0]]
        items, beside = batches[0], _Object(pair for pair in value if pair[0] != BATCH)
    elif isinstance(value, list):
        items, beside = value or [_Object()], _Object()
    else:
        raise UnparseableBodyError("body: the JSON is neither an object nor a list")
    if len(items) > MAX_CALLBACKS:
        raise UnparseableBodyError(f"body: {len(items)} callbacks, {MAX_CALLBACKS} are taken at once")
    found: list[Pairs | str] = []
    for item in items:
        if isinstance(item, _Object):
            pairs, room = _pairs(_Object([*item, *beside]), room)
            found.append(pairs)
        else:
            found.append(_as_json(item))
    return found


def _text(body: bytes, charset: str | None) -> str:
    codec = known_charset(charset)
    if codec is None or codec in {"utf_8", "ascii"}:
        codec = json.detect_encoding(body)
    return decode(body, codec).removeprefix("\ufeff")


def _parsed(text: str) -> Any:
    depth = 0
    for match in _BRACKET.finditer(text):
        depth += (match[1] is not None) - (match[2] is not None)
        if depth > MAX_DEPTH:
            raise UnparseableBodyError(f"body: the JSON is more than {MAX_DEPTH} levels deep")
    try:
        # Numbers stay as they were spelled. Control characters in strings are taken: they lose nothing.
        return json.loads(
            text,
            object_pairs_hook=_Object,
            parse_float=_Number,
            parse_int=_Number,
            parse_constant=_Number,
            strict=False,
        )
    except ValueError as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "cannot be read"
        raise UnparseableBodyError(f"body: not JSON ({reason})") from error


def _is_batch(value: Any) -> bool:
    return (
        isinstance(value, list)
        and not isinstance(value, _Object)
        and bool(value)
        and all(isinstance(item, _Object) for item in value)
    )


def _pairs(value: _Object, room: int) -> tuple[Pairs, int]:
    flat = _Flat(room)
    flat.flatten(value)
    return flat.pairs, flat.room


def _scalar(value: Any) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case _Object():
            return "{}"
        case list():
            return "[]"
        case _:
            return str(value)


def _as_json(value: Any) -> str:
    """A list's item that is no object, as the text of a failed callback: a string's own, else JSON."""
    return value if isinstance(value, str) else _dumped(value)


def _dumped(value: Any) -> str:
    match value:
        case _Number():
            return str(value)
        case _Object():
            return "{" + ", ".join(f"{json.dumps(name)}: {_dumped(item)}" for name, item in value) + "}"
        case list():
            return "[" + ", ".join(map(_dumped, value)) + "]"
        case _:
            return json.dumps(value)
