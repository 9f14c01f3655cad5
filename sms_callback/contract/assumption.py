"""What the SQL files take for granted of a server and no manual says, checked on the server itself."""

from __future__ import annotations

from dataclasses import dataclass

from sms_callback.engine.base import Engine
from sms_callback.errors import DatabaseRefusedError, NotInstalledError
from sms_callback.sqlfiles import SqlFile, shipped


@dataclass(frozen=True, slots=True)
class Checked:
    """One assumption: its file's name, what it claims, what was expected and what the server said."""

    name: str
    claim: str
    expected: str
    got: str

    @property
    def holds(self) -> bool:
        """Whether the server does as assumed."""
        return self.expected == self.got


def check_assumptions(engine: Engine) -> list[Checked]:
    """Run each file of `sql/<engine>/assumption/` in a transaction that is rolled back.

    Such a file is one SELECT of `expected` and `got`; the first line of its head says what it claims.

    Raises:
        DatabaseAwayError: the server cannot be reached.
    """
    return [_check(engine, file) for file in shipped(engine.name).assumptions()]


def _check(engine: Engine, file: SqlFile) -> Checked:
    claim = file.text.partition("\n")[0].removeprefix(f"-- {file.name}: ")
    try:
        with engine.transaction(commit=False) as session:
            row = session.select(file.text)[0]
    except (DatabaseRefusedError, NotInstalledError) as error:
        return Checked(file.name, claim, "a row", error.message)
    return Checked(file.name, claim, str(row["expected"]), str(row["got"]))
