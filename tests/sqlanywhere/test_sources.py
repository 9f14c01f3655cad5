"""Each source that the code cites is on docs/sqlanywhere-sources.md, and the page has no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = [*ROOT.glob("tests/**/*.py"), *ROOT.glob("sms_callback/**/*.py"), *ROOT.glob("sql/sqlanywhere/**/*.sql")]
PAGE = ROOT / "docs" / "sqlanywhere-sources.md"

_CITED = re.compile(r"\bsources((?:(?:,|\s|#|and|to|\bor\b)+[A-Z]\d{1,2}\b)+)")
_ID = re.compile(r"([A-Z])(\d+)(?:\s+to\s+[A-Z](\d+))?")


def cited(text: str) -> Iterator[str]:
    """`sources H1 to H3, U4 and P15`: six of them."""
    for found in _CITED.finditer(text):
        for letter, first, last in _ID.findall(found[1]):
            yield from (f"{letter}{number}" for number in range(int(first), int(last or first) + 1))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("(sources H11)", ["H11"]),
        ("sources H1 to H3, U4 and P15; D16 says so", ["H1", "H2", "H3", "U4", "P15"]),
        ("# (sources\n    # P6, P15). `source` keeps", ["P6", "P15"]),
        ("other sources of 2010", []),
    ],
)
def test_what_counts_as_a_citation(text: str, ids: list[str]) -> None:
    assert list(cited(text)) == ids


def test_every_source_that_is_cited_is_on_the_page_and_no_other() -> None:
    page = re.findall(r"(?m)^\| ([A-Z]\d+) \|", PAGE.read_text(encoding="utf-8"))
    found = {one for file in CODE if file != Path(__file__) for one in cited(file.read_text(encoding="utf-8"))}
    assert sorted(page) == sorted({*page})
    assert found == {*page}
