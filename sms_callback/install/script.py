"""The installation as one SQL file, for a DBA who installs by hand."""

from __future__ import annotations

from sms_callback import __version__
from sms_callback.install.apply import catalogue_query, record_statement
from sms_callback.install.state import object_name
from sms_callback.install.text import literal, placed, render
from sms_callback.sqlfiles import SqlFile, SqlTree, shipped

BY_HAND = "by hand"
"""Who installed, on an engine without users."""

_WHOLE = {"sqlite": ", all of it or nothing", "postgresql": ", all of it or nothing"}


def script(engine: str, *, tree: SqlTree | None = None, version: str = __version__) -> str:
    """Everything that an empty database needs, with the records by which `verify` knows it later.

    In one transaction, but on SQL Anywhere, where definitions commit by themselves.

    Args:
        engine: `sqlite` (for the sqlite3 shell), `postgresql` (for psql, or any other client) or `sqlanywhere` (for
            dbisql).
        tree: other files than the package's own.
        version: recorded with each object.
    """
    files = (tree or shipped(engine)).objects()
    newest = max((object_name(file) for file in files if file.kind == "table"), default=None)
    catalogue = catalogue_query(engine)
    shape = render(engine, "catalogue_shape", catalogue=catalogue)
    head = f"-- sms-callback {version} for {engine}: installs into an empty database{_WHOLE.get(engine, '')}."
    frame = render(
        engine,
        "script",
        files="\n".join(f"-- ---- {file.path}\n{placed(engine, file)}\n" for file in files),
        records="\n".join(_record(engine, file, version) for file in files),
        catalogue="\n".join(
            (
                render(engine, "schema_catalogue", catalogue=catalogue),
                render(engine, "schema_shape", object=literal(engine, newest), catalogue=f"({shape})"),
            )
        ),
    )
    return f"{head}\n{frame}\n"


def _record(engine: str, file: SqlFile, version: str) -> str:
    return record_statement(engine, file, version, BY_HAND)
