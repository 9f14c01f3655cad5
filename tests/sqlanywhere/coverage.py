"""Which statements of sql/sqlanywhere have been executed, in this process and in all of them.

Counted are: each statement in the body of a procedure, function or event, in a batch, in a service; a view when a query
names it; what the programs send (coverage_query.py); any other statement of a file as a whole.
"""

from __future__ import annotations

import argparse
import atexit
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from tests.sqlanywhere import coverage_query, tree
from tests.sqlanywhere.parser import parse_script, walk
from tests.sqlanywhere.tree import Position

Key: TypeAlias = tuple[str, int, int]
"""An object (`procedure sms.sp_sms_update`), and line and column in the text of its CREATE statement."""

FOLDER_VARIABLE = "SA_MODEL_COVERAGE"
"""The environment variable that names the folder where each process leaves what it executed."""

ROOT = Path(__file__).parents[2] / "sql" / "sqlanywhere"
LAST = ROOT.parents[1] / ".pytest_cache" / "sqlanywhere-coverage"
"""Where a pytest session leaves the union."""

EXECUTED: set[Key] = set()


def key(place: str, start: Position, at: Position) -> Key:
    """A statement of an object.

    Args:
        place: the object.
        start: where the text of the object's CREATE statement begins.
        at: where the statement begins, counted in the same text.
    """
    line = at.line - start.line + 1
    return place.casefold(), line, at.column - start.column + 1 if line == 1 else at.column


def recorder(executed: Key | None) -> Callable[[], None]:
    """A function that notes that the statement was executed."""
    if executed is None:
        return _nothing
    add = EXECUTED.add

    def note() -> None:
        add(executed)

    return note


def _nothing() -> None:
    """A statement that belongs to no object."""


def note_relation(owner: str, name: str) -> None:
    """A query named a table or view."""
    EXECUTED.add(_relation(owner, name))


def _relation(owner: str, name: str) -> Key:
    return f"relation {owner}.{name}".casefold(), 1, 1


def note_client(text: str) -> None:
    """A client sent this statement."""
    EXECUTED.update((name, 1, 1) for name in coverage_query.names_of(ROOT, text))


def routine_place(statement: tree.CreateProcedure | tree.CreateFunction, owner: str) -> str:
    """What a procedure or function is called here."""
    kind = "function" if isinstance(statement, tree.CreateFunction) else "procedure"
    return f"{kind} {owner}.{statement.name.name}"


def event_place(name: str) -> str:
    """What an event is called here: its name alone, since there is one event of a name."""
    return f"event {name}"


def trigger_place(name: str) -> str:
    """What a trigger is called here."""
    return f"trigger {name}"


def text_place(statement: tree.Statement) -> str | None:
    """What a client's own statement is called here: it is known by what it says, wherever it stood.

    None: a query or a call, which are no definitions.
    """
    if isinstance(statement, tree.QueryStatement | tree.Call):
        return None
    return f"text {hashlib.sha256(repr(statement).encode()).hexdigest()[:20]}"


def save(folder: Path, executed: set[Key] | None = None) -> None:
    """Leave what was executed in a folder, for `gather`.

    Args:
        folder: where; each server process leaves a file of its own there.
        executed: by all processes of a session; None: by this one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{os.getpid()}.json" if executed is None else "session.json"
    (folder / name).write_text(json.dumps(sorted(EXECUTED if executed is None else executed)), encoding="utf-8")


def gather(folder: Path) -> set[Key]:
    """What this process executed, and what others left in the folder."""
    found = set(EXECUTED)
    for file in folder.glob("*.json"):
        found.update((place, line, column) for place, line, column in json.loads(file.read_text(encoding="utf-8")))
    return found


def save_at_exit() -> None:
    """Let a server process that a test started tell at its end what it executed, if the test wants to know."""
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder:
        atexit.register(save, Path(folder))


@dataclass(frozen=True, slots=True)
class FileCoverage:
    """How much of a file was executed; `missing` are lines of the file."""

    file: str
    statements: int
    executed: int
    missing: tuple[int, ...]


def report(executed: set[Key], root: Path = ROOT) -> list[FileCoverage]:
    """The coverage of each file.

    Raises:
        ParseError: a file cannot be parsed.
    """
    return [_file(file, executed, root) for file in files(root)]


def files(root: Path = ROOT) -> list[Path]:
    """The files that are counted."""
    sent = coverage_query.files(root)
    others = (f for f in root.rglob("*.sql") if f.relative_to(root).parts[0] not in coverage_query.FOLDERS)
    return sorted([*others, *sent])


def _file(file: Path, executed: set[Key], root: Path) -> FileCoverage:
    if file.parent.name in coverage_query.FOLDERS:
        wanted: list[tuple[Key, int]] = [((name, 1, 1), line) for name, line in coverage_query.expected(file)]
    else:
        wanted = list(expected(file.read_text(encoding="utf-8"), file.name))
    missing = sorted({line for statement, line in wanted if statement not in executed})
    done = sum(1 for statement, _ in wanted if statement in executed)
    return FileCoverage(str(file.relative_to(root)), len(wanted), done, tuple(missing))


def expected(text: str, name: str = "") -> Iterator[tuple[Key, int]]:
    """What has to be executed of a file's text, each with its line in the file."""
    for statement in parse_script(_filled(text), name).statements:
        line = statement.at.line
        match statement:
            case tree.CreateProcedure() | tree.CreateFunction():
                place = routine_place(statement, statement.name.owner or "dba")
                yield from _inside(statement.body, place, statement.at)
            case tree.CreateEvent(handler=tree.Compound() as handler):
                yield from _inside(handler, event_place(statement.name.name), statement.at)
            case tree.CreateTrigger():
                yield from _inside(statement.body, trigger_place(statement.name.name), statement.at)
            case tree.CreateView():
                yield _relation(statement.name.owner or "dba", statement.name.name), line
            case tree.CreateService(statement=tree.Statement() as inner):
                yield service_key(inner), line
            case tree.Compound() | tree.IfStatement():
                yield from _inside(statement, text_place(statement) or "", statement.at)
            case _:
                place_ = text_place(statement)
                if place_ is not None:
                    yield (place_, 1, 1), line


def service_key(statement: tree.Statement) -> Key:
    """A service's statement: known by the procedure that it calls, since a file of services is a template of many."""
    said = str(statement.name) if isinstance(statement, tree.Call) else repr(statement)
    return f"service {hashlib.sha256(said.encode()).hexdigest()[:20]}", 1, 1


def _filled(text: str) -> str:
    """A template's text with something in its places, so that it can be parsed."""
    words = {"verb": "CREATE", "secure": "OFF", "state": "ENABLE"}
    return re.sub(r"\{([a-z]+)\}", lambda place: words.get(place[1], place[1]), text)


def _inside(statement: tree.Statement, place: str, start: Position) -> Iterator[tuple[Key, int]]:
    for inner in walk(statement):
        yield key(place, start, inner.at), inner.at.line


def table(coverage: Sequence[FileCoverage]) -> str:
    """The report as text, the files that are whole left out."""
    lines = [
        f"{one.file:50} {one.executed:4} of {one.statements:4}  missing lines {_ranges(one.missing)}"
        for one in coverage
        if one.missing
    ]
    statements, executed = sum(one.statements for one in coverage), sum(one.executed for one in coverage)
    lines.append(f"{'sql/sqlanywhere':50} {executed:4} of {statements:4}  {percent(coverage):.1f} %")
    return "\n".join(lines)


def percent(coverage: Sequence[FileCoverage]) -> float:
    """How much of all files was executed."""
    statements = sum(one.statements for one in coverage)
    return 100.0 * sum(one.executed for one in coverage) / statements if statements else 100.0


def _ranges(lines: Sequence[int]) -> str:
    return ", ".join(str(line) for line in lines)


def main(argv: Sequence[str]) -> int:
    """`python -m tests.sqlanywhere coverage [FOLDER]`: the report of what was executed; 1 below 100 %."""
    parser = argparse.ArgumentParser(prog="python -m tests.sqlanywhere coverage")
    parser.add_argument("folder", nargs="?", type=Path, default=LAST, help="default: what the last pytest session left")
    found = report(gather(parser.parse_args(argv).folder))
    sys.stdout.write(table(found) + "\n")
    return 0 if all(not one.missing for one in found) else 1
