"""Declarations and cursors.

Manual of 12.0.1: "DECLARE statement", "DECLARE CURSOR statement", "OPEN statement", "FETCH statement",
"CLOSE statement".
"""

from __future__ import annotations

from abc import abstractmethod

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Kind, Token
from tests.sqlanywhere.parser.data import DataStatements

_KINDS = {"UNIQUE", "DYNAMIC", "SCROLL", "INSENSITIVE", "SENSITIVE", "ASENSITIVE", "NO"}


class Cursors(DataStatements):
    """DECLARE, OPEN, FETCH, CLOSE."""

    @abstractmethod
    def call_statement(self) -> tree.Call:
        """`CALL p(…)`."""

    @abstractmethod
    def temporary_table(self) -> tree.Statement:
        """`[DECLARE] LOCAL TEMPORARY TABLE …`, from LOCAL on."""

    @abstractmethod
    def administrative(self, start: Token) -> tree.Statement:
        """A statement that is taken whole."""

    def declaration(self) -> tree.Statement:
        """`DECLARE …`."""
        at = self.need("DECLARE").at
        if self.key == "LOCAL":
            return self.temporary_table()
        names = [self.name("a name")]
        while self.take(","):
            names.append(self.name("a name"))
        if len(names) == 1:
            if self.take("EXCEPTION"):
                return self._exception(names[0], at)
            if self.key in _KINDS or self.key == "CURSOR":
                return self._cursor(names[0], at)
        constant = self.take("CONSTANT")
        type_ = self.data_type()
        default = None
        if self.take("=") or self.take("DEFAULT"):
            default = self.expression()
        if constant and default is None:
            raise self.error("a constant needs a value")
        return tree.DeclareVariable(tuple(names), type_, default, constant, at=at)

    def _exception(self, name: str, at: tree.Position) -> tree.Statement:
        self.need("FOR", "SQLSTATE")
        self.take("VALUE")
        token = self.token
        sqlstate = self.string("an SQLSTATE")
        if len(sqlstate) != 5 or not sqlstate.isalnum():
            raise self.error("an SQLSTATE has five letters or digits", token)
        return tree.DeclareException(name, sqlstate, at=at)

    def cursor_kind(self) -> tuple[str, ...]:
        """`NO SCROLL`, `DYNAMIC SCROLL`, `UNIQUE INSENSITIVE` …"""
        words: list[str] = []
        while self.key in _KINDS:
            word = self.advance().key
            if word in {"NO", "DYNAMIC"}:
                self.need("SCROLL")
                word += " SCROLL"
            words.append(word)
        return tuple(words)

    def _cursor(self, name: str, at: tree.Position) -> tree.Statement:
        options = self.cursor_kind()
        self.need("CURSOR")
        source: tree.Query | tree.Call | tree.Name
        if self.take("USING"):
            source = self.variable("a variable")
        else:
            self.need("FOR")
            if self.key == "CALL":
                source = self.call_statement()
            elif self.key in {"SELECT", "WITH", "("}:
                source = self.query()
            else:
                source = self.variable("a query, a call or a prepared statement")
        if not isinstance(source, tree.Query) and self.take("FOR"):
            options += ("FOR READ ONLY" if self.take("READ", "ONLY") else self.need("UPDATE").key,)
        return tree.DeclareCursor(name, source, options, at=at)

    def open_cursor(self) -> tree.Statement:
        at = self.need("OPEN").at
        name = self.name("a cursor")
        options: list[str] = []
        while True:
            if self.take("WITH", "HOLD"):
                options.append("WITH HOLD")
            elif self.take("ISOLATION"):
                self.need("LEVEL")
                options.append(f"ISOLATION LEVEL {self.integer()}")
            elif self.take("BLOCK"):
                options.append(f"BLOCK {self.integer()}")
            else:
                return tree.OpenCursor(name, tuple(options), at=at)

    def fetch(self) -> tree.Statement:
        at = self.need("FETCH").at
        direction, count = "NEXT", None
        if self.key in {"NEXT", "PRIOR", "FIRST", "LAST"} and self.peek() not in {"INTO", ";"}:
            direction = self.advance().key
        elif self.key in {"ABSOLUTE", "RELATIVE"} and self.peek() not in {"INTO", ";"}:
            direction = self.advance().key
            count = self.any_expression(9)
        self.take("FROM")
        name = self.name("a cursor")
        into: list[tree.Name] = []
        if self.take("INTO"):
            into.append(self.variable("a variable"))
            while self.take(","):
                into.append(self.variable("a variable"))
        options: list[str] = []
        if self.take("FOR"):
            self.need("UPDATE")
            options.append("FOR UPDATE")
        return tree.Fetch(name, tuple(into), direction, count, tuple(options), at=at)

    def close_cursor(self) -> tree.Statement:
        at = self.need("CLOSE").at
        return tree.CloseCursor(self.name("a cursor"), at=at)

    # --- variables of the connection ---------------------------------------------------------------------------------

    def create_variable(self, at: tree.Position, or_replace: bool) -> tree.Statement:
        """`CREATE [OR REPLACE] VARIABLE name type [= value | DEFAULT value]`."""
        self.need("VARIABLE")
        name = self.name("a variable")
        type_ = self.data_type()
        value = self.expression() if self.take("=") or self.take("DEFAULT") else None
        return tree.CreateVariable(name, type_, value, or_replace, at=at)

    def set_statement(self) -> tree.Statement:
        """`SET v = value`, `SET [TEMPORARY] OPTION …` (manual, "SET statement", "SET OPTION statement")."""
        at = self.need("SET").at
        temporary = self.take("TEMPORARY")
        if temporary or self.key == "OPTION":
            self.need("OPTION")
            return self._set_option(temporary, at)
        if self.key == "REMOTE" or (self.key == "CONNECTION" and self.peek() not in {"=", "."}):
            return self.administrative(self.tokens[self.index - 1])
        if self.is_name() and self.peek() in {"ON", "OFF"}:
            raise self.error("SET option ON is Transact-SQL: write SET TEMPORARY OPTION name = 'On'")
        target = self.variable("a variable")
        if self.key == "TO":
            raise self.error("a variable is set by SET name = value")
        self.need("=")
        value = self.expression()
        if self.key == ",":
            raise self.error("SET sets one variable")
        return tree.SetVariable(target, value, at=at)

    def _set_option(self, temporary: bool, at: tree.Position) -> tree.Statement:
        name, owner = self.name("an option"), None
        if self.take("."):
            owner, name = name, self.name("an option")
        self.need("=")
        value = None
        if self.token.kind is Kind.STRING:
            value = self.string()
        elif self.token.kind in {Kind.NUMBER, Kind.BINARY} or self.key in {"ON", "OFF", "NULL"}:
            value = self.advance().text
        elif self.take("-"):
            value = f"-{self.integer()}"
        elif self.is_name():
            value = self.name()
        elif self.key not in {";", "<end>", "<go>", "END", "ELSE", "ELSEIF", "EXCEPTION", "WHEN"}:
            raise self.error("an option's value is expected here")
        return tree.SetOption(name, value, owner, temporary, at=at)
