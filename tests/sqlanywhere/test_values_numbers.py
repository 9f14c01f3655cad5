"""Functions of numbers and NULL, the errors of functions, their types, and what is not modelled."""

import math
from decimal import Decimal

import pytest

from tests.sqlanywhere import values
from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.parser import parse_expression
from tests.sqlanywhere.runtime import Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.alone import AloneScope, value_of


def same(found: Value, expected: Value) -> bool:
    return type(found) is type(expected) and found == expected


@pytest.mark.parametrize(
    ("text", "sqlcode"),
    [
        ("SUBSTRING('abcdefgh', 4, -2)", -158),
        ("LEFT('a', -1)", -158),
        ("RIGHT('a', -1)", -158),
        ("STUFF('abc', 0, 1, 'x')", -158),
        ("INSERTSTR(-1, 'abc', 'x')", -158),
        ("REGEXP_SUBSTR('abc', '[')", -1135),
        ("REGEXP_SUBSTR('abc', 'b', 0)", -158),
        ("BASE64_DECODE('*')", -157),
        ("HEXTOINT('xyz')", -157),
        ("HEXTOINT('')", -157),
        ("HEXTOINT('0x0080000001')", -158),
        ("HEXTOINT('100000000')", -158),
        ("SUBSTR('abc', 'x')", -157),
        ("SQRT(-1)", -1156),
        ("POWER(-1, 0.5)", -1156),
        ("POWER(10, 400)", -158),
        ("ARGN(-1, 2)", -158),
        ("DATEADD(fortnight, 1, CURRENT DATE)", -735),
        ("DATEADD(cwk, 1, CURRENT DATE)", -735),
        ("DATEDIFF(cdw, CURRENT DATE, CURRENT DATE)", -735),
        ("DATEADD(year, 9999, CURRENT DATE)", -158),
        ("DATEADD(day, 9999999, CURRENT DATE)", -158),
        ("DATEADD(day, 3000000000, CURRENT DATE)", -158),
        ("YMD(0, 1, 1)", -158),
        ("SWITCHOFFSET(CURRENT TIMESTAMP, '+15:00')", -735),
        ("SWITCHOFFSET(CURRENT TIMESTAMP, 'Z')", -735),
        ("YEAR('x')", -157),
        ("STRTOUUID('x')", -157),
        ("CSCONVERT('a', 'no-such-charset')", -869),
        ("CSCONVERT('a', 'idna')", -869),
        ("CSCONVERT('a', 'rot13')", -869),
    ],
)
def test_errors(text: str, sqlcode: int) -> None:
    with pytest.raises(SqlError) as caught:
        value_of(text)
    assert caught.value.sqlcode == sqlcode


@pytest.mark.parametrize(
    "text",
    [
        "HASH('a', 'SHA512')",
        "COMPARE('a', 'b')",
        "LOCATE(0x41, 0x41)",
        "CSCONVERT('a', 'utf-8', 'utf-8', 'x=y')",
        "REGEXP_SUBSTR('a', 'b', 1, 1, '#')",
        "USER_NAME(1)",
        "ERRORMSG(-9999)",
        "TRACEBACK(*)",
        "OBJECT_ID('t')",
    ],
)
def test_what_is_not_modelled(text: str) -> None:
    with pytest.raises(ModelError):
        value_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ABS(-66)", 66),
        ("ABS(1.5)", Decimal("1.5")),
        ("SIGN(-550)", -1),
        ("SIGN(0)", 0),
        ("CEILING(59.84567)", 60.0),
        ("FLOOR(123)", 123.0),
        ("FLOOR(-123.45)", -124.0),
        ("ROUND(123.234, 1)", Decimal("123.200")),
        ("ROUND(1.25, 1)", Decimal("1.30")),
        ("ROUND(-1.25, 1)", Decimal("-1.30")),
        ("ROUND(1555, -2)", Decimal(1600)),
        ("ROUND(1.25, 5)", Decimal("1.25")),
        ("ROUND(2.345e0, 2)", 2.35),
        ("ROUND(2.5e0, 40)", 2.5),
        ("TRUNCNUM(2.349e0, 2)", 2.34),
        ("TRUNCNUM(-2.349e0, 2)", -2.34),
        ("ROUND(15, -2147483648)", Decimal(0)),
        ("TRUNCNUM(655, -2)", Decimal(600)),
        ("TRUNCNUM(655.348, 2)", Decimal("655.340")),
        ("MOD(5, 3)", 2),
        ("REMAINDER(5, 3)", 2),
        ("MOD(5.5, 2)", Decimal("1.5")),
        ("MOD(5.5e0, 2)", 1.5),
        ("POWER(2, 12)", 4096.0),
        ("SQRT(9)", 3.0),
        ("PI(*)", math.pi),
        ("LOG10(100)", 2.0),
        ("GREATER(10, 5)", 10),
        ("LESSER(10, 5)", 5),
        ("GREATER(NULL, 5)", 5),
        ("LESSER(5, NULL)", 5),
        ("ISNUMERIC('3.3e2')", 1),
        ("ISNUMERIC('3,3')", 0),
        ("ISNUMERIC('')", 0),
        ("ISNUMERIC(NULL)", 0),
        ("ISDATE('2010-04-01')", 1),
        ("ISDATE('abc')", 0),
        ("ISDATE(NULL)", 0),
        # page "Binary literals"; sources F3
        ("HEXTOINT('0x80000001')", -2147483647),
        ("HEXTOINT('0xffffffff80000001')", -2147483647),
        ("HEXTOINT('0x1a4')", 420),
        ("HEXTOINT('0X1A4')", 420),
        ("HEXTOINT('00000000001A4')", 420),
        ("CAST(0x0080000001 AS INT)", -2147483647),
        ("INTTOHEX(156)", "0000009c"),
        ("INTTOHEX(10000000000)", "00000002540be400"),
        ("INTTOHEX(-1)", "ffffffff"),
        ("RIGHT(INTTOHEX(CAST(CAST(BYTE_SUBSTR(0xfe01, 1, 1) AS BINARY(1)) AS INT)), 2)", "fe"),
        # page "COALESCE function", "IFNULL function", "NULLIF function", "ARGN function"
        ("COALESCE(NULL, 34, 13, 0)", 34),
        ("ISNULL(NULL, -66, 55, 45, NULL, 16)", -66),
        ("IFNULL(NULL, -66)", -66),
        ("IFNULL(-66, 12)", None),
        ("IFNULL(-66, 12, 13)", 13),
        ("NULLIF('a', 'b')", "a"),
        ("NULLIF(5, 5)", None),
        ("NULLIF('a', 'A')", None),
        ("NULLIF(NULL, 1)", None),
        ("NULLIF(1, NULL)", 1),
        ("ARGN(6, 1, 2, 3, 4, 5, 6)", 6),
        ("ARGN(7, 1, 2)", None),
        ("ARGN(NULL, 1, 2)", None),
    ],
)
def test_numbers_and_nulls(text: str, expected: Value) -> None:
    assert same(value_of(text), expected)


def test_random_numbers() -> None:
    found = value_of("RAND()")
    assert isinstance(found, float)
    assert 0 <= found < 1
    assert value_of("RAND(4)") == value_of("RAND(4)")


def test_which_functions_are_deterministic() -> None:
    assert not any(
        values.BUILTINS[name].deterministic for name in ("newid", "rand", "now", "http_variable", "property")
    )
    assert all(values.BUILTINS[name].deterministic for name in ("substr", "hash", "dateadd", "coalesce"))
    assert values.BUILTINS["dateadd"].keyword


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ROUND(1.25, 1)", TypeName("numeric", 3, 2)),
        ("ROUND('1', 1)", TypeName("numeric", 30, 6)),
        ("ROUND(1e0, 1)", types.DOUBLE),
        ("MOD(1, 2)", types.INTEGER),
        ("DAYS('2026-01-01')", types.BIGINT),
        ("DAYS('2026-01-01', 1)", types.TIMESTAMP),
        ("LEFT(CAST('x' AS NCHAR(1)), 1)", types.LONG_NVARCHAR),
        ("IFNULL(NULL, 1, 2)", types.INTEGER),
        ("NULLIF(1, 2)", types.INTEGER),
    ],
)
def test_result_types(text: str, kind: TypeName) -> None:
    assert values.type_here(parse_expression(text), AloneScope()) == kind
