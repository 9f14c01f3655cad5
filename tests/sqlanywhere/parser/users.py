"""Users, roles, GRANT and REVOKE in the forms of 12 and of 16.

Manual of 12.0.1: "CREATE USER statement", "GRANT statement"; of 16: "GRANT ROLE statement", "GRANT system privilege
statement", "CREATE ROLE statement".
"""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Kind
from tests.sqlanywhere.parser.objects import Objects

_OBJECT_PRIVILEGES = {
    "ALL",
    "ALTER",
    "DELETE",
    "EXECUTE",
    "INSERT",
    "LOAD",
    "REFERENCES",
    "SELECT",
    "TRUNCATE",
    "UPDATE",
    "USAGE",
    "CREATE",
}
_AUTHORITIES = {
    "CONNECT",
    "BACKUP",
    "DBA",
    "GROUP",
    "PROFILE",
    "READCLIENTFILE",
    "READFILE",
    "REMOTE DBA",
    "RESOURCE",
    "VALIDATE",
    "WRITECLIENTFILE",
    "WRITEFILE",
}
"""What 12 grants without an object, and later versions still take."""
_SYSTEM = {
    "ACCESS",
    "ALTER",
    "BACKUP",
    "CHANGE",
    "CHECKPOINT",
    "COMMENT",
    "CREATE",
    "DEBUG",
    "DELETE",
    "DROP",
    "EXECUTE",
    "INSERT",
    "LOAD",
    "MANAGE",
    "MONITOR",
    "READ",
    "REORGANIZE",
    "SELECT",
    "SERVER",
    "SET",
    "TRUNCATE",
    "UPDATE",
    "UPGRADE",
    "USE",
    "VALIDATE",
    "WRITE",
}
"""First words of the system privileges of 16 and later (manual of 17, "System privileges")."""
_COLUMN_PRIVILEGES = {"SELECT", "UPDATE", "REFERENCES"}


class Users(Objects):
    """Who may do what."""

    def create_user(self, at: tree.Position, alter: bool = False) -> tree.Statement:
        """From USER on."""
        self.need("USER")
        if self.key == "IF":
            raise self.error("there is no CREATE USER IF NOT EXISTS")
        name = self.name("a user")
        password: str | None = None
        words: list[str] = []
        while True:
            if self.take("IDENTIFIED"):
                self.need("BY")
                password = self._password()
            elif self.take("LOGIN"):
                self.need("POLICY")
                words.append(f"LOGIN POLICY {self.name('a login policy')}")
            elif self.take("FORCE"):
                self.need("PASSWORD", "CHANGE")
                words.append(f"FORCE PASSWORD CHANGE {'ON' if self.on_off() else 'OFF'}")
            elif alter and self.take("RESET"):
                self.need("LOGIN", "POLICY")
                words.append("RESET LOGIN POLICY")
            else:
                break
        return tree.CreateUser(name, password, " ".join(words) or None, alter, at=at)

    def _password(self) -> str:
        if self.token.kind is Kind.STRING:
            return self.string()
        if self.token.kind is Kind.NUMBER:
            return self.advance().text
        return self.name("a password")

    def create_role(self, at: tree.Position, or_replace: bool) -> tree.Statement:
        """From ROLE on."""
        self.need("ROLE")
        for_user = self.take("FOR") and bool(self.need("USER"))
        role = tree.CreateRole(self.name("a role"), for_user, or_replace, at=at)
        if self.take("WITH"):
            self.need("ADMIN")
            self.take("ONLY")
            self.name_or_names()
        return role

    def name_or_names(self) -> tuple[str, ...]:
        """`a, b, …`; PUBLIC is a name too."""
        names = [self.name("a user or role")]
        while self.take(","):
            names.append(self.name("a user or role"))
        return tuple(names)

    # --- GRANT and REVOKE --------------------------------------------------------------------------------------------

    def grant(self) -> tree.Statement:
        """`GRANT … TO …` and `REVOKE … FROM …`."""
        token = self.advance()
        revoke = token.key == "REVOKE"
        if self.key in {"INTEGRATED", "KERBEROS", "PUBLISH", "CONSOLIDATE"} or self.ahead("REMOTE", "TO"):
            return self.administrative(token)
        if self.key == "CONNECT" and self.peek() != ",":
            return self._connect(revoke, token.at)
        if self.take("MEMBERSHIP"):
            self.need("IN", "GROUP")
            groups = self.name_or_names()
            what = tuple(f"MEMBERSHIP IN GROUP {group}" for group in groups)
            return self._grantees(tree.Grant(what, (), role=groups, revoke=revoke, at=token.at))
        if self.take("ROLE"):
            roles = self.name_or_names()
            what = tuple(f"ROLE {role}" for role in roles)
            return self._grantees(tree.Grant(what, (), role=roles, revoke=revoke, at=token.at))
        return self._privileges(revoke, token.at)

    def _connect(self, revoke: bool, at: tree.Position) -> tree.Statement:
        self.need("CONNECT")
        if revoke:
            return self._grantees(tree.Grant(("CONNECT",), (), revoke=True, at=at))
        self.need("TO")
        name = self.name("a user")
        password = None
        if self.take("IDENTIFIED"):
            self.need("BY")
            password = self._password()
        if self.key == ",":
            raise self.error("one user at a time is taken here")
        return tree.CreateUser(name, password, "GRANT CONNECT", at=at)

    def _privileges(self, revoke: bool, at: tree.Position) -> tree.Statement:
        what: list[str] = []
        columns: list[tuple[str, tuple[str, ...]]] = []
        while True:
            privilege = self._privilege()
            what.append(privilege)
            if self.key == "(" and privilege in {"SET USER", "CHANGE PASSWORD"}:
                self.bracket_text()
            elif self.key == "(":
                if privilege not in _COLUMN_PRIVILEGES:
                    raise self.error(f"{privilege} takes no columns")
                columns.append((privilege, self.name_list("a column")))
            if not self.take(","):
                break
        on = kind = None
        if self.take("ON"):
            for privilege in what:
                if privilege not in _OBJECT_PRIVILEGES:
                    raise self.error(f"{privilege} is no privilege on an object")
            kind = self._on_kind(what)
            on = self.qualified("an object")
            if self.key == "(":
                raise self.error("a procedure is named without its parameters")
        elif any(privilege in _OBJECT_PRIVILEGES for privilege in what):
            raise self.error("ON is expected here")
        return self._grantees(tree.Grant(tuple(what), (), on, kind, tuple(columns), revoke=revoke, at=at))

    def _on_kind(self, what: list[str]) -> str | None:
        if self.key in {"FUNCTION", "PROCEDURE", "TABLE", "VIEW", "SCHEMA"} and self.peek() not in {"TO", "FROM", "."}:
            raise self.error(f"ON is followed by the object's name, without {self.key}")
        if "USAGE" in what:
            self.need("SEQUENCE")
            return "SEQUENCE"
        return "PROCEDURE" if "EXECUTE" in what else None

    def _privilege(self) -> str:
        token = self.token
        words: list[str] = []
        while self.token.kind is Kind.WORD and self.key not in {"ON", "TO", "FROM"}:
            words.append(self.advance().key)
        if words == ["ALL", "PRIVILEGES"]:
            return "ALL"
        privilege = " ".join(words)
        known = privilege in _OBJECT_PRIVILEGES or privilege in _AUTHORITIES
        if not known and (len(words) < 2 or words[0] not in _SYSTEM):
            raise self.error("a privilege is expected here", token)
        return privilege

    def _grantees(self, grant: tree.Grant) -> tree.Grant:
        self.need("FROM" if grant.revoke else "TO")
        grantees = self.name_or_names()
        option = None
        if self.take("WITH"):
            words = ["WITH"]
            while self.key in {"GRANT", "ADMIN", "NO", "ONLY", "OPTION", "SYSTEM", "PRIVILEGE", "INHERITANCE"}:
                words.append(self.advance().key)
            if words[-1] not in {"OPTION", "INHERITANCE"}:
                raise self.error("WITH GRANT OPTION or WITH ADMIN OPTION is expected here")
            option = " ".join(words)
        if not grant.revoke and self.take("FROM"):
            self.name("the user who grants")
        return tree.Grant(
            grant.what, grantees, grant.on, grant.on_kind, grant.columns, grant.role, option, grant.revoke, at=grant.at
        )
