"""Conditions inside a query. SQLite compares what has one class of values on both sides; `values` compares the rest."""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.runtime import Scope
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.codec import Stored
from tests.sqlanywhere.store.expressions import Expressions
from tests.sqlanywhere.store.fragment import Fragment
from tests.sqlanywhere.store.names import Level
from tests.sqlanywhere.store.translation import fitting
from tests.sqlanywhere.values.types import Family, family

_COMPARISONS = {"=": "=", "<>": "<>", "!=": "<>", "<": "<", "<=": "<=", "!>": "<=", ">": ">", ">=": ">=", "!<": ">="}
_NUMBERS = frozenset({Family.INTEGER, Family.NUMERIC, Family.DOUBLE})
_ALIKE = frozenset({Family.TEXT, Family.BINARY, Family.DATE, Family.TIME, Family.TIMESTAMP})
_CHAR = " COLLATE sa_char"


def ordered(fragment: Fragment) -> str:
    """A fragment's text where it is sorted, grouped or made distinct: CHAR ignores case (sources P18)."""
    return f"{fragment.sql}{_CHAR}" if family(fragment.type) is Family.TEXT else fragment.sql


class Conditions(Expressions):
    """Translates conditions."""

    def condition(self, expression: tree.Expression, level: Level) -> str:
        """A condition: 1, 0 or NULL in SQLite (page "Three-valued logic")."""
        match expression:
            case tree.Binary(operator="AND" | "OR" as operator, left=left, right=right):
                return f"({self.condition(left, level)} {operator} {self.condition(right, level)})"
            case tree.Unary(operator="NOT", operand=operand):
                return f"(NOT {self.condition(operand, level)})"
            case tree.Is(what="NULL", operand=operand, negated=negated):
                return f"({self.value(operand, level).sql} IS {'NOT ' if negated else ''}NULL)"
            case tree.Is(what=what, operand=operand, negated=negated):
                wanted = {"TRUE": "1", "FALSE": "0", "UNKNOWN": "NULL"}[what]
                return f"({self.condition(operand, level)} IS {'NOT ' if negated else ''}{wanted})"
            case tree.Exists(query=query):
                return f"EXISTS ({self.query_sql(query, level)[0]})"
            case tree.InQuery():
                return self._in_query(expression, level)
            case tree.Quantified():
                return self._quantified(expression, level)
        if self.is_constant(expression, level):
            self.note_names(expression)
            return self.translation.once(expression, condition=True)
        match expression:
            case tree.Binary(operator=comparison, left=left, right=right) if comparison in _COMPARISONS:
                native = self._compared(comparison, left, right, level)
                if native is not None:
                    return native
            case tree.Between(operand=operand, low=low, high=high, negated=negated):
                at_least = self.condition(tree.Binary(">=", operand, low), level)
                at_most = self.condition(tree.Binary("<=", operand, high), level)
                return f"({'NOT ' if negated else ''}({at_least} AND {at_most}))"
            case tree.InList(operand=operand, items=items, negated=negated):
                equal = " OR ".join(self.condition(tree.Binary("=", operand, item), level) for item in items)
                return f"({'NOT ' if negated else ''}({equal}))"
            case tree.IsDistinct(left=left, right=right, negated=negated):
                native = self._compared("=", left, right, level, "IS" if negated else "IS NOT")
                if native is not None:
                    return native
        return self.called(expression, level, condition=True).sql

    def _compared(
        self, operator: str, left: tree.Expression, right: tree.Expression, level: Level, native: str | None = None
    ) -> str | None:
        """A comparison that SQLite can do; None: the sides have to be converted first."""
        one, other = self.value(left, level), self.value(right, level)
        one = self._fitted(left, one, other)
        other = self._fitted(right, other, one)
        sides = _alike(one, other)
        if sides is None:
            return None
        return f"({sides[0]} {native or _COMPARISONS[operator]} {sides[1]})"

    def _fitted(self, expression: tree.Expression, fragment: Fragment, other: Fragment) -> Fragment:
        """A `?` takes the type of what it is compared with when its value comes."""
        wanted = other.type
        if not isinstance(expression, tree.Placeholder) or family(wanted) is Family.UNKNOWN:
            return fragment
        index = expression.index

        def slot(scope: Scope) -> Stored:
            return fitting(scope.placeholder(index), wanted, scope.session)

        return Fragment(self.translation.bind(slot, ("?", index, family(wanted))), wanted)

    def _in_query(self, expression: tree.InQuery, level: Level) -> str:
        """`a IN (query)` (page "IN search condition")."""
        operand = self.value(expression.operand, level)
        column, rows = self._column_of(expression.query, level)
        operand = self._fitted(expression.operand, operand, column)
        word = "NOT IN" if expression.negated else "IN"
        if _alike(operand, column) is not None:
            return f"({ordered(operand)} {word} ({rows}))"
        common = self.common_type([operand.type, column.type])
        left = Fragment(self.converted(operand, common), common)
        return f"({ordered(left)} {word} (SELECT {self.converted(column, common)} FROM ({rows})))"

    def _quantified(self, expression: tree.Quantified, level: Level) -> str:
        """`a op ANY (query)`, `a op ALL (query)` (page "Quantified comparison test": ANY, ALL search conditions)."""
        operand = self.value(expression.left, level)
        column, rows = self._column_of(expression.query, level)
        operand = self._fitted(expression.left, operand, column)
        sides = _alike(operand, column)
        if sides is None:
            common = self.common_type([operand.type, column.type])
            sides = (
                ordered(Fragment(self.converted(operand, common), common)),
                self.converted(column, common),
            )
        test = f"{sides[0]} {_COMPARISONS[expression.operator]} {sides[1]}"
        if expression.quantifier == "ALL":
            test = f"NOT ({test})"
        some = f"EXISTS (SELECT 1 FROM ({rows}) WHERE {test})"
        unknown = f"EXISTS (SELECT 1 FROM ({rows}) WHERE ({test}) IS NULL)"
        found, none = ("0", "1") if expression.quantifier == "ALL" else ("1", "0")
        return f"(CASE WHEN {some} THEN {found} WHEN {unknown} THEN NULL ELSE {none} END)"

    def _column_of(self, query: tree.Query, level: Level) -> tuple[Fragment, str]:
        rows, columns = self.query_sql(query, level)
        if len(columns) != 1:
            raise problems.one_column()
        return Fragment("c1", columns[0].type), rows


def _alike(left: Fragment, right: Fragment) -> tuple[str, str] | None:
    """Both sides as SQLite may compare them; None: it may not."""
    one, other = family(left.type), family(right.type)
    if left.sql == "NULL" or right.sql == "NULL":
        return left.sql, right.sql
    if one is other and one in _ALIKE:
        # The collation stands right, so that an index on the left side is used.
        return left.sql, ordered(right)
    if one in _NUMBERS and other in _NUMBERS:
        return left.sql, right.sql
    if {one, other} == {Family.DATE, Family.TIMESTAMP}:
        # A DATE becomes a TIMESTAMP at midnight (page "Comparing dates and times").
        midnight = "{} || ' 00:00:00.000000'"
        return (
            midnight.format(left.sql) if one is Family.DATE else left.sql,
            midnight.format(right.sql) if other is Family.DATE else right.sql,
        )
    return None
