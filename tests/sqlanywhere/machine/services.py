"""CREATE, ALTER and DROP SERVICE (12.0.1 dbreference/create-service-statement.html)."""

from __future__ import annotations

import re

from tests.sqlanywhere import tree
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.definition import definition
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.machine.schema import Service
from tests.sqlanywhere.machine.step import Block, Step, compiles

TYPES = ("RAW", "HTML", "JSON", "XML")
METHODS = ("DEFAULT", "POST", "GET", "HEAD", "PUT", "DELETE", "NONE", "*")
_NAME = re.compile(r"[A-Za-z0-9_.!~*'()-]+(?:/[A-Za-z0-9_.!~*'()-]+)*")


@compiles(tree.CreateService)
def compile_create_service(statement: tree.CreateService, block: Block) -> Step:
    """CREATE SERVICE, ALTER SERVICE."""

    def run(frame: Frame) -> None:
        connection = frame.connection
        connection.rights.need_authority(connection.user, "MANAGE ANY WEB SERVICE")
        services = connection.database.schema.services
        name = statement.name.casefold()
        known = services.get(name)
        if statement.alter:
            if known is None:
                raise error(-920, statement.name)
        elif known is not None and not statement.or_replace:
            raise error(-919, statement.name)
        elif _NAME.fullmatch(statement.name) is None:
            raise error(-925, statement.name)
        before = known if statement.alter else None
        number = known.service_id if known is not None else connection.database.schema.next_id()
        services[name] = _service(frame, statement, before, number)

    return definition(statement, block, run)


def _service(frame: Frame, statement: tree.CreateService, before: Service | None, number: int) -> Service:
    """The service as the statement makes or changes it.

    Raises:
        SqlError: without type (-915), an unknown one (-916), a method or a user that is none (-927, -140), or one
            without authorization that has no user (-918) or no statement (-931).
    """
    type_ = (statement.type or (before.type if before else "")).upper()
    if not type_:
        raise error(-915)
    if type_ not in TYPES:
        raise error(-916, type_)
    service = Service(number, before.name if before else statement.name, type_)
    service.url = statement.url or (before.url if before else "OFF")
    service.authorization = _chosen(statement.authorization, before.authorization if before else None, otherwise=True)
    service.enabled = _chosen(statement.enabled, before.enabled if before else None, otherwise=True)
    service.secure = _chosen(statement.secure, before.secure if before else None, otherwise=False)
    service.methods = statement.methods or (before.methods if before else ("DEFAULT",))
    service.remarks = before.remarks if before else None
    if any(method not in METHODS for method in service.methods):
        raise error(-927, service.name)
    service.user = None if statement.user_null else _user(frame, statement.user) or (before.user if before else None)
    if not statement.statement_null:
        service.statement = statement.statement or (before.statement if before else None)
        service.text = statement.statement_text or (before.text if before else None)
    if not service.authorization:
        # "If authorization is OFF, the AS clause is required and a single user must be identified by the USER clause"
        if service.user is None:
            raise error(-918, service.name)
        if service.statement is None:
            raise error(-931, service.name)
    return service


def _chosen(said: bool | None, before: bool | None, *, otherwise: bool) -> bool:
    if said is not None:
        return said
    return otherwise if before is None else before


def _user(frame: Frame, name: str | None) -> str | None:
    if name is None:
        return None
    known = frame.connection.database.schema.user(name)
    if known is None:
        raise error(-140, name)
    return known.name


def drop_service(frame: Frame, statement: tree.Drop) -> None:
    """DROP SERVICE.

    Raises:
        SqlError: there is none (-920).
    """
    connection = frame.connection
    connection.rights.need_authority(connection.user, "MANAGE ANY WEB SERVICE")
    if (
        connection.database.schema.services.pop(statement.name.name.casefold(), None) is None
        and not statement.if_exists
    ):
        raise error(-920, statement.name)
