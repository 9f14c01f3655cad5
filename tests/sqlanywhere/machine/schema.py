"""The objects of a database that are not tables: users, routines, triggers, events, services."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

from tests.sqlanywhere import coverage, tree

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.step import Steps

Key: TypeAlias = tuple[str, str]
"""Owner and name, folded."""


def key(owner: str, name: str) -> Key:
    """How an object is found."""
    return owner.casefold(), name.casefold()


@dataclass(slots=True)
class User:
    """A user, group or role. `granted` are the groups and roles that it is a member of, folded, in order of GRANT.

    `authorities` are DBA, RESOURCE, GROUP … and system privileges, upper case.
    """

    user_id: int
    name: str
    password: str | None = field(default=None, repr=False)
    role: bool = False
    granted: dict[str, str] = field(default_factory=dict)
    authorities: set[str] = field(default_factory=set)
    remarks: str | None = None


@dataclass(slots=True)
class Routine:
    """A procedure or a function."""

    routine_id: int
    owner: str
    name: str
    statement: tree.CreateProcedure | tree.CreateFunction
    source: str
    body: Steps
    remarks: str | None = None

    @property
    def place(self) -> str:
        """What the coverage calls it."""
        return coverage.routine_place(self.statement, self.owner)

    @property
    def returns(self) -> tree.DataType | None:
        """What a function returns; None: a procedure."""
        return self.statement.returns if isinstance(self.statement, tree.CreateFunction) else None

    @property
    def definer(self) -> bool:
        """Whether it runs as its owner: the default (create-procedure-statement.html of 12.0.1, SQL SECURITY)."""
        return (self.statement.sql_security or "DEFINER") == "DEFINER"


@dataclass(slots=True)
class Trigger:
    """A trigger of a table; `owner` is the table's."""

    trigger_id: int
    owner: str
    table: str
    name: str
    statement: tree.CreateTrigger
    source: str
    body: Steps
    condition: tree.Expression | None


@dataclass(slots=True)
class Event:
    """An event; `active` is how many runs are under way."""

    event_id: int
    owner: str
    name: str
    statement: tree.CreateEvent
    source: str
    schedules: list[tree.Schedule]
    handler: Steps | None
    enabled: bool = True
    remarks: str | None = None
    active: int = 0


@dataclass(slots=True)
class Service:
    """A web service; `statement` runs for a request, `text` is what the catalogue shows of it."""

    service_id: int
    name: str
    type: str
    url: str = "OFF"
    authorization: bool = True
    enabled: bool = True
    methods: tuple[str, ...] = ("DEFAULT",)
    secure: bool = False
    user: str | None = None
    statement: tree.Statement | None = None
    text: str | None = None
    remarks: str | None = None


class Schema:
    """All of them. `version` grows with each change, so that what was found earlier can be forgotten."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.users: dict[str, User] = {}
        self.routines: dict[Key, Routine] = {}
        self.triggers: dict[Key, dict[str, Trigger]] = {}
        self.events: dict[str, Event] = {}
        self.services: dict[str, Service] = {}
        self.domains: dict[str, tree.TypeName] = {}
        self.version = 0
        self._ids = count(1)
        self._listeners: list[Callable[[], None]] = []

    def next_id(self) -> int:
        """A number for a new object."""
        return next(self._ids)

    def changed(self) -> None:
        """Tell that an object or a right changed."""
        self.version += 1
        for listener in self._listeners:
            listener()

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call this after each change."""
        self._listeners.append(listener)

    def user(self, name: str) -> User | None:
        """A user by name; None: there is none."""
        return self.users.get(name.casefold())

    def routine(self, name: tree.QualifiedName, owners: tuple[str, ...]) -> Routine | None:
        """A procedure or function: of the owner that the name says, else of the first of these that has it."""
        for owner in (name.owner,) if name.owner else owners:
            found = self.routines.get(key(owner, name.name))
            if found is not None:
                return found
        return None

    def owners(self, user: str) -> tuple[str, ...]:
        """Whose objects a user may name without an owner: its own, its groups', then the system's.

        (12.0.1 dbadmin: "Database object names and prefixes"; 16: user-extended roles.)
        """
        found = [user.casefold()]
        for name in found:
            known = self.users.get(name)
            found.extend(group for group in (known.granted if known else ()) if group not in found)
        return (*found, *(name for name in ("public", "dbo", "sys") if name not in found))
