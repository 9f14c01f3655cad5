"""A request's parameters as `sp_sms_callback` takes them: docs/rules.md, section 1, `p_params`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from werkzeug.http import parse_options_header

from sms_callback.adapter import form, jsonbody
from sms_callback.adapter.charset import decode
from sms_callback.adapter.form import Pairs
from sms_callback.errors import UnparseableBodyError
from sms_callback.model import Params, ParamValue

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

BODY = "@body"
"""The one parameter of a body that cannot be parsed."""

_AS_THEY_CAME = json.JSONEncoder(separators=(",", ":"))
_SORTED = json.JSONEncoder(separators=(",", ":"), sort_keys=True)
# json.dumps would make one of them for each text.

NO_PARAMETERS = "the request has no parameters"


@dataclass(frozen=True, slots=True)
class ParamSet:
    """The parameters of one callback, and why they cannot be understood, if that is known already."""

    params: Params = field(repr=False)
    error: str | None = None

    @property
    def text(self) -> str:
        """The JSON text in ASCII, in order of arrival."""
        return _json(self.params)

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal digits, of the parameters sorted by name."""
        return hashlib.sha256(_json(self.params, sort=True).encode("ascii")).hexdigest()


@dataclass(frozen=True)
class Content:
    """A request's body and what its content type says of it.

    Args:
        content_type: the header, '' if there is none.
        body: as sent.
    """

    content_type: str
    body: bytes = field(repr=False)

    @property
    def mimetype(self) -> str:
        """Such as `application/json`, in lower case."""
        return _parsed(self.content_type)[0]

    @property
    def options(self) -> Mapping[str, str]:
        """What follows the mimetype: `charset`, `boundary`."""
        return _parsed(self.content_type)[1]

    @cached_property
    def form(self) -> Pairs | None:
        """The fields of a urlencoded form, None for any other body."""
        return form.urlencoded(self.body, self.options.get("charset")) if self.mimetype == FORM else None

    def callbacks(self) -> list[Pairs | str]:
        """The body's callbacks, each with its parameters; for an item that is none, its text.

        Raises:
            UnparseableBodyError: the body is not what its content type says, or of a type that nobody understands.
        """
        if self.form is not None:
            return [self.form]
        if not self.body:
            return [[]]
        if self.mimetype == MULTIPART:
            return [form.multipart(self.body, self.options.get("boundary", ""))]
        try:
            # Some providers send JSON as text/plain, or without a type.
            return jsonbody.callbacks(self.body, self.options.get("charset"))
        except UnparseableBodyError as error:
            if "json" in self.mimetype:
                raise
            raise UnparseableBodyError("body: neither a form nor JSON") from error


@lru_cache(maxsize=64)
def _parsed(content_type: str) -> tuple[str, Mapping[str, str]]:
    """Mimetype and options. Providers send the same few headers again and again, and parsing takes its time."""
    mimetype, options = parse_options_header(content_type)
    return mimetype.strip().lower(), options


def param_sets(content: Content, query: bytes) -> list[ParamSet]:
    """The callbacks of a request. Parameters of the query string follow those of the body, in each of them.

    Args:
        content: of the body; an empty one for a GET.
        query: the raw query string.

    Returns:
        at least one. A body that cannot be parsed is one callback that holds its text as `@body`, with the reason.
    """
    asked = form.urlencoded(query)
    try:
        found = content.callbacks()
    except UnparseableBodyError as error:
        text = decode(content.body, content.options.get("charset"))
        return [ParamSet(_grouped([(BODY, text), *asked]), error.message)]
    return [_param_set(item, asked) for item in found]


def _param_set(item: Pairs | str, asked: Pairs) -> ParamSet:
    if isinstance(item, str):
        return ParamSet(_grouped([(BODY, item), *asked]), "body: an item of the list is not an object")
    params = _grouped([*item, *asked])
    return ParamSet(params, None if params else NO_PARAMETERS)


def _grouped(pairs: Pairs) -> dict[str, ParamValue]:
    """Names in order of their first arrival; the values of a repeated name as a list."""
    lists: dict[str, list[str | None]] = {}
    for name, value in pairs:
        lists.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in lists.items()}


def _json(params: Params, *, sort: bool = False) -> str:
    return (_SORTED if sort else _AS_THEY_CAME).encode(params)
