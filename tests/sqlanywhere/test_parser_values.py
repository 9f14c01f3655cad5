"""Constants, operators and types as the parser reads them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sqlanywhere import tree
from tests.sqlanywhere.parser import parse_expression
from tests.sqlanywhere.tree import Binary, Literal, Name


def n(name: str) -> Name:
    return Name((name,))


def value(number: int) -> Literal:
    return Literal(number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'it''s'", "it's"),
        (r"'a\\b'", "a\\b"),
        (r"'a\nb'", "a\nb"),
        (r"'\x41\X42'", "AB"),
        (r"'\xc3\xa9'", "é"),
        (r"'\xff'", "\udcff"),
        (r"'C:\temp\'", "C:\\temp\\"),
        ("'a\nb'", "a\nb"),
        ("N'é'", "é"),
        ("''", ""),
        ("0x00fF", b"\x00\xff"),
        ("12", 12),
        ("-5", -5),
        ("1.50", Decimal("1.50")),
        (".5", Decimal("0.5")),
        ("1e3", 1000.0),
        ("9223372036854775807", 9223372036854775807),
        ("9223372036854775808", Decimal(9223372036854775808)),
        ("NULL", None),
    ],
)
def test_constants(text: str, expected: object) -> None:
    found = parse_expression(text)
    assert isinstance(found, Literal)
    assert found.value == expected
    assert type(found.value) is type(expected)


def test_operators_bind_as_documented() -> None:
    bits = Binary("*", n("a"), Binary("&", n("b"), n("c")))
    assert parse_expression("a * b & c") == bits
    joined = Binary("||", n("a"), Binary("+", n("b"), Binary("*", n("c"), n("d"))))
    assert parse_expression("a || b + c * d") == joined
    assert parse_expression("a - b - c") == Binary("-", Binary("-", n("a"), n("b")), n("c"))
    both = Binary("AND", tree.Unary("NOT", Binary("=", n("a"), n("b"))), Binary("<>", n("c"), n("d")))
    assert parse_expression("NOT a = b AND c != d OR e > 1") == Binary("OR", both, Binary(">", n("e"), value(1)))
    assert parse_expression("-a * b") == Binary("*", tree.Unary("-", n("a")), n("b"))
    assert parse_expression("a BETWEEN 1 AND 2 AND b = 3") == Binary(
        "AND", tree.Between(n("a"), value(1), value(2)), Binary("=", n("b"), value(3))
    )


def test_a_name_in_quotes_is_a_function_too() -> None:
    count = parse_expression('"count"()')
    assert isinstance(count, tree.FunctionCall)
    assert count.star
    assert parse_expression("COUNT(*)") != parse_expression("COUNT(a)")
    assert parse_expression('"left"(a, 1)') == tree.FunctionCall(
        tree.QualifiedName("left"), (tree.Argument(n("a")), tree.Argument(value(1)))
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VARCHAR(20 CHAR)", tree.TypeName("varchar", 20, characters=True)),
        ("CHARACTER VARYING (20)", tree.TypeName("varchar", 20)),
        ("NVARCHAR(5)", tree.TypeName("nvarchar", 5, characters=True)),
        ("CHAR", tree.TypeName("char")),
        ("INT", tree.TypeName("integer")),
        ("UNSIGNED BIGINT", tree.TypeName("unsigned bigint")),
        ("DEC(10)", tree.TypeName("numeric", 10)),
        ("NUMERIC(18, 8)", tree.TypeName("numeric", 18, 8)),
        ("MONEY", tree.TypeName("numeric", 19, 4)),
        ("FLOAT", tree.TypeName("real")),
        ("FLOAT(30)", tree.TypeName("double")),
        ("DOUBLE PRECISION", tree.TypeName("double")),
        ("DATETIME", tree.TypeName("timestamp")),
        ('"datetime"', tree.TypeName("timestamp")),
        ("TIMESTAMP WITH TIME ZONE", tree.TypeName("timestamp with time zone")),
        ("TEXT", tree.TypeName("long varchar")),
        ("LONG BINARY", tree.TypeName("long binary")),
        ("LONG BIT VARYING", tree.TypeName("long varbit")),
        ("dba.My_Domain", tree.TypeName("my_domain")),
        ("sms.t.a%TYPE", tree.TypeOf(("sms", "t", "a"))),
        ("ARRAY(3) OF DATE", tree.TypeName("array", 3, element=tree.TypeName("date"))),
        ("ROW(x INT)", tree.TypeName("row", fields=(("x", tree.TypeName("integer")),))),
    ],
)
def test_types_have_one_name(text: str, expected: tree.DataType) -> None:
    assert parse_expression(f"CAST(a AS {text})") == tree.Cast(n("a"), expected)
