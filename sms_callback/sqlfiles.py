"""The SQL files that this package carries: the product itself. Nothing else in the package reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sms_callback.errors import SmsCallbackError

OBJECT_KINDS = ("table", "reference", "provider", "function", "procedure", "view", "event", "role")
"""The folders of installable files, in the order of installation; a folder that an engine lacks is empty."""

EXTRA_KINDS = ("legacy",)
"""Folders that are installed on request only, after all others, and from then on with them."""

COMMON_KINDS = ("reference", "provider")
"""Kinds whose files are the same text on every engine: plain INSERTs, one row a statement."""


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One installable file: `kind` is its folder, `name` the object (or, for a numbered table file, its stem)."""

    kind: str
    name: str
    text: str = field(repr=False)

    @property
    def path(self) -> str:
        """The file's place below `sql/`, as recorded in `sms_schema.file`."""
        return f"{self.kind}/{self.name}.sql"

    @property
    def sha256(self) -> str:
        """Of the text with LF line ends, so that a checkout on Windows has the same."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SqlTree:
    """The SQL files of one engine. `root` is the package's own unless a test names an older tree.

    Args:
        engine: `sqlite`, `postgresql` or `sqlanywhere`: the folder below the root.
        root: a folder with `provider/`, `reference/` and the engine's folder.
    """

    engine: str
    root: Traversable = field(default_factory=lambda: files("sms_callback.sql"))

    def objects(self, extra: Collection[str] = ()) -> list[SqlFile]:
        """All installable files in the order of installation: by kind, then by name.

        Args:
            extra: kinds of EXTRA_KINDS that are wanted, too.
        """
        kinds = [*OBJECT_KINDS, *(kind for kind in EXTRA_KINDS if kind in extra)]
        return [file for kind in kinds for file in self._folder(kind)]

    def assumptions(self) -> list[SqlFile]:
        """The files that check what is taken for granted of a server, by name."""
        return self._folder("assumption")

    def query(self, name: str) -> str:
        """The statement of `query/<name>.sql`.

        Raises:
            SmsCallbackError: no such file (the package is not complete).
        """
        return _read(self.root / self.engine / "query" / f"{name}.sql")

    def _folder(self, kind: str) -> list[SqlFile]:
        folder = self.root / kind if kind in COMMON_KINDS else self.root / self.engine / kind
        if not folder.is_dir():
            return []
        names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
        return [SqlFile(kind, name.removesuffix(".sql"), _read(folder / name)) for name in names]


@cache
def shipped(engine: str) -> SqlTree:
    """The SQL tree of this package for an engine."""
    return SqlTree(engine)


def tree_at(engine: str, folder: Path) -> SqlTree:
    """An SQL tree in a folder (an older one, for upgrade tests)."""
    return SqlTree(engine, folder)


def _read(file: Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8").replace("\r\n", "\n")
    except FileNotFoundError as error:
        raise SmsCallbackError(
            f"The SQL file {file} is missing from this installation.", "Install the package again."
        ) from error
