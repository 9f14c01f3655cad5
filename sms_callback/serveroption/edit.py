"""An options file with the wanted `-xs`: what would change, and the change itself."""

from __future__ import annotations

import difflib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from sms_callback.errors import SmsCallbackError
from sms_callback.serveroption.listener import masked, merge, parse
from sms_callback.serveroption.optionsfile import decoded, encoded, find, with_value
from sms_callback.serveroption.wanted import Wanted

PRIVATE = 0o600
"""Permissions of a new file: it may hold a certificate's password."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of an options file. `before` is None where there is no file yet."""

    path: Path
    before: bytes | None = field(repr=False)
    after: bytes = field(repr=False)

    @property
    def changed(self) -> bool:
        """Whether there is anything to do."""
        return self.before != self.after

    @property
    def diff(self) -> str:
        """The change for people, with passwords masked."""
        return "".join(
            line if line.endswith("\n") else line + "\n"
            for line in difflib.unified_diff(
                _lines(self.before or b""),
                _lines(self.after),
                str(self.path) if self.before is not None else "(no file yet)",
                str(self.path),
            )
        )

    def apply(self) -> Path | None:
        """Write the file, whole or not at all; return the backup of the one that was there.

        Raises:
            SmsCallbackError: it changed meanwhile.
            OSError: it cannot be written.
        """
        if _content(self.path) != self.before:
            raise SmsCallbackError(f"{self.path} was changed meanwhile.", "Run the command again.")
        backup = None
        if self.before is not None:
            backup = _backup_name(self.path)
            _write(backup, self.before, self.path)
        _write(self.path, self.after, self.path if self.before is not None else None)
        return backup


def plan_edit(path: Path, wanted: Wanted, *, add: bool = False) -> Edit:
    """What `server-config write` would do to a file.

    Args:
        path: the options file; it need not be there.
        wanted: the listeners.
        add: a listener on another port is a further one.

    Raises:
        SmsCallbackError: the file cannot be edited, or the wish is not clear.
    """
    # A link stays a link: what it names is replaced.
    path = Path(os.path.realpath(path))
    before = _content(path)
    text = decoded(before or b"", str(path))
    found = find(text)
    value = merge(found.value if found else None, wanted.listeners(), add=add)
    for entry in parse(value):
        if entry.protocol == "https" and entry.option("identity") is None:
            raise SmsCallbackError("https needs a certificate.", "Give --identity FILE (and its password in a file).")
    return Edit(path, before, encoded(with_value(text, value)))


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _lines(content: bytes) -> list[str]:
    return [line.replace("\r", "") for line in masked(content.decode("utf-8", "replace")).splitlines(keepends=True)]


def _backup_name(path: Path) -> Path:
    """The first of `FILE.bak`, `FILE.bak2` … that is not there."""
    number = 1
    while (name := path.with_name(f"{path.name}.bak{number if number > 1 else ''}")).exists():
        number += 1
    return name


def _write(path: Path, content: bytes, like: Path | None) -> None:
    """Write a file by replacing it, with the permissions and the owner of another one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if like is None:
            Path(name).chmod(PRIVATE)
        else:
            state = like.stat()
            Path(name).chmod(state.st_mode & 0o7777)
            if hasattr(os, "chown") and (state.st_uid, state.st_gid) != (os.getuid(), os.getgid()):
                os.chown(name, state.st_uid, state.st_gid)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
