"""Columns and constraints of tables.

Manual of 12.0.1: "CREATE TABLE statement".
"""

from __future__ import annotations

from dataclasses import replace

from tests.sqlanywhere import tree
from tests.sqlanywhere.parser.events import EventsAndServices

_DEFAULT_WORDS = {"AUTOINCREMENT": "AUTOINCREMENT", "IDENTITY": "AUTOINCREMENT", "TIMESTAMP": "TIMESTAMP"}
_CONSTRAINT_STARTS = {"CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK"}


class Columns(EventsAndServices):
    """What stands between a table's brackets."""

    def is_constraint(self) -> bool:
        """Whether a table's constraint comes next."""
        return self.key in _CONSTRAINT_STARTS or (self.key == "NOT" and self.peek() == "NULL")

    def column(self) -> tree.ColumnDefinition:
        """`name type [NOT NULL] [DEFAULT …] [constraints]`."""
        at = self.at
        name = self.name("a column")
        column = tree.ColumnDefinition(name, self.data_type(), at=at)
        return self.column_attributes(column)

    def column_attributes(self, column: tree.ColumnDefinition) -> tree.ColumnDefinition:
        """What may stand behind a column's type, in any order."""
        while True:
            if self.take("NULL"):
                column = replace(column, nullable=True)
            elif self.key == "NOT":
                self.need("NOT")
                if self.take("COMPRESSED"):
                    continue
                self.need("NULL")
                column = replace(column, nullable=False)
            elif self.take("DEFAULT"):
                column = self.default(column)
            elif self.take("IDENTITY"):
                column = replace(column, default_word="AUTOINCREMENT")
            elif self.take("COMPUTE"):
                self.need("(")
                column = replace(column, compute=self.expression())
                self.need(")")
            elif self.take("CONSTRAINT"):
                self.name("a constraint")
            elif self.take("PRIMARY"):
                self.need("KEY")
                self._clustering()
                if not self.take("ASC"):
                    self.take("DESC")
                column = replace(column, primary_key=True)
            elif self.take("UNIQUE"):
                self._clustering()
                column = replace(column, unique=True)
            elif self.take("CHECK"):
                self.need("(")
                column = replace(column, check=self.condition())
                self.need(")")
            elif self.key == "REFERENCES":
                column = replace(column, references=self.reference())
            elif self.key in {"INLINE", "PREFIX"}:
                self.advance()
                if not self.take("USE"):
                    self.integer()
                else:
                    self.need("DEFAULT")
            elif self.take("NO"):
                self.need("INDEX")
            elif not self.take("COMPRESSED") and not self.take("INDEX"):
                break
        if self.key == "COLLATE":
            raise self.error("a column has no COLLATE: the database has one collation")
        if self.key in {"AUTO_INCREMENT", "AUTOINCREMENT", "GENERATED"}:
            raise self.error(f"there is no {self.key} here: write DEFAULT AUTOINCREMENT for a number that counts")
        return column

    def _clustering(self) -> None:
        if not self.take("CLUSTERED"):
            self.take("NONCLUSTERED")

    def default(self, column: tree.ColumnDefinition) -> tree.ColumnDefinition:
        """A column's default: a constant, a special value, a function, or a value in brackets."""
        if self.take("GLOBAL"):
            self.need("AUTOINCREMENT")
            if self.take("("):
                self.integer()
                self.need(")")
            return replace(column, default_word="GLOBAL AUTOINCREMENT")
        if self.key in _DEFAULT_WORDS and self.peek() != "(":
            return replace(column, default_word=_DEFAULT_WORDS[self.advance().key])
        if self.take("UTC"):
            self.need("TIMESTAMP")
            return replace(column, default_word="UTC TIMESTAMP")
        if self.take("LAST"):
            self.need("USER")
            return replace(column, default_word="LAST USER")
        return replace(column, default=self.any_expression(9))

    def reference(self) -> tree.Reference:
        """`REFERENCES t [(a, b)] [ON DELETE …] [ON UPDATE …]`."""
        at = self.need("REFERENCES").at
        table = self.qualified("a table")
        columns = self.name_list("a column") if self.key == "(" else ()
        actions: dict[str, str] = {}
        while True:
            if self.key == "ON" and self.peek() in {"DELETE", "UPDATE"}:
                self.advance()
                event = self.advance().key
                if event in actions:
                    raise self.error(f"ON {event} is there twice", self.tokens[self.index - 1])
                actions[event] = self._action()
            elif self.take("CHECK"):
                self.need("ON", "COMMIT")
            elif self.take("MATCH"):
                self.take("UNIQUE")
                self.one_of("SIMPLE", "FULL")
            elif self.take("FOR"):
                self.need("OLAP", "WORKLOAD")
            elif not self.take("CLUSTERED"):
                break
        return tree.Reference(table, columns, actions.get("DELETE"), actions.get("UPDATE"), at=at)

    def _action(self) -> str:
        action = self.one_of("CASCADE", "SET", "RESTRICT")
        return f"SET {self.one_of('NULL', 'DEFAULT')}" if action == "SET" else action

    def table_constraint(self) -> tree.TableConstraint:
        """`[CONSTRAINT name] PRIMARY KEY (…) | UNIQUE (…) | FOREIGN KEY … | CHECK (…)`."""
        at = self.at
        name = self.name("a constraint") if self.take("CONSTRAINT") else None
        if self.take("PRIMARY"):
            self.need("KEY")
            self._clustering()
            return tree.TableConstraint("PRIMARY KEY", name, self._key_columns(), at=at)
        if self.take("UNIQUE"):
            self._clustering()
            return tree.TableConstraint("UNIQUE", name, self._key_columns(), at=at)
        if self.take("CHECK"):
            self.need("(")
            check = self.condition()
            self.need(")")
            return tree.TableConstraint("CHECK", name, check=check, at=at)
        if self.take("NOT"):
            self.need("NULL")
        self.need("FOREIGN", "KEY")
        if self.is_name():
            role = self.name("a role")
            name = name or role
        columns = self._key_columns() if self.key == "(" else ()
        return tree.TableConstraint("FOREIGN KEY", name, columns, self.reference(), at=at)

    def _key_columns(self) -> tuple[str, ...]:
        self.need("(")
        columns: list[str] = []
        while True:
            columns.append(self.name("a column"))
            if not self.take("ASC"):
                self.take("DESC")
            if not self.take(","):
                break
        self.need(")")
        return tuple(columns)
