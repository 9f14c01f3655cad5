from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sms_callback.install import install_missing
from tests.adapter.support import Database


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("installed") / "sms.db"
    assert install_missing(f"sqlite:///{path}")
    return path


@pytest.fixture
def database(installed: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh copy, with the provider `probe` and no account for it."""
    path = tmp_path / "sms.db"
    shutil.copy(installed, path)
    found = Database(path)
    found.add_provider("probe")
    yield found
    found.engine().close()
