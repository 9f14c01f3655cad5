"""Users, groups and roles: CREATE USER, CREATE ROLE, GRANT, REVOKE, DROP USER."""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.definition import definition
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.machine.rights import TABLE_PRIVILEGES
from tests.sqlanywhere.machine.schema import Schema, User, key
from tests.sqlanywhere.machine.step import Block, Step, compiles

_SYSTEM = frozenset(("sys", "public", "dbo"))


@compiles(tree.CreateUser)
def compile_create_user(statement: tree.CreateUser, block: Block) -> Step:
    """CREATE USER, ALTER USER, GRANT CONNECT TO (which also changes a password).

    Without a password nobody logs in as the user (12.0.1 dbreference/create-user-statement.html).
    """

    def run(frame: Frame) -> None:
        connection = frame.connection
        schema = connection.database.schema
        known = schema.user(statement.name)
        itself = known is not None and tree.same_name(known.name, connection.user)
        if not (itself and statement.password is not None):
            connection.rights.need_authority(connection.user, "MANAGE ANY USER")
        if known is None:
            if statement.alter:
                raise error(-140, statement.name)
            number = schema.next_id()
            schema.users[statement.name.casefold()] = User(number, statement.name, statement.password)
            return
        if not statement.alter and not (statement.words or "").startswith("GRANT CONNECT"):
            raise error(-110, statement.name)
        if statement.password is not None or not statement.alter:
            known.password = statement.password

    return definition(statement, block, run)


@compiles(tree.CreateRole)
def compile_create_role(statement: tree.CreateRole, block: Block) -> Step:
    """CREATE ROLE name, or FOR USER: a user who becomes a group (D16 dbadmin "User-extended roles")."""

    def run(frame: Frame) -> None:
        connection = frame.connection
        connection.rights.need_authority(connection.user, "MANAGE ROLES")
        schema = connection.database.schema
        known = schema.user(statement.name)
        if statement.for_user:
            if known is None:
                raise error(-140, statement.name)
            known.role = True
            return
        if known is not None:
            if not (statement.or_replace and known.role):
                raise error(-110, statement.name)
            return
        schema.users[statement.name.casefold()] = User(schema.next_id(), statement.name, role=True)

    return definition(statement, block, run)


def _need_user(schema: Schema, name: str) -> User:
    known = schema.user(name)
    if known is None:
        raise error(-140, name)
    return known


@compiles(tree.Grant)
def compile_grant(statement: tree.Grant, block: Block) -> Step:
    """GRANT and REVOKE."""

    def run(frame: Frame) -> None:
        users = [_need_user(frame.connection.database.schema, name) for name in statement.grantees]
        if statement.on is None:
            _grant_authority(frame, statement, users)
        elif statement.what == ("EXECUTE",):
            _grant_execute(frame, statement, users)
        else:
            _grant_table(frame, statement, users)

    return definition(statement, block, run)


def _grant_authority(frame: Frame, statement: tree.Grant, users: list[User]) -> None:
    """Authorities, groups, roles, system privileges: REVOKE CONNECT drops the user (12.0.1 revoke-statement.html)."""
    connection = frame.connection
    connection.rights.need_authority(connection.user, "MANAGE ROLES")
    schema = connection.database.schema
    for user in users:
        for role in statement.role:
            group = _need_user(schema, role)
            if not (group.role or "GROUP" in group.authorities):
                raise error(-140, role)
            if statement.revoke:
                user.granted.pop(role.casefold(), None)
            else:
                user.granted[role.casefold()] = statement.what[0]
        if statement.role:
            continue
        for word in statement.what:
            if word == "CONNECT" and statement.revoke:
                _drop(frame, user)
            elif statement.revoke:
                user.authorities.discard(word)
            else:
                user.authorities.add(word)
            if word == "GROUP":
                user.role = not statement.revoke


def _grant_execute(frame: Frame, statement: tree.Grant, users: list[User]) -> None:
    """GRANT EXECUTE ON procedure."""
    connection = frame.connection
    assert statement.on is not None
    routine = connection.find_routine(statement.on)
    if routine is None:
        raise error(-265, statement.on)
    connection.rights.need_owner(connection.user, routine.owner, routine.name)
    granted = connection.rights.executes.setdefault(key(routine.owner, routine.name), set())
    for user in users:
        if statement.revoke:
            granted.discard(user.name.casefold())
        else:
            granted.add(user.name.casefold())


def _grant_table(frame: Frame, statement: tree.Grant, users: list[User]) -> None:
    """GRANT SELECT, UPDATE (a, b) … ON table or view."""
    connection = frame.connection
    assert statement.on is not None
    found = connection.store.find_table(statement.on, frame)
    if found is None:
        raise error(-141, statement.on)
    connection.rights.need_owner(connection.user, *found)
    columns = dict(statement.columns)
    known = {column.name.casefold() for column in connection.store.table_columns(*found)}
    for names in columns.values():
        for name in names:
            if name.casefold() not in known:
                raise error(-143, name)
    words = TABLE_PRIVILEGES if statement.what[0].startswith("ALL") else statement.what
    change = connection.rights.revoke_table if statement.revoke else connection.rights.grant_table
    for user in users:
        for word in words:
            change(user.name, key(*found), word, columns.get(word))


def drop_user(frame: Frame, statement: tree.Drop) -> None:
    """DROP USER, DROP ROLE.

    Raises:
        SqlError: no such user (-140), or it owns web services (-1565, sources G11).
    """
    connection = frame.connection
    connection.rights.need_authority(connection.user, "MANAGE ANY USER")
    schema = connection.database.schema
    known = schema.user(statement.name.name)
    if known is None:
        if statement.if_exists:
            return
        raise error(-140, statement.name)
    _drop(frame, known)


def _drop(frame: Frame, user: User) -> None:
    connection = frame.connection
    schema = connection.database.schema
    folded = user.name.casefold()
    if folded in _SYSTEM or tree.same_name(user.name, connection.login):
        raise error(-121, f"cannot drop user {user.name}")
    if any(
        service.user is not None and tree.same_name(service.user, user.name) for service in schema.services.values()
    ):
        raise error(-1565, user.name)
    if any(
        other is not connection and tree.same_name(other.login, user.name)
        for other in connection.database.connections()
    ):
        raise error(-121, f"user {user.name} is connected")
    connection.store.drop_owner(user.name, frame)
    for place in [place for place in schema.routines if place[0] == folded]:
        del schema.routines[place]
        connection.rights.executes.pop(place, None)
    for place in [place for place in schema.triggers if place[0] == folded]:
        del schema.triggers[place]
    for name in [name for name, event in schema.events.items() if tree.same_name(event.owner, user.name)]:
        del schema.events[name]
    for other in schema.users.values():
        other.granted.pop(folded, None)
    connection.rights.forget_user(folded)
    connection.database.options.forget(folded)
    del schema.users[folded]
