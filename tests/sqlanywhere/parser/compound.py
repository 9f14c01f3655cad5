"""BEGIN … END, IF, CASE, loops, and what may stand only inside them.

Manual of 12.0.1: "BEGIN statement", "IF statement", "CASE statement", "LOOP statement", "FOR statement", "LEAVE
statement", "CONTINUE statement", "RETURN statement", "Compound statements", "Exception handling".
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Token
from tests.sqlanywhere.parser.cursors import Cursors

_LABELLED = {"BEGIN", "LOOP", "WHILE", "FOR"}


@dataclass(slots=True)
class Label:
    """A statement around the present one that LEAVE or CONTINUE may name."""

    name: str | None
    loop: bool


class Compounds(Cursors):
    """Statements that hold statements."""

    routine: str | None = None
    """PROCEDURE, FUNCTION, TRIGGER, EVENT, or None outside of them."""
    handlers = 0

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.labels: list[Label] = []
        self.unnamed = 0

    @abstractmethod
    def statement(self) -> tree.Statement:
        """One statement, without what separates it from the next."""

    def compound(self, label: str | None = None) -> tree.Compound:
        """`BEGIN [ATOMIC] declarations statements [EXCEPTION handlers] END [label]`."""
        at = self.need("BEGIN").at
        self.enter()
        if self.key in {"TRAN", "TRANSACTION"}:
            raise self.error("BEGIN TRANSACTION is Transact-SQL: a transaction begins by itself")
        if self.key in {"TRY", "CATCH"}:
            return self._try(label, at)
        atomic = self.take("ATOMIC")
        if self.take("NOT"):
            self.need("ATOMIC")
        self.labels.append(Label(label, loop=False))
        declarations = self._declarations()
        body = self.statement_list("END", "EXCEPTION")
        handlers = self._handlers() if self.take("EXCEPTION") else ()
        self.labels.pop()
        self.need("END")
        self._end_label(label)
        self.leave()
        return tree.Compound(declarations, body, handlers, atomic, label, at=at)

    def _try(self, label: str | None, at: tree.Position) -> tree.Compound:
        """`BEGIN TRY … END TRY BEGIN CATCH … END CATCH` of 17 (sources P5), as a handler for OTHERS."""
        self.need("TRY")
        self.labels.append(Label(label, loop=False))
        declarations = self._declarations()
        body = self.statement_list("END")
        self.need("END", "TRY")
        handler_at = self.need("BEGIN").at
        self.need("CATCH")
        self.handlers += 1
        caught = self.statement_list("END")
        self.handlers -= 1
        self.labels.pop()
        self.need("END", "CATCH")
        self._end_label(label)
        self.leave()
        return tree.Compound(declarations, body, (tree.Handler((), caught, at=handler_at),), False, label, at=at)

    def _end_label(self, label: str | None) -> None:
        if not self.is_name() or self.ahead("RESULT", "("):
            return
        token = self.token
        name = self.name()
        if label is None:
            raise self.error("a label stands after END only if it stands before BEGIN or the loop too", token)
        if not tree.same_name(name, label):
            raise self.error(f"the label before was {label}", token)

    def _declarations(self) -> tuple[tree.Statement, ...]:
        declarations: list[tree.Statement] = []
        while True:
            self.empty_statements()
            if self.key != "DECLARE":
                return tuple(declarations)
            declarations.append(self.declaration())
            self.separator("END", "EXCEPTION")

    def empty_statements(self) -> None:
        """Pass over semicolons that end nothing."""
        while self.key == ";":
            self.advance()

    def separator(self, *ends: str) -> None:
        """`;` between statements; the last before one of `ends` is optional."""
        if not self.take(";") and self.key not in ends:
            raise self.error("a semicolon is expected here")

    def statement_list(self, *ends: str) -> tuple[tree.Statement, ...]:
        """Statements up to one of the words, which is left."""
        statements: list[tree.Statement] = []
        while True:
            self.empty_statements()
            if self.key in ends:
                return tuple(statements)
            if self.key in {"<end>", "<go>"}:
                raise self.error(f"{' or '.join(ends)} is expected here")
            if self.key == "DECLARE" and self.peek() != "LOCAL":
                raise self.error("declarations come first, right after BEGIN")
            statements.append(self.statement())
            self.separator(*ends)

    def _handlers(self) -> tuple[tree.Handler, ...]:
        handlers: list[tree.Handler] = []
        others = False
        while self.key == "WHEN":
            at = self.advance().at
            if others:
                raise self.error("WHEN OTHERS is the last of the handlers")
            names: list[str] = []
            if self.take("OTHERS"):
                others = True
            else:
                names.append(self.name("an exception"))
                while self.take(","):
                    names.append(self.name("an exception"))
            self.need("THEN")
            self.handlers += 1
            body = self.statement_list("WHEN", "END")
            self.handlers -= 1
            handlers.append(tree.Handler(tuple(names), body, at=at))
        if not handlers:
            raise self.error("WHEN is expected here")
        return tuple(handlers)

    def labelled(self) -> tree.Statement:
        """`label: BEGIN …`, `label: LOOP …`."""
        token = self.token
        label = self.name("a label")
        self.need(":")
        if self.key not in _LABELLED:
            raise self.error("a label stands before BEGIN, LOOP, WHILE or FOR")
        if any(known.name and tree.same_name(known.name, label) for known in self.labels):
            raise self.error(f"the label {label} is in use around this statement", token)
        if self.key == "BEGIN":
            return self.compound(label)
        if self.key == "FOR":
            return self.for_loop(label)
        return self.loop(label)

    # --- IF and CASE -------------------------------------------------------------------------------------------------

    def if_statement(self) -> tree.Statement:
        at = self.need("IF").at
        self.enter()
        branches = [self._if_branch()]
        otherwise = None
        while self.take("ELSEIF"):
            branches.append(self._if_branch())
        if self.take("ELSE"):
            otherwise = self.statement_list("END", "ENDIF", "ELSEIF", "ELSE")
            if self.key in {"ELSEIF", "ELSE"}:
                raise self.error(f"{self.key} after ELSE")
        # The manual has END IF alone; procedures that a server stores end with ENDIF too (sources P6).
        if not self.take("ENDIF"):
            nested = otherwise is not None and len(otherwise) == 1 and isinstance(otherwise[0], tree.IfStatement)
            self.need("END")
            if self.key != "IF":
                raise self.error(
                    "IF is expected here" + ("; ELSE IF opens a second IF: write ELSEIF" if nested else "")
                )
            self.advance()
        self.leave()
        return tree.IfStatement(tuple(branches), otherwise, at=at)

    def _if_branch(self) -> tuple[tree.Expression, tuple[tree.Statement, ...]]:
        condition = self.condition()
        if self.key != "THEN":
            raise self.error("THEN is expected here")
        self.advance()
        return condition, self.statement_list("ELSEIF", "ELSE", "END", "ENDIF")

    def case_statement(self) -> tree.Statement:
        at = self.need("CASE").at
        self.enter()
        subject = None if self.key == "WHEN" else self.expression()
        branches: list[tuple[tree.Expression, tuple[tree.Statement, ...]]] = []
        while self.take("WHEN"):
            test = self._case_test(subject)
            self.need("THEN")
            branches.append((test, self.statement_list("WHEN", "ELSE", "END")))
        if not branches:
            raise self.error("WHEN is expected here")
        otherwise = self.statement_list("END") if self.take("ELSE") else None
        self.need("END")
        # 12 needs END CASE; 17 takes END alone (manual of 17, "CASE statement").
        self.take("CASE")
        self.leave()
        return tree.CaseStatement(subject, tuple(branches), otherwise, at=at)

    def _case_test(self, subject: tree.Expression | None) -> tree.Expression:
        if subject is not None or self.key == "NULL":
            return self.expression()
        return self.condition()

    # --- loops -------------------------------------------------------------------------------------------------------

    def loop(self, label: str | None = None) -> tree.Statement:
        at = self.at
        self.enter()
        condition = self.condition() if self.take("WHILE") else None
        self.need("LOOP")
        entry = Label(label, loop=True)
        body = self._loop_body(entry)
        self.need("END", "LOOP")
        self._end_label(label)
        self.leave()
        return tree.Loop(condition, body, entry.name, at=at)

    def _loop_body(self, label: Label) -> tuple[tree.Statement, ...]:
        self.labels.append(label)
        body = self.statement_list("END")
        self.labels.pop()
        return body

    def for_loop(self, label: str | None = None) -> tree.Statement:
        at = self.need("FOR").at
        self.enter()
        name = self.name("the loop's name")
        self.need("AS")
        # Scripts that servers run leave the cursor's name out (`FOR a AS DYNAMIC SCROLL CURSOR FOR`): it is then a's.
        cursor = name if self.ahead("DYNAMIC", "SCROLL", "CURSOR") else self.name("a cursor")
        options = self.cursor_kind()
        self.need("CURSOR", "FOR")
        query: tree.Query | tree.Call
        call = self.call_statement() if self.key == "CALL" else None
        query = call if call is not None else self.query()
        self.need("DO")
        entry = Label(label or name, loop=True)
        body = self._loop_body(entry)
        self.need("END", "FOR")
        self._end_label(entry.name)
        self.leave()
        return tree.ForLoop(name, cursor, query, body, options, entry.name, at=at)

    def leave_statement(self) -> tree.Statement:
        leave = self.need("LEAVE")
        at, token = leave.at, self.token
        if not self.is_name():
            return tree.Leave(self._innermost(leave), at=at)
        label = self.name("a label")
        if not any(known.name and tree.same_name(known.name, label) for known in self.labels):
            raise self.error("LEAVE stands in a loop or compound statement of that label", token)
        return tree.Leave(label, at=at)

    def _innermost(self, leave: Token) -> str:
        """The label of the loop that a LEAVE without label leaves (manual of 17, "LEAVE statement").

        A loop without label gets one that no text can spell.
        """
        for label in reversed(self.labels):
            if label.loop:
                if label.name is None:
                    self.unnamed += 1
                    label.name = f" {self.unnamed}"
                return label.name
        raise self.error("LEAVE without label stands only in a loop", leave)

    def continue_statement(self) -> tree.Statement:
        token = self.need("CONTINUE")
        if not any(known.loop for known in self.labels):
            raise self.error("CONTINUE stands only in a loop", token)
        label = None
        if self.is_name():
            label_token = self.token
            label = self.name("a label")
            if not any(known.loop and known.name and tree.same_name(known.name, label) for known in self.labels):
                raise self.error("no loop around this statement has that label", label_token)
        return tree.Continue(label, at=token.at)
