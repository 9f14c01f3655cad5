"""The system procedures that the model has: sa_set_http_header, sa_make_object and the like (owner dbo)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.sqlanywhere import tree
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine import http
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.runtime import Column, Result, Value

TEXT = tree.TypeName("long varchar")
NAME = tree.TypeName("char", 128)
INTEGER = tree.TypeName("integer")


@dataclass(frozen=True, slots=True)
class SystemProcedure:
    """A procedure of the server's own."""

    name: str
    parameters: tuple[tree.Parameter, ...]
    run: Callable[[Frame, Sequence[Value]], Result | None]


_NOTHING = object()


def _parameter(name: str, type_: tree.TypeName, default: object = _NOTHING) -> tree.Parameter:
    value = None if default is _NOTHING else tree.Literal(None)
    return tree.Parameter(name, type_, tree.Mode.IN, value)


def _set_http_header(frame: Frame, given: Sequence[Value]) -> None:
    connection = frame.connection
    value = None if given[1] is None else _text(given[1])
    http.set_header(connection.http, connection.removed_headers, _text(given[0]), value)


def _set_http_option(frame: Frame, given: Sequence[Value]) -> None:
    http.set_option(frame.connection.http, _text(given[0]), None if given[1] is None else _text(given[1]))


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _http_variables(frame: Frame, given: Sequence[Value]) -> Result:
    exchange = frame.connection.http
    pairs = [] if exchange is None else [(variable.name, variable.text) for variable in exchange.variables]
    return _pairs(pairs, given[0])


def _http_headers(frame: Frame, given: Sequence[Value]) -> Result:
    exchange = frame.connection.http
    pairs: list[tuple[str, str]] = []
    if exchange is not None:
        pairs = [
            ("@HttpMethod", exchange.method),
            ("@HttpURI", exchange.uri),
            ("@HttpVersion", exchange.version),
            ("@HttpQueryString", exchange.query_string),
            *exchange.headers,
        ]
    return _pairs(pairs, given[0])


def _pairs(pairs: Sequence[tuple[str, str]], name: Value) -> Result:
    """Name and Value, of all or of one name (sources H6)."""
    columns = (Column("Name", tree.TypeName("varchar", 255)), Column("Value", TEXT))
    chosen = [pair for pair in pairs if name is None or tree.same_name(pair[0], str(name))]
    return Result(columns, iter(chosen))


def _conn_info(frame: Frame, given: Sequence[Value]) -> Result:
    """sa_conn_info: the first columns (12.0.1 dbreference/sa-conn-info-system-procedure.html)."""
    columns = (
        Column("Number", INTEGER),
        Column("Name", tree.TypeName("varchar", 255)),
        Column("Userid", tree.TypeName("varchar", 255)),
        Column("DBNumber", INTEGER),
        Column("LastReqTime", tree.TypeName("varchar", 255)),
        Column("CommLink", tree.TypeName("varchar", 255)),
        Column("NodeAddr", tree.TypeName("varchar", 255)),
    )
    rows = [
        (connection.number, connection.name, connection.login, 0, None, connection.link, connection.address)
        for connection in frame.connection.database.connections()
        if given[0] is None or connection.number == given[0]
    ]
    return Result(columns, iter(rows))


_STUBS = {
    "procedure": "CREATE PROCEDURE {0} (IN a INTEGER) BEGIN END",
    "function": "CREATE FUNCTION {0} (IN a INTEGER) RETURNS INTEGER BEGIN RETURN 0 END",
    "view": "CREATE VIEW {0} AS SELECT 1 AS a",
    "event": "CREATE EVENT {0} DISABLE HANDLER BEGIN END",
    "service": "CREATE SERVICE \"{1}\" TYPE 'RAW' AUTHORIZATION ON",
}


def _make_object(frame: Frame, given: Sequence[Value]) -> None:
    """sa_make_object: makes a stub if the object is not there, so that ALTER may follow (sources G2)."""
    kind, name, owner = _text(given[0]).casefold(), _text(given[1]), given[2]
    stub = _STUBS.get(kind)
    if stub is None:
        raise error(-131, kind)
    connection = frame.connection
    owner_name = connection.user if owner is None else str(owner)
    if not connection.has_object(kind, owner_name, name):
        connection.run_text(stub.format(f'"{owner_name}"."{name}"' if kind != "event" else f'"{name}"', name), frame)


def _catalogue(*procedures: SystemProcedure) -> dict[str, SystemProcedure]:
    return {procedure.name: procedure for procedure in procedures}


SYSTEM_PROCEDURES = _catalogue(
    SystemProcedure("sa_set_http_header", (_parameter("fldname", NAME), _parameter("val", TEXT)), _set_http_header),
    SystemProcedure("sa_set_http_option", (_parameter("optname", NAME), _parameter("val", TEXT)), _set_http_option),
    SystemProcedure("sa_http_variable_info", (_parameter("nm", TEXT, None),), _http_variables),
    SystemProcedure("sa_http_header_info", (_parameter("nm", TEXT, None),), _http_headers),
    SystemProcedure("sa_conn_info", (_parameter("connidparm", INTEGER, None),), _conn_info),
    SystemProcedure(
        "sa_make_object",
        (
            _parameter("objtype", NAME),
            _parameter("objname", NAME),
            _parameter("owner", NAME, None),
            _parameter("tabname", NAME, None),
        ),
        _make_object,
    ),
)
