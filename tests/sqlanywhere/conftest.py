"""Fixtures of the model, and the coverage of sql/sqlanywhere over all tests of a session."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sqlanywhere import coverage
from tests.sqlanywhere.installed import client, objects  # noqa: F401
from tests.sqlanywhere.machine import Connection, Database


def pytest_configure(config: pytest.Config) -> None:
    """Name the folder where the processes of this session leave what they executed: one a session, others may run."""
    os.environ[coverage.FOLDER_VARIABLE] = tempfile.mkdtemp(prefix="sqlanywhere-coverage-")


def _whole(session: pytest.Session) -> bool:
    """Whether all tests ran: no selection on the command line."""
    config = session.config
    chosen = config.getoption("keyword") or config.getoption("markexpr") or config.getoption("deselect")
    return config.args_source is not pytest.Config.ArgsSource.ARGS and not chosen and session.testsfailed == 0


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep the union; a whole run that is green but left a statement out is not green."""
    executed = coverage.gather(Path(os.environ[coverage.FOLDER_VARIABLE]))
    shutil.rmtree(coverage.LAST, ignore_errors=True)
    coverage.save(coverage.LAST, executed)
    if not _whole(session):
        return
    found = coverage.report(executed)
    if any(one.missing for one in found):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the coverage of a whole run."""
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        found = coverage.report(coverage.gather(Path(os.environ[coverage.FOLDER_VARIABLE])))
        terminalreporter.section("coverage of sql/sqlanywhere on the model")
        terminalreporter.write_line(coverage.table(found))


def pytest_unconfigure() -> None:
    """The session's folder goes."""
    shutil.rmtree(os.environ.pop(coverage.FOLDER_VARIABLE), ignore_errors=True)


@pytest.fixture
def database() -> Iterator[Database]:
    """An empty database of version 17."""
    made = Database()
    yield made
    made.close()


@pytest.fixture
def dba(database: Database) -> Connection:
    """A connection of its DBA."""
    return database.connect("dba", "sql")


@pytest.fixture
def script(database: Database) -> Callable[[str], Connection]:
    """A function that loads SQL text as the DBA and gives a connection of the DBA."""

    def run(text: str) -> Connection:
        database.load(text)
        return database.connect("dba", "sql")

    return run
