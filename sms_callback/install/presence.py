"""What a program that serves must know before it starts: is the database installed, and not newer than the program?"""

from __future__ import annotations

from sms_callback import __version__
from sms_callback.engine import open_engine
from sms_callback.engine.base import Engine
from sms_callback.errors import DeniedError, NewerDatabaseError, NotInstalledError
from sms_callback.install.installer import install
from sms_callback.install.plan import files_for
from sms_callback.install.snapshot import read_snapshot
from sms_callback.install.state import State, compare
from sms_callback.sqlfiles import shipped


def require_installed(engine: Engine) -> None:
    """Check that the head procedure is there and that no newer release installed the database.

    A user who may not read what is installed (`sms_web`) is only told whether the head procedure is there.

    Raises:
        NotInstalledError: it is not.
        NewerDatabaseError: a newer release installed it.
    """
    with engine.transaction(commit=False, snapshot=True) as session:
        found = session.query("installed")[0]
        if not found["head"]:
            raise NotInstalledError(
                f"{engine.label} has no sms-callback procedures.",
                f"Run `sms-callback --database {engine.label} install` first.",
            )
        if not found["readable"]:
            return
        try:
            snapshot = read_snapshot(session)
        except DeniedError:
            return
        items = compare(files_for(shipped(engine.name), snapshot), snapshot, __version__)
    newer = [item.record.version for item in items if item.state is State.NEWER and item.record]
    if newer:
        raise NewerDatabaseError(
            f"{engine.label} was installed by release {newer[0]}, this program is {__version__}.",
            f"Start release {newer[0]} or a later one.",
        )


def install_missing(database_url: str) -> bool:
    """Install into an SQLite database that is not there yet, or that is an empty file; leave any other as it is.

    Args:
        database_url: as `--database` takes it.

    Returns:
        Whether this call installed it (another program may have been faster).
    """
    if not database_url.lower().startswith("sqlite:"):
        return False
    engine = open_engine(database_url, create=True)
    try:
        with engine.transaction(commit=False, snapshot=True) as session:
            empty = not session.query("table_count")[0]["found"]
        # Two programs that start at once both come here; the second waits for the first and then finds nothing to do.
        return empty and bool(install(engine).done)
    finally:
        engine.close()
