"""Who may do what: rights on tables and procedures, authorities and roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tests.sqlanywhere import coverage, tree
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.frame import Frame
from tests.sqlanywhere.machine.schema import Key, Routine, Schema, key
from tests.sqlanywhere.machine.tables import Need, needs

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.connection import Connection

TABLE_PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "ALTER", "REFERENCES", "LOAD", "TRUNCATE")
_OPEN_OWNERS = ("sys", "dbo")
_REMEMBERED = 50_000


def denied(what: str) -> SqlError:
    """No right for it (-121)."""
    return error(-121, what)


class Rights:
    """The rights of all users.

    A member of a group or role has its rights, but not what it owns (12.0.1 dbadmin, "Permissions of groups").
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        # table → user → privilege → columns (None: all)
        self.tables: dict[Key, dict[str, dict[str, frozenset[str] | None]]] = {}
        self.executes: dict[Key, set[str]] = {}
        self._checked: dict[tuple[str, int], object] = {}
        self._needs: dict[int, tuple[tree.Node, tuple[Need, ...]]] = {}
        schema.on_change(self._checked.clear)

    def holds(self, user: str, authority: str) -> bool:
        """Whether the user, or a group or role of it, has an authority or system privilege; DBA has all."""
        wanted = (authority, "DBA")
        for name in self._schema.owners(user):
            known = self._schema.users.get(name)
            if known is not None and any(one in known.authorities for one in wanted):
                return True
        return False

    def need_authority(self, user: str, authority: str) -> None:
        """Raises SqlError (-121) if the user does not hold it."""
        if not self.holds(user, authority):
            raise denied(f'you must have the "{authority}" system privilege to execute this statement')

    def need_create(self, user: str, owner: str, what: str) -> None:
        """Own objects need RESOURCE, or CREATE what (16); others' need DBA, or CREATE ANY what."""
        own = tree.same_name(user, owner)
        wanted = ("RESOURCE", f"CREATE {what}", f"CREATE ANY {what}") if own else (f"CREATE ANY {what}",)
        if not any(self.holds(user, authority) for authority in (*wanted, "CREATE ANY OBJECT")):
            raise denied(f"you do not have permission to create a {what.lower()}")

    def need_owner(self, user: str, owner: str, what: str) -> None:
        """To alter, drop or grant: the owner, or DBA."""
        if not tree.same_name(user, owner) and not self.holds(user, "DBA"):
            raise denied(f'you do not have permission to use "{what}"')

    def need_execute(self, user: str, routine: Routine) -> None:
        """The owner, who was granted EXECUTE, or DBA (dcx 1101/en/dbreference_en11/call-statement.html)."""
        if tree.same_name(user, routine.owner) or self.may_execute(user, key(routine.owner, routine.name)):
            return
        raise denied(f'you do not have permission to execute the procedure "{routine.owner}"."{routine.name}"')

    def may_execute(self, user: str, routine: Key) -> bool:
        """Whether EXECUTE was granted, directly or to a group of the user."""
        granted = self.executes.get(routine, set())
        return not granted.isdisjoint(self._schema.owners(user)) or self.holds(user, "EXECUTE ANY PROCEDURE")

    def check_query(self, connection: Connection, query: tree.Query, frame: Frame) -> None:
        """The rights that a query needs."""
        self._check(connection, query, frame)

    def check_change(self, connection: Connection, statement: tree.Statement, frame: Frame) -> None:
        """The rights that a statement needs which changes rows."""
        self._check(connection, statement, frame)

    def _check(self, connection: Connection, node: tree.Node, frame: Frame) -> None:
        user = frame.activation.user
        memory = (user, id(node))
        if self._checked.get(memory) is node:
            return
        known = self._needs.get(id(node))
        if known is None or known[0] is not node:
            if len(self._needs) >= _REMEMBERED:
                self._needs.clear()
                self._checked.clear()
            known = (node, needs(node))
            self._needs[id(node)] = known
        everything = self.holds(user, "DBA")
        for need in known[1]:
            found = connection.store.find_table(need.table, frame)
            if found is None:
                continue
            coverage.note_relation(*found)
            if not everything:
                self._need(connection, user, need, found)
        self._checked[memory] = node

    def _need(self, connection: Connection, user: str, need: Need, found: tuple[str, str]) -> None:
        owner, table = found
        if tree.same_name(owner, user) or (owner.casefold() in _OPEN_OWNERS and need.privilege == "SELECT"):
            return
        columns = {column.name.casefold() for column in connection.store.table_columns(owner, table)}
        wanted = columns if need.columns is None else columns & need.columns
        if not self._granted(user, key(owner, table), need.privilege, wanted):
            raise denied(f'you do not have permission to {need.privilege.lower()} from "{owner}"."{table}"')

    def _granted(self, user: str, table: Key, privilege: str, columns: Iterable[str]) -> bool:
        rights = self.tables.get(table, {})
        found: set[str] = set()
        granted = False
        for name in self._schema.owners(user):
            given = rights.get(name, {})
            if privilege not in given:
                continue
            limit = given[privilege]
            if limit is None:
                return True
            granted = True
            found |= limit
        return granted and found.issuperset(columns)

    def grant_table(self, user: str, table: Key, privilege: str, columns: Iterable[str] | None) -> None:
        """GRANT privilege [(columns)] ON table."""
        given = self.tables.setdefault(table, {}).setdefault(user.casefold(), {})
        before = given.get(privilege, frozenset())
        folded = None if columns is None else frozenset(column.casefold() for column in columns)
        given[privilege] = None if folded is None or before is None else before | folded

    def revoke_table(self, user: str, table: Key, privilege: str, columns: Iterable[str] | None) -> None:
        """REVOKE privilege [(columns)] ON table."""
        given = self.tables.get(table, {}).get(user.casefold(), {})
        before = given.get(privilege, frozenset())
        if columns is None or before is None:
            given.pop(privilege, None)
            return
        left = before - {column.casefold() for column in columns}
        if left:
            given[privilege] = left
        else:
            given.pop(privilege, None)

    def forget_table(self, table: Key) -> None:
        """A dropped table's rights go."""
        self.tables.pop(table, None)

    def forget_user(self, user: str) -> None:
        """A dropped user's rights go, and those on what it owned."""
        folded = user.casefold()
        for table in [table for table in self.tables if table[0] == folded]:
            del self.tables[table]
        for rights in self.tables.values():
            rights.pop(folded, None)
        for granted in self.executes.values():
            granted.discard(folded)
