"""Operators and search conditions.

The dialect has no boolean values: a condition stands where a condition is due, a value where a value is due
(manual of 12.0.1, "Expressions", "Search conditions", "Operator precedence").
"""

from __future__ import annotations

from abc import abstractmethod

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Token
from tests.sqlanywhere.parser.names import Names

_OR, _AND, _NOT, _COMPARE, _JOIN, _SUM, _PRODUCT, _BITS, _SIGN = range(1, 10)
_POWER = {
    "OR": _OR,
    "AND": _AND,
    "||": _JOIN,
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
    "/": _PRODUCT,
    "%": _PRODUCT,
    "&": _BITS,
    "|": _BITS,
    "^": _BITS,
}
_COMPARISONS = {"=", "<>", "!=", "<", "<=", ">", ">=", "!<", "!>"}
_SAME = {"!=": "<>", "!<": ">=", "!>": "<="}
_PREDICATES = {"IS", "IN", "LIKE", "BETWEEN", "SIMILAR", "REGEXP", "NOT"}
_CONDITION_FUNCTIONS = {"inserting", "updating", "deleting", "update", "contains"}


def is_condition(node: tree.Expression) -> bool:
    """Whether an expression is true, false or unknown rather than a value."""
    match node:
        case tree.Binary(operator=operator):
            return operator in {"AND", "OR"} or operator in _COMPARISONS
        case tree.Unary(operator=operator):
            return operator == "NOT"
        case tree.FunctionCall(name=name):
            return name.owner is None and name.name.lower() in _CONDITION_FUNCTIONS
        case (
            tree.Is()
            | tree.IsDistinct()
            | tree.Like()
            | tree.Between()
            | tree.InList()
            | tree.InQuery()
            | tree.Exists()
            | tree.Quantified()
        ):
            return True
    return False


class Expressions(Names):
    """Operators, over the operands of `Values` and the subqueries of `Queries`."""

    @abstractmethod
    def operand(self) -> tree.Expression:
        """A literal, a name, a call, a bracket …"""

    @abstractmethod
    def query(self) -> tree.Query:
        """A query expression."""

    @abstractmethod
    def query_after(self, first: tree.Query) -> tree.Query:
        """The rest of a query whose first part was in brackets."""

    def expression(self) -> tree.Expression:
        """A value."""
        return self.value(_OR)

    def condition(self) -> tree.Expression:
        """A search condition."""
        token = self.token
        return self._as_condition(self.any_expression(), token)

    def any_expression(self, power: int = _OR) -> tree.Expression:
        """A value or a condition, of operators that bind at least so tightly."""
        self.enter()
        left_token = self.token
        left = self._prefix()
        while True:
            key = self.key
            if key in _POWER:
                mine = _POWER[key]
                if mine < power:
                    break
                if key == "%":
                    raise self.error("% is a comment or the modulo, as an option says: write MOD(a, b)")
                left = self._binary(left, left_token, mine)
            elif power <= _COMPARE and key in _COMPARISONS:
                left = self._comparison(left, left_token)
            elif power <= _COMPARE and key in _PREDICATES:
                left = self._predicate(left, left_token)
            elif key in {"::", "*=", "=*", ":=", "->", "ILIKE"}:
                self._refuse_foreign()
            else:
                break
        self.leave()
        return left

    def value(self, power: int) -> tree.Expression:
        """A value of operators that bind at least so tightly."""
        token = self.token
        return self._as_value(self.any_expression(power), token)

    def _as_value(self, node: tree.Expression, token: Token) -> tree.Expression:
        if is_condition(node):
            raise self.error("a value is expected here, not a condition: IF … THEN 1 ELSE 0 ENDIF makes one", token)
        return node

    def _as_condition(self, node: tree.Expression, token: Token) -> tree.Expression:
        if not is_condition(node):
            raise self.error("a condition is expected here, not a value: compare it with something", token)
        return node

    def _prefix(self) -> tree.Expression:
        token, key = self.token, self.key
        if key == "NOT":
            self.advance()
            operand_token = self.token
            operand = self._as_condition(self.any_expression(_NOT), operand_token)
            return tree.Unary("NOT", operand, at=token.at)
        if key in {"-", "+", "~"}:
            self.advance()
            operand = self.value(_SIGN)
            if key == "-" and isinstance(operand, tree.Literal) and self.tokens[self.index - 1].kind.value == "number":
                negative = operand.value
                if isinstance(negative, int | float) or (
                    negative is not None and not isinstance(negative, str | bytes)
                ):
                    return tree.Literal(-negative, at=token.at)
            return tree.Unary(key, operand, at=token.at)
        return self.operand()

    def _binary(self, left: tree.Expression, left_token: Token, power: int) -> tree.Expression:
        operator = self.advance()
        right_token = self.token
        right = self.any_expression(power + 1)
        check = self._as_condition if power in {_OR, _AND} else self._as_value
        return tree.Binary(operator.key, check(left, left_token), check(right, right_token), at=operator.at)

    def _comparison(self, left: tree.Expression, left_token: Token) -> tree.Expression:
        operator = self.advance()
        left = self._as_value(left, left_token)
        key = _SAME.get(operator.key, operator.key)
        if self.key in {"ANY", "SOME", "ALL"}:
            quantifier = "ALL" if self.advance().key == "ALL" else "ANY"
            return tree.Quantified(key, left, quantifier, self.subquery(), at=operator.at)
        return tree.Binary(key, left, self.value(_JOIN), at=operator.at)

    def _predicate(self, left: tree.Expression, left_token: Token) -> tree.Expression:
        at = self.at
        if self.key == "IS":
            return self._is(left, left_token)
        left = self._as_value(left, left_token)
        negated = self.take("NOT")
        key = self.key
        if key == "IN":
            return self._in(left, negated, at)
        if key == "BETWEEN":
            self.advance()
            low = self.value(_JOIN)
            self.need("AND")
            return tree.Between(left, low, self.value(_JOIN), negated, at=at)
        if key == "ILIKE":
            self._refuse_foreign()
        kind = self.one_of("LIKE", "REGEXP", "SIMILAR", "IN", "BETWEEN")
        if kind == "SIMILAR":
            self.need("TO")
            kind = "SIMILAR TO"
        pattern = self.value(_JOIN)
        escape = self.value(_JOIN) if self.take("ESCAPE") else None
        return tree.Like(left, pattern, kind, escape, negated, at=at)

    def _is(self, left: tree.Expression, left_token: Token) -> tree.Expression:
        at = self.need("IS").at
        negated = self.take("NOT")
        if self.take("DISTINCT", "FROM"):
            return tree.IsDistinct(self._as_value(left, left_token), self.value(_JOIN), negated, at=at)
        what = self.one_of("NULL", "TRUE", "FALSE", "UNKNOWN")
        check = self._as_value if what == "NULL" else self._as_condition
        return tree.Is(check(left, left_token), what, negated, at=at)

    def _in(self, left: tree.Expression, negated: bool, at: tree.Position) -> tree.Expression:
        self.need("IN")
        if self.key == "(" and self.peek() in {"SELECT", "WITH"}:
            return tree.InQuery(left, self.subquery(), negated, at=at)
        self.need("(")
        first = self.expression()
        if isinstance(first, tree.Subquery) and self.key in {"UNION", "EXCEPT", "INTERSECT", "ORDER", ")"}:
            query = self.query_after(first.query)
            self.need(")")
            return tree.InQuery(left, query, negated, at=at)
        items = [first]
        while self.take(","):
            items.append(self.expression())
        self.need(")")
        return tree.InList(left, tuple(items), negated, at=at)

    def subquery(self) -> tree.Query:
        """`(query)`."""
        self.need("(")
        query = self.query()
        self.need(")")
        return query

    def _refuse_foreign(self) -> None:
        meaning = {
            "::": "a cast is CAST(value AS type)",
            "*=": "outer joins are written LEFT OUTER JOIN … ON",
            "=*": "outer joins are written RIGHT OUTER JOIN … ON",
            ":=": "a variable is set by SET name = value",
            "->": "there is no such operator",
            "ILIKE": "LIKE ignores case anyway",
        }
        raise self.error(meaning[self.key])
