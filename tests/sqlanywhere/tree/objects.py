"""DROP, COMMENT, users, roles and privileges; scripts."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.sqlanywhere.tree.base import QualifiedName, Statement


@dataclass(frozen=True, slots=True)
class Drop(Statement):
    """`kind` is TABLE, VIEW, PROCEDURE, FUNCTION, TRIGGER, EVENT, SERVICE, INDEX, USER, ROLE, SEQUENCE, DOMAIN …

    An index or trigger may name its table (`DROP INDEX t.i`): then that is `table`.
    """

    kind: str
    name: QualifiedName
    if_exists: bool = False
    table: QualifiedName | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Comment(Statement):
    """`COMMENT ON kind name IS 'text'`; of a column `column` is given and `name` is its table."""

    kind: str
    name: QualifiedName
    text: str | None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class CreateUser(Statement):
    """CREATE USER, GRANT CONNECT TO, ALTER USER; `password` None: there is none."""

    name: str
    password: str | None = field(default=None, repr=False)
    words: str | None = None
    alter: bool = False


@dataclass(frozen=True, slots=True)
class CreateRole(Statement):
    """`CREATE [OR REPLACE] ROLE name` or `CREATE ROLE FOR USER name` (16 and later)."""

    name: str
    for_user: bool = False
    or_replace: bool = False


@dataclass(frozen=True, slots=True)
class Grant(Statement):
    """GRANT or REVOKE (`revoke`).

    `what` is upper case: SELECT, EXECUTE …, `ROLE x`, `GROUP`, `MEMBERSHIP IN GROUP x`, a system privilege. `columns`
    belong to SELECT (a, b) or UPDATE (a, b), by privilege.
    """

    what: tuple[str, ...]
    grantees: tuple[str, ...]
    on: QualifiedName | None = None
    on_kind: str | None = None
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    role: tuple[str, ...] = ()
    with_option: str | None = None
    revoke: bool = False


@dataclass(frozen=True, slots=True)
class Administrative(Statement):
    """A statement that only names what is to be done (CHECKPOINT, LOAD TABLE, CREATE SERVER …): its first words, upper
    case, and its whole text."""

    words: str
    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """A parsed file: its statements, in order."""

    statements: tuple[Statement, ...]
    file: str = ""
    text: str = field(default="", repr=False)
