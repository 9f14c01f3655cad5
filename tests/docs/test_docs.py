"""The documentation says what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.tables_page import PAGE, render

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("*/*.md")])


def test_tables_page_is_what_the_catalogue_says(installed_postgresql_url: str) -> None:
    assert PAGE.read_text(encoding="utf-8") == render(installed_postgresql_url), "run: python -m tests.docs.tables_page"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    gone = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert gone == []


def test_ci_runs_the_command_that_the_readme_prints() -> None:
    printed = [line.strip() for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()]
    pattern = re.search(r"grep -m 1 -E '([^']+)' README.md", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    assert pattern is not None
    commands = [line for line in printed if re.search(pattern[1].replace("^ +", "^"), line)]
    assert len(commands) == 1
    assert commands[0].endswith("/pytest")
