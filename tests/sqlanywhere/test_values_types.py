"""The static types of expressions, and the names of types."""

import pytest

from tests.sqlanywhere import tree, values
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.parser import parse_expression
from tests.sqlanywhere.runtime import Variable
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.alone import AloneScope


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", types.INTEGER),
        ("3000000000", types.BIGINT),
        ("1 + 1", types.INTEGER),
        ("1 + 3000000000", types.BIGINT),
        ("1.5", tree.TypeName("numeric", 2, 1)),
        ("5.922733 * 30", tree.TypeName("numeric", 9, 6)),
        ("5.922733 * 30 / 365", tree.TypeName("numeric", 13, 10)),
        ("1.5 + 10.25", tree.TypeName("numeric", 5, 2)),
        ("1e0 + 1", types.DOUBLE),
        ("'a' || 'b'", types.LONG_VARCHAR),
        ("0x41 || 0x42", types.LONG_BINARY),
        ("CAST(1 AS NUMERIC(18, 8))", tree.TypeName("numeric", 18, 8)),
        ("CAST(1 AS VARCHAR)", tree.TypeName("varchar", 32767)),
        ("CASE WHEN 1 = 1 THEN 1 ELSE 1.5 END", tree.TypeName("numeric", 11, 1)),
        ("IF 1 = 1 THEN 1 ELSE NULL ENDIF", types.INTEGER),
        ("COALESCE(NULL, 3000000000, 1)", types.BIGINT),
        ("NULL", types.UNKNOWN),
        ("CURRENT TIMESTAMP", types.TIMESTAMP),
        ("CURRENT UTC TIMESTAMP", types.OFFSET),
        ("CURRENT DATE - CURRENT DATE", types.INTEGER),
        ("CURRENT DATE + 1", types.DATE),
        ("CURRENT DATE + CURRENT TIME", types.TIMESTAMP),
        ("DATEADD(day, 1, CURRENT UTC TIMESTAMP)", types.OFFSET),
        ("SUBSTR(0x4142, 1)", types.LONG_BINARY),
        ("@@identity", types.BIGINT),
        ("1 = 1", types.BIT),
        ("NOT 1 = 1", types.BIT),
        ("-5", types.INTEGER),
        ("99999999999999999999", tree.TypeName("numeric", 20, 0)),
        ("0x4142", tree.TypeName("varbinary", 2)),
        ("'ab'", tree.TypeName("varchar", 2, characters=True)),
        ("CAST(1.25 AS NUMERIC)", tree.TypeName("numeric", 3, 2)),
        ("CAST('1' AS NUMERIC)", tree.TypeName("numeric", 30, 6)),
        ("0x41 | 0x42", tree.TypeName("varbinary", 1)),
        ("1 | 2", types.INTEGER),
        ("NULL + NULL", types.INTEGER),
        ("MOD(1.5, 10.25)", tree.TypeName("numeric", 3, 2)),
        ("'1' * 2", tree.TypeName("numeric", 30, 6)),
        ("'a' + 'b'", types.LONG_VARCHAR),
        ("(SELECT a FROM t)", types.UNKNOWN),
    ],
)
def test_types(text: str, expected: tree.TypeName) -> None:
    assert values.type_here(parse_expression(text), AloneScope()) == expected


def test_types_of_what_a_client_or_a_service_gives() -> None:
    assert values.type_here(tree.HostVariable("a"), AloneScope()) == types.LONG_VARCHAR
    assert values.type_here(tree.Placeholder(0), AloneScope()) == types.UNKNOWN


@pytest.mark.parametrize(
    ("node", "sqlcode"),
    [
        (tree.DefaultValue(), -131),
        (tree.FunctionCall(tree.QualifiedName("nothing")), -265),
        (tree.Name(("@@nothing",)), -260),
        (tree.Name(("nothing",)), -143),
    ],
)
def test_what_has_no_type(node: tree.Expression, sqlcode: int) -> None:
    with pytest.raises(SqlError) as caught:
        values.type_here(node, AloneScope())
    assert caught.value.sqlcode == sqlcode


def test_a_column_wins_over_a_variable() -> None:
    scope = AloneScope(variables={"a": Variable("a", types.DATE)})
    expression = parse_expression("a")
    assert values.type_of(expression, lambda parts: types.BIGINT, scope) == types.BIGINT
    assert values.type_of(expression, lambda parts: None, scope) == types.DATE
    with pytest.raises(SqlError):
        values.type_of(parse_expression("b"), lambda parts: None, scope)


def test_type_of_aggregates_and_subqueries_is_asked_for() -> None:
    found = values.type_of(
        parse_expression("COUNT(*) + (SELECT a FROM t)"),
        lambda parts: None,
        AloneScope(),
        function_type=lambda call: types.INTEGER if call.star else None,
        query_type=lambda query: types.BIGINT,
    )
    assert found == types.BIGINT


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("CHARACTER", "VARYING"), "varchar"),
        (("int",), "integer"),
        (("Unsigned", "Integer"), "unsigned integer"),
        (("decimal",), "numeric"),
        (("DOUBLE", "PRECISION"), "double"),
        (("datetimeoffset",), "timestamp with time zone"),
        (("image",), "long binary"),
        (("text",), "long varchar"),
    ],
)
def test_synonyms(words: tuple[str, ...], name: str) -> None:
    assert types.normalise(words) == name


def test_a_domain_is_no_builtin_type() -> None:
    with pytest.raises(ValueError, match="street"):
        types.normalise(("street",))
