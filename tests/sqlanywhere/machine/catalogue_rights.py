"""The rows of the catalogue views that tell who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from tests.sqlanywhere.machine.schema import User
from tests.sqlanywhere.runtime import Value

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.database import Database

Row: TypeAlias = dict[str, Value]


def user_id(database: Database, name: str | None) -> int | None:
    """A user's number; None: no such user."""
    known = database.schema.user(name) if name is not None else None
    return known.user_id if known is not None else None


def sorted_users(database: Database) -> list[User]:
    """All users, in order of their numbers."""
    return sorted(database.schema.users.values(), key=lambda user: user.user_id)


def groups(database: Database) -> Iterator[Row]:
    """One row a member and group (SYSGROUP, SYSROLEGRANT)."""
    for user in sorted_users(database):
        for group in user.granted:
            number = user_id(database, group)
            yield {
                "group_id": number,
                "group_member": user.user_id,
                "role_id": number,
                "grantee": user.user_id,
                "grant_type": 5,
                "grant_scope": 1,
            }


def executes(database: Database) -> Iterator[Row]:
    """One row a procedure and user (SYSPROCPERM)."""
    for place, users in list(database.rights.executes.items()):
        routine = database.schema.routines.get(place)
        for user in sorted(users):
            if routine is not None:
                yield {"proc_id": routine.routine_id, "grantee": user_id(database, user)}


def table_rights(database: Database) -> Iterator[Row]:
    """One row a table and grantee; the store knows the table's number by owner and name."""
    for (owner, table), users in list(database.rights.tables.items()):
        for user, given in list(users.items()):
            whole = {privilege for privilege, columns in given.items() if columns is None}
            yield {
                "owner": owner,
                "table_name": table,
                "grantor": user_id(database, owner),
                "grantee": user_id(database, user),
                "selectauth": "Y" if "SELECT" in whole else "N",
                "insertauth": "Y" if "INSERT" in whole else "N",
                "deleteauth": "Y" if "DELETE" in whole else "N",
                "updateauth": "Y" if "UPDATE" in whole else "N",
                "updatecols": "Y" if given.get("UPDATE") else "N",
                "alterauth": "Y" if "ALTER" in whole else "N",
                "referenceauth": "Y" if "REFERENCES" in whole else "N",
            }


def column_rights(database: Database) -> Iterator[Row]:
    """One row a column and right: 1 SELECT, 8 UPDATE, 16 REFERENCES (SYSCOLPERM)."""
    kinds = {"SELECT": 1, "UPDATE": 8, "REFERENCES": 16}
    for (owner, table), users in list(database.rights.tables.items()):
        for user, given in list(users.items()):
            for privilege, columns in list(given.items()):
                for column in sorted(columns or ()):
                    yield {
                        "owner": owner,
                        "table_name": table,
                        "column_name": column,
                        "grantor": user_id(database, owner),
                        "grantee": user_id(database, user),
                        "privilege_type": kinds.get(privilege),
                        "is_grantable": "N",
                    }
