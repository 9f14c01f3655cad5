"""Fixtures of the fault suite, and its table at the end of the run."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.fault.postgresql import Postgresql, prepare, running
from tests.fault.stage import Stage
from tests.fault.table import Line, rendered

NOTES = (
    "Lost: acknowledged, but not in journal and history. Doubled: more than one row in either.",
    "Where the answer of a commit gets lost the engine sends it again: one row, with perhaps one hit too many.",
)
LINES = pytest.StashKey[list[Line]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The suite signals processes and looks them up as Linux does.

    Raises:
        UsageError: nothing would strike.
    """
    if config.getoption("fault_rounds") < 1:
        raise pytest.UsageError("--fault-rounds takes a number from 1 on.")
    if not sys.platform.startswith("linux"):
        here = Path(__file__).parent
        for item in items:
            if here in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="the fault suite needs Linux"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The table of all faults."""
    lines = config.stash.get(LINES, [])
    if lines:
        terminalreporter.section("faults")
        for text in rendered(lines):
            terminalreporter.write_line(text)
        for text in NOTES:
            terminalreporter.write_line(text)


@pytest.fixture(scope="session")
def lines(request: pytest.FixtureRequest) -> list[Line]:
    """The table."""
    return request.config.stash.setdefault(LINES, [])


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int:
    """How often a fault that strikes at random moments strikes."""
    return int(request.config.getoption("fault_rounds"))


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> Random:
    """Random moments, others in each test, the same in each run."""
    return Random(request.node.name)  # noqa: S311


@pytest.fixture(scope="session")
def fault_postgresql() -> Iterator[Postgresql]:
    """A PostgreSQL for this suite alone."""
    with (
        tempfile.TemporaryDirectory(prefix="sms-fault-", ignore_cleanup_errors=True) as folder,
        running(Path(folder) / "data") as found,
    ):
        yield found


@pytest.fixture
def server(fault_postgresql: Postgresql) -> Postgresql:
    """That PostgreSQL, running, whatever the last test left behind."""
    fault_postgresql.revive()
    return fault_postgresql


@pytest.fixture(scope="session")
def installed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the provider's account."""
    path = tmp_path_factory.mktemp("fault") / "sms.db"
    prepare(f"sqlite:///{path}")
    return path


@pytest.fixture
def postgresql(server: Postgresql, tmp_path: Path, rounds: int, lines: list[Line], chance: Random) -> Iterator[Stage]:
    """A stage on PostgreSQL, in a database that goes afterwards: recovery after a crash reads the files of all."""
    name = server.new_database()
    yield Stage("postgresql", server.url(name), tmp_path, rounds, lines, chance)
    server.revive()
    server.drop_database(name)


@pytest.fixture
def sqlite(installed_file: Path, tmp_path: Path, rounds: int, lines: list[Line], chance: Random) -> Stage:
    """A stage on SQLite."""
    path = tmp_path / "sms.db"
    shutil.copy(installed_file, path)
    return Stage("sqlite", f"sqlite:///{path}", tmp_path, rounds, lines, chance)


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest) -> Stage:
    """A stage on each engine."""
    found: Stage = request.getfixturevalue(request.param)
    return found
