"""CREATE and ALTER TABLE, CREATE INDEX.

Manual of 12.0.1: "CREATE TABLE statement", "ALTER TABLE statement", "CREATE INDEX statement", "DECLARE LOCAL TEMPORARY
TABLE statement".
"""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Kind
from tests.sqlanywhere.parser.columns import Columns


class TableDefinitions(Columns):
    """Tables and indexes."""

    def create_table(self, at: tree.Position, temporary: str | None = None, declared: bool = False) -> tree.Statement:
        """From TABLE on."""
        self.need("TABLE")
        if_not_exists = self.if_not_exists()
        if self.key.startswith("#"):
            temporary = temporary or "LOCAL"
        name = self.qualified("a table")
        columns: list[tree.ColumnDefinition] = []
        constraints: list[tree.TableConstraint] = []
        self.need("(")
        while self.key != ")":
            if self.take("PCTFREE"):
                self.integer()
            elif self.is_constraint():
                constraints.append(self.table_constraint())
            else:
                columns.append(self.column())
            # A comma before the bracket occurs in stored text (sources P7).
            if self.key != ")":
                self.need(",")
        if not columns:
            raise self.error("a table has a column")
        self.need(")")
        on_commit = self._table_end(temporary)
        return tree.CreateTable(
            name, tuple(columns), tuple(constraints), temporary, on_commit, if_not_exists, declared, at=at
        )

    def temporary_table(self) -> tree.Statement:
        """`DECLARE LOCAL TEMPORARY TABLE`, from LOCAL on."""
        at = self.tokens[self.index - 1].at
        self.need("LOCAL", "TEMPORARY")
        return self.create_table(at, "LOCAL", declared=True)

    def if_not_exists(self) -> bool:
        """`IF NOT EXISTS`, if it is there."""
        if not self.take("IF"):
            return False
        self.need("NOT", "EXISTS")
        return True

    def _table_end(self, temporary: str | None) -> str | None:
        on_commit: str | None = None
        while True:
            if self.take("IN") or (self.key == "ON" and self.peek() != "COMMIT" and self.take("ON")):
                self.name("a dbspace")
            elif self.take("AT"):
                self.string("a remote table")
            elif self.key == "ON" and self.peek() == "COMMIT":
                if temporary is None:
                    raise self.error("ON COMMIT is for temporary tables")
                self.need("ON", "COMMIT")
                on_commit = self.one_of("DELETE", "PRESERVE")
                self.need("ROWS")
            elif self.key == "NOT" and self.peek() == "TRANSACTIONAL":
                if temporary is None:
                    raise self.error("NOT TRANSACTIONAL is for temporary tables")
                self.need("NOT", "TRANSACTIONAL")
                on_commit = "NOT TRANSACTIONAL"
            elif self.take("SHARE"):
                self.need("BY", "ALL")
            elif self.take("PCTFREE"):
                self.integer()
            elif not self.take("ENCRYPTED"):
                return on_commit

    # --- indexes -----------------------------------------------------------------------------------------------------

    def create_index(self, at: tree.Position) -> tree.Statement:
        """From UNIQUE, CLUSTERED or INDEX on."""
        self.take("VIRTUAL")
        unique = self.take("UNIQUE")
        clustered = self.take("CLUSTERED")
        self.need("INDEX")
        if_not_exists = self.if_not_exists()
        name = self.name("an index")
        self.need("ON")
        table = self.qualified("a table")
        self.need("(")
        columns: list[tree.OrderItem] = []
        while True:
            here = self.at
            value = self.operand()
            if isinstance(value, tree.FunctionCall):
                self.need("AS")
                value = tree.Name((self.name("a column"),), at=here)
            elif not isinstance(value, tree.Name) or len(value.parts) != 1:
                raise self.error("a column is expected here", self.tokens[self.index - 1])
            descending = self.take("DESC")
            if not descending:
                self.take("ASC")
            columns.append(tree.OrderItem(value, descending, at=here))
            if not self.take(","):
                break
        self.need(")")
        self._index_end()
        return tree.CreateIndex(name, table, tuple(columns), unique, clustered, if_not_exists, at=at)

    def _index_end(self) -> None:
        if self.key == "WHERE":
            raise self.error("there are no partial indexes")
        if self.take("WITH"):
            self.need("NULLS")
            self.take("NOT")
            self.need("DISTINCT")
        if self.take("IN") or (self.key == "ON" and self.take("ON")):
            self.name("a dbspace")

    # --- ALTER TABLE -------------------------------------------------------------------------------------------------

    def alter_table(self, at: tree.Position) -> tree.Statement:
        """From TABLE on."""
        self.need("TABLE")
        name = self.qualified("a table")
        actions = [self._alter_action()]
        while self.take(","):
            actions.append(self._alter_action())
        return tree.AlterTable(name, tuple(actions), at=at)

    def _alter_action(self) -> tree.AlterTableAction:
        at = self.at
        word = self.one_of("ADD", "ALTER", "MODIFY", "DROP", "DELETE", "RENAME", "ENCRYPTED", "NOT", "PCTFREE")
        if word == "ADD":
            if self.is_constraint():
                return tree.AlterTableAction("ADD CONSTRAINT", constraint=self.table_constraint(), at=at)
            self.take("COLUMN")
            return tree.AlterTableAction("ADD", column=self.column(), at=at)
        if word in {"ALTER", "MODIFY"}:
            return self._alter_column(at)
        if word in {"DROP", "DELETE"}:
            return self._drop_part(at)
        if word == "RENAME":
            return self._rename(at)
        if word == "NOT":
            self.need("ENCRYPTED")
        elif word == "PCTFREE":
            self.integer()
        return tree.AlterTableAction("WORDS", words=word, at=at)

    def _alter_column(self, at: tree.Position) -> tree.AlterTableAction:
        if self.take("CONSTRAINT"):
            name = self.name("a constraint")
            self.need("CHECK", "(")
            constraint = tree.TableConstraint("CHECK", name, check=self.condition(), at=at)
            self.need(")")
            return tree.AlterTableAction("ALTER", constraint=constraint, name=name, at=at)
        self.take("COLUMN")
        here = self.at
        name = self.name("a column")
        if self.key in {"SET", "DROP", "DELETE", "ADD"}:
            verb = self.advance().key
            if verb in {"SET", "ADD"}:
                words = f"{verb} {self.key}"
                allowed = {"DEFAULT", "COMPUTE"} if verb == "SET" else {"CHECK", "CONSTRAINT"}
                if self.key not in allowed:
                    raise self.error(f"{' or '.join(sorted(allowed))} is expected here")
                column = self.column_attributes(tree.ColumnDefinition(name, tree.TypeName("", at=here), at=here))
                return tree.AlterTableAction("ALTER", column=column, name=name, words=words, at=at)
            dropped = self.one_of("DEFAULT", "CHECK", "COMPUTE", "CONSTRAINT")
            new_name = self.name("a constraint") if dropped == "CONSTRAINT" else None
            return tree.AlterTableAction("ALTER", name=name, new_name=new_name, words=f"{verb} {dropped}", at=at)
        if self.key in {"NULL", "NOT", "DEFAULT", "CHECK", "COMPUTE", "CONSTRAINT", "REFERENCES", "COMPRESSED"}:
            column = self.column_attributes(tree.ColumnDefinition(name, tree.TypeName("", at=here), at=here))
            return tree.AlterTableAction("ALTER", column=column, name=name, words="ATTRIBUTES", at=at)
        column = self.column_attributes(tree.ColumnDefinition(name, self.data_type(), at=here))
        return tree.AlterTableAction("ALTER", column=column, name=name, at=at)

    def _drop_part(self, at: tree.Position) -> tree.AlterTableAction:
        if self.take("CONSTRAINT"):
            return tree.AlterTableAction("DROP CONSTRAINT", name=self.name("a constraint"), at=at)
        if self.take("PRIMARY"):
            self.need("KEY")
            return tree.AlterTableAction("DROP CONSTRAINT", words="PRIMARY KEY", at=at)
        if self.take("FOREIGN"):
            self.need("KEY")
            return tree.AlterTableAction("DROP CONSTRAINT", name=self.name("a role"), words="FOREIGN KEY", at=at)
        if self.key in {"UNIQUE", "CHECK"}:
            word = self.advance().key
            if word == "UNIQUE":
                self.name_list("a column")
            return tree.AlterTableAction("DROP CONSTRAINT", words=word, at=at)
        self.take("COLUMN")
        return tree.AlterTableAction("DROP", name=self.name("a column"), at=at)

    def _rename(self, at: tree.Position) -> tree.AlterTableAction:
        words = self.advance().key if self.key in {"CONSTRAINT", "COLUMN"} else None
        if self.token.kind is Kind.WORD and self.key == "TO":
            raise self.error("a table is renamed by RENAME name")
        name = self.name("a name")
        new_name = self.name("a new name") if self.take("TO") else None
        return tree.AlterTableAction("RENAME", name=name, new_name=new_name, words=words, at=at)
