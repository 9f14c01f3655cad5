"""server-config write on options files that are there already: all else stays byte for byte."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sms_callback.cli import main

PASSWORD = "s3cret-of-the-key"

FILES = {
    "none": None,
    "without -xs": b"-n crm\n-c 256M\n-x tcpip(port=2638)\n/var/db/crm.db -n crm\n",
    "with http": b"-n crm -xs http(port=80;kto=30;MaxSize=200k) -c 256M\r\ncrm.db\r\n",
    "with http and https": (
        b"-n crm\n-xs http(port=8080),\n    https(port=443;fips=Y;identity=old.id;identity_password=old)\ncrm.db"
    ),
    "with comments and quotes": (
        b'\xef\xbb\xbf# -xs http(port=1) is not in use; don\'t "touch\n\n#if tool=dbsrv\n-n "crm \xe4 server"\n'
        b'\t-xs "http( port = 9090 ; log = web.log )"   # not a comment here\n#endif\n"C:\\my db\\crm.db"  '
    ),
}

AFTER = {
    "none": (
        b"-xs http(port=8080;dbn=crm;MaxRequestSize=1m),"
        b"https(port=8443;identity=/etc/x.id;identity_password=%s;dbn=crm;MaxRequestSize=1m)\n"
    ),
    "without -xs": (
        b"-xs http(port=8080;dbn=crm;MaxRequestSize=1m),"
        b"https(port=8443;identity=/etc/x.id;identity_password=%s;dbn=crm;MaxRequestSize=1m)\n"
        b"-n crm\n-c 256M\n-x tcpip(port=2638)\n/var/db/crm.db -n crm\n"
    ),
    "with http": (
        b"-n crm -xs http(port=8080;kto=30;MaxSize=1m;dbn=crm),"
        b"https(port=8443;identity=/etc/x.id;identity_password=%s;dbn=crm;MaxRequestSize=1m) -c 256M\r\ncrm.db\r\n"
    ),
    "with http and https": (
        b"-n crm\n-xs http(port=8080;dbn=crm;MaxRequestSize=1m),"
        b"https(port=8443;fips=Y;identity=/etc/x.id;identity_password=%s;dbn=crm;MaxRequestSize=1m)\ncrm.db"
    ),
    "with comments and quotes": (
        b'\xef\xbb\xbf# -xs http(port=1) is not in use; don\'t "touch\n\n#if tool=dbsrv\n-n "crm \xe4 server"\n'
        b'\t-xs "http(port=8080;log=web.log;dbn=crm;MaxRequestSize=1m),'
        b'https(port=8443;identity=/etc/x.id;identity_password=%s;dbn=crm;MaxRequestSize=1m)"   # not a comment here\n'
        b'#endif\n"C:\\my db\\crm.db"  '
    ),
}


def write(file: Path, *arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(main, ["server-config", "write", str(file), *arguments], input=answer)


@pytest.fixture
def wanted(tmp_path: Path) -> list[str]:
    secret = tmp_path / "key.password"
    secret.write_text(PASSWORD + "\n")
    return [
        *("--http-port", "8080", "--https-port", "8443", "--identity", "/etc/x.id", "--dbn", "crm"),
        *("--identity-password-file", str(secret), "--yes"),
    ]


@pytest.mark.parametrize("name", FILES)
def test_only_the_own_part_changes_and_only_once(name: str, tmp_path: Path, wanted: list[str]) -> None:
    before = FILES[name]
    file = tmp_path / "crm.options"
    if before is not None:
        file.write_bytes(before)
        file.chmod(0o640)
    first = write(file, *wanted)
    assert first.exit_code == 0, first.output
    after = file.read_bytes()
    assert after == AFTER[name].replace(b"%s", PASSWORD.encode())
    assert PASSWORD not in first.output
    assert stat.S_IMODE(file.stat().st_mode) == (0o600 if before is None else 0o640)
    backup = tmp_path / "crm.options.bak"
    assert (backup.read_bytes() if backup.exists() else None) == before

    again = write(file, *wanted)
    assert again.exit_code == 0
    assert "nothing to do" in again.stdout
    assert file.read_bytes() == after
    assert not (tmp_path / "crm.options.bak2").exists()


def test_other_listeners_and_their_options_stay(tmp_path: Path) -> None:
    file = tmp_path / "o"
    file.write_bytes(b'-xs "https(port=443;identity=a b.id)",http(port=80;KTO=5)\ncrm.db\n')
    assert write(file, "--http-port", "8080", "--add", "--yes").exit_code == 0
    added = b'-xs "https(port=443;identity=a b.id),http(port=80;KTO=5),http(port=8080;MaxRequestSize=1m)"\ncrm.db\n'
    assert file.read_bytes() == added


def test_it_asks_and_no_means_no(tmp_path: Path) -> None:
    file = tmp_path / "o"
    file.write_bytes(b"-n crm\n")
    asked = write(file, "--http-port", "8080", answer="n\n")
    assert asked.exit_code == 1
    assert "+-xs http(port=8080;MaxRequestSize=1m)" in asked.stdout
    assert "--yes" in asked.stderr
    assert file.read_bytes() == b"-n crm\n"
    assert write(file, "--http-port", "8080", answer="y\n").exit_code == 0
    assert file.read_bytes() == b"-xs http(port=8080;MaxRequestSize=1m)\n-n crm\n"


def test_json_for_programs(tmp_path: Path) -> None:
    file = tmp_path / "o"
    result = write(file, "--http-port", "8080", "--yes", "--json")
    assert json.loads(result.stdout) == {"file": str(file), "changed": True, "backup": None}


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.write_bytes(b"-n crm\n")
    (tmp_path / "link").symlink_to(real)
    assert write(tmp_path / "link", "--http-port", "8080", "--yes").exit_code == 0
    assert (tmp_path / "link").is_symlink()
    assert real.read_bytes().startswith(b"-xs http(port=8080")


@pytest.mark.parametrize(
    ("content", "arguments", "says"),
    [
        (b"", [], "No port is named"),
        (b"", ["--http-port", "80", "--https-port", "80", "--identity", "x"], "cannot share a port"),
        (b"", ["--https-port", "443"], "https needs a certificate"),
        (b"", ["--http-port", "80", "--identity", "x"], "A certificate is for https"),
        (b"", ["--http-port", "80", "--dbn", "a;b"], "dbn cannot hold"),
        (b"", ["--http-port", "80", "--log", "a)b"], "log cannot hold"),
        (b"", ["--http-port", "80", "--max-request-size", "many"], "not a size"),
        (b"-xs http\n-xs https\n", ["--http-port", "80"], "several times (lines 1 and 2)"),
        (b"-n x\n-xs http(port=80\n", ["--http-port", "80"], "in line 2 has no end"),
        (b'-n "x\n', ["--http-port", "80"], "quote in line 1 is not closed"),
        (b"-xshttp(port=1)\n", ["--http-port", "80"], "one word"),
        (b"-xs !\n", ["--http-port", "80"], "not a value of -xs"),
        (b"-xs http(port)\n", ["--http-port", "80"], "not a value of -xs"),
        (b"-xs http(port=1)https\n", ["--http-port", "80"], "not a value of -xs"),
        (b"-xs http(port=1),http(port=2)\n", ["--http-port", "80"], "ports 1, 2"),
        (b"\0\1hidden", ["--http-port", "80"], "dbfhide"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    content: bytes, arguments: list[str], says: str, tmp_path: Path
) -> None:
    file = tmp_path / "o"
    file.write_bytes(content)
    result = write(file, *arguments, "--yes")
    assert result.exit_code == 2
    assert says in result.stderr
    assert file.read_bytes() == content


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    from sms_callback.errors import SmsCallbackError
    from sms_callback.serveroption.edit import plan_edit
    from sms_callback.serveroption.wanted import Wanted

    file = tmp_path / "o"
    file.write_bytes(b"-n crm\n")
    edit = plan_edit(file, Wanted(http_port=8080))
    file.write_bytes(b"-n other\n")
    with pytest.raises(SmsCallbackError, match="meanwhile"):
        edit.apply()
    assert file.read_bytes() == b"-n other\n"


def test_a_password_is_in_no_repr_and_no_error(tmp_path: Path) -> None:
    from sms_callback.serveroption.edit import plan_edit
    from sms_callback.serveroption.wanted import Wanted

    wanted = Wanted(https_port=443, identity="x.id", identity_password=PASSWORD)
    file = tmp_path / "o"
    file.write_bytes(f"-xs https(port=1;identity=y;identity_password={PASSWORD})\n".encode())
    edit = plan_edit(file, wanted)
    assert PASSWORD not in repr(wanted) + repr(edit) + edit.diff
    bad = tmp_path / "p"
    bad.write_text(f"a;{PASSWORD}")
    refused = write(file, "--https-port", "443", "--identity", "x", "--identity-password-file", str(bad), "--yes")
    assert refused.exit_code == 2
    assert PASSWORD not in refused.output
