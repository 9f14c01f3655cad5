"""A request becomes an answer: the service's statement runs, its transaction ends, its result set is the body."""

from __future__ import annotations

import base64
import binascii
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.machine import Connection, Database
from tests.sqlanywhere.machine.frame import Activation
from tests.sqlanywhere.runtime import HttpExchange, Value
from tests.sqlanywhere.web import render, route
from tests.sqlanywhere.web.pool import pool_of
from tests.sqlanywhere.web.request import Answer, Request, failure
from tests.sqlanywhere.web.variables import TooManyElementsError, variables

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.schema import Service

MAX_REQUEST_SIZE = 102400
"""MaxRequestSize: 100 KB unless the server's -xs option says otherwise (sources L2)."""

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
_DEFAULT = frozenset(("GET", "HEAD", "POST"))


def handle(database: Database, request: Request, *, max_request_size: int = MAX_REQUEST_SIZE) -> Answer:
    """Answer a request.

    Args:
        database: whose services.
        request: the request; its body is whole.
        max_request_size: the server's MaxRequestSize, bytes.
    """
    answer = _checked(database, request, max_request_size)
    known = {name.casefold() for name, _ in answer.headers}
    headers = list(answer.headers)
    if "connection" not in known:
        headers.append(("Connection", "close"))  # sources H15
    if "server" not in known:
        headers.append(("Server", f"SQLAnywhere/{database.version}"))
    body = b"" if request.method == "HEAD" else answer.body
    return Answer(answer.status, answer.reason, tuple(headers), body)


def _checked(database: Database, request: Request, max_request_size: int) -> Answer:
    """What the server refuses by itself (12.0.1 dbprogramming/errors-http.html)."""
    if request.method not in METHODS:
        return failure(501)
    if request.header("Transfer-Encoding") is not None:
        return failure(411)
    length = request.header("Content-Length")
    if length is None and (request.body or request.method in ("POST", "PUT")):
        return failure(411)
    if len(request.body) > max_request_size:
        return failure(413)
    if not request.path.startswith("/"):
        return failure(400)
    found = route.find(database, request.path)
    if found is None:
        return failure(404)
    service = found.service
    if request.method not in _methods(service):
        return failure(501)
    if service.secure and not request.secure:
        host = (request.header("Host") or "localhost").partition(":")[0]
        return failure(301, headers=(("Location", f"https://{host}{request.target}"),))
    try:
        exchange = _exchange(database, request, found)
    except TooManyElementsError:
        return failure(400)
    if service.authorization:
        return _with_password(database, request, service, exchange)
    assert service.user is not None
    pool = pool_of(database)
    connection = pool.take(service.user)
    try:
        return _run(connection, service, exchange)
    finally:
        pool.give(connection)


def _methods(service: Service) -> frozenset[str]:
    found: set[str] = set()
    for method in service.methods:
        if method == "DEFAULT":
            found |= _DEFAULT
        elif method == "*":
            found.update(METHODS)
        elif method != "NONE":
            found.add(method)
    return frozenset(found)


def _exchange(database: Database, request: Request, found: route.Route) -> HttpExchange:
    return HttpExchange(
        method=request.method,
        uri=request.target,
        version=request.version,
        query_string=request.query,
        headers=request.headers,
        variables=tuple(variables(request, found.service.url, found.rest, database.charset)),
        body=request.body,
        remote_addr=request.remote_addr,
        service=found.service.name,
        secure=request.secure,
    )


def _with_password(database: Database, request: Request, service: Service, exchange: HttpExchange) -> Answer:
    """AUTHORIZATION ON: HTTP Basic with a database user; USER limits to one user or a group's members (sources G6)."""
    scheme, _, token = (request.header("Authorization") or "").partition(" ")
    try:
        user, _, password = base64.b64decode(token, validate=True).decode().partition(":")
        if scheme.casefold() != "basic":
            return _unauthorized(database)
        connection = database.connect(user, password)
    except (binascii.Error, UnicodeDecodeError, SqlError):
        return _unauthorized(database)
    try:
        if service.user is not None and service.user.casefold() not in database.schema.owners(connection.login):
            return failure(403)
        return _run(connection, service, exchange)
    finally:
        connection.close()


def _unauthorized(database: Database) -> Answer:
    return failure(401, headers=(("WWW-Authenticate", f'Basic realm="{quote(database.name)}"'),))


def _run(connection: Connection, service: Service, exchange: HttpExchange) -> Answer:
    """Run the statement; COMMIT if no error left it, else ROLLBACK and the server's page (sources H8, H10)."""
    connection.http = exchange
    fold = str.casefold if connection.database.assumptions.http_names_ignore_case else str

    def host(name: str) -> Value:
        for variable in exchange.variables:
            if fold(variable.name) == fold(name):
                return variable.text
        return None

    try:
        if service.statement is None:
            return failure(404)
        prepared = connection.database.prepare_service(service)
        cursor = connection.run(prepared, activation=Activation(connection.login, host=host))
        encoding = render.charset(exchange, connection.charset)
        content = (
            render.body(service.type, cursor.columns, cursor.rows, connection, encoding) if cursor.columns else b""
        )
        cursor.close()
        connection.commit()
    except SqlError as error:
        if not connection.closed:
            connection.rollback()
        return failure(500, f"SQLCODE {error.sqlcode}: {error.message}")
    return _answer(connection, service, exchange, content, encoding)


def _answer(connection: Connection, service: Service, exchange: HttpExchange, content: bytes, encoding: str) -> Answer:
    """The procedures' status and headers; an error status without a body gets the server's page (sources H4)."""
    code, _, text = (exchange.status or "200").partition(":")
    status = int(code)
    reason = text or (HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown")
    headers = dict(exchange.answer_headers)
    replaced = connection.database.assumptions.error_page_replaces
    if status >= 400 and (not content or replaced):
        page = failure(500)
        content = page.body.replace(b"500 Internal Server Error", f"{status} {reason}".encode())
        content = content.replace(b"Internal Server Error", reason.encode())
        headers = {"Content-Type": "text/html; charset=utf-8"} | headers
    known = {name.casefold() for name in headers} | connection.removed_headers
    if "content-type" not in known:
        headers["Content-Type"] = f"{render.TYPES[service.type]}; charset={encoding}"
    return Answer(status, reason, tuple(headers.items()), content)
