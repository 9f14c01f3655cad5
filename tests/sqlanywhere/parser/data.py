"""INSERT, UPDATE, DELETE, MERGE, TRUNCATE TABLE, LOCK TABLE (manual of 12.0.1, the statements of these names)."""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.parser.queries import Queries


class DataStatements(Queries):
    """Statements that change rows."""

    def select_statement(self) -> tree.Statement:
        at = self.at
        return tree.QueryStatement(self.query(), at=at)

    def insert(self) -> tree.Statement:
        at = self.need("INSERT").at
        if self.key == "OR":
            raise self.error("there is no INSERT OR: write ON EXISTING after the columns")
        self.take("INTO")
        table = self.qualified("a table")
        columns = self.name_list("a column") if self.key == "(" and self._is_column_list() else ()
        on_existing, defaults_on = self._on_existing()
        if self.take("DEFAULT", "VALUES"):
            return self._insert_end(tree.Insert(table, at=at))
        if self.take("VALUES"):
            rows = [self._row()]
            while self.take(","):
                rows.append(self._row())
            return self._insert_end(tree.Insert(table, columns, tuple(rows), None, on_existing, defaults_on, at=at))
        auto_name = self.take("WITH", "AUTO", "NAME")
        if self.key not in {"SELECT", "WITH", "("}:
            raise self.error("VALUES or a query is expected here")
        query = self.query()
        return self._insert_end(tree.Insert(table, columns, (), query, on_existing, defaults_on, auto_name, at=at))

    def _insert_end(self, insert: tree.Insert) -> tree.Insert:
        if self.key == "ON" and self.peek() in {"CONFLICT", "DUPLICATE"}:
            raise self.error(f"there is no ON {self.peek()}: write ON EXISTING {{SKIP|UPDATE}} before VALUES")
        self.refuse_returning()
        if self.take("OPTION"):
            self.bracket_text()
        return insert

    def refuse_returning(self) -> None:
        """RETURNING, of other engines."""
        if self.key == "RETURNING":
            raise self.error("there is no RETURNING: read @@identity, or select from (INSERT …) REFERENCING")

    def _is_column_list(self) -> bool:
        return self.peek() not in {"SELECT", "WITH", "("}

    def _on_existing(self) -> tuple[str | None, bool | None]:
        if self.key == "ON" and self.peek() == "CONFLICT":
            raise self.error("there is no ON CONFLICT: write ON EXISTING {SKIP|UPDATE} before VALUES")
        if not self.take("ON", "EXISTING"):
            return None, None
        action = self.one_of("ERROR", "SKIP", "UPDATE")
        defaults_on = self.on_off() if action == "UPDATE" and self.take("DEFAULTS") else None
        return action, defaults_on

    def _row(self) -> tuple[tree.Expression, ...]:
        if self.take("(", ")"):
            return ()
        self.need("(")
        values = [self.value_or_default()]
        while self.take(","):
            values.append(self.value_or_default())
        self.need(")")
        return tuple(values)

    def value_or_default(self) -> tree.Expression:
        """A value, or DEFAULT."""
        at = self.at
        if self.take("DEFAULT"):
            return tree.DefaultValue(at=at)
        return self.expression()

    def update(self) -> tree.Statement:
        at = self.need("UPDATE").at
        top, start_at = self.row_limit()
        token = self.token
        joined = self.from_list()
        table = _first_table(joined[0])
        if table is None:
            raise self.error("a table is expected here", token)
        self.need("SET")
        sets = self.set_columns()
        from_ = self.from_list() if self.take("FROM") else ()
        where, current = self._where()
        self.refuse_returning()
        order = self.order_by() if self.key == "ORDER" else ()
        self._statement_option()
        if len(joined) == 1 and table is joined[0]:
            joined = ()
        return tree.Update(table, sets, from_, where, current, order, top, joined, start_at, at=at)

    def _target_table(self) -> tree.TableName:
        at = self.at
        name = self.qualified("a table")
        alias = None
        if self.take("AS") or (self.is_name() and self.key != "RETURNING"):
            alias = self.name("an alias")
        return tree.TableName(name, alias, self.hints(), at=at)

    def set_columns(self) -> tuple[tree.SetColumn, ...]:
        """`a = 1, b = DEFAULT, …`"""
        sets: list[tree.SetColumn] = []
        while True:
            at = self.at
            if self.key == "(":
                raise self.error("a list of columns cannot be set at once: set each")
            column = self.variable("a column")
            self.need("=")
            sets.append(tree.SetColumn(column, self.value_or_default(), at=at))
            if not self.take(","):
                return tuple(sets)

    def _where(self) -> tuple[tree.Expression | None, str | None]:
        if not self.take("WHERE"):
            return None, None
        if self.key == "CURRENT" and self.peek() == "OF":
            self.advance()
            self.advance()
            return None, self.name("a cursor")
        return self.condition(), None

    def _statement_option(self) -> None:
        if self.key == "LIMIT":
            raise self.error("LIMIT is off unless the option reserved_keywords turns it on: write TOP n")
        if self.take("OPTION"):
            self.bracket_text()

    def delete(self) -> tree.Statement:
        at = self.need("DELETE").at
        top, start_at = self.row_limit()
        if self.key == "WHERE":
            table = tree.TableName(tree.QualifiedName("", at=at), at=at)
        else:
            self.take("FROM")
            table = self._target_table()
        if self.key == "USING":
            raise self.error("there is no DELETE … USING: name the other tables in a second FROM")
        from_ = self.from_list() if self.take("FROM") else ()
        where, current = self._where()
        if not table.name.name and current is None:
            raise self.error("a table is expected after DELETE")
        self.refuse_returning()
        order = self.order_by() if self.key == "ORDER" else ()
        self._statement_option()
        return tree.Delete(table, from_, where, current, order, top, start_at, at=at)

    def truncate(self) -> tree.Statement:
        at = self.need("TRUNCATE").at
        self.need("TABLE")
        return tree.TruncateTable(self.qualified("a table"), at=at)

    def lock_table(self) -> tree.Statement:
        at = self.need("LOCK").at
        self.need("TABLE")
        table = self.qualified("a table")
        with_hold = self.take("WITH") and bool(self.need("HOLD"))
        self.need("IN")
        mode = self.one_of("SHARE", "EXCLUSIVE")
        self.need("MODE")
        return tree.LockTable(table, mode, with_hold, at=at)

    # --- MERGE -------------------------------------------------------------------------------------------------------

    def merge(self) -> tree.Statement:
        at = self.need("MERGE").at
        self.need("INTO")
        table = self._target_table()
        columns = self.name_list("a column") if self.key == "(" else ()
        self.need("USING")
        auto_name = self.take("WITH", "AUTO", "NAME")
        source = self.table_expression()
        self.need("ON")
        primary_key = self.take("PRIMARY", "KEY")
        on = None if primary_key else self.condition()
        branches: list[tree.MergeBranch] = []
        while self.key == "WHEN":
            branches.append(self._merge_branch())
        if not branches:
            raise self.error("WHEN is expected here")
        self._statement_option()
        return tree.Merge(table, columns, source, on, tuple(branches), primary_key, auto_name, at=at)

    def _merge_branch(self) -> tree.MergeBranch:
        at = self.need("WHEN").at
        matched = not self.take("NOT")
        self.need("MATCHED")
        condition = self.condition() if self.take("AND") else None
        self.need("THEN")
        allowed = ("UPDATE", "DELETE", "SKIP", "RAISERROR") if matched else ("INSERT", "SKIP", "RAISERROR")
        action = self.one_of(*allowed)
        sets: tuple[tree.SetColumn, ...] = ()
        columns: tuple[str, ...] = ()
        values: tuple[tree.Expression, ...] = ()
        error = None
        if action == "UPDATE":
            if self.take("SET"):
                sets = self.set_columns()
            elif self.take("DEFAULTS"):
                self.on_off()
        elif action == "INSERT":
            columns = self.name_list("a column") if self.key == "(" else ()
            values = self._row() if self.take("VALUES") else ()
        elif action == "RAISERROR" and self.key in {"<number>", "?", ":"}:
            error = self.operand()
        return tree.MergeBranch(matched, action, condition, sets, columns, values, error, at=at)


def _first_table(expression: tree.TableExpression) -> tree.TableName | None:
    """The first table of what an UPDATE names."""
    while isinstance(expression, tree.Join):
        expression = expression.left
    return expression if isinstance(expression, tree.TableName) else None
