"""Operands: constants, names, special values, function calls, IF and CASE expressions, brackets."""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Kind, Token
from tests.sqlanywhere.parser.functions import Functions
from tests.sqlanywhere.parser.words import FUNCTION_WORDS

_CURRENT = (
    "DATABASE",
    "DATE",
    "PUBLISHER",
    "TIME",
    "TIMESTAMP",
    "USER",
    "REMOTE",
    "UTC",
    "SERVER",
    "SCHEMA",
    "SQLCODE",
)
_SPECIAL = {
    "USER": "USER",
    "SQLCODE": "SQLCODE",
    "SQLSTATE": "SQLSTATE",
    "CURRENT_TIMESTAMP": "CURRENT TIMESTAMP",
    "CURRENT_USER": "CURRENT USER",
}
_USERS = {"SESSION", "INVOKING", "EXECUTING", "PROCEDURE"}
_OPENERS = {"SELECT", "WITH"}


class Values(Functions):
    """Operands of expressions."""

    host_variables = True
    """Whether `:name` may stand here: in a service's statement or a client's."""
    placeholders = True
    """Whether `?` may stand here: in a client's statement."""
    placeholder_count = 0

    def operand(self) -> tree.Expression:
        value = self._operand()
        while self.key == "[[":
            # An element of an array, as a call of the name `[[]]` (manual of 17, "Array dereferencing").
            at = self.advance().at
            arguments = (tree.Argument(value, at=value.at), tree.Argument(self.expression(), at=at))
            self.need("]]")
            value = tree.FunctionCall(tree.QualifiedName("[[]]", at=at), arguments, at=at)
        return value

    def _operand(self) -> tree.Expression:
        token = self.token
        kind = token.kind
        if kind in {Kind.NUMBER, Kind.STRING, Kind.BINARY}:
            self.advance()
            return tree.Literal(token.value, at=token.at)
        if kind is Kind.OPERATOR:
            return self._symbol(token)
        if kind is Kind.NAME:
            return self._named()
        if kind is not Kind.WORD:
            raise self.error("a value is expected here")
        return self._word(token)

    def _word(self, token: Token) -> tree.Expression:
        key = token.key
        if key == "NULL":
            self.advance()
            return tree.Literal(None, at=token.at)
        if key in _SPECIAL:
            self.advance()
            return tree.SpecialValue(_SPECIAL[key], at=token.at)
        if key == "CURRENT":
            return self._current()
        if key == "CASE":
            return self._case()
        if key == "IF":
            return self._if()
        if key == "EXISTS":
            self.advance()
            return tree.Exists(self.subquery(), at=token.at)
        if key in {"CAST", "TREAT"}:
            return self._cast()
        if key == "CONVERT":
            return self._convert()
        if key in {"INSERTING", "DELETING", "UPDATING"} and self.peek() != "(":
            self.advance()
            return tree.FunctionCall(tree.QualifiedName(key, at=token.at), at=token.at)
        if key in _USERS and self.peek() == "USER":
            self.advance()
            self.advance()
            return tree.SpecialValue(f"{key} USER", at=token.at)
        if key == "NEW" and self.peek(2) in {"(", "."}:
            self.advance()
            name = self.qualified("a type")
            return self.call(tree.QualifiedName(f"NEW {name.name}", name.owner, at=token.at))
        if key in FUNCTION_WORDS and self.peek() == "(":
            self.advance()
            return self.call(tree.QualifiedName(token.text, at=token.at))
        return self._named()

    def _symbol(self, token: Token) -> tree.Expression:
        if token.key == "(":
            return self._bracket()
        if token.key == "?":
            if not self.placeholders:
                raise self.error("? stands only in a statement that a client sends")
            self.advance()
            self.placeholder_count += 1
            return tree.Placeholder(self.placeholder_count - 1, at=token.at)
        if token.key == ":":
            if not self.host_variables:
                raise self.error("a host variable stands only in the statement of a service, or of a client")
            self.advance()
            if self.token.start != token.end:
                raise self.error("a host variable is written :name, without a blank")
            name = self.advance() if self.token.kind is Kind.WORD else None
            text = name.text if name else self.name("a host variable")
            while self.key == "." and self.token.start == self.tokens[self.index - 1].end:
                self.advance()
                text += "." + self.advance().text
            return tree.HostVariable(text, at=token.at)
        raise self.error("a value is expected here")

    def _bracket(self) -> tree.Expression:
        token = self.need("(")
        self.enter()
        if self.key in _OPENERS:
            query = self.query()
            self.need(")")
            self.leave()
            return tree.Subquery(query, at=token.at)
        inner = self.any_expression()
        if isinstance(inner, tree.Subquery) and self.key in {"UNION", "EXCEPT", "INTERSECT", "ORDER"}:
            inner = tree.Subquery(self.query_after(inner.query), at=token.at)
        self.need(")")
        self.leave()
        return inner

    def _named(self) -> tree.Expression:
        token = self.token
        parts = [self.name("a value")]
        while self.key == "." and self.peek() != "*":
            self.advance()
            parts.append(self.name("a column"))
        if self.key == "::" and self.peek(2) == "(":
            # A static method of a spatial type (manual of 12.0.1, "Spatial data").
            self.advance()
            return self.call(tree.QualifiedName(f"{parts[-1]}::{self.name('a method')}", at=token.at))
        if self.key == "(":
            if len(parts) > 2:
                raise self.error("a function has an owner and a name at most")
            name = tree.QualifiedName(parts[-1], parts[0] if len(parts) == 2 else None, at=token.at)
            return self.call(name)
        if len(parts) > 4:
            raise self.error("a column has an owner, a table and a name at most")
        return tree.Name(tuple(parts), at=token.at)

    def _current(self) -> tree.Expression:
        token = self.need("CURRENT")
        word = self.one_of(*_CURRENT)
        if word == "REMOTE":
            self.need("USER")
            word = "REMOTE USER"
        if word in {"UTC", "SERVER"}:
            self.need("TIMESTAMP")
            word += " TIMESTAMP"
        return tree.SpecialValue(f"CURRENT {word}", at=token.at)

    # --- IF, CASE, CAST ----------------------------------------------------------------------------------------------

    def _if(self) -> tree.Expression:
        token = self.need("IF")
        condition = self.condition()
        self.need("THEN")
        then = self.expression()
        otherwise = self.expression() if self.take("ELSE") else None
        if self.key == "ELSEIF":
            raise self.error("an IF expression has no ELSEIF: nest another IF, or use CASE")
        # ENDIF or END IF (manual of 16, "IF expressions").
        if self.take("END"):
            self.need("IF")
        else:
            self.need("ENDIF")
        return tree.IfExpression(condition, then, otherwise, at=token.at)

    def _case(self) -> tree.Expression:
        token = self.need("CASE")
        subject = None if self.key == "WHEN" else self.expression()
        branches: list[tuple[tree.Expression, tree.Expression]] = []
        while self.take("WHEN"):
            test = self.expression() if subject is not None else self.condition()
            self.need("THEN")
            branches.append((test, self.expression()))
        if not branches:
            raise self.error("WHEN is expected here")
        otherwise = self.expression() if self.take("ELSE") else None
        self.need("END")
        if self.key == "CASE":
            raise self.error("a CASE expression ends with END; END CASE ends a CASE statement")
        return tree.CaseExpression(subject, tuple(branches), otherwise, at=token.at)

    def _cast(self) -> tree.Expression:
        token = self.advance()
        self.need("(")
        operand = self.expression()
        self.need("AS")
        type_ = self.data_type()
        self.need(")")
        return tree.Cast(operand, type_, at=token.at)

    def _convert(self) -> tree.Expression:
        token = self.need("CONVERT")
        self.need("(")
        type_ = self.data_type()
        self.need(",")
        operand = self.expression()
        style = self.expression() if self.take(",") else None
        self.need(")")
        return tree.Cast(operand, type_, style, convert=True, at=token.at)
