"""String functions and codings; most cases are the examples of the manual's page on the function."""

import base64
import hashlib

import pytest

from tests.sqlanywhere import values
from tests.sqlanywhere.runtime import Value
from tests.sqlanywhere.values.alone import AloneScope, AloneSession, scope_of, value_of
from tests.sqlanywhere.values.text import Guid


def same(found: Value, expected: Value) -> bool:
    return type(found) is type(expected) and found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # page "LENGTH function", "BYTE_LENGTH function"
        ("LENGTH('chocolate')", 9),
        ("LENGTH('a ')", 2),
        ("LENGTH('äö')", 2),
        ("CHAR_LENGTH(12)", 2),
        ("LENGTH(0x410042)", 3),
        ("BYTE_LENGTH('äö')", 4),
        ("BYTE_LENGTH(0x4142)", 2),
        ("LENGTH(NULL)", None),
        # pages "SUBSTRING function", "ansi_substring option"
        ("SUBSTRING('back yard', 1, 4)", "back"),
        ("SUBSTRING('back yard', 6)", "yard"),
        ("SUBSTRING('abcdefgh', -2, 4)", "a"),
        ("SUBSTRING('abcdefgh', 0, 4)", "abc"),
        ("SUBSTR('abcdefgh', 9, 4)", ""),
        ("SUBSTR('abcdefgh', -9, 4)", ""),
        ("SUBSTR(0x414243, 2, 1)", b"B"),
        ("SUBSTR(12345, 2, 2)", "23"),
        ("SUBSTR('abc', NULL)", None),
        # page "BYTE_SUBSTR function"
        ("BYTE_SUBSTR('hello', 2, 3)", "ell"),
        ("BYTE_SUBSTR(0xfe01, 2, 1)", b"\x01"),
        ("BYTE_SUBSTR('hello', -3, 2)", "ll"),
        ("CAST(BYTE_SUBSTR('é', 1, 1) AS LONG BINARY)", b"\xc3"),
        # pages "LEFT function", "RIGHT function"
        ("LEFT('chocolate', 5)", "choco"),
        ("RIGHT('chocolate', 5)", "olate"),
        ("RIGHT('chocolate', 0)", ""),
        ("LEFT('ab', 5)", "ab"),
        ("LEFT(0x414243, 2)", b"AB"),
        ("RIGHT(0x414243, 2)", b"BC"),
        # page "LOCATE function"
        ("LOCATE('office party this week - rsvp as soon as possible', 'party', 2)", 8),
        ("LOCATE('abcabc', 'B', 3)", 5),
        ("LOCATE('abcabc', 'x')", 0),
        ("LOCATE('abcabc', '')", 1),
        ("LOCATE('a,b,c', ',', 3)", 4),
        ("LOCATE('c:/test/functions/locate.sql', '/', -1)", 18),
        ("LOCATE('c:/test/functions/locate.sql', '/', -12)", 8),
        ("LOCATE('éÉ', 'É')", 1),
        ("LOCATE('abc', REPEAT('b', 256))", None),
        ("CHARINDEX('K', 'tackle')", 4),
        # page "REPLACE function"; forum 22067
        ("REPLACE('xx.def.xx.ghi', 'xx', 'abc')", "abc.def.abc.ghi"),
        ("REPLACE('abc', 'A', 'X')", "Xbc"),
        ("REPLACE('abc', '', 'X')", "abc"),
        ("REPLACE('a.b', '.', '')", "ab"),
        ("REPLACE(CAST('abc' AS VARBINARY), CAST('A' AS VARBINARY), CAST('X' AS VARBINARY))", "Xbc"),
        # pages "LOWER function" … "SPACE function"
        ("LOWER('Hello')", "hello"),
        ("UCASE('Straße')", "STRAßE"),
        ("TRIM('  chocolate  ')", "chocolate"),
        ("LTRIM('  test  ')", "test  "),
        ("RTRIM('  test  ')", "  test"),
        ("REVERSE('abc')", "cba"),
        ("REVERSE(0x4142)", b"BA"),
        ("REPEAT('repeat', 3)", "repeatrepeatrepeat"),
        ("REPLICATE('a', -1)", ""),
        ("REPEAT(0x41, 2)", b"AA"),
        ("SPACE(3)", "   "),
        # page "STRING function"
        ("STRING('testing', NULL, 123)", "testing123"),
        ("STRING(NULL)", None),
        ("STRING(1.50, CAST('2026-01-02' AS DATE))", "1.502026-01-02"),
        # pages "STUFF function", "INSERTSTR function", "PATINDEX function"
        ("STUFF('chocolate pie', 11, 3, 'cake')", "chocolate cake"),
        ("INSERTSTR(0, 'office', 'back')", "backoffice"),
        ("PATINDEX('%hoco%', 'chocolate')", 2),
        ("PATINDEX('%4_5_', '0a1A 2a3A 4a5A')", 11),
        ("PATINDEX('%x%', 'chocolate')", 0),
        ("PATINDEX('choc%', 'chocolate')", 1),
        ("PATINDEX('%', 'chocolate')", 1),
        # pages "CHAR function", "ASCII function", "UNISTR function", "UNICODE function", "NCHAR function"
        ("CHAR(89)", "Y"),
        ("CHAR(256)", None),
        ("CHAR(-1)", None),
        ("ASCII('Z')", 90),
        ("ASCII('')", 0),
        ("ASCII('é')", 195),
        ("UNICODE('é')", 233),
        ("UNICODE('')", 0),
        (r"UNISTR('a\\u00e9\\U01F600\\\\')", "aé\N{GRINNING FACE}\\"),
        # page "REGEXP_SUBSTR function"
        ("REGEXP_SUBSTR('abc12def345', '[0-9]+')", "12"),
        ("REGEXP_SUBSTR('abc12def345', '[[:digit:]]+', 1, 2)", "345"),
        ("REGEXP_SUBSTR('abc', '[0-9]+')", None),
        # page "COMPARE function"
        ("COMPARE('abc', 'ABC', 'char_collation')", 0),
        ("COMPARE('abc', 'b', 'db_collation')", -1),
        # page "CSCONVERT function"
        ("CAST(CSCONVERT('é', 'iso-8859-1') AS LONG BINARY)", b"\xe9"),
        ("CSCONVERT(0xe9, 'utf-8', 'windows-1252')", b"\xc3\xa9"),
        ("CSCONVERT('é', 'utf-8', 'db_charset')", "é"),
        ("CAST(CSCONVERT('я', 'cp1252') AS LONG BINARY)", b"\x1a"),
        ("CSCONVERT('', 'cp1252')", ""),
        ("TO_CHAR(0xe9, 'cp1252')", "é"),
        ("TO_CHAR('é')", "é"),
        ("TO_NCHAR(0xe9, 'cp1252')", "é"),
        ("TO_NCHAR('é')", "é"),
        # pages "HTML_ENCODE function", "HTTP_ENCODE function" …
        ("HTML_ENCODE('<hr size=10>')", "&lt;hr size=10&gt;"),
        ("HTML_ENCODE(CHAR(10))", "&#x0a;"),
        ("HTML_DECODE('&lt;&amp;&quot;&#39;')", "<&\"'"),
        ("HTTP_ENCODE('/opt&id=123&text=''oid:c$09o9''')", "/opt%26id=123%26text='oid:c$09o9'"),
        ("HTTP_ENCODE('é %')", "%C3%A9%20%25"),
        ("HTTP_DECODE('http%3A%2F%2Fexample.com')", "http://example.com"),
        ("HTTP_DECODE('a+b%')", "a+b%"),
    ],
)
def test_strings(text: str, expected: Value) -> None:
    assert same(value_of(text), expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SUBSTRING('abcdefgh', -2, 4)", "gh"),
        ("SUBSTRING('abcdefgh', 4, -2)", "cd"),
        ("SUBSTRING('abcdefgh', 0, 4)", "abcd"),
    ],
)
def test_substring_without_ansi(text: str, expected: str) -> None:
    """Page "ansi_substring option"."""
    assert value_of(text, AloneScope(AloneSession(options={"ansi_substring": "Off"}))) == expected


def test_hash() -> None:
    """Facts F1: lower-case hex of the bytes of the database's charset."""
    scope = scope_of(a="Grüße")
    for name in ("MD5", "SHA1", "SHA256"):
        assert (
            value_of(f"HASH(a, '{name}')", scope)
            == hashlib.new(name, "Grüße".encode(), usedforsecurity=False).hexdigest()
        )
    assert value_of("HASH(a)", scope) == hashlib.new("md5", "Grüße".encode(), usedforsecurity=False).hexdigest()
    scope.session.charset = "cp1252"
    assert value_of("HASH(a)", scope) == hashlib.new("md5", "Grüße".encode("cp1252"), usedforsecurity=False).hexdigest()
    assert value_of("HASH(0x00ff)") == hashlib.new("md5", b"\x00\xff", usedforsecurity=False).hexdigest()


def test_nchar() -> None:
    """Page "NCHAR function"."""
    nchar = values.BUILTINS["nchar"].call
    assert [nchar(AloneSession(), (code,)) for code in (233, 0xD800, None)] == ["é", None, None]


def test_base64() -> None:
    assert value_of("BASE64_ENCODE(0x00ff)") == base64.b64encode(b"\x00\xff").decode()
    assert value_of("BASE64_DECODE('AP8=')") == b"\x00\xff"


def test_uuids() -> None:
    first, second = value_of("NEWID()"), value_of("NEWID()")
    assert isinstance(first, Guid)
    assert first != second
    assert (
        value_of("UUIDTOSTR(STRTOUUID('00112233-4455-6677-8899-aabbccddeeff'))")
        == "00112233-4455-6677-8899-aabbccddeeff"
    )
    for text in ("UUIDTOSTR(NEWID())", "STRING(NEWID())", "NEWID() || NULL", "CAST(NEWID() AS VARCHAR(36))"):
        assert value_of(f"LENGTH({text})") == 36
