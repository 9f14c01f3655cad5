"""SELECT and what queries are made of (manual of 12.0.1, "SELECT statement", "UNION statement")."""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Kind
from tests.sqlanywhere.parser.grouping import Grouping

_SET_OPERATORS = {"UNION", "EXCEPT", "INTERSECT"}


class Queries(Grouping):
    """Query expressions."""

    def query(self) -> tree.Query:
        at = self.at
        self.enter()
        with_: tuple[tree.CommonTable, ...] = ()
        recursive = False
        if self.take("WITH"):
            recursive = self.take("RECURSIVE")
            with_ = self._common_tables()
        query = self._query_end(self._body(self._term()), with_, recursive, at)
        self.leave()
        return query

    def query_after(self, first: tree.Query) -> tree.Query:
        return self._query_end(self._body(_plain(first)), (), False, first.at)

    def _query_end(
        self, body: tree.QueryBody, with_: tuple[tree.CommonTable, ...], recursive: bool, at: tree.Position
    ) -> tree.Query:
        order = self.order_by() if self.key == "ORDER" else ()
        if self.key == "LIMIT":
            raise self.error(
                "LIMIT is off unless the option reserved_keywords turns it on: write SELECT TOP n START AT m"
            )
        if self.key in {"OFFSET", "FETCH"} and self.peek() in {"<number>", "FIRST", "NEXT"}:
            raise self.error("rows are limited by SELECT TOP n START AT m")
        for_, columns = self._for() if self.key == "FOR" else (None, ())
        option = None
        if self.take("OPTION"):
            option = self.bracket_text()
        return tree.Query(body, with_, recursive, order, for_, columns, option, at=at)

    def bracket_text(self) -> str:
        """The words of a bracket whose contents have no meaning here, without the bracket."""
        self.need("(")
        words: list[str] = []
        depth = 1
        while True:
            if self.key in {"<end>", "<go>", ";"}:
                raise self.error(") is expected here")
            depth += {"(": 1, ")": -1}.get(self.key, 0)
            word = self.advance().text
            if not depth:
                return " ".join(words)
            words.append(word)

    def _common_tables(self) -> tuple[tree.CommonTable, ...]:
        tables: list[tree.CommonTable] = []
        while True:
            at = self.at
            name = self.name("a name for the query")
            columns = self.name_list("a column") if self.key == "(" else ()
            self.need("AS")
            tables.append(tree.CommonTable(name, columns, self.subquery(), at=at))
            if not self.take(","):
                return tuple(tables)

    def _body(self, left: tree.QueryBody, tight: bool = False) -> tree.QueryBody:
        # INTERSECT binds tighter than UNION and EXCEPT, as in the SQL standard.
        while self.key in _SET_OPERATORS and not (tight and self.key != "INTERSECT"):
            at = self.at
            operator = self.advance().key
            all_ = self.take("ALL")
            if not all_:
                self.take("DISTINCT")
            right = self._term()
            if operator != "INTERSECT":
                right = self._body(right, tight=True)
            left = tree.SetOperation(operator, left, right, all_, at=at)
        return left

    def _term(self) -> tree.QueryBody:
        if self.key == "(":
            return _plain(self.subquery())
        return self._select()

    def _select(self) -> tree.Select:
        at = self.need("SELECT").at
        distinct = self.take("DISTINCT")
        if not distinct:
            self.take("ALL")
        top, start_at = self.row_limit()
        columns = [self._select_item()]
        while self.take(","):
            columns.append(self._select_item())
        into: tuple[tree.Name, ...] = ()
        into_table = None
        if self.key == "INTO":
            into, into_table = self._into()
        from_ = self.from_list() if self.take("FROM") else ()
        where = self.condition() if self.take("WHERE") else None
        group_by = self.group_by() if self.take("GROUP", "BY") else ()
        having = self.condition() if self.take("HAVING") else None
        windows = self._windows() if self.take("WINDOW") else ()
        return tree.Select(
            tuple(columns),
            from_,
            where,
            group_by,
            having,
            distinct,
            top,
            start_at,
            into,
            into_table,
            windows,
            at=at,
        )

    def row_limit(self) -> tuple[tree.Expression | None, tree.Expression | None]:
        """`FIRST` or `TOP n [START AT m]`; n and m are constants, variables, or values in brackets."""
        at = self.at
        if self.take("FIRST"):
            return tree.Literal(1, at=at), None
        if not self.take("TOP"):
            return None, None
        top = self._limit()
        start_at = self._limit() if self.take("START") and self.need("AT") else None
        return top, start_at

    def _limit(self) -> tree.Expression:
        at = self.at
        if self.key == "ALL":
            self.advance()
            return tree.Literal(2**31 - 1, at=at)
        token = self.token
        plain = self.is_name()
        limit: tree.Expression = self.variable("a number of rows") if plain else self.operand()
        if not _is_simple(limit):
            raise self.error("a number of rows is a whole number, a variable, or + - * of these in brackets", token)
        return limit

    def _select_item(self) -> tree.SelectItem | tree.Star:
        at = self.at
        if self.take("*"):
            return tree.Star(at=at)
        if self.is_name() and self.peek() == ".":
            star = self._qualified_star()
            if star is not None:
                return star
        if self.peek() == "=" and (self.is_name() or self.token.kind is Kind.STRING):
            # alias = value is taken in every SELECT (manual of 11.0.1, "Writing compatible queries").
            if self.token.text.startswith("@"):
                raise self.error("@name = value is Transact-SQL: a variable is set by INTO or SET")
            name = self._alias_name()
            self.need("=")
            return tree.SelectItem(self.expression(), name, at=at)
        value = self.expression()
        if self.take("AS"):
            return tree.SelectItem(value, self._alias_name(), at=at)
        alias = self.name("an alias") if self.is_name() and self._may_be_alias() else None
        return tree.SelectItem(value, alias, at=at)

    def _alias_name(self) -> str:
        # A string as an alias is taken too (manual, "SELECT statement": alias-name).
        if self.token.kind is Kind.STRING:
            return self.string()
        return self.name("an alias")

    def _may_be_alias(self) -> bool:
        if self.key == "LIMIT" and self.peek() in {"<number>", "?", ":", "("}:
            raise self.error(
                "LIMIT is off unless the option reserved_keywords turns it on: write SELECT TOP n START AT m"
            )
        return True

    def _qualified_star(self) -> tree.Star | None:
        at = self.at
        if self.peek(2) == "*":
            table = self.name()
        elif self.peek(3) == "." and self.peek(4) == "*":
            owner = self.name()
            self.advance()
            table = f"{owner}.{self.name()}"
        else:
            return None
        self.need(".", "*")
        return tree.Star(table, at=at)

    def _into(self) -> tuple[tuple[tree.Name, ...], tree.QualifiedName | None]:
        self.need("INTO")
        if self.take("LOCAL"):
            self.need("TEMPORARY", "TABLE")
            return (), self.qualified("a table")
        if self.take("TABLE"):
            return (), self.qualified("a table")
        if self.key.startswith("#"):
            return (), self.qualified("a table")
        self.take("VARIABLE")
        targets = [self._target()]
        while self.take(","):
            targets.append(self._target())
        return tuple(targets), None

    def _target(self) -> tree.Name:
        if self.key in {"?", ":"}:
            raise self.error("a variable is expected here")
        return self.variable("a variable")

    def _windows(self) -> tuple[tuple[str, tree.Window], ...]:
        windows: list[tuple[str, tree.Window]] = []
        while True:
            name = self.name("a window")
            self.need("AS")
            windows.append((name, self.window(self.token)))
            if not self.take(","):
                return tuple(windows)

    def _for(self) -> tuple[str, tuple[str, ...]]:
        self.need("FOR")
        columns: tuple[str, ...] = ()
        if self.take("READ"):
            self.need("ONLY")
            return "READ ONLY", columns
        if self.take("UPDATE"):
            words = "UPDATE"
            if self.take("BY"):
                words += f" BY {self.one_of('VALUES', 'TIMESTAMP', 'LOCK')}"
            if self.take("OF"):
                names = [self.name("a column")]
                while self.take(","):
                    names.append(self.name("a column"))
                columns = tuple(names)
            return words, columns
        kind = self.one_of("XML", "JSON")
        mode = self.one_of("RAW", "AUTO", "EXPLICIT")
        words = f"{kind} {mode}"
        while self.take(","):
            words += f", {self.name('an option').upper()}"
            if self.token.kind is Kind.STRING:
                words += f" '{self.string()}'"
        return words, columns


def _is_simple(limit: tree.Expression) -> bool:
    """Whether TOP and START AT take it (manual of 12.0.1, "Row limitation clauses": simple-expression)."""
    match limit:
        case tree.Literal(value=value):
            return isinstance(value, int)
        case tree.Name() | tree.Placeholder() | tree.HostVariable():
            return True
        case tree.Binary(operator=operator, left=left, right=right):
            return operator in {"+", "-", "*"} and _is_simple(left) and _is_simple(right)
    return False


def _plain(query: tree.Query) -> tree.QueryBody:
    """A bracketed query's body, if nothing else stands in the bracket."""
    bare = not (query.with_ or query.order_by or query.for_ or query.option)
    return query.body if bare else query
