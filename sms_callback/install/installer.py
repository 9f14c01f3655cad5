"""What the command line and the tests call: install, plan, verify."""

from __future__ import annotations

import getpass
import tempfile
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, replace

from sms_callback import __version__
from sms_callback.engine import open_engine
from sms_callback.engine.base import Engine, Session, SteppingSession
from sms_callback.errors import SmsCallbackError
from sms_callback.install.apply import Applier, Progress
from sms_callback.install.merge import Edit
from sms_callback.install.plan import Plan, check_allowed, files_for, make_plan
from sms_callback.install.snapshot import read_snapshot
from sms_callback.install.state import Action, Item, compare
from sms_callback.install.stepwise import StepwiseApplier
from sms_callback.sqlfiles import SqlTree, shipped


@dataclass(frozen=True, slots=True)
class Report:
    """What an installation did.

    `done` are the objects that it changed, as they were before; `edits` the DBA's own rows in the data files that it
    merged, which it kept; `saved` the objects whose text it kept in sms_schema_saved before it replaced them.
    """

    database: str
    version: str
    done: tuple[Item, ...]
    edits: tuple[Edit, ...]
    saved: tuple[str, ...]


def install(
    engine: Engine,
    *,
    force: bool = False,
    tree: SqlTree | None = None,
    version: str = __version__,
    progress: Progress | None = None,
    extra: Collection[str] = (),
) -> Report:
    """Bring a database to what the files say, in one transaction: all of it or nothing.

    On SQL Anywhere definitions commit by themselves. There it goes in steps, and after an interruption the next
    installation goes on.

    Args:
        engine: the database.
        force: replace what was changed by hand, too; its text is kept in sms_schema_saved.
        tree: other files than the package's own.
        version: recorded with each object that is installed.
        progress: called before each step with the steps done, all steps and the object.
        extra: kinds that are installed on request only (`legacy`); once they are there they belong to the rest.

    Raises:
        NewerDatabaseError: a newer release installed some of it.
        EditedError: something was changed by hand, and `force` is not given or would not help.
        DatabaseRefusedError: a statement failed.
        SmsCallbackError: this engine has nothing of an extra kind, or the database lacks what it builds on.
        DatabaseAwayError: the database cannot be reached, or another installer keeps its lock.
    """
    files = tree or shipped(engine.name)
    with engine.installation() as session:
        snapshot = read_snapshot(session)
        _demand_extra(session, files, extra)
        items = compare(files_for(files, snapshot, extra), snapshot, version)
        check_allowed(items, force=force)
        done = tuple(item for item in items if item.action is not Action.NONE)
        told = progress or _no_progress
        applier = (
            StepwiseApplier(session, files, version, current_user(), told, extra)
            if isinstance(session, SteppingSession)
            else Applier(session, files, version, current_user(), told, extra)
        )
        if done:
            applier.run(items, snapshot)
        return Report(engine.label, version, done, tuple(applier.edits), tuple(applier.saved))


def _demand_extra(session: Session, files: SqlTree, extra: Collection[str]) -> None:
    """Before anything is changed: what an extra kind builds on must be there."""
    there = {file.kind for file in files.objects(extra)}
    for kind in extra:
        if kind not in there:
            raise SmsCallbackError(f"There is nothing of {kind} for {files.engine}.", f"Leave --with {kind} out.")
        missing = [str(row["missing"]) for row in session.query(f"{kind}_missing")]
        if missing:
            raise SmsCallbackError(
                f"{kind} builds on tables that are not there: {', '.join(missing)}.",
                "It is for those who have them already; docs/sqlanywhere.md tells their columns. Nothing was changed.",
            )


def plan(engine: Engine, *, tree: SqlTree | None = None, version: str = __version__) -> Plan:
    """The state of every object, and the statements that `install` would send. Changes nothing."""
    with engine.transaction(commit=False, snapshot=True) as session:
        return make_plan(session, tree or shipped(engine.name), engine.label, version)


def plan_missing_file(database: str) -> Plan:
    """The plan for an SQLite file that is not there yet; makes no such file.

    Args:
        database: its name for people.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_engine(f"sqlite:///{folder}/empty.db", create=True)) as empty,
    ):
        return replace(plan(empty), database=database)


def verify(engine: Engine, *, tree: SqlTree | None = None, version: str = __version__) -> Plan:
    """The state of every object, by the catalogue. Changes nothing."""
    return plan(engine, tree=tree, version=version)


def current_user() -> str:
    """Who runs this program, as the operating system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        # A container may run under a number that has no name.
        return "unknown"


def _no_progress(_done: int, _steps: int, _object: str) -> None:
    """Nobody watches."""
