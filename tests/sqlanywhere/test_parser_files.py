"""Files that the parser takes and files that it refuses: accept/ and refuse/."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ParseError
from tests.sqlanywhere.lexer import Kind, tokenize
from tests.sqlanywhere.parse import Report, summary
from tests.sqlanywhere.parser import parse_script, walk
from tests.sqlanywhere.parser.words import RESERVED

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "sql" / "sqlanywhere"
TAKEN = {
    "administration": "21 statements: 21 administrative",
    "batch": "5 statements: 1 if, 2 begin, 1 case, 1 for loop",
    "data": (
        "30 statements: 6 insert, 4 update, 3 delete, 2 merge, 1 truncate table, 2 lock table, 3 call, 1 commit, "
        "3 rollback, 1 savepoint, 1 release savepoint, 1 create variable, 1 set variable, 1 drop variable"
    ),
    "events": (
        "23 statements: 4 create event, 7 alter event, 1 administrative, 1 drop event, 1 trigger event, 1 call, "
        "2 alter service, 3 create service, 1 drop service, 2 comment"
    ),
    "expressions": "1 statement: 1 select",
    "lexical": "1 statement: 1 select",
    "procedure": ("9 statements: 4 create procedure, 3 create function, 1 administrative, 1 alter function"),
    "queries": "12 statements: 12 select",
    "separators": "5 statements: 2 create procedure, 1 grant, 1 comment, 1 set option",
    "seventeen": "2 statements: 1 create variable, 1 create procedure",
    "stored_form": "2 statements: 1 alter procedure, 1 create trigger",
    "tables": (
        "32 statements: 5 create table, 2 alter table, 3 create index, 2 create view, 1 alter view, 1 administrative, "
        "2 create domain, 1 create sequence, 1 drop table, 1 drop view, 1 drop index, 1 drop trigger, "
        "1 drop procedure, 1 drop function, 1 drop materialized view, 1 drop sequence, 1 drop domain, 6 comment"
    ),
    "triggers": "5 statements: 3 create trigger, 1 alter trigger, 1 drop trigger",
    "users": (
        "30 statements: 4 create user, 1 alter user, 13 grant, 3 create role, 5 revoke, 1 drop role, 1 drop user, "
        "2 comment"
    ),
    "variants": (
        "26 statements: 1 message, 1 begin, 1 insert, 2 update, 2 delete, 6 select, 1 create table, 2 alter table, "
        "1 drop index, 1 create event, 1 create service, 1 create function, 1 create trigger, 1 create user, "
        "1 administrative, 1 alter event, 1 create domain, 1 create variable"
    ),
    "windows": "2 statements: 1 create table, 1 select",
}
"""What each file of accept/ holds."""
ACCEPT = sorted((HERE / "accept").glob("*.sql"))
REFUSE = sorted((HERE / "refuse").glob("*.sql"))
WHOLE = [path for path in sorted(SHIPPED.glob("*/*.sql")) if not re.search(r"\{\w+\}", path.read_text("utf-8"))]
"""What is shipped, but for the templates that the installer fills first."""


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def test_each_file_of_accept_is_known() -> None:
    assert {path.stem for path in ACCEPT} == TAKEN.keys()


@pytest.mark.parametrize("path", ACCEPT, ids=lambda path: path.stem)
def test_taken(path: Path) -> None:
    report = Report(path.name)
    report.count_statements(parse_script(text_of(path)).statements)
    assert summary(report.kinds) == TAKEN[path.stem]


@pytest.mark.parametrize("path", REFUSE, ids=lambda path: path.stem)
def test_refused(path: Path) -> None:
    text = text_of(path)
    head = re.match(r"-- (\d+):(\d+) (.+)\n", text)
    assert head, "the first line holds line:column and a word of the message"
    with pytest.raises(ParseError) as found:
        parse_script(text)
    assert f"{found.value.at.line}:{found.value.at.column}" == f"{head[1]}:{head[2]}"
    assert head[3].lower() in found.value.message.lower()


@pytest.mark.parametrize("path", REFUSE, ids=lambda path: path.stem)
def test_a_refusal_names_the_word_at_its_place(path: Path) -> None:
    text = text_of(path)
    with pytest.raises(ParseError) as found:
        parse_script(text)
    near = re.search(r"near '(.+?)…?':", found.value.message)
    if near:
        line = text.splitlines()[found.value.at.line - 1]
        assert line[found.value.at.column - 1 :].startswith(near[1])


@pytest.mark.parametrize("path", ACCEPT, ids=lambda path: path.stem)
def test_places_are_those_of_the_file(path: Path) -> None:
    text = text_of(path)
    starts = {token.at for token in tokenize(text)}
    for statement in parse_script(text).statements:
        for inner in walk(statement):
            assert inner.at in starts
            assert statement.at <= inner.at


def respaced(text: str, between: str) -> str:
    """The text with something put before every token; a line `go` stays alone."""
    parts: list[str] = []
    tokens = tokenize(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        glued = before is not None and before.end == token.start and before.key in {":", "<number>"}
        alone = token.kind is Kind.GO or (before is not None and before.kind is Kind.GO)
        if alone:
            parts.append("\n")
        elif not glued and not (before and before.kind is Kind.WORD and token.key == "."):
            parts.append(between)
        parts.append(token.text)
    return "".join(parts)


def bare(statement: tree.Statement) -> tree.Statement:
    """A statement without what it keeps of the text itself."""
    if isinstance(statement, tree.CreateProcedure | tree.CreateFunction):
        statement = replace(statement, body=bare(statement.body))
    for name in ("statement_text", "text"):
        if hasattr(statement, name):
            statement = replace(statement, **{name: ""})  # type: ignore[arg-type]
    return statement


@pytest.mark.parametrize("between", [" ", "\r\n", "/* /* */ */", " -- x\n", " // it's\r\n"])
@pytest.mark.parametrize("path", ACCEPT, ids=lambda path: path.stem)
def test_blanks_and_comments_mean_nothing(path: Path, between: str) -> None:
    text = text_of(path)
    one = [bare(statement) for statement in parse_script(text).statements]
    other = [bare(statement) for statement in parse_script(respaced(text, between)).statements]
    assert [type(statement) for statement in other] == [type(statement) for statement in one]
    assert other == one


@pytest.mark.parametrize("path", ACCEPT, ids=lambda path: path.stem)
def test_words_have_no_case(path: Path) -> None:
    text = text_of(path)
    turned = list(text)
    for token in tokenize(text):
        if token.kind is Kind.WORD and token.key in RESERVED:
            turned[token.start : token.end] = token.text.swapcase()
    one, other = parse_script(text).statements, parse_script("".join(turned)).statements
    assert [type(statement) for statement in other] == [type(statement) for statement in one]
    counts = [[type(inner) for inner in walk(statement)] for statement in one]
    assert [[type(inner) for inner in walk(statement)] for statement in other] == counts


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_shipped_is_taken(path: Path) -> None:
    assert parse_script(text_of(path)).statements
