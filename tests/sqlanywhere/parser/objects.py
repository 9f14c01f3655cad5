"""Views, domains, sequences, DROP, COMMENT.

Manual of 12.0.1: "CREATE VIEW statement", "CREATE DOMAIN statement", "CREATE SEQUENCE statement", the DROP statements,
"COMMENT statement".
"""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Token
from tests.sqlanywhere.parser.tabledef import TableDefinitions

_DROPPED = {
    "TABLE": "TABLE",
    "VIEW": "VIEW",
    "PROCEDURE": "PROCEDURE",
    "PROC": "PROCEDURE",
    "FUNCTION": "FUNCTION",
    "TRIGGER": "TRIGGER",
    "EVENT": "EVENT",
    "SERVICE": "SERVICE",
    "INDEX": "INDEX",
    "USER": "USER",
    "ROLE": "ROLE",
    "SEQUENCE": "SEQUENCE",
    "DOMAIN": "DOMAIN",
    "DATATYPE": "DOMAIN",
    "DBSPACE": "DBSPACE",
    "PUBLICATION": "PUBLICATION",
    "SERVER": "SERVER",
    "EXTERNLOGIN": "EXTERNLOGIN",
}
_NO_IF_EXISTS = {"DOMAIN", "PUBLICATION", "SERVER", "EXTERNLOGIN"}
_COMMENTED = (
    "TABLE",
    "VIEW",
    "PROCEDURE",
    "TRIGGER",
    "EVENT",
    "SERVICE",
    "INDEX",
    "USER",
    "ROLE",
    "SEQUENCE",
    "COLUMN",
    "DBSPACE",
)
"""What COMMENT ON takes (manual of IQ 16.0, "COMMENT statement": FUNCTION and DOMAIN are not among them)."""


class Objects(TableDefinitions):
    """Definitions that are neither tables nor code."""

    def create_view(
        self, start: Token, *, or_replace: bool = False, alter: bool = False, materialized: bool = False
    ) -> tree.Statement:
        """From VIEW on."""
        self.need("VIEW")
        if self.key == "IF":
            raise self.error("there is no CREATE VIEW IF NOT EXISTS: write CREATE OR REPLACE VIEW")
        name = self.qualified("a view")
        columns: tuple[str, ...] = ()
        if not self.take("(", ")") and self.key == "(":
            columns = self.name_list("a column")
        self.need("AS")
        saved = self.host_variables, self.placeholders
        self.host_variables = self.placeholders = False
        query = self.query()
        self.host_variables, self.placeholders = saved
        check_option = self.take("WITH") and bool(self.need("CHECK", "OPTION"))
        text = self.text_from(start)
        return tree.CreateView(name, columns, query, or_replace, alter, check_option, materialized, text, at=start.at)

    def create_domain(self, at: tree.Position) -> tree.Statement:
        """From DOMAIN or DATATYPE on."""
        self.one_of("DOMAIN", "DATATYPE")
        name = self.name("a domain")
        self.take("AS")
        column = self.column_attributes(tree.ColumnDefinition(name, self.data_type(), at=at))
        self.domains.add(name.upper())
        return tree.CreateDomain(name, column.type, column.nullable, column.default, column.check, at=at)

    def create_sequence(self, at: tree.Position, or_replace: bool) -> tree.Statement:
        """From SEQUENCE on; what it counts stays text."""
        self.need("SEQUENCE")
        name = self.qualified("a sequence")
        words: list[str] = []
        while self.key in {"INCREMENT", "START", "MINVALUE", "MAXVALUE", "CACHE", "CYCLE", "NO"}:
            word = self.advance().key
            words.append(word)
            if word == "INCREMENT":
                words.append(self.need("BY").key)
            elif word == "START":
                words.append(self.need("WITH").key)
            elif word in {"NO", "CYCLE"}:
                if word == "NO":
                    words.append(self.one_of("MINVALUE", "MAXVALUE", "CACHE", "CYCLE"))
                continue
            sign = "-" if self.take("-") else ""
            words.append(f"{sign}{self.integer()}")
        return tree.CreateSequence(name, " ".join(words), or_replace, at=at)

    # --- DROP --------------------------------------------------------------------------------------------------------

    def drop(self) -> tree.Statement:
        at = self.need("DROP").at
        if self.take("VARIABLE"):
            if_exists = self.take("IF") and bool(self.need("EXISTS"))
            return tree.DropVariable(self.name("a variable"), if_exists, at=at)
        if self.take("MATERIALIZED"):
            self.need("VIEW")
            kind = "MATERIALIZED VIEW"
        elif self.key not in _DROPPED:
            raise self.error("what is dropped is expected here: TABLE, VIEW, PROCEDURE …")
        else:
            kind = _DROPPED[self.advance().key]
        if_exists = self.take("IF") and bool(self.need("EXISTS"))
        if if_exists and kind in _NO_IF_EXISTS:
            raise self.error(f"DROP {kind} has no IF EXISTS", self.tokens[self.index - 2])
        if kind in {"INDEX", "TRIGGER"}:
            return self._drop_part_of_table(kind, if_exists, at)
        from_user = kind == "ROLE" and self.take("FROM") and bool(self.need("USER"))
        name = self.qualified(f"a {kind.lower()}")
        if self.key in {"CASCADE", "RESTRICT", ","}:
            raise self.error(f"DROP {kind} names one object and takes no CASCADE")
        words = "FROM USER" if from_user else None
        if kind == "ROLE" and self.take("WITH"):
            words = f"{words or ''} WITH {self.one_of('REVOKE', 'DROP')}".strip()
            self.take("OBJECTS")
        return tree.Drop(kind, name, if_exists, None, words, at=at)

    def _drop_part_of_table(self, kind: str, if_exists: bool, at: tree.Position) -> tree.Statement:
        here = self.at
        parts = [self.name(f"a {kind.lower()}")]
        while self.take("."):
            parts.append(self.name("a name"))
        if len(parts) > 3:
            raise self.error("an owner, a table and a name at most")
        table = None
        if len(parts) > 1:
            table = tree.QualifiedName(parts[-2], parts[0] if len(parts) == 3 else None, at=here)
        if kind == "INDEX" and self.take("ON"):
            table = self.qualified("a table")
        return tree.Drop(kind, tree.QualifiedName(parts[-1], at=here), if_exists, table, at=at)

    # --- COMMENT -----------------------------------------------------------------------------------------------------

    def comment(self) -> tree.Statement:
        at = self.need("COMMENT").at
        self.need("ON")
        kind = self._comment_kind()
        token, here = self.token, self.at
        parts = [self.name(f"a {kind.lower()}")]
        while self.take("."):
            parts.append(self.name("a name"))
        self.need("IS")
        text = None if self.take("NULL") else self.string("the comment")
        column = None
        if kind == "COLUMN":
            if len(parts) not in {2, 3}:
                raise self.error("a column is named table.column or owner.table.column", token)
            column = parts.pop()
        name = tree.QualifiedName(parts[-1], parts[-2] if len(parts) > 1 else None, at=here)
        return tree.Comment(kind, name, text, column, at=at)

    def _comment_kind(self) -> str:
        for words in (
            ("MATERIALIZED", "VIEW"),
            ("FOREIGN", "KEY"),
            ("INTEGRATED", "LOGIN"),
            ("KERBEROS", "LOGIN"),
            ("LOGIN", "POLICY"),
            ("TEXT", "CONFIGURATION"),
        ):
            if self.take(*words):
                return " ".join(words)
        if self.take("PRIMARY"):
            self.need("KEY", "ON")
            return "PRIMARY KEY"
        if self.key == "FUNCTION":
            raise self.error("a function's comment is COMMENT ON PROCEDURE")
        return self.one_of(*_COMMENTED)
