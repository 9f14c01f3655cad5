"""Installations on SQL Anywhere that are cut off. Definitions commit by themselves there: each goes on where it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from sms_callback.engine import open_engine
from sms_callback.engine.base import Engine
from sms_callback.errors import (
    DatabaseAwayError,
    ExitCode,
    NotInstalledError,
)
from sms_callback.install import install, uninstall, verify
from tests.install.database import SmallTree
from tests.sqlanywhere import tree as syntax
from tests.sqlanywhere.client import model_library
from tests.sqlanywhere.client.messages import Answer, ServerError, Wire
from tests.sqlanywhere.client.session import ModelSession
from tests.sqlanywhere.machine import Database as Model

READS = (syntax.QueryStatement, syntax.SetOption, syntax.CreateVariable)
"""Statements after which nothing has changed that outlives the connection."""


SAMPLE = 5
"""Every fifth request is where an ordinary run cuts; `pytest --every-cut` cuts before each one, which takes minutes."""


@pytest.fixture
def engine_name() -> str:
    return "sqlanywhere"


@dataclass
class Cut:
    """Breaks the connection before the `left`-th request of a client that may change something; None: never."""

    left: int | None = None
    cuts: int = 0
    step: int = 1

    def before(self, session: ModelSession) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.cuts += 1
            session.close()
            raise ServerError(-308, "40W07", "Connection was terminated")


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Cut:
    cut = Cut(step=1 if request.config.getoption("every_cut") else SAMPLE)
    execute, commit = ModelSession.execute, ModelSession.commit

    def cut_execute(self: ModelSession, number: int, values: tuple[Wire, ...]) -> Answer:
        if not isinstance(self.statement(number), READS):
            cut.before(self)
        return execute(self, number, values)

    def cut_commit(self: ModelSession) -> None:
        cut.before(self)
        commit(self)

    monkeypatch.setattr(ModelSession, "execute", cut_execute)
    monkeypatch.setattr(ModelSession, "commit", cut_commit)
    return cut


@dataclass
class Lab:
    """Empty databases in this process, one after the other."""

    folder: Path
    number: int = 0

    @contextmanager
    def new(self) -> Iterator[tuple[Model, Engine]]:
        """A database with its engine."""
        self.number += 1
        name = f"lab{self.number}"
        with (
            closing(Model(self.folder / f"{name}.db")) as model,
            model_library(**{name: model}),
            closing(open_engine(f"sqlanywhere://dba:sql@?server={name}")) as engine,
        ):
            yield model, engine


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(tmp_path)


LEFT = (
    "SELECT object, kind, file, sha256, source, catalogue FROM sms.sms_schema ORDER BY object",
    "SELECT object FROM sms.sms_schema_step",
    """SELECT t.table_name, c.column_name
       FROM SYS.SYSTAB AS t
       JOIN SYS.SYSTABCOL AS c ON c.table_id = t.table_id
       JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
       WHERE u.user_name = 'sms'
       ORDER BY 1, 2""",
    """SELECT p.proc_name, p.source
       FROM SYS.SYSPROCEDURE AS p
       JOIN SYS.SYSUSER AS u ON u.user_id = p.creator
       WHERE u.user_name = 'sms'
       ORDER BY 1""",
    "SELECT event_name FROM SYS.SYSEVENT",
    "SELECT user_name FROM SYS.SYSUSER ORDER BY 1",
    "SELECT * FROM sms.sms_setting ORDER BY 1",
    "SELECT * FROM sms.sms_provider ORDER BY 1",
    "SELECT * FROM sms.sms_provider_status ORDER BY 1, 2",
)


def left_by(model: Model) -> list[tuple[object, ...]]:
    """All that an installation leaves: objects with their texts, rights, records and rows."""
    with closing(model.connect("dba", "sql")) as session:
        return [row for query in LEFT for row in session.execute(query).rows]


def cut_everywhere(cut: Cut, run: Callable[[], None]) -> int:
    """Run with 0, 1, 2 … requests allowed (or each SAMPLE-th number) until it is no longer cut; how many there are."""
    cut.cuts = 0
    for requests in count(step=cut.step):
        cuts = cut.cuts
        cut.left = requests
        run()
        if cut.cuts == cuts:
            return cut.cuts * cut.step
    raise AssertionError


def again(cut: Cut, action: Callable[[], object]) -> None:
    """Do it until it is not interrupted: once more, that is."""
    try:
        action()
    except DatabaseAwayError:
        cut.left = None
        action()
    cut.left = None


def test_installation_cut_before_any_request_ends_current_the_next_time(lab: Lab, cut: Cut, tree: SmallTree) -> None:
    with lab.new() as (model, engine):
        install(engine, tree=tree.files)
        whole = left_by(model)

    def run() -> None:
        with lab.new() as (model, engine):
            again(cut, lambda: install(engine, tree=tree.files))
            assert verify(engine, tree=tree.files).exit_code == ExitCode.CURRENT
            assert left_by(model) == whole

    assert cut_everywhere(cut, run) > 100


def next_release(tree: SmallTree) -> None:
    """Every kind of change that an upgrade may bring."""
    tree.write(
        "table/0003_more",
        "ALTER TABLE sms.sms_message ADD label VARCHAR(20 CHAR) NULL;\n"
        "CREATE INDEX sms_message_label ON sms.sms_message (label);\n"
        "UPDATE sms.sms_message SET label = STRING(label, 'x');\n"
        "CREATE TABLE sms.sms_more (id INTEGER NOT NULL PRIMARY KEY);\n"
        "COMMENT ON TABLE sms.sms_more IS 'More';\n"
        "INSERT INTO sms.sms_more (id) VALUES (1);\n"
        "ALTER TABLE sms.sms_callback DROP params;\n"
        "DROP VIEW sms.v_sms_many;",
    )
    tree.change("procedure/sp_sms_callback", "(callback_id, params) VALUES (", "(callback_id) VALUES (")
    tree.change("procedure/sp_sms_callback", ", p_params);", ");")
    tree.change("view/v_sms_many", "10", "5")
    tree.change("event/sms_tick", "1 HOURS", "2 HOURS")
    tree.change("role/sms_reader", "SELECT ON sms.sms_message", "SELECT, INSERT ON sms.sms_message")
    tree.remove("function/sms_word")
    tree.change("reference/setting", "90", "30")
    tree.remove("provider/acme")


def test_upgrade_cut_before_any_request_ends_current_the_next_time(lab: Lab, cut: Cut, tree: SmallTree) -> None:
    old = SmallTree(tree.engine, tree.root.with_name("old"))
    shutil.copytree(tree.root, old.root)
    next_release(tree)
    message = "INSERT INTO sms.sms_message (provider, message_id) VALUES ('acme', 'M1')"
    whole: list[tuple[object, ...]] = []

    def run() -> None:
        with lab.new() as (model, engine):
            requests, cut.left = cut.left, None
            install(engine, tree=old.files, version="0.0.9")
            with closing(model.connect("dba", "sql")) as session:
                session.execute(message)
                session.commit()
            cut.left = requests
            again(cut, lambda: install(engine, tree=tree.files))
            assert verify(engine, tree=tree.files).exit_code == ExitCode.CURRENT
            whole.append(tuple(left_by(model)))
            with closing(model.connect("dba", "sql")) as session:
                assert session.execute("SELECT label FROM sms.sms_message").rows == [("x",)], "updated once"
                assert session.execute("SELECT id FROM sms.sms_more").rows == [(1,)]

    assert cut_everywhere(cut, run) > 40
    assert set(whole) == {whole[-1]}, "the last one was not cut"


def test_uninstall_cut_before_any_request_leaves_nothing_the_next_time(lab: Lab, cut: Cut, tree: SmallTree) -> None:
    def run() -> None:
        with lab.new() as (model, engine):
            requests, cut.left = cut.left, None
            install(engine, tree=tree.files)
            cut.left = requests
            try:
                uninstall(engine)
            except DatabaseAwayError:
                cut.left = None
                # The last request may have been done although nobody heard of it.
                with suppress(NotInstalledError):
                    uninstall(engine)
            cut.left = None
            with closing(model.connect("dba", "sql")) as session:
                users = session.execute("SELECT user_name FROM SYS.SYSUSER WHERE LEFT(user_name, 3) = 'sms'").rows
                events = session.execute("SELECT event_name FROM SYS.SYSEVENT").rows
            assert (users, events) == ([], [])

    assert cut_everywhere(cut, run) > 15


def test_force_cut_before_any_request_keeps_the_text_of_the_dba(lab: Lab, cut: Cut, tree: SmallTree) -> None:
    def run() -> None:
        with lab.new() as (model, engine):
            requests, cut.left = cut.left, None
            install(engine, tree=tree.files)
            with closing(model.connect("dba", "sql")) as session:
                session.execute("ALTER VIEW sms.v_sms_many AS SELECT 'mine' AS provider")
                assert verify(engine, tree=tree.files).exit_code != ExitCode.CURRENT
                cut.left = requests
                again(cut, lambda: install(engine, tree=tree.files, force=True))
                assert verify(engine, tree=tree.files).exit_code == ExitCode.CURRENT
                saved = session.execute("SELECT text FROM sms.sms_schema_saved WHERE object = 'view/v_sms_many'").rows
                assert any("mine" in str(row[0]) for row in saved)

    assert cut_everywhere(cut, run) > 10
