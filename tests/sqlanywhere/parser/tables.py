"""The FROM clause (manual of 12.0.1, "FROM clause")."""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Kind
from tests.sqlanywhere.parser.values import Values

_HINTS = {
    "FASTFIRSTROW",
    "HOLDLOCK",
    "NOLOCK",
    "READCOMMITTED",
    "READPAST",
    "READUNCOMMITTED",
    "REPEATABLEREAD",
    "SERIALIZABLE",
    "UPDLOCK",
    "XLOCK",
}
_JOIN_STARTS = {"JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "OUTER", "NATURAL", "KEY"}
_KINDS = {"INNER", "LEFT", "RIGHT", "FULL"}


class Tables(Values):
    """Table expressions."""

    def from_list(self) -> tuple[tree.TableExpression, ...]:
        """What follows FROM."""
        tables = [self.table_expression()]
        while self.take(","):
            tables.append(self.table_expression())
        return tuple(tables)

    def table_expression(self) -> tree.TableExpression:
        """Tables joined, from left to right; JOIN without ON is a KEY JOIN."""
        left = self._table_term()
        while self.key in _JOIN_STARTS:
            left = self._join(left)
        return left

    def _join(self, left: tree.TableExpression) -> tree.TableExpression:
        at = self.at
        if self.take("CROSS"):
            if self.take("APPLY"):
                return tree.Join("CROSS APPLY", left, self._table_term(), at=at)
            self.need("JOIN")
            return tree.Join("CROSS", left, self._table_term(), at=at)
        if self.take("OUTER"):
            self.need("APPLY")
            return tree.Join("OUTER APPLY", left, self._table_term(), at=at)
        natural = self.take("NATURAL")
        key = not natural and self.take("KEY")
        kind = "INNER"
        if self.key in _KINDS:
            kind = self.advance().key
            if kind != "INNER":
                self.take("OUTER")
        self.need("JOIN")
        right = self._table_term()
        on = None
        if self.key == "USING":
            raise self.error("there is no JOIN … USING: write ON, KEY JOIN or NATURAL JOIN")
        if self.take("ON"):
            on = self.condition()
        return tree.Join(kind, left, right, on, natural, key, at=at)

    def _table_term(self) -> tree.TableExpression:
        at = self.at
        if self.key == "LATERAL":
            self.advance()
            if self.key != "(":
                return self._named_table(at)
            if self.peek() not in {"SELECT", "WITH", "("}:
                return self._bracketed_table()
            return self._derived(self.subquery(), at, lateral=True)
        if self.key in {"OPENSTRING", "OPENXML"}:
            return self._open(at)
        if self.key == "(":
            return self._bracketed_table()
        return self._named_table(at)

    def _bracketed_table(self) -> tree.TableExpression:
        at = self.need("(").at
        self.enter()
        if self.key in {"SELECT", "WITH"}:
            query = self.query()
            self.need(")")
            self.leave()
            return self._derived(query, at)
        if self.key in {"INSERT", "UPDATE", "DELETE", "MERGE"}:
            raise self.error(
                "a table derived from a data statement is not taken here: it is outside what this parser models"
            )
        inner = self.table_expression()
        if isinstance(inner, tree.DerivedTable) and inner.alias is None and not inner.lateral:
            query = self.query_after(inner.query)
            self.need(")")
            self.leave()
            return self._derived(query, at)
        while self.key == ",":
            comma = self.advance()
            inner = tree.Join("CROSS", inner, self.table_expression(), at=comma.at)
        self.need(")")
        self.leave()
        return inner

    def _derived(self, query: tree.Query, at: tree.Position, lateral: bool = False) -> tree.DerivedTable:
        """A query as a table. Without alias only inside further brackets, which `_bracketed_table` resolves."""
        if not self.take("AS") and not self.is_name():
            if self.depth and self.key in {"UNION", "EXCEPT", "INTERSECT", "ORDER", ")"} and not lateral:
                return tree.DerivedTable(query, at=at)
            raise self.error("a query in FROM needs an alias")
        alias = self.name("an alias")
        columns = self.name_list("a column") if self.key == "(" else ()
        return tree.DerivedTable(query, alias, columns, lateral, at=at)

    def _named_table(self, at: tree.Position) -> tree.TableExpression:
        if self.ahead("UNNEST", "("):
            name = tree.QualifiedName(self.advance().text, at=at)
        else:
            name = self.qualified("a table")
        if self.key == "(":
            return self._procedure(name, at)
        if self.key == "CONTAINS":
            raise self.error("CONTAINS in FROM is outside what is taken here: write it in WHERE")
        alias = self.alias()
        return tree.TableName(name, alias, self.hints(), at=at)

    def alias(self) -> str | None:
        """`[AS] alias`, if there is one."""
        if self.take("AS"):
            return self.name("an alias")
        if not self.is_name():
            return None
        if self.key == "LIMIT" and self.peek() in {"<number>", "?", ":", "("}:
            raise self.error(
                "LIMIT is off unless the option reserved_keywords turns it on: write SELECT TOP n START AT m"
            )
        if self.key in {"RETURNING", "ILIKE", "OFFSET"}:
            raise self.error(f"there is no {self.key}")
        return self.name("an alias")

    def hints(self) -> tuple[str, ...]:
        """`WITH (hint, …)` and `FORCE INDEX (name)`, upper case."""
        hints: list[str] = []
        if self.key == "WITH" and self.peek() == "(":
            self.advance()
            self.advance()
            while True:
                hints.append(self._hint())
                self.take(",")
                if self.take(")"):
                    break
        if self.key == "FORCE":
            hints.append(self._force_index())
        return tuple(hints)

    def _force_index(self) -> str:
        self.need("FORCE", "INDEX", "(")
        name = self.name("an index")
        self.need(")")
        return f"FORCE INDEX ({name})"

    def _hint(self) -> str:
        if self.take("NO"):
            self.need("INDEX")
            return "NO INDEX"
        if self.key == "FORCE":
            return self._force_index()
        if self.take("CLUSTERED"):
            self.need("INDEX")
            return f"CLUSTERED INDEX{self._index_only()}"
        if self.take("INDEX"):
            self.need("(")
            names: list[str] = []
            while True:
                words = f"{self.advance().key} {self.need('KEY').key} " if self.key in {"PRIMARY", "FOREIGN"} else ""
                names.append(words + self.name("an index"))
                if not self.take(","):
                    break
            self.need(")")
            return f"INDEX ({', '.join(names)}){self._index_only()}"
        if self.key not in _HINTS:
            raise self.error(f"a table hint is expected here: {', '.join(sorted(_HINTS))}")
        return self.advance().key

    def _index_only(self) -> str:
        if not self.take("INDEX"):
            return ""
        self.need("ONLY")
        return f" INDEX ONLY {'ON' if self.on_off() else 'OFF'}"

    def _procedure(self, name: tree.QualifiedName, at: tree.Position) -> tree.TableExpression:
        arguments = self.arguments()
        columns: list[tuple[str, tree.DataType]] = []
        if self.take("WITH"):
            if self.take("ORDINALITY"):
                columns.append(("ORDINALITY", tree.TypeName("bigint", at=at)))
            else:
                self.need("(")
                while True:
                    column = self.name("a column")
                    columns.append((column, self.data_type()))
                    if not self.take(","):
                        break
                self.need(")")
        return tree.ProcedureTable(name, arguments, self.alias(), tuple(columns), at=at)

    def arguments(self) -> tuple[tree.Argument, ...]:
        """`(a, b = c, …)` of a procedure; a parameter may be named (manual of 12.0.1, "CALL statement")."""
        self.need("(")
        arguments: list[tree.Argument] = []
        while self.key != ")":
            at = self.at
            name = None
            if self.is_name() and self.peek() in {"=", "=>"}:
                name = self.name()
                self.advance()
            if self.key == "DEFAULT":
                self.advance()
                value: tree.Expression = tree.DefaultValue(at=at)
            else:
                value = self.expression()
            if name is None and arguments and arguments[-1].name is not None:
                raise self.error("an argument without name stands before those with one")
            arguments.append(tree.Argument(value, name, at=at))
            if self.key != ")":
                self.need(",")
                if self.key == ")":
                    raise self.error("an argument is expected here")
        self.need(")")
        return tuple(arguments)

    def _open(self, at: tree.Position) -> tree.OpenString:
        kind = self.advance().key
        self.need("(")
        if kind == "OPENSTRING":
            kind += " " + self.one_of("FILE", "VALUE")
        arguments = [self.expression()]
        while self.take(","):
            arguments.append(self.expression())
        self.need(")", "WITH", "(")
        columns = self._schema()
        self.need(")")
        options: list[str] = []
        if self.take("OPTION"):
            self.need("(")
            while self.key != ")":
                if self.key == "<end>":
                    raise self.error(") is expected here")
                options.append(self.advance().text)
            self.need(")")
        return tree.OpenString(kind, tuple(arguments), columns, tuple(options), self.alias(), at=at)

    def _schema(self) -> tuple[tuple[str, tree.DataType, str | None], ...]:
        """`a INT ['xpath'], filler(), …`; `TABLE t` as one column named so of the type `table`."""
        if self.take("TABLE"):
            at = self.at
            return ((str(self.qualified("a table")), tree.TypeName("table", at=at), None),)
        columns: list[tuple[str, tree.DataType, str | None]] = []
        while True:
            at = self.at
            column = self.name("a column")
            if column.lower() == "filler" and self.take("("):
                self.need(")")
                columns.append((column, tree.TypeName("filler", at=at), None))
            else:
                type_ = self.data_type()
                columns.append((column, type_, self.string() if self.token.kind is Kind.STRING else None))
            if not self.take(","):
                return tuple(columns)
