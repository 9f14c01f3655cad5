"""CREATE and ALTER of procedures, functions, triggers.

Manual of 12.0.1: "CREATE PROCEDURE statement", "CREATE FUNCTION statement", "CREATE TRIGGER statement"; sources P1, P2.
"""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Kind, Token
from tests.sqlanywhere.parser.actions import Actions
from tests.sqlanywhere.parser.compound import Label

TSQL = (
    "a body after AS is Transact-SQL, which is outside what is taken here: write parameters in brackets and BEGIN … END"
)


class Routines(Actions):
    """Statements that define code."""

    def _procedure_body(self, routine: str, name: str) -> tree.Statement:
        """BEGIN … END, or what another language or another server does."""
        for words in (("EXTERNAL", "NAME"), ("URL",), ("AT",)):
            if self.ahead(*words):
                return self._external(" ".join(words))
        return self.body(routine, name)

    def _external(self, kind: str) -> tree.Statement:
        """`EXTERNAL NAME '…' [LANGUAGE …]`, `URL '…' TYPE '…' …`, `AT '…'`: names and strings up to the end."""
        start = self.token
        while self.key not in {";", "<go>", "<end>"}:
            if self.token.kind not in {Kind.WORD, Kind.STRING} or self.key in {"BEGIN", "AS"}:
                raise self.error("a clause of the external routine is expected here")
            self.advance()
        return tree.ExternalBody(kind, self.text_from(start), at=start.at)

    def body(self, routine: str, name: str | None = None) -> tree.Compound:
        """The compound statement of a routine, with labels, handlers and loops of its own."""
        if self.key == "AS":
            raise self.error(TSQL)
        if self.key == "LANGUAGE":
            raise self.error("LANGUAGE stands after EXTERNAL NAME only; a body stands in BEGIN … END")
        saved = self.routine, self.labels, self.handlers, self.host_variables, self.placeholders
        # The body has the routine's name as a label (manual of 17, "LEAVE statement").
        self.routine, self.labels, self.handlers = routine, [Label(name, loop=False)], 0
        self.host_variables = self.placeholders = False
        label = None
        if self.is_name() and self.peek() == ":":
            label = self.name()
            self.advance()
        if self.key != "BEGIN":
            raise self.error("the body, BEGIN … END, is expected here")
        compound = self.compound(label)
        self.routine, self.labels, self.handlers, self.host_variables, self.placeholders = saved
        return compound

    def parameters(self, function: bool) -> tuple[tree.Parameter, ...]:
        """`(IN a INT, OUT b CHAR(10) DEFAULT 'x', …)`; without a word a procedure's is INOUT, a function's IN."""
        if self.key.startswith("@") or self.key == "AS":
            raise self.error(TSQL)
        self.need("(")
        parameters: list[tree.Parameter] = []
        names: set[str] = set()
        while self.key != ")":
            token = self.token
            parameters.append(self._parameter(function))
            name = parameters[-1].name.casefold()
            if name in names:
                raise self.error(f"the parameter {parameters[-1].name} is there twice", token)
            names.add(name)
            if self.key != ")":
                self.need(",")
                if self.key == ")":
                    raise self.error("a parameter is expected here")
        self.need(")")
        return tuple(parameters)

    def _parameter(self, function: bool) -> tree.Parameter:
        at = self.at
        mode = tree.Mode.IN if function else tree.Mode.INOUT
        if self.key in {"IN", "OUT", "INOUT"}:
            if function and self.key != "IN":
                raise self.error("a function's parameters are IN")
            mode = tree.Mode(self.advance().key)
        if self.key in {"SQLSTATE", "SQLCODE"}:
            name = self.advance().text
            special = tree.TypeName("char", 5, at=at) if name.upper() == "SQLSTATE" else tree.TypeName("integer", at=at)
            return tree.Parameter(name, special, mode, at=at)
        name = self.name("a parameter")
        type_ = self.data_type()
        if self.key == "=":
            raise self.error("a default is written DEFAULT value; = is Transact-SQL")
        default = self.expression() if self.take("DEFAULT") else None
        return tree.Parameter(name, type_, mode, default, at=at)

    def create_procedure(
        self, start: Token, *, or_replace: bool = False, alter: bool = False, temporary: bool = False
    ) -> tree.Statement:
        """From PROCEDURE on."""
        self.one_of("PROCEDURE", "PROC")
        self._refuse_if_not_exists()
        name = self.qualified("a procedure")
        parameters = self.parameters(function=False)
        result: tuple[tree.ResultColumn, ...] | None = None
        security: str | None = None
        resume, sets = False, None
        while True:
            if self.key in {"RESULT", "NO"} and result is None:
                result = self._result()
            elif self.key == "SQL" and security is None:
                security = self._security()
            elif self.key == "ON" and not resume:
                self.need("ON", "EXCEPTION", "RESUME")
                resume = True
            elif self.key == "DYNAMIC" and sets is None:
                self.need("DYNAMIC", "RESULT", "SETS")
                sets = self.integer()
            else:
                break
        body = self._procedure_body("PROCEDURE", name.name)
        if self.key == "RESULT":
            raise self.error("RESULT stands before the body")
        return tree.CreateProcedure(
            name,
            parameters,
            body,
            result,
            or_replace,
            alter,
            temporary,
            security,
            resume,
            sets,
            self.text_from(start),
            at=start.at,
        )

    def text_from(self, start: Token) -> str:
        """The text from a token to the last one that was taken."""
        return self.text[start.start : self.tokens[self.index - 1].end]

    def _refuse_if_not_exists(self) -> None:
        if self.key == "IF":
            raise self.error("there is no IF NOT EXISTS here: write CREATE OR REPLACE")

    def _security(self) -> str:
        self.need("SQL", "SECURITY")
        return self.one_of("INVOKER", "DEFINER")

    def _result(self) -> tuple[tree.ResultColumn, ...]:
        if self.take("NO"):
            self.need("RESULT", "SET")
            return ()
        self.need("RESULT", "(")
        columns: list[tree.ResultColumn] = []
        while True:
            at = self.at
            name = self.name("a column")
            columns.append(tree.ResultColumn(name, self.data_type(), at=at))
            if not self.take(","):
                break
        self.need(")")
        return tuple(columns)

    def create_function(
        self, start: Token, *, or_replace: bool = False, alter: bool = False, temporary: bool = False
    ) -> tree.Statement:
        """From FUNCTION on."""
        self.need("FUNCTION")
        self._refuse_if_not_exists()
        name = self.qualified("a function")
        parameters = self.parameters(function=True)
        self.need("RETURNS")
        returns = self.data_type()
        security: str | None = None
        deterministic: bool | None = None
        resume = False
        while True:
            if self.key == "SQL" and security is None:
                security = self._security()
            elif self.key in {"NOT", "DETERMINISTIC"} and deterministic is None:
                deterministic = not self.take("NOT")
                self.need("DETERMINISTIC")
            elif self.key == "ON" and not resume:
                self.need("ON", "EXCEPTION", "RESUME")
                resume = True
            else:
                break
        body = self._procedure_body("FUNCTION", name.name)
        return tree.CreateFunction(
            name,
            parameters,
            returns,
            body,
            or_replace,
            alter,
            temporary,
            security,
            deterministic,
            resume,
            self.text_from(start),
            at=start.at,
        )

    def create_trigger(self, start: Token, *, or_replace: bool = False, alter: bool = False) -> tree.Statement:
        """From TRIGGER on."""
        self.need("TRIGGER")
        self._refuse_if_not_exists()
        name = self.qualified("a trigger")
        when = self.one_of("BEFORE", "AFTER", "INSTEAD", "RESOLVE")
        if when == "INSTEAD":
            self.need("OF")
            when = "INSTEAD OF"
        events, columns = self._trigger_events()
        order = self.integer("the trigger's order") if self.take("ORDER") else None
        self.need("ON")
        table = self.qualified("a table")
        old, new = self._referencing()
        for_each = self.one_of("ROW", "STATEMENT") if self.take("FOR") and self.need("EACH") else None
        condition = None
        if self.take("WHEN"):
            self.need("(")
            condition = self.condition()
            self.need(")")
        body = self.body("TRIGGER", name.name)
        return tree.CreateTrigger(
            name,
            when,
            events,
            table,
            body,
            columns,
            order,
            old,
            new,
            for_each,
            condition,
            or_replace,
            alter,
            self.text_from(start),
            at=start.at,
        )

    def _trigger_events(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        events: list[str] = []
        columns: list[str] = []
        while True:
            event = self.one_of("INSERT", "DELETE", "UPDATE")
            events.append(event)
            if event == "UPDATE" and self.take("OF"):
                columns.append(self.name("a column"))
                while self.key == "," and self.peek() not in {"INSERT", "DELETE", "UPDATE"}:
                    self.advance()
                    columns.append(self.name("a column"))
            if not self.take(","):
                return tuple(events), tuple(columns)

    def _referencing(self) -> tuple[str | None, str | None]:
        old = new = None
        if self.take("REFERENCING"):
            while self.key in {"OLD", "NEW", "REMOTE"}:
                which = self.advance().key
                self.take("AS")
                name = self.name("a name for the row")
                old, new = (name, new) if which == "OLD" else (old, name)
        return old, new
