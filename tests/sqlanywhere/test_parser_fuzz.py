"""Any text: the parser gives a tree or a ParseError with a place in the text; its work grows with the length alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sqlanywhere.errors import ParseError
from tests.sqlanywhere.lexer import tokenize
from tests.sqlanywhere.parser import parse_expression, parse_script, parse_statement, walk
from tests.sqlanywhere.parser.statements import Parser
from tests.sqlanywhere.parser.words import RESERVED

FILES = [path.read_bytes().decode("utf-8") for path in sorted((Path(__file__).parent / "accept").glob("*.sql"))]
SIGNS = ["(", ")", ",", ";", ".", "=", "<>", "||", "+", "-", "*", "/", "%", "?", ":", "[[", "]]", "::", "\n", "\ngo\n"]
FREE = ["a", "t", "@v", "#t", '"q"', "[b]", "1", "1.5", "0x41", "'s'", "N'n'", "varchar", "count", "/* c */", "-- l\n"]
MORE = ["atomic", "others", "result", "schedule", "handler", "returns", "sequence", "role", "type", "service", "event"]
PIECES = sorted(RESERVED) + SIGNS * 4 + FREE * 6 + MORE


def check(text: str) -> None:
    lines = text.removeprefix("\ufeff").split("\n")
    for parse in (parse_script, parse_statement, parse_expression):
        error = refusal(parse, text)
        if error is not None:
            assert 1 <= error.at.line <= len(lines)
            assert 1 <= error.at.column <= len(lines[error.at.line - 1]) + 1
            assert error.message


def refusal(parse: Callable[[str], object], text: str) -> ParseError | None:
    try:
        parse(text)
    except ParseError as error:
        return error
    return None


@given(st.text())
def test_any_text(text: str) -> None:
    check(text)


@given(st.text(alphabet="'\"`[]/*-\\xN0aé@#$ \n\r;:.eE1", max_size=40))
def test_any_beginning_of_a_token(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_any_row_of_words(text: str) -> None:
    check(text)


@given(st.data())
def test_files_with_tokens_lost_doubled_and_moved(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(FILES))
    words = [token.text for token in tokenize(text)]
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(words) - 1))
        match data.draw(st.integers(0, 3)):
            case 0:
                del words[place : place + 1]
            case 1:
                words.insert(place, words[place])
            case 2:
                words.insert(place, data.draw(st.sampled_from(PIECES)))
            case _:
                words[place:] = words[place:][:20]
        words = words or ["a"]
    check(" ".join(words))


@given(st.data())
def test_files_cut_anywhere(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(FILES))
    check(text[: data.draw(st.integers(0, len(text)))])


@pytest.mark.parametrize(
    ("opening", "inside", "closing"),
    [
        ("(", "1", ")"),
        ("f(", "1", ")"),
        ("- ", "1", ""),
        ("NOT ", "a = 1", ""),
        ("CASE WHEN a = 1 THEN ", "1", " END"),
        ("IF a = 1 THEN ", "1", " ENDIF"),
        ("(SELECT ", "1", ")"),
        ("EXISTS (SELECT 1 WHERE ", "a = 1", ")"),
        ("a[[", "1", "]]"),
    ],
)
def test_expressions_nested_without_end(opening: str, inside: str, closing: str) -> None:
    parse_expression(opening * 15 + inside + closing * 15)
    with pytest.raises(ParseError, match="nested too deeply") as found:
        parse_expression(opening * 5000 + inside + closing * 5000)
    assert found.value.sqlcode == -890


@pytest.mark.parametrize(
    ("opening", "inside", "closing"),
    [
        ("BEGIN ", "COMMIT", " END"),
        ("IF 1 = 1 THEN ", "COMMIT", " END IF"),
        ("LOOP ", "COMMIT", " END LOOP"),
        ("CASE WHEN 1 = 1 THEN ", "COMMIT", " END CASE"),
        ("SELECT * FROM (", "SELECT 1 AS a", ") AS t"),
        ("CREATE PROCEDURE p() BEGIN ", "COMMIT", " END"),
    ],
)
def test_statements_nested_without_end(opening: str, inside: str, closing: str) -> None:
    parse_statement(opening * 15 + inside + closing * 15)
    with pytest.raises(ParseError, match="nested too deeply"):
        parse_statement(opening * 5000 + inside + closing * 5000)


def test_types_nested_without_end() -> None:
    parse_statement("CREATE VARIABLE v " + "ARRAY OF " * 15 + "INT")
    with pytest.raises(ParseError, match="nested too deeply"):
        parse_statement("CREATE VARIABLE v " + "ARRAY OF " * 5000 + "INT")


def steps(text: str) -> int:
    parser = Parser(text)
    parser.script("")
    return parser.steps


@pytest.mark.parametrize(
    "piece",
    [
        "SELECT 1;\n",
        "SELECT a, ((b + 1)) AS c FROM t LEFT JOIN (u JOIN v ON 1 = 1) ON t.a = u.a WHERE a IN (1, 2);\ngo\n",
        "CREATE PROCEDURE p(IN a INT) BEGIN DECLARE b INT; SET b = (SELECT MAX(a) FROM t); END;\n",
        "x: BEGIN LEAVE x; END x;\n",
        "GRANT SELECT, UPDATE (a, b) ON t TO u;\n",
        "CHECKPOINT; ALTER VIEW v RECOMPILE;\n",
    ],
)
def test_work_grows_with_the_number_of_statements(piece: str) -> None:
    assert steps(piece * 200) == 200 * steps(piece)


@pytest.mark.parametrize(
    ("head", "piece", "tail"),
    [
        ("SELECT 1", " + a", ""),
        ("SELECT a", " || 'x'", ""),
        ("SELECT a", ", b AS c", " FROM t"),
        ("SELECT a FROM t WHERE a = 1", " OR (b = 2 AND c IN (1, 2))", ""),
        ("SELECT a FROM t", " LEFT JOIN u ON a = b", ""),
        ("SELECT a FROM t WHERE a IN (1", ", 2", ")"),
        ("SELECT 1", " UNION ALL (SELECT 2)", ""),
        ("INSERT INTO t VALUES (1, 2)", ", (1, DEFAULT)", ""),
        ("BEGIN", " SET a = 1;", " END"),
        ("CALL p(1", ", 2", ")"),
        ("CREATE PROCEDURE p(a0 INT", ", IN b INT", ") BEGIN END"),
        ("IF a = 1 THEN COMMIT;", " ELSEIF a = 2 THEN ROLLBACK;", " END IF"),
        ("SELECT CASE a", " WHEN 1 THEN 2", " END"),
        ("CREATE TABLE t (a INT", ", b CHAR(5) NOT NULL DEFAULT 'x'", ")"),
    ],
)
def test_work_grows_with_the_length_of_a_statement(head: str, piece: str, tail: str) -> None:
    def made(times: int) -> str:
        pieces = [piece.replace("IN b", f"IN b{number}") for number in range(times)]
        return head + "".join(pieces) + tail

    base = steps(made(100))
    each = steps(made(200)) - base
    assert steps(made(2000)) == base + 19 * each


def test_long_texts() -> None:
    long = "x" * 2_000_000
    assert parse_expression(f"'{long}'") != parse_expression("'x'")
    assert len(parse_script("COMMIT;" * 20_000).statements) == 20_000
    assert len(list(walk(parse_statement("BEGIN " + "COMMIT;" * 20_000 + " END")))) == 20_001
    with pytest.raises(ParseError, match="semicolon"):
        parse_script("COMMIT " + "go " * 50_000)
    with pytest.raises(ParseError, match="no end"):
        parse_script("/* " * 100_000)
