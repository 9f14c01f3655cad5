"""CALL, RETURN, EXECUTE IMMEDIATE, MESSAGE, errors, transactions, WAITFOR, TRIGGER EVENT.

Manual of 12.0.1: the statements of these names.
"""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.parser.compound import Compounds

_EXECUTE_OPTIONS = {"ESCAPES": "ESCAPES", "QUOTES": "QUOTES", "BATCH": "BATCH", "RESULT": "RESULT SET"}
_ENDS = {";", "<end>", "<go>", "END", "ELSE", "ELSEIF", "EXCEPTION", "WHEN"}


class Actions(Compounds):
    """Statements of one line."""

    def call_statement(self) -> tree.Call:
        at = self.need("CALL").at
        name = self.qualified("a procedure")
        arguments = self.arguments() if self.key == "(" else ()
        return tree.Call(name, arguments, at=at)

    def assigned_call(self) -> tree.Statement:
        """`v = CALL p(…)`, and `? = CALL p(…)` of a client."""
        at = self.at
        target = self.variable("a statement")
        self.need("=")
        call = self.call_statement()
        return tree.Call(call.name, call.arguments, target, at=at)

    def execute(self) -> tree.Statement:
        at = self.one_of_at("EXECUTE", "EXEC")
        if self.key == "(" and self.tokens[self.index - 1].key == "EXECUTE":
            return tree.ExecuteImmediate(self.expression(), at=at)
        if not self.take("IMMEDIATE"):
            raise self.error("EXECUTE procedure is Transact-SQL: write CALL; a text is run by EXECUTE IMMEDIATE")
        options: list[tuple[str, str]] = []
        while self.take("WITH"):
            option = _EXECUTE_OPTIONS[self.one_of(*_EXECUTE_OPTIONS)]
            if option == "RESULT SET":
                self.need("SET")
            state = self.advance().key if self.key in {"ON", "OFF"} else "ON"
            options.append((option, state))
        return tree.ExecuteImmediate(self.expression(), tuple(options), at=at)

    def one_of_at(self, *keys: str) -> tree.Position:
        """Take one of these keys; its place."""
        at = self.at
        self.one_of(*keys)
        return at

    def message(self) -> tree.Statement:
        at = self.need("MESSAGE").at
        items = [self.expression()]
        while self.take(","):
            items.append(self.expression())
        options: list[str] = []
        if self.take("TYPE"):
            options.append(f"TYPE {self.one_of('INFO', 'ACTION', 'WARNING', 'STATUS')}")
        if self.take("TO"):
            options.append(f"TO {self._message_target()}")
        if self.take("DEBUG"):
            self.need("ONLY")
            options.append("DEBUG ONLY")
        return tree.Message(tuple(items), tuple(options), at=at)

    def _message_target(self) -> str:
        word = self.one_of("CLIENT", "CONSOLE", "LOG", "EVENT", "SYSTEM")
        if word in {"EVENT", "SYSTEM"}:
            self.need("LOG")
            return f"{word} LOG"
        if word == "CLIENT" and self.take("FOR"):
            if self.take("ALL"):
                return "CLIENT FOR ALL"
            self.need("CONNECTION")
            self.any_expression(5)
            self.take("IMMEDIATE")
            return "CLIENT FOR CONNECTION"
        return word

    def print_statement(self) -> tree.Statement:
        at = self.need("PRINT").at
        items = [self.expression()]
        while self.take(","):
            items.append(self.expression())
        return tree.Print(tuple(items), at=at)

    def raiserror(self) -> tree.Statement:
        at = self.need("RAISERROR").at
        number = self.any_expression(9)
        if isinstance(number, tree.Literal) and isinstance(number.value, int) and number.value < 17000:
            raise self.error("a RAISERROR number is 17000 or more", self.tokens[self.index - 1])
        items: list[tree.Expression] = []
        if self.key not in _ENDS:
            self.take(",")
            items.append(self.expression())
            while self.take(","):
                items.append(self.expression())
        return tree.Raiserror(number, tuple(items), at=at)

    def signal(self) -> tree.Statement:
        at = self.need("SIGNAL").at
        if self.key == "SQLSTATE":
            raise self.error("SIGNAL names an exception that DECLARE … EXCEPTION FOR SQLSTATE made")
        return tree.Signal(self.name("an exception"), at=at)

    # --- leaving a body ---------------------------------------------------------------------------------------------

    def return_statement(self) -> tree.Statement:
        token = self.need("RETURN")
        bare = self.key in {";", "<end>", "<go>", "END", "ELSE", "ELSEIF", "EXCEPTION", "WHEN"}
        if bare and self.routine == "FUNCTION":
            raise self.error("RETURN in a function gives a value", token)
        if not bare and self.routine in {"TRIGGER", "EVENT"}:
            raise self.error("RETURN gives no value in a trigger or an event")
        return tree.Return(None if bare else self.expression(), at=token.at)

    def resignal(self) -> tree.Statement:
        token = self.need("RESIGNAL")
        if not self.handlers:
            raise self.error("RESIGNAL stands only in an exception handler", token)
        name = self.name("an exception") if self.is_name() else None
        return tree.Resignal(name, at=token.at)

    # --- transactions ------------------------------------------------------------------------------------------------

    def commit(self) -> tree.Statement:
        at = self.need("COMMIT").at
        if self.key in {"TRAN", "TRANSACTION"}:
            raise self.error("COMMIT TRANSACTION is Transact-SQL: write COMMIT")
        self.take("WORK")
        return tree.Commit(at=at)

    def rollback(self) -> tree.Statement:
        at = self.need("ROLLBACK").at
        if self.key in {"TRAN", "TRANSACTION"}:
            raise self.error("ROLLBACK TRANSACTION is Transact-SQL: write ROLLBACK")
        self.take("WORK")
        if not self.take("TO"):
            return tree.Rollback(at=at)
        self.need("SAVEPOINT")
        return tree.Rollback(True, self._savepoint_name(), at=at)

    def _savepoint_name(self) -> str | None:
        return self.name("a savepoint") if self.is_name() else None

    def savepoint(self) -> tree.Statement:
        at = self.need("SAVEPOINT").at
        return tree.Savepoint(self._savepoint_name(), at=at)

    def release(self) -> tree.Statement:
        at = self.need("RELEASE").at
        self.need("SAVEPOINT")
        return tree.ReleaseSavepoint(self._savepoint_name(), at=at)

    # --- waiting, events ---------------------------------------------------------------------------------------------

    def waitfor(self) -> tree.Statement:
        at = self.need("WAITFOR").at
        kind = self.one_of("DELAY", "TIME")
        value = self.expression()
        if self.take("CHECK"):
            self.need("EVERY")
            self.integer()
        if self.take("AFTER"):
            self.need("MESSAGE", "BREAK")
        return tree.WaitFor(kind, value, at=at)

    def trigger_event(self) -> tree.Statement:
        at = self.need("TRIGGER").at
        self.need("EVENT")
        name = self.qualified("an event")
        arguments = self.arguments() if self.key == "(" else ()
        return tree.TriggerEvent(name, arguments, at=at)
