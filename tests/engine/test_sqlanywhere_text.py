"""What a client must know of Watcom SQL: where statements end, parameters by name, whose tables are meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_callback.engine.sqlanywhere_text import numbered, owned, statements
from tests.sqlanywhere.parser import parse_script, parse_statement

SQL = Path(__file__).parents[2] / "sql"
ACCEPTED = Path(__file__).parents[1] / "sqlanywhere" / "accept"
FILES = [
    file
    for folder in ("sqlanywhere", "provider", "reference")
    for file in sorted((SQL / folder).rglob("*.sql"))
    if "{" not in file.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: "/".join(file.parts[-2:]))
def test_each_shipped_file_is_split_as_the_server_would(file: Path) -> None:
    """A template of the installer is not yet a statement."""
    text = file.read_text(encoding="utf-8")
    if file.parent.name == "query":
        text = numbered(text)[0]
    pieces = [parse_statement(piece) for piece in statements(text)]
    assert pieces == list(parse_script(text).statements)
    assert pieces


@pytest.mark.parametrize("file", sorted(ACCEPTED.rglob("*.sql")), ids=lambda file: file.name)
def test_each_accepted_file_is_split_as_the_server_would(file: Path) -> None:
    """A type that one statement makes and the next one uses is known to the whole file alone."""
    text = file.read_text(encoding="utf-8")
    pieces = list(statements(text))
    whole = list(parse_script(text).statements)
    assert len(pieces) == len(whole)
    assert list(parse_script("\n;\n".join(pieces)).statements) == whole


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("-- only; a comment", 0),
        (";;", 0),
        ("SELECT 1", 1),
        ("SELECT ';' -- ;\n; SELECT \";\" /* ; */ // ;\n; SELECT [a;b] FROM t", 3),
        ("SELECT 'it''s;'; SELECT 'a\\';", 2),
        ("BEGIN SELECT 1; SELECT CASE WHEN 1 = 1 THEN 2 END; END; SELECT 3", 2),
        ("IF NOT EXISTS (SELECT 1) THEN CREATE USER u; END IF; SELECT IF 1 = 1 THEN 2 ELSE 3 ENDIF; SELECT 3", 3),
        ("DROP TABLE IF EXISTS t; CREATE TABLE IF NOT EXISTS t (a INT); SELECT 1", 3),
        ("BEGIN CASE x WHEN 1 THEN SET a = 1; END CASE; lbl: LOOP LEAVE lbl; END LOOP lbl; END; SELECT 1", 2),
        ("BEGIN FOR a AS b CURSOR FOR SELECT 1 DO SET x = 1; END FOR; END; SELECT 1", 2),
        ("BEGIN WHILE 1 = 1 LOOP SET x = 1; END LOOP; END; SELECT 1", 2),
        ("SELECT 1\ngo\nSELECT 2\n  GO  -- now\n;SELECT 'go\n'", 3),
        ("SELECT a.begin, b.case FROM t; SELECT 1", 2),
    ],
)
def test_statements_are_counted(text: str, count: int) -> None:
    assert len(list(statements(text))) == count


PIECES = ["a", "'", '"', ";", "--", "/*", "*/", "\n", " ", ":n", "\\", "BEGIN", "END", "go", "IF", "?", "sms_x", "FROM"]


@given(st.lists(st.sampled_from(PIECES)))
def test_nothing_is_lost_and_nothing_fails(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = "".join(statements(text))
    assert sorted(found.replace(";", "")) != [] or not found
    assert all(piece.strip() in text for piece in statements(text))
    assert numbered(text)[0].count("?") >= len(numbered(text)[1])
    assert owned(text).replace("sms.", "") == text.replace("sms.", "")


def test_named_parameters_become_marks_in_their_order() -> None:
    text = "SELECT ':no', \"c:no\", [d:no], :b, a = :a -- :no\n/* :no */ // :no\nWHERE x IN (:b, :_1) AND 'a':no;\n"
    statement, names = numbered(text)
    assert names == ("b", "a", "b", "_1", "no")
    assert statement == "SELECT ':no', \"c:no\", [d:no], ?, a = ? -- :no\n/* :no */ // :no\nWHERE x IN (?, ?) AND 'a'?"
    assert numbered("lbl: SELECT 1") == ("lbl: SELECT 1", ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT INTO sms_a (b) VALUES ('FROM sms_c')", "INSERT INTO sms.sms_a (b) VALUES ('FROM sms_c')"),
        ("-- x\nupdate sms_a set sms_b = 1", "-- x\nupdate sms.sms_a set sms_b = 1"),
        ("DELETE FROM sms.sms_a", "DELETE FROM sms.sms_a"),
        ("SELECT 1 FROM v_sms_a JOIN sms_b ON sms_b.x = 1", "SELECT 1 FROM sms.v_sms_a JOIN sms.sms_b ON sms_b.x = 1"),
        ("SELECT 1 FROM ours", "SELECT 1 FROM ours"),
        ("CREATE VIEW v AS SELECT 1 FROM sms_a", "CREATE VIEW v AS SELECT 1 FROM sms_a"),
    ],
)
def test_plain_statements_mean_our_tables(text: str, expected: str) -> None:
    assert owned(text) == expected
