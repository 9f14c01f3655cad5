"""Values inside a query: what SQLite can compute, and calls back for what it cannot."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from tests.sqlanywhere import tree
from tests.sqlanywhere.runtime import Column, Scope
from tests.sqlanywhere.store import problems
from tests.sqlanywhere.store.aggregates import is_aggregate, is_window
from tests.sqlanywhere.store.codec import Stored, encode
from tests.sqlanywhere.store.fragment import Fragment, Relations
from tests.sqlanywhere.store.names import FoundAlias, FoundColumn, Level, find
from tests.sqlanywhere.store.rewrite import holds_query, parts_outside_queries, rewritten
from tests.sqlanywhere.store.translation import Callback, Translation
from tests.sqlanywhere.values import BUILTINS, supertype, type_of
from tests.sqlanywhere.values.types import BIT, UNKNOWN, Family, family

FIRST_VALUE_FUNCTIONS = frozenset({"coalesce", "isnull", "ifnull"})


class Expressions(ABC):
    """Translates expressions. A statement has one translator, whose parts are the classes derived from each other."""

    def __init__(self, relations: Relations, scope: Scope, translation: Translation) -> None:
        self.relations = relations
        self.scope = scope
        self.translation = translation
        self._aliases = 0

    def fresh(self, prefix: str) -> str:
        """A name that nothing else in the statement has."""
        self._aliases += 1
        return f"{prefix}{self._aliases}"

    @abstractmethod
    def condition(self, expression: tree.Expression, level: Level) -> str:
        """A condition: 1, 0 or NULL in SQLite."""

    @abstractmethod
    def query_sql(self, query: tree.Query, outer: Level | None) -> tuple[str, tuple[Column, ...]]:
        """A query without brackets around it, and its columns (c1, c2 … in SQLite)."""

    @abstractmethod
    def grouped(self, expression: tree.Expression, level: Level) -> Fragment | None:
        """A key or an aggregate of a grouped SELECT; None: it is neither."""

    @abstractmethod
    def window(self, call: tree.FunctionCall, level: Level) -> Fragment:
        """A window function."""

    def value(self, expression: tree.Expression, level: Level) -> Fragment:
        """A value."""
        if level.grouping is not None:
            found = self.grouped(expression, level)
            if found is not None:
                return found
        match expression:
            case tree.Name():
                return self.name(expression, level)
            case tree.Literal(value=None):
                return Fragment("NULL", UNKNOWN)
            case tree.Literal():
                slot = encode(expression.value)
                bound = self.translation.bind(lambda _: slot, ("literal", repr(expression)))
                return Fragment(bound, self.type_of(expression), nullable=False)
            case tree.Placeholder(index=index):
                bound = self.translation.bind(lambda scope: encode(scope.placeholder(index)), ("?", index))
                return Fragment(bound, UNKNOWN)
            case tree.Subquery():
                return self.scalar(expression.query, level)
            case tree.FunctionCall() if is_window(expression):
                return self.window(expression, level)
            case tree.FunctionCall() if is_aggregate(expression):
                raise problems.aggregate_here()
        if self.is_constant(expression, level):
            self.note_names(expression)
            return Fragment(self.translation.once(expression), self.type_of(expression))
        match expression:
            case tree.IfExpression() | tree.CaseExpression():
                return self.branches(expression, level)
            case tree.FunctionCall() if (
                holds_query(expression) and expression.name.name.lower() in FIRST_VALUE_FUNCTIONS
            ):
                return self.first_value(expression, level)
        return self.called(expression, level)

    def name(self, expression: tree.Name, level: Level) -> Fragment:
        """A column, a name of the select list, or a variable, in that order."""
        if expression.parts[0].startswith("@@"):
            return Fragment(self.translation.once(expression), self.type_of(expression))
        found = find(expression.parts, level)
        if found is None:
            return self.variable(expression, level)
        if isinstance(found, FoundAlias):
            found.level.expanding.add(found.name)
            try:
                return self.value(found.expression, found.level)
            finally:
                found.level.expanding.discard(found.name)
        return self.column(found)

    def column(self, found: FoundColumn) -> Fragment:
        """A column of a table; in a grouped SELECT it has to be a key.

        Raises:
            SqlError: -149, it is none.
        """
        column = found.column
        if found.level.grouping is not None:
            key = found.level.grouping.columns.get(repr(found.identity))
            if key is None:
                raise problems.not_grouped(column.name)
            column = key
        return Fragment(column.sql, column.type, column.nullable)

    def variable(self, expression: tree.Name, level: Level) -> Fragment:
        """A variable, as a bound parameter.

        Raises:
            SqlError: -143, there is none either; inside a view none is seen.
        """
        name = expression.parts[-1]
        variable = None if self.is_private(level) else self.scope.variable(name)
        if variable is None:
            raise problems.no_column(name)
        self.translation.variables[name] = variable.type

        def slot(scope: Scope) -> Stored:
            now = scope.variable(name)
            return None if now is None else encode(now.value)

        return Fragment(self.translation.bind(slot, ("variable", name)), variable.type)

    def is_private(self, level: Level | None) -> bool:
        """Whether the SELECT is part of a view."""
        while level is not None:
            if level.private:
                return True
            level = level.outer
        return False

    def note_names(self, expression: tree.Expression) -> None:
        """Remember the variables and functions that the translation's types depend on.

        Raises:
            SqlError: -143, a name is neither column nor variable.
        """
        for part in parts_outside_queries(expression):
            if isinstance(part, tree.Name) and len(part.parts) == 1 and not part.parts[0].startswith(("@@", "#")):
                variable = self.scope.variable(part.parts[0])
                if variable is None:
                    raise problems.no_column(part.parts[0])
                self.translation.variables[part.parts[0]] = variable.type
            elif isinstance(part, tree.FunctionCall) and (part.name.owner or part.name.name.lower() not in BUILTINS):
                self.translation.functions[part.name] = self.scope.function_type(part.name)

    def is_constant(self, expression: tree.Expression, level: Level) -> bool:
        """Whether a value needs no row: no column, no query, nothing that differs with each call."""
        for part in parts_outside_queries(expression):
            match part:
                case tree.Query():
                    return False
                case tree.Name():
                    if part.parts[0].startswith("@@"):
                        continue
                    if self.is_private(level) or find(part.parts, level) is not None:
                        return False
                case tree.FunctionCall():
                    if is_window(part) or is_aggregate(part):
                        return False
                    builtin = None if part.name.owner else BUILTINS.get(part.name.name.lower())
                    if builtin is not None and not builtin.deterministic:
                        return False
        return True

    def scalar(self, query: tree.Query, level: Level) -> Fragment:
        """A subquery as a value; it may give one row at most (SQLCODE -186, page "Subqueries in expressions")."""
        sql, columns = self.query_sql(query, level)
        if len(columns) != 1:
            raise problems.one_column()
        return Fragment(f"(SELECT sa_single(c1) FROM ({sql}))", columns[0].type)

    def branches(self, expression: tree.IfExpression | tree.CaseExpression, level: Level) -> Fragment:
        """IF and CASE: only the branch that counts is computed (page "CASE expressions")."""
        if isinstance(expression, tree.IfExpression):
            return self._if(expression, level)
        pairs: Sequence[tuple[tree.Expression, tree.Expression]]
        if expression.subject is not None:
            subject = expression.subject
            pairs = [(tree.Binary("=", subject, when), then) for when, then in expression.branches]
        else:
            pairs = expression.branches
        conditions = [self.condition(when, level) for when, _ in pairs]
        values = [self.value(then, level) for _, then in pairs]
        if expression.otherwise is not None:
            values.append(self.value(expression.otherwise, level))
        common = self.common_type([item.type for item in values])
        texts = [self.converted(item, common) for item in values]
        whens = " ".join(f"WHEN {when} THEN {then}" for when, then in zip(conditions, texts, strict=False))
        otherwise = f" ELSE {texts[-1]}" if expression.otherwise is not None else ""
        return Fragment(f"(CASE {whens}{otherwise} END)", common)

    def _if(self, expression: tree.IfExpression, level: Level) -> Fragment:
        """IF: NULL where the condition is UNKNOWN (page "IF expressions")."""
        condition = self.condition(expression.condition, level)
        then = self.value(expression.then, level)
        if expression.otherwise is None:
            return Fragment(f"(CASE WHEN {condition} THEN {then.sql} END)", then.type)
        otherwise = self.value(expression.otherwise, level)
        common = self.common_type([then.type, otherwise.type])
        yes, no = self.converted(then, common), self.converted(otherwise, common)
        return Fragment(f"(CASE {condition} WHEN 1 THEN {yes} WHEN 0 THEN {no} END)", common)

    def first_value(self, call: tree.FunctionCall, level: Level) -> Fragment:
        """COALESCE and ISNULL: the first that is not NULL; IFNULL: the second if the first is NULL, else the third."""
        values = [self.value(argument.value, level) for argument in call.arguments]
        if call.name.name.lower() == "ifnull":
            chosen = values[1:] if len(values) > 2 else [*values[1:], Fragment("NULL", UNKNOWN)]
            common = self.common_type([item.type for item in chosen])
            then, otherwise = (self.converted(item, common) for item in chosen)
            return Fragment(f"(CASE WHEN {values[0].sql} IS NULL THEN {then} ELSE {otherwise} END)", common)
        common = self.common_type([item.type for item in values])
        return Fragment(f"COALESCE({', '.join(self.converted(item, common) for item in values)})", common)

    def called(self, expression: tree.Expression, level: Level, *, condition: bool = False) -> Fragment:
        """An expression that `values` computes for each row, from the columns and subqueries in it."""
        leaves: dict[str, tuple[str, tree.TypeName]] = {}

        def leaf(fragment: Fragment) -> tree.Name:
            for name, (sql, _) in leaves.items():
                if sql == fragment.sql:
                    return tree.Name((name,))
            name = f"#{len(leaves)}"
            leaves[name] = (fragment.sql, fragment.type)
            return tree.Name((name,))

        def change(node: tree.Node) -> tree.Node | None:
            if level.grouping is not None and not isinstance(node, (tree.Argument, tree.OrderItem, tree.TypeName)):
                found = self.grouped(node, level)  # type: ignore[arg-type]
                if found is not None:
                    return leaf(found)
            match node:
                case tree.Name() if not node.parts[0].startswith("@@"):
                    found_name = find(node.parts, level)
                    return None if found_name is None else leaf(self.name(node, level))
                case tree.Subquery():
                    return leaf(self.value(node, level))
                case tree.Exists() | tree.InQuery() | tree.Quantified():
                    answer = Fragment(self.condition(node, level), BIT)
                    return tree.Binary("=", leaf(answer), tree.Literal(1))
                case tree.FunctionCall() if is_window(node) or is_aggregate(node):
                    return leaf(self.value(node, level))
                case tree.IfExpression() | tree.CaseExpression() if node is not expression and holds_query(node):
                    return leaf(self.value(node, level))
            return None

        changed: tree.Expression = rewritten(expression, change)
        if self.is_private(level):
            self._refuse_variables(changed)
        self.note_names(changed)
        types = {name: type_name for name, (_, type_name) in leaves.items()}
        result = BIT if condition else self.type_of(changed, types)
        callback = Callback(changed, tuple(types.items()), condition=condition)
        return Fragment(self.translation.call(callback, [sql for sql, _ in leaves.values()]), result)

    def _refuse_variables(self, expression: tree.Expression) -> None:
        for part in parts_outside_queries(expression):
            if isinstance(part, tree.Name) and not part.parts[0].startswith(("@@", "#")):
                raise problems.no_column(part.parts[-1])

    def type_of(self, expression: tree.Expression, leaves: dict[str, tree.TypeName] | None = None) -> tree.TypeName:
        """The static type of an expression whose columns are leaves."""
        known = leaves or {}
        return type_of(expression, lambda parts: known.get(parts[0]), self.scope)

    def common_type(self, types: Sequence[tree.TypeName]) -> tree.TypeName:
        """The type of a value that comes from one of several: as `values` says of a CASE with such branches."""
        distinct = list(dict.fromkeys(item for item in types if family(item) is not Family.UNKNOWN))
        if not distinct:
            return UNKNOWN
        if len(distinct) == 1:
            return distinct[0]
        return supertype(distinct)

    def converted(self, fragment: Fragment, wanted: tree.TypeName) -> str:
        """A fragment's text, cast where SQLite would keep another class of value for the wanted type."""
        have, want = family(fragment.type), family(wanted)
        numbers = {Family.INTEGER, Family.NUMERIC, Family.DOUBLE}
        if have == want or have is Family.UNKNOWN or want is Family.UNKNOWN or {have, want} <= numbers:
            return fragment.sql
        leaf = tree.Name(("#0",))
        callback = Callback(tree.Cast(leaf, wanted), (("#0", fragment.type),))
        return self.translation.call(callback, [fragment.sql])
