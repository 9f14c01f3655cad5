"""The tables of a database: one SQLite file, a connection to it for each session."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import tempfile
import threading
from pathlib import Path

from tests.sqlanywhere.runtime import Catalogue
from tests.sqlanywhere.store.defaults import Stamps
from tests.sqlanywhere.store.schema import Schema
from tests.sqlanywhere.store.session import Session
from tests.sqlanywhere.store.transaction import WriteLock

_BUSY = 60_000


class Store:
    """The tables.

    Args:
        path: the file, new; None: a temporary one that goes with `close`. Definitions live as long as this object.
        catalogue: the objects that are not tables.
        charset: of CHAR data, as a Python codec's name.
    """

    def __init__(self, path: Path | None, catalogue: Catalogue, charset: str = "utf-8") -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="sqlanywhere-")) if path is None else None
        self._path = path or Path(str(self._folder)) / "model.db"
        self.catalogue = catalogue
        self.charset = charset
        self.schema = Schema()
        self.lock = WriteLock()
        self._stamps = Stamps()
        self._guard = threading.Lock()
        self._sessions: list[Session] = []
        connection = self._open()
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, isolation_level=None, check_same_thread=False, cached_statements=1000, timeout=_BUSY / 1000
        )
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA temp_store = MEMORY")
        return connection

    def connect(self) -> Session:
        """A new connection."""
        session = Session(self, self._open())
        with self._guard:
            self._sessions.append(session)
        return session

    def forget(self, session: Session) -> None:
        """A connection is closed."""
        with self._guard:
            if session in self._sessions:
                self._sessions.remove(session)

    def stamp(self, now: dt.datetime) -> dt.datetime:
        """A moment for DEFAULT TIMESTAMP."""
        with self._guard:
            return self._stamps.next(now)

    def close(self) -> None:
        """Close all connections; a temporary file goes."""
        for session in list(self._sessions):
            session.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
