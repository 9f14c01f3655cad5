"""Calls of functions, and the windows they work over.

Manual of 12.0.1: "Functions", "LIST function", "WINDOW clause".
"""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Token
from tests.sqlanywhere.parser.expressions import Expressions
from tests.sqlanywhere.parser.words import AGGREGATES, ORDERED, STARRED


class Functions(Expressions):
    """Function calls."""

    def call(self, name: tree.QualifiedName) -> tree.FunctionCall:
        """The arguments of a function, and what may follow them.

        A name in quotes is no less a builtin: the server stores `"left"("x",1)`, and `"count"()` for COUNT(*).
        """
        self.need("(")
        upper = "" if name.owner else name.name.upper()
        distinct = star = False
        arguments: list[tree.Argument] = []
        order: tuple[tree.OrderItem, ...] = ()
        nulls: str | None = None
        if upper in STARRED and self.take("*"):
            star = upper in AGGREGATES
        elif self.key == ")":
            star = upper in {"COUNT", "COUNT_BIG"}
        else:
            if self.key in {"DISTINCT", "ALL"}:
                if upper not in AGGREGATES:
                    raise self.error(f"{name} is no aggregate")
                distinct = self.advance().key == "DISTINCT"
            arguments.append(self._argument(upper))
            while self.take(","):
                arguments.append(self._argument(upper))
            if self.key in {"IGNORE", "RESPECT"} and self.peek() == "NULLS":
                nulls = self.advance().key
                self.advance()
            if self.key == "ORDER":
                if upper not in ORDERED:
                    raise self.error(f"{name} takes no ORDER BY")
                order = self.order_by()
        self.need(")")
        if self.take("WITHIN"):
            self.need("GROUP", "(")
            order = self.order_by()
            self.need(")")
        if self.key == "FILTER" and self.peek() == "(":
            raise self.error("there is no FILTER: use CASE in the argument")
        over = self._over() if self.key == "OVER" else None
        return tree.FunctionCall(name, tuple(arguments), distinct, star, order, over, nulls, at=name.at)

    def _argument(self, function: str) -> tree.Argument:
        at = self.at
        if function == "XMLELEMENT" and self.key == "NAME" and self.peek() not in {",", ")", "."}:
            self.advance()
            return tree.Argument(tree.Literal(self.name("an element's name"), at=at), "NAME", at=at)
        if self.is_name() and self.peek() == "=>":
            name = self.name()
            self.advance()
            return tree.Argument(self.expression(), name, at=at)
        value = self.expression()
        alias = None
        if function in {"XMLATTRIBUTES", "XMLFOREST", "XMLGEN"} and self.take("AS"):
            alias = self.name("an alias")
        return tree.Argument(value, alias, at=at)

    def order_by(self) -> tuple[tree.OrderItem, ...]:
        """`ORDER BY a [ASC|DESC], …`."""
        self.need("ORDER", "BY")
        items: list[tree.OrderItem] = []
        while True:
            at = self.at
            value = self.expression()
            descending = self.take("DESC")
            if not descending:
                self.take("ASC")
            if self.key == "NULLS":
                raise self.error("there is no NULLS FIRST or LAST: NULL sorts as the smallest value")
            items.append(tree.OrderItem(value, descending, at=at))
            if not self.take(","):
                return tuple(items)

    def _over(self) -> tree.Window:
        token = self.need("OVER")
        if self.key != "(":
            return tree.Window(name=self.name("a window"), at=token.at)
        return self.window(token)

    def window(self, token: Token) -> tree.Window:
        """`([name] [PARTITION BY …] [ORDER BY …] [ROWS|RANGE …])` (manual, "WINDOW clause")."""
        self.need("(")
        name = None
        partition: list[tree.Expression] = []
        order: tuple[tree.OrderItem, ...] = ()
        if self.is_name() and self.key not in {"PARTITION", "ROWS", "RANGE"}:
            name = self.name("a window")
        if self.take("PARTITION", "BY"):
            partition.append(self.expression())
            while self.take(","):
                partition.append(self.expression())
        if self.key == "ORDER":
            order = self.order_by()
        frame = self._frame() if self.key in {"ROWS", "RANGE"} else None
        self.need(")")
        return tree.Window(tuple(partition), order, frame, name, at=token.at)

    def _frame(self) -> str:
        words = [self.advance().key]
        if self.take("BETWEEN"):
            words += ["BETWEEN", *self._bound(), self.need("AND").key, *self._bound()]
        else:
            words += self._bound()
        return " ".join(words)

    def _bound(self) -> list[str]:
        if self.take("CURRENT"):
            self.need("ROW")
            return ["CURRENT", "ROW"]
        first = "UNBOUNDED" if self.take("UNBOUNDED") else str(self.integer("a number of rows"))
        return [first, self.one_of("PRECEDING", "FOLLOWING")]
