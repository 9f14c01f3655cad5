"""GROUP BY (manual of 12.0.1, "GROUP BY clause")."""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.parser.tables import Tables


class Grouping(Tables):
    """GROUP BY, with ROLLUP, CUBE and GROUPING SETS."""

    def group_by(self) -> tuple[tree.Expression, ...]:
        """What follows GROUP BY."""
        items = [self._group_item()]
        while self.take(","):
            items.append(self._group_item())
        if self.key == "WITH" and self.peek() in {"ROLLUP", "CUBE"}:
            at = self.advance().at
            name = tree.QualifiedName(self.advance().key, at=at)
            arguments = tuple(tree.Argument(item, at=item.at) for item in items)
            return (tree.FunctionCall(name, arguments, at=at),)
        return tuple(items)

    def _group_item(self) -> tree.Expression:
        """A value, ROLLUP (…), CUBE (…), GROUPING SETS (…): the last three as calls of that name."""
        at = self.at
        if self.key in {"ROLLUP", "CUBE"}:
            return self._grouping(self.advance().key, at)
        if self.key == "GROUPING" and self.peek() == "SETS":
            self.advance()
            self.advance()
            return self._grouping("GROUPING SETS", at)
        return self.expression()

    def _grouping(self, name: str, at: tree.Position) -> tree.Expression:
        """Their arguments; a set in brackets is a call of the name `()`."""
        self.need("(")
        self.enter()
        arguments: list[tree.Argument] = []
        while self.key != ")":
            here = self.at
            if self.key == "(":
                item: tree.Expression = self._grouping_set(here)
            else:
                item = self._group_item()
            arguments.append(tree.Argument(item, at=here))
            if self.key != ")":
                self.need(",")
        self.need(")")
        self.leave()
        return tree.FunctionCall(tree.QualifiedName(name, at=at), tuple(arguments), at=at)

    def _grouping_set(self, at: tree.Position) -> tree.Expression:
        self.need("(")
        arguments: list[tree.Argument] = []
        while self.key != ")":
            arguments.append(tree.Argument(self.expression(), at=self.at))
            if self.key != ")":
                self.need(",")
        self.need(")")
        return tree.FunctionCall(tree.QualifiedName("()", at=at), tuple(arguments), at=at)
