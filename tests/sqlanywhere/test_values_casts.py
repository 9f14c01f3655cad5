"""Conversions of the model: what each type takes, what it refuses and how."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tests.sqlanywhere import values
from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.parser import parse_expression
from tests.sqlanywhere.runtime import Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import types
from tests.sqlanywhere.values.alone import AloneScope, AloneSession, value_of
from tests.sqlanywhere.values.text import Guid

NOON = dt.datetime(2010, 4, 1, 12, 30, 15, 250000)


def declared(text: str) -> TypeName:
    """The type that `CAST(NULL AS …)` names."""
    found = parse_expression(f"CAST(NULL AS {text})")
    type_name = getattr(found, "type", None)
    assert isinstance(type_name, TypeName)
    return type_name


@pytest.mark.parametrize(
    ("value", "type_text", "expected"),
    [
        ("abc", "VARCHAR(3)", "abc"),
        ("abc  ", "VARCHAR(3)", "abc"),
        ("äöü", "VARCHAR(3 CHAR)", "äöü"),
        ("äöü", "VARCHAR(6)", "äöü"),
        ("x" * 99_999, "LONG VARCHAR", "x" * 99_999),
        (12, "VARCHAR(5)", "12"),
        (Decimal("1.50"), "VARCHAR(5)", "1.50"),
        (1e0, "VARCHAR(5)", "1"),
        (0.1, "VARCHAR(5)", "0.1"),
        (1e20, "VARCHAR(25)", "1e+20"),
        (1.5, "VARCHAR(5)", "1.5"),
        (b"abc", "VARCHAR(5)", "abc"),
        (NOON, "VARCHAR(30)", "2010-04-01 12:30:15.250"),
        (NOON.date(), "VARCHAR(30)", "2010-04-01"),
        (NOON.time(), "VARCHAR(30)", "12:30:15.250"),
        ("abc", "VARBINARY(3)", b"abc"),
        ("é", "VARBINARY(2)", b"\xc3\xa9"),
        (1, "BINARY(4)", b"\0\0\0\1"),
        (-1, "BINARY(4)", b"\xff\xff\xff\xff"),
        (2**40, "BINARY(8)", b"\0\0\1\0\0\0\0\0"),
        (b"\0a", "LONG BINARY", b"\0a"),
        ("12", "INTEGER", 12),
        (" -12 ", "INTEGER", -12),
        ("", "INTEGER", 0),
        (1.9, "INTEGER", 1),
        (Decimal("-1.9"), "INTEGER", -1),
        (b"\x01\x02", "INTEGER", 258),
        (b"\xff\xff\xff\xff", "INTEGER", -1),
        (b"\x00\x80\x00\x00\x01", "INTEGER", -2147483647),
        (b"\xff", "TINYINT", 255),
        (b"\xff", "INTEGER", 255),
        (2, "BIT", 1),
        ("0", "BIT", 0),
        ("12.345", "NUMERIC(5, 2)", Decimal("12.35")),
        ("-0.001", "NUMERIC(5, 2)", Decimal("0.00")),
        ("1e2", "NUMERIC(5, 2)", Decimal("100.00")),
        (".5", "NUMERIC(5, 2)", Decimal("0.50")),
        (7, "NUMERIC(5, 2)", Decimal("7.00")),
        (0.1, "NUMERIC(5, 2)", Decimal("0.10")),
        (7, "MONEY", Decimal("7.0000")),
        ("1.5", "DOUBLE", 1.5),
        (Decimal("0.1"), "REAL", 0.10000000149011612),
        (3, "FLOAT(53)", 3.0),
        ("2010-04-01 12:30:15.25", "TIMESTAMP", NOON),
        (NOON.date(), "TIMESTAMP", dt.datetime(2010, 4, 1)),
        (NOON.time(), "TIMESTAMP", dt.datetime(2026, 1, 2, 12, 30, 15, 250000)),
        (NOON, "DATE", dt.date(2010, 4, 1)),
        (NOON, "TIME", dt.time(12, 30, 15, 250000)),
        (NOON.date(), "TIME", dt.time()),
        (NOON.time(), "DATE", dt.date(2026, 1, 2)),
        (NOON.date(), "DATE", NOON.date()),
        (NOON.time(), "TIME", NOON.time()),
        ("12:30", "DATE", dt.date(2026, 1, 2)),
        ("2010-04-01", "TIME", dt.time()),
        (NOON, "DATETIMEOFFSET", NOON.replace(tzinfo=dt.timezone(dt.timedelta(hours=2)))),
        ("2010-04-01 00:00Z", "DATETIMEOFFSET", dt.datetime(2010, 4, 1, tzinfo=dt.UTC)),
        ("2010-04-01", "DATETIMEOFFSET", dt.datetime(2010, 4, 1, tzinfo=dt.timezone(dt.timedelta(hours=2)))),
        (NOON.date(), "DATETIMEOFFSET", dt.datetime(2010, 4, 1, tzinfo=dt.timezone(dt.timedelta(hours=2)))),
        (NOON.replace(tzinfo=dt.UTC), "TIMESTAMP", NOON),
        (
            "00112233-4455-6677-8899-aabbccddeeff",
            "UNIQUEIDENTIFIER",
            Guid(bytes.fromhex("00112233445566778899aabbccddeeff")),
        ),
        (b"\1\2", "UNIQUEIDENTIFIER", Guid(b"\1\2".ljust(16, b"\0"))),
        (None, "INTEGER", None),
        (7, "NUMERIC", Decimal("7.000000")),
        ("00112233-4455-6677-8899-aabbccddeeff", "UNIQUEIDENTIFIERSTR", "00112233-4455-6677-8899-aabbccddeeff"),
    ],
)
def test_casts(value: Value, type_text: str, expected: Value) -> None:
    found = values.cast(value, declared(type_text), AloneSession())
    assert type(found) is type(expected)
    assert found == expected


@pytest.mark.parametrize(
    ("value", "type_text", "sqlcode"),
    [
        ("abcd", "VARCHAR(3)", -638),
        ("äöü", "VARCHAR(5)", -638),
        ("ab", "VARCHAR", -638),
        (12345, "VARCHAR(3)", -638),
        (b"abcd", "VARBINARY(3)", -638),
        ("x", "INTEGER", -157),
        ("1,5", "NUMERIC(5, 2)", -157),
        ("\N{ARABIC-INDIC DIGIT ONE}", "INTEGER", -157),
        ("0x10", "INTEGER", -157),
        ("1e9999", "INTEGER", -158),
        ("2147483648", "INTEGER", -158),
        (float("inf"), "INTEGER", -158),
        (-1, "TINYINT", -158),
        (256, "TINYINT", -158),
        (40000, "SMALLINT", -158),
        (b"\xff\x80\0\0\1", "INTEGER", -157),
        (Guid(b"\0" * 16), "BIGINT", -157),
        (NOON, "INTEGER", -157),
        (1000, "NUMERIC(5, 2)", -158),
        ("999.996", "NUMERIC(5, 2)", -158),
        (float("nan"), "NUMERIC(5, 2)", -158),
        ("1e200", "NUMERIC(5, 2)", -158),
        (Decimal("1e200"), "NUMERIC(5, 2)", -158),
        (Decimal("1e200"), "INTEGER", -158),
        (b"1", "NUMERIC(5, 2)", -157),
        ("x", "DOUBLE", -157),
        (b"1", "DOUBLE", -157),
        ("1e999", "DOUBLE", -158),
        (1e300, "REAL", -158),
        ("yesterday", "TIMESTAMP", -157),
        ("2010-02-30", "DATE", -157),
        ("24:00", "TIME", -157),
        ("2010-366", "DATE", -157),
        ("13:00pm", "TIME", -157),
        ("2010-04-01 12:00 +15:00", "DATETIMEOFFSET", -157),
        ("", "DATE", -157),
        (5, "DATE", -157),
        (1.5, "VARBINARY(9)", -157),
        ("no uuid", "UNIQUEIDENTIFIER", -157),
        (5, "UNIQUEIDENTIFIER", -157),
        (b"\1" * 17, "UNIQUEIDENTIFIER", -157),
    ],
)
def test_refused_casts(value: Value, type_text: str, sqlcode: int) -> None:
    with pytest.raises(SqlError) as caught:
        values.cast(value, declared(type_text), AloneSession())
    assert caught.value.sqlcode == sqlcode


def test_a_cast_chooses_a_missing_length() -> None:
    """Page "CAST function": CAST(Surname AS CHAR(10)), CAST(1 + 2 AS CHAR)."""
    assert value_of("CAST(1 + 2 AS CHAR)") == "3"
    assert value_of("CAST('abc' AS VARCHAR)") == "abc"
    assert value_of("CAST('abc' AS BINARY)") == b"abc"
    assert value_of("CAST('2000-10-31' AS DATE)") == dt.date(2000, 10, 31)
    assert value_of("CAST('1.25' AS NUMERIC)") == Decimal("1.25")


def test_truncation_is_silent_if_the_option_is_off() -> None:
    """Page "string_rtruncation option"."""
    session = AloneSession(options={"string_rtruncation": "Off"})
    assert values.cast("abcd", declared("VARCHAR(3)"), session) == "abc"
    assert values.cast("aäb", declared("VARCHAR(2)"), session) == "a"
    assert values.cast("äöü", declared("VARCHAR(2 CHAR)"), session) == "äö"
    assert values.cast(b"abcd", declared("BINARY(3)"), session) == b"abc"


def test_numeric_digits_can_be_cut_instead_of_rounded() -> None:
    class Cutting(AloneSession):
        database = SimpleNamespace(assumptions=SimpleNamespace(numeric_rounds=False))

    assert values.cast("12.345", declared("NUMERIC(5, 2)"), Cutting()) == Decimal("12.34")
    assert values.cast("12.345", declared("NUMERIC(5, 2)"), AloneSession()) == Decimal("12.35")


def test_bytes_that_are_no_text_stay() -> None:
    scope = AloneScope()
    assert value_of("CAST(CAST(0x41ff42 AS LONG VARCHAR) AS LONG BINARY)", scope) == b"A\xffB"
    assert value_of("CAST('x' || 0xff AS LONG BINARY)", scope) == b"x\xff"
    assert value_of("LENGTH(CAST(0x41ff42 AS LONG VARCHAR))", scope) == 3
    session = AloneSession(options={"string_rtruncation": "Off"})
    assert values.cast("\udcff\udcfe", declared("VARCHAR(1)"), session) == "\udcff"


@pytest.mark.parametrize(
    ("charset", "text", "encoded"),
    [("cp1252", "é€", b"\xe9\x80"), ("cp1252", "aя", b"a\x1a"), ("utf-8", "\ud800", b"\xef\xbf\xbd")],
)
def test_what_the_charset_lacks_is_substituted(charset: str, text: str, encoded: bytes) -> None:
    """Page "Lossy conversion and substitution characters"."""
    assert values.cast(text, declared("LONG BINARY"), AloneSession(charset=charset)) == encoded


def test_types_that_are_not_modelled() -> None:
    for name in ("varbit", "st_point"):
        with pytest.raises(ModelError):
            values.cast("1", TypeName(name), AloneSession())


def test_text_forms() -> None:
    session = AloneSession()
    guid = Guid(bytes.fromhex("00112233445566778899aabbccddeeff"))
    assert values.to_text(guid, session) == "00112233-4455-6677-8899-aabbccddeeff"
    assert values.to_text(None, session) is None
    assert values.to_text(Decimal("1E+3"), session) == "1000"
    assert type(values.to_text(Spelled("x"), session)) is str


class Spelled(str):
    """A text of another class, as a client may hand it over."""

    __slots__ = ()


@pytest.mark.parametrize(("name", "digits"), [("money", (19, 4)), ("smallmoney", (10, 4)), ("numeric", (30, 6))])
def test_digits(name: str, digits: tuple[int, int]) -> None:
    """Pages "MONEY data type", "SMALLMONEY data type", "NUMERIC data type"."""
    assert types.digits(TypeName(name)) == digits


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (["INTEGER", "BIGINT"], types.BIGINT),
        (["TINYINT", "SMALLINT"], TypeName("smallint")),
        (["UNSIGNED INT", "INTEGER"], types.BIGINT),
        (["UNSIGNED BIGINT", "BIGINT"], TypeName("numeric", 20, 0)),
        (["INTEGER", "DOUBLE"], types.DOUBLE),
        (["NUMERIC(18, 8)", "NUMERIC(10, 2)"], TypeName("numeric", 18, 8)),
        (["VARCHAR(10)", "VARCHAR(20)"], TypeName("varchar", 20)),
        (["VARCHAR(10)", "LONG VARCHAR"], types.LONG_VARCHAR),
        (["VARCHAR(10)", "NVARCHAR(20)"], TypeName("nvarchar", 20, characters=True)),
        (["BINARY(2)", "LONG BINARY"], types.LONG_BINARY),
        (["BINARY(2)", "UNIQUEIDENTIFIER"], types.LONG_BINARY),
        (["DATE", "TIMESTAMP"], types.TIMESTAMP),
        (["DATE", "DATETIMEOFFSET"], types.OFFSET),
        (["DATE", "DATE"], types.DATE),
        (["UNIQUEIDENTIFIER", "UNIQUEIDENTIFIER"], types.UUID),
        (["INTEGER", "VARCHAR(3)"], types.LONG_VARCHAR),
        (["INTEGER", "NCHAR(3)"], types.LONG_NVARCHAR),
    ],
)
def test_supertypes(members: list[str], expected: TypeName) -> None:
    found = [declared(member) for member in members]
    assert values.supertype(found) == expected
    assert values.supertype([*found, types.UNKNOWN]) == expected


@pytest.mark.parametrize(
    ("type_text", "spelled"),
    [
        ("INTEGER", "int"),
        ("VARCHAR(20 CHAR)", "varchar(20 char)"),
        ("VARCHAR(20)", "varchar(20)"),
        ("NUMERIC(18, 8)", "numeric(18,8)"),
    ],
)
def test_types_are_spelled(type_text: str, spelled: str) -> None:
    assert types.spelled(declared(type_text)) == spelled
