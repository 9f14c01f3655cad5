"""Operators, names, functions and errors of expressions; the manual's own examples bear their page's name."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.sqlanywhere import tree, values
from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.parser import parse_expression
from tests.sqlanywhere.runtime import Value, Variable
from tests.sqlanywhere.values import core, types
from tests.sqlanywhere.values.alone import AloneScope, AloneSession, scope_of, value_of


def same(found: Value, expected: Value) -> bool:
    return type(found) is type(expected) and found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # page "String operators"
        ("123 + 456", 579),
        ("'123' + '456'", "123456"),
        ("'a' || NULL || 'b'", "ab"),
        ("NULL || NULL", None),
        ("'a' + NULL", None),
        ("1 || 2", "12"),
        ("0x41 || 0x42", b"AB"),
        ("0x41 || NULL", b"A"),
        ("NULL || 0x41", b"A"),
        ("99999999999999999999 + 0", Decimal("99999999999999999999")),
        ("0x41 || 'b'", "Ab"),
        # forum, "Scale used when evaluating a simple expression in SQL"
        ("30/365", 0),
        ("5.922733 * 30/365", Decimal("0.4867999726")),
        ("1.1/365", Decimal("0.00301")),
        # page "Arithmetic operators"
        ("MOD(21, 11)", 10),
        ("MOD(-21, 11)", -10),
        ("-7 / 2", -3),
        ("1.5 + 2.25", Decimal("3.75")),
        ("1 - 0.10", Decimal("0.90")),
        ("1 + NULL", None),
        ("NULL * 2", None),
        ("-(NULL)", None),
        ("'12' + 1", Decimal(13)),
        ("1e0 / 4", 0.25),
        ("1.0 / 4e0", 0.25),
        ("CAST(2147483647 AS BIGINT) + 1", 2147483648),
        # page "Bitwise operators"
        ("6 & 3", 2),
        ("6 | 3", 7),
        ("6 ^ 3", 5),
        ("~0", -1),
        ("6 & NULL", None),
        ("~NULL", None),
        ("0x0f | 0xf0", b"\xff"),
        # page "Using dates and times": days
        ("CAST('2026-01-31' AS DATE) + 1", dt.date(2026, 2, 1)),
        ("1 + CAST('2026-01-31' AS DATE)", dt.date(2026, 2, 1)),
        ("CAST('2026-02-01' AS DATE) - CAST('2026-01-31' AS DATE)", 1),
        ("CAST('2026-02-01 10:00' AS TIMESTAMP) - 1", dt.datetime(2026, 1, 31, 10)),
        ("CAST('2026-02-01' AS DATE) + CAST('10:30' AS TIME)", dt.datetime(2026, 2, 1, 10, 30)),
        ("CAST('10:30' AS TIME) + CAST('2026-02-01' AS DATE)", dt.datetime(2026, 2, 1, 10, 30)),
        # pages "IF expressions", "CASE expressions"
        ("IF 1 = 1 THEN 'yes' ELSE 'no' ENDIF", "yes"),
        ("IF 1 = 2 THEN 'yes' ENDIF", None),
        ("IF NULL = 1 THEN 'yes' ELSE 'no' ENDIF", None),
        ("CASE WHEN NULL = 1 THEN 'yes' ELSE 'no' END", "no"),
        ("CASE 'x' WHEN 'X' THEN 1 END", 1),
        ("CASE NULL WHEN NULL THEN 1 ELSE 2 END", 2),
        ("CASE 'x' WHEN 'y' THEN 1 END", None),
        ("CASE WHEN 1 = 2 THEN 1 END", None),
        ("+5", 5),
        ("- 5", -5),
        ("-(-5)", 5),
    ],
)
def test_operators(text: str, expected: Value) -> None:
    assert same(value_of(text), expected)


@pytest.mark.parametrize(
    ("text", "sqlcode", "sqlstate"),
    [
        ("2147483647 + 1", -158, "22003"),
        ("2147483647 * 2", -158, "22003"),
        ("CAST(9223372036854775807 AS BIGINT) + 1", -158, "22003"),
        ("-CAST(-2147483648 AS INTEGER)", -158, "22003"),
        ("1e308 * 10", -158, "22003"),
        ("1 / 0", -628, "22012"),
        ("1.5 / 0", -628, "22012"),
        ("1e0 / 0", -628, "22012"),
        ("MOD(1, 0)", -628, "22012"),
        ("'a' + 1", -157, "53018"),
        ("'12/31/90' + 5", -157, "53018"),
        ("1 - CAST('2026-01-31' AS DATE)", -157, "53018"),
        ("99999999999999999999999999999.0 * 99", -158, "22003"),
        ("CAST('9999-12-31' AS DATE) + 1", -158, "22003"),
        ("nothing", -143, "52003"),
        ("@@nothing", -260, "42W14"),
        ("no_such_function(1)", -265, "52W09"),
        ("SUBSTR('a')", -154, "37505"),
        ("LOWER('a', 'b')", -154, "37505"),
        ("COUNT(*)", -150, "42W22"),
        ("VAREXISTS()", -154, "37505"),
        ("VAREXISTS(NULL)", -131, "42W04"),
        ("CAST('2026-01-31' AS DATE) + 'x'", -157, "53018"),
    ],
)
def test_errors(text: str, sqlcode: int, sqlstate: str) -> None:
    with pytest.raises(SqlError) as caught:
        value_of(text)
    assert (caught.value.sqlcode, caught.value.sqlstate) == (sqlcode, sqlstate)


def test_modulo_by_sign() -> None:
    """Page "Arithmetic operators": 21 % 11 is 10 (where the option percent_as_comment lets one write it)."""
    node = tree.Binary("%", tree.Literal(21), tree.Literal(11))
    assert values.evaluate(node, AloneScope()) == 10
    assert values.evaluate(tree.Binary("%", tree.Literal(1.5), tree.Literal(1)), AloneScope()) == 0.5
    assert values.type_here(node, AloneScope()) == types.INTEGER


def test_division_by_zero_can_be_null() -> None:
    session = AloneSession(options={"divide_by_zero_error": "Off"})
    assert value_of("1 / 0", AloneScope(session)) is None
    assert value_of("MOD(1, 0)", AloneScope(session)) is None


def test_names() -> None:
    scope = scope_of(a=1, b="x")
    scope.session.rowcount = 3
    scope.given = ("first",)
    assert value_of("A", scope) == 1
    assert value_of("@@rowcount", scope) == 3
    assert value_of("VAREXISTS('a') + VAREXISTS('z')", scope) == 1
    assert values.evaluate(tree.Placeholder(0), scope) == "first"
    assert values.evaluate(tree.HostVariable("b"), scope) == "x"


def test_special_values() -> None:
    session = AloneSession(sqlcode=-193, sqlstate="23W01", user="owner")
    session.properties[("database", "name")] = "shop"
    scope = AloneScope(session)
    assert value_of("SQLCODE", scope) == -193
    assert value_of("SQLSTATE", scope) == "23W01"
    assert value_of("CURRENT USER", scope) == "owner"
    assert value_of("CURRENT DATABASE", scope) == "shop"
    assert value_of("CURRENT TIMESTAMP", scope) == dt.datetime(2026, 1, 2, 5, 4, 5, 678901)
    assert value_of("CURRENT DATE", scope) == dt.date(2026, 1, 2)
    assert value_of("CURRENT TIME", scope) == dt.time(5, 4, 5, 678901)
    assert value_of("CAST(CURRENT UTC TIMESTAMP AS TIMESTAMP)", scope) == dt.datetime(2026, 1, 2, 3, 4, 5, 678901)
    with pytest.raises(ModelError):
        values.evaluate(tree.SpecialValue("CURRENT WEATHER"), scope)


def test_user_functions() -> None:
    scope = AloneScope(functions={"twice": (types.INTEGER, lambda value: value * 2)})
    assert value_of("twice(4) + 1", scope) == 9
    assert values.type_here(parse_expression("twice(4)"), scope) == types.INTEGER
    for unknown in ("number(*)", "encrypt('a', 'b')", "SOUNDEX('a')"):
        with pytest.raises(ModelError):
            value_of(unknown, scope)
        with pytest.raises(ModelError):
            values.type_here(parse_expression(unknown), scope)


def test_a_tree_is_compiled_once() -> None:
    expression = parse_expression("a + 1")
    closure = values.compile_expression(expression)
    assert values.compile_expression(expression) is closure
    assert [closure(scope_of(a=number)) for number in (1, 2)] == [2, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IF a = 1 THEN 1 ELSE 'x' ENDIF", "1"),
        ("CASE a WHEN 1 THEN 1 ELSE 1.5 END", Decimal("1.0")),
        ("CASE WHEN a = 1 THEN a ELSE 2e0 END", 1.0),
        ("COALESCE(a, 'x')", "1"),
        ("ISNULL(b, a)", 1),
        ("IF a = 1 THEN a ELSE c ENDIF", 1),
    ],
)
def test_branches_have_one_type(text: str, expected: Value) -> None:
    scope = scope_of(a=1, b=None)
    expression = parse_expression(text)
    assert [same(values.evaluate(expression, scope), expected) for _ in range(2)] == [True, True]


def test_lazy_functions_stop_at_the_first_value() -> None:
    assert value_of("COALESCE('1', CAST('x' AS INTEGER))") == "1"
    assert value_of("ISNULL(NULL, 2, CAST('x' AS INTEGER))") == 2
    assert value_of("COALESCE(NULL, NULL)") is None


@pytest.mark.parametrize(
    "node",
    [
        tree.Unary("!", tree.Literal(1)),
        tree.Binary("!!", tree.Literal(1), tree.Literal(1)),
    ],
)
def test_operators_that_do_not_exist(node: tree.Expression) -> None:
    for meaning in (values.evaluate, values.truth):
        with pytest.raises(SqlError) as caught:
            meaning(node, AloneScope())
        assert caught.value.sqlcode == -131


def test_the_model_alone_has_no_tables_and_no_domains() -> None:
    scope = scope_of(a=1)
    scope.variables["t.a%type"] = Variable("t.a%type", types.INTEGER)
    cast = tree.Cast(tree.Name(("a",)), tree.TypeOf(("t", "a")))
    for call in (
        lambda: value_of("(SELECT a FROM t)", scope),
        lambda: value_of("EXPRTYPE('SELECT 1', 1)", scope),
        lambda: values.evaluate(cast, scope),
        lambda: values.type_here(cast, scope),
        lambda: scope.procedure_result(tree.ProcedureTable(tree.QualifiedName("p"), ())),
    ):
        with pytest.raises(ModelError):
            call()


def test_operators_for_the_store_take_null() -> None:
    session = AloneSession()
    for operation in (
        values.arithmetic.add,
        values.arithmetic.subtract,
        values.arithmetic.multiply,
        values.arithmetic.divide,
        values.arithmetic.modulo,
    ):
        assert operation(None, 1, session, types.INTEGER) is None
        assert operation(1, None, session, types.INTEGER) is None
    assert values.arithmetic.add(2**31, 1, session, tree.TypeName("numeric", 20, 0)) == Decimal(2**31 + 1)
    assert values.BUILTINS["coalesce"].call(session, (None, 5, 6)) == 5


def test_closures_are_dropped_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "_LARGEST_CACHE", 3)
    conditions = [parse_expression(f"a = {number}") for number in range(5)]
    scope = scope_of(a=4)
    assert [values.truth(condition, scope) for condition in conditions * 2].count(True) == 2
    assert [values.evaluate(tree.Literal(number), scope) for number in range(5)] == list(range(5))
