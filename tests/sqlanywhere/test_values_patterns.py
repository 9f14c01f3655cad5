"""LIKE, SIMILAR TO and REGEXP."""

import pytest

from tests.sqlanywhere import values
from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.parser import parse_expression
from tests.sqlanywhere.values.alone import scope_of


@pytest.mark.parametrize(
    ("text", "pattern", "escape", "expected"),
    [
        # page "LIKE search condition"
        ("abxxbY", "a%b_", None, True),
        ("Tim", "T[oi]m", None, True),
        ("Tam", "T[oi]m", None, False),
        ("Md", "M[^c]", None, True),
        ("Mc", "M[^c]", None, False),
        ("b", "[a-f]", None, True),
        ("TIM", "tim", None, True),
        ("5%", "5!%", "!", True),
        ("5x", "5!%", "!", False),
        ("a[b", "a[b", None, True),
        ("a\nb", "a%b", None, True),
        ("", "%", None, True),
        ("tim ", "tim", None, False),
    ],
)
def test_like(text: str, pattern: str, escape: str | None, expected: bool) -> None:
    assert values.match.like(text, pattern, escape) is expected


def test_like_and_its_relatives_as_conditions() -> None:
    scope = scope_of(a="ABC12", n=None)
    for text, expected in (
        ("a LIKE 'abc%'", True),
        ("a NOT LIKE 'abc%'", False),
        ("n LIKE 'abc%'", None),
        ("a LIKE n", None),
        ("a LIKE 'ABC#1%' ESCAPE n", None),
        ("a SIMILAR TO 'abc[0-9]+'", True),
        ("a SIMILAR TO 'a%'", True),
        ("a SIMILAR TO 'abc'", False),
        ("a REGEXP 'abc[0-9]+'", False),
        ("a REGEXP '[A-Z]+[0-9]+'", True),
        ("a REGEXP '[A-Z]+'", False),
        ("a NOT REGEXP '[A-Z]+'", True),
    ):
        assert values.truth(parse_expression(text), scope) is expected, text


@pytest.mark.parametrize(
    ("text", "pattern", "escape", "expected"),
    [
        # page "SIMILAR TO search condition"
        ("sportscar", "car", None, False),
        ("sportscar", "%car", None, True),
        ("7", "[[:digit:]]", None, True),
        ("a.c", "a.c", None, True),
        ("abc", "a.c", None, False),
        ("abc", "a_c", None, True),
        ("ABAB", "(ab){2,3}", None, True),
        ("[", "\\[", "\\", True),
        ("\\a", "\\a", None, True),
        # blogs.sap.com 2009, Glenn Paulley: postal codes
        ("12345-6789", "([0-9]{5})|([0-9]{5}-[0-9]{4})", None, True),
        ("k1a 0b1", "[A-Z][0-9][A-Z][[:whitespace:]]{1}[0-9][A-Z][0-9]", None, True),
    ],
)
def test_similar(text: str, pattern: str, escape: str | None, expected: bool) -> None:
    assert values.match.similar(text, pattern, escape) is expected


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        # page "LIKE, REGEXP, and SIMILAR TO search conditions": 'A' could never be returned as a match for 'a'
        ("A", "a", False),
        ("carwash", "car", False),
        ("carwash", ".*car.*", True),
        ("abc1", "[a-c]+", False),
        ("12", "[[:digit:]]+", True),
        ("a_b", "a_b", True),
        ("axb", "a_b", False),
    ],
)
def test_regexp(text: str, pattern: str, expected: bool) -> None:
    assert values.match.regexp(text, pattern, None) is expected


def test_patterns_that_are_refused() -> None:
    with pytest.raises(SqlError):
        values.match.like("a", "b", "##")
    with pytest.raises(ModelError):
        values.match.like("a", "b" * 127, None)
    for matcher in (values.match.regexp, values.match.similar):
        with pytest.raises(ModelError):
            matcher("a", "b", "#")
        with pytest.raises(SqlError):
            matcher("a", "(", None)
