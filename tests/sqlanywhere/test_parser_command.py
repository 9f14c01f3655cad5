"""`python -m tests.sqlanywhere parse`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sqlanywhere.__main__ import main

GOOD = "CREATE PROCEDURE p() BEGIN SELECT 1; END;\ngo\nCOMMENT ON PROCEDURE p IS 'x';\nREVOKE DBA FROM a;\nCOMMIT\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("good.sql").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    Path("bad.sql").write_text("-- é\nSELECT 'é', 1 LIMIT 5;\n", encoding="utf-8")
    Path("latin.sql").write_bytes(b"SELECT '\xe9';")
    Path("empty.sql").write_text("-- nothing\n", encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("files")
def test_what_is_found_and_the_total(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "good.sql", "empty.sql"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "good.sql: 4 statements: 1 create procedure, 1 comment, 1 revoke, 1 commit",
        "empty.sql: 0 statements",
        "2 files, 0 failed; 4 statements: 1 create procedure, 1 comment, 1 revoke, 1 commit",
    ]


@pytest.mark.usefixtures("files")
def test_the_first_error_of_each_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "bad.sql", "latin.sql", "missing.sql", "good.sql"]) == 1
    bad, latin, missing, good, total = capsys.readouterr().out.splitlines()
    assert bad.startswith("bad.sql:2:15: syntax error near 'LIMIT': ")
    assert latin == "latin.sql:0:0: the file is not UTF-8 (byte 8)"
    assert missing.startswith("missing.sql:0:0: cannot be read: ")
    assert good.startswith("good.sql: 4 statements")
    assert total.startswith("4 files, 3 failed; 4 statements: ")


@pytest.mark.usefixtures("files")
def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "--json", "good.sql", "bad.sql"]) == 1
    found = json.loads(capsys.readouterr().out)
    good, bad = found["files"]
    kinds = {"create procedure": 1, "comment": 1, "revoke": 1, "commit": 1}
    assert good == {"file": "good.sql", "statements": 4, "kinds": kinds}
    assert (bad["file"], bad["line"], bad["column"], bad["sqlcode"]) == ("bad.sql", 2, 15, -131)
    assert "LIMIT" in bad["error"]
    assert found["total"] == {"files": 2, "failed": 1, "statements": 4, "kinds": kinds}


def test_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
    assert main(["--help"]) == 0
    assert "serve" in capsys.readouterr().out
    assert main(["fly"]) == 2


def test_as_a_program(files: Path) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.sqlanywhere", "parse", str(files / "bad.sql")]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "bad.sql:2:15: " in done.stdout
    assert not done.stderr
