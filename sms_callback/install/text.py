"""Statements from the SQL files' templates: names come only from our own files, values go in as literals."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from sms_callback.engine.sqlanywhere_text import owned
from sms_callback.errors import SmsCallbackError
from sms_callback.model import Value
from sms_callback.sqlfiles import COMMON_KINDS, SqlFile, shipped

_HEAD = re.compile(r"\A(?:[ \t]*--[^\n]*\n|[ \t]*\n)+")


def without_head(text: str) -> str:
    """A statement without the comment lines before it."""
    return _HEAD.sub("", text).strip()


def render(engine: str, template: str, **fields: str) -> str:
    """The statement of `sql/<engine>/query/<template>.sql` with its `{fields}` filled in, without the head comment."""
    return without_head(shipped(engine).query(template)).format(**fields)


def literal(engine: str, value: Value) -> str:
    """A value as an SQL literal. A backslash is one; in SQL Anywhere alone it begins an escape (sources P16)."""
    if value is None:
        return "NULL"
    if isinstance(value, int | float):
        return repr(value)
    text = str(value).replace("\\", "\\\\") if engine == "sqlanywhere" else str(value)
    return "'" + text.replace("'", "''") + "'"


def placed(engine: str, file: SqlFile) -> str:
    """A file's text, to be executed beside others. Data files name no owner, which SQL Anywhere must be told."""
    if engine != "sqlanywhere" or file.kind not in COMMON_KINDS:
        return file.text.rstrip()
    return "\n".join(owned(statement) for statement in statements(file.text, file.path))


def statements(text: str, path: str) -> Iterator[str]:
    """The statements of a data file, each with the comment lines before it.

    Args:
        text: the file: plain statements, each ending at the end of a line.
        path: names the file in an error.

    Raises:
        SmsCallbackError: the last statement does not end.
    """
    pending: list[str] = []
    for line in text.splitlines():
        pending.append(line)
        if line.rstrip().endswith(";") and sqlite3.complete_statement("\n".join(pending)):
            yield "\n".join(pending).strip()
            pending.clear()
    if without_head("\n".join(pending) + "\n"):
        raise SmsCallbackError(
            f"The last statement of sql/{path} does not end with a semicolon.", "Install the package again."
        )
