"""Output that the terminal or the file cannot take as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Desk

ROOT = Path(__file__).parents[2]
TEXT = "h\u00e9llo \U0001f600 \x1b[2J"


def run(desk: Desk, *arguments: str, redirect: str = "", encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own, its stdout redirected by the shell."""
    command = [*desk.program, "--database", desk.url, *arguments]
    shell = ["sh", "-c", f'exec "$@" {redirect}', "sh", *command]
    environ = {**os.environ, "PYTHONIOENCODING": encoding}
    return subprocess.run(shell, env=environ, capture_output=True, check=False, timeout=60, cwd=ROOT)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sh")
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_the_charset_has_not_is_escaped(desk: Desk, encoding: str) -> None:
    desk.run("register", "--provider", "twilio", "--message-id", "SM1", "--body", TEXT)
    done = run(desk, "messages", encoding=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\U0001f600 \\x1b[2J" in done.stdout
    assert run(desk, "script", encoding=encoding).returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [("messages",), ("messages", "--json"), ("script",)])
def test_a_full_disk_is_an_error(desk: Desk, arguments: tuple[str, ...]) -> None:
    desk.run("register", "--provider", "twilio", "--message-id", "SM1")
    done = run(desk, *arguments, redirect=">/dev/full")
    assert done.returncode == 2
    assert done.stderr.startswith(b"Error: No space left on device")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sh")
@pytest.mark.parametrize("arguments", [("messages",), ("provider", "list")])
def test_closed_output_is_no_error(desk: Desk, arguments: tuple[str, ...]) -> None:
    desk.run("register", "--provider", "twilio", "--message-id", "SM1")
    done = run(desk, *arguments, redirect=">&-")
    assert (done.returncode, done.stderr) == (0, b"")
