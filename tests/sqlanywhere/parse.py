"""`python -m tests.sqlanywhere parse FILE…`: what statements a file holds, or its first error."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ParseError
from tests.sqlanywhere.parser import parse_script


@dataclass(slots=True)
class Report:
    """What was found in one file; `error` is None if it could be parsed."""

    file: str
    kinds: Counter[str] = field(default_factory=Counter)
    error: str | None = None
    at: tree.Position = tree.NOWHERE
    sqlcode: int = 0

    @property
    def count(self) -> int:
        return sum(self.kinds.values())

    def count_statements(self, statements: Sequence[tree.Statement]) -> None:
        """Note what kinds of statements there are."""
        self.kinds.update(kind_of(statement) for statement in statements)

    def line(self) -> str:
        """The report as one line of text."""
        if self.error is not None:
            return f"{self.file}:{self.at.line}:{self.at.column}: {self.error}"
        return f"{self.file}: {summary(self.kinds)}"

    def as_dict(self) -> dict[str, object]:
        """The report for `--json`."""
        if self.error is not None:
            place = {"line": self.at.line, "column": self.at.column}
            return {"file": self.file, "error": self.error, "sqlcode": self.sqlcode, **place}
        return {"file": self.file, "statements": self.count, "kinds": dict(self.kinds)}


def summary(kinds: Counter[str]) -> str:
    """`3 statements: 1 create procedure, 2 comment`."""
    total = sum(kinds.values())
    head = f"{total} statement{'' if total == 1 else 's'}"
    return f"{head}: {', '.join(f'{number} {kind}' for kind, number in kinds.items())}" if kinds else head


def kind_of(statement: tree.Statement) -> str:
    """What a person calls a statement: `create procedure`, `alter service`, `grant`."""
    if isinstance(statement, tree.QueryStatement):
        return "select"
    if isinstance(statement, tree.Compound):
        return "begin"
    if isinstance(statement, tree.Drop):
        return f"drop {statement.kind.lower()}"
    if isinstance(statement, tree.Grant) and statement.revoke:
        return "revoke"
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", type(statement).__name__).lower()
    if getattr(statement, "alter", False):
        words = words.replace("create", "alter")
    return words.removesuffix(" statement")


def read(path: str) -> Report:
    """Parse one file; a file that cannot be read is reported as an error too."""
    report = Report(path)
    try:
        text = Path(path).read_bytes().decode("utf-8")
        script = parse_script(text, path)
    except ParseError as error:
        report.error, report.at, report.sqlcode = error.message, error.at, error.sqlcode
    except UnicodeDecodeError as error:
        report.error = f"the file is not UTF-8 (byte {error.start})"
    except OSError as error:
        report.error = f"cannot be read: {error.strerror}"
    else:
        report.count_statements(script.statements)
    return report


def main(argv: Sequence[str]) -> int:
    """Parse the files named; 1 if one of them cannot be parsed.

    Args:
        argv: the arguments after `parse`.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.sqlanywhere parse", description=__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(argv)
    reports = [read(file) for file in options.files]
    failed = sum(report.error is not None for report in reports)
    kinds: Counter[str] = Counter()
    for report in reports:
        kinds += report.kinds
    if options.json:
        files = [report.as_dict() for report in reports]
        total = {"files": len(reports), "failed": failed, "statements": sum(kinds.values()), "kinds": dict(kinds)}
        lines = [json.dumps({"files": files, "total": total})]
    else:
        count = f"{len(reports)} file{'' if len(reports) == 1 else 's'}, {failed} failed; {summary(kinds)}"
        lines = [*(report.line() for report in reports), count]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if failed else 0
