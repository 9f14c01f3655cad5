"""What a procedure may set of the answer to a web request."""

from __future__ import annotations

import re

from tests.sqlanywhere.fault import error
from tests.sqlanywhere.runtime import HttpExchange

_STATUS = re.compile(r"([1-5][0-9]{2})(?::(.*))?", re.DOTALL)
_FIELD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

OPTIONS = {
    "charsetconversion": "CharsetConversion",
    "acceptcharset": "AcceptCharset",
    "sessionid": "SessionID",
}


def set_header(exchange: HttpExchange | None, removed: set[str], name: str, value: str | None) -> None:
    """sa_set_http_header: a header, or `@HttpStatus` as 'ddd' or 'ddd:text' (sources H4).

    Outside a web request nothing happens. `removed` keeps the names of headers that NULL took away, folded: also one
    that the server would set by itself.

    Raises:
        SqlError: the name or the status is not valid (-940), or the value would break the header's line.
    """
    if name.casefold() == "@httpstatus":
        if value is not None and _STATUS.fullmatch(value) is None:
            raise error(-940, name)
        if exchange is not None:
            exchange.status = value
        return
    if _FIELD.fullmatch(name) is None or (value is not None and re.search(r"[\r\n\x00]", value)):
        raise error(-940, name)
    if exchange is None:
        return
    for known in [known for known in exchange.answer_headers if known.casefold() == name.casefold()]:
        del exchange.answer_headers[known]
    removed.discard(name.casefold())
    if value is None:
        removed.add(name.casefold())
    else:
        exchange.answer_headers[name] = value


def set_option(exchange: HttpExchange | None, name: str, value: str | None) -> None:
    """sa_set_http_option (12.0.1 dbreference/sa-set-http-option1.html).

    Raises:
        SqlError: no such option, or CharsetConversion neither ON nor OFF (-939).
    """
    option = OPTIONS.get(name.casefold())
    if option is None or (option == "CharsetConversion" and (value or "").upper() not in ("ON", "OFF")):
        raise error(-939, name)
    if exchange is None:
        return
    if value is None:
        exchange.options.pop(option, None)
    else:
        exchange.options[option] = value
