from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Desk

SID = "AC00000000000000000000000000000001"
FIRST, SECOND = "first-secret-9d3ed970a08b11e8", "second-secret-436f0b7c51d04a4b"


def stored(desk: Desk, provider: str, account: str) -> tuple[str, ...]:
    """The secrets as the adapter gets them."""
    return next(
        one.secrets
        for endpoint in desk.engine.endpoints()
        for one in endpoint.accounts
        if (one.provider, one.account) == (provider, account)
    )


@pytest.fixture
def secret_file(tmp_path: Path) -> str:
    path = tmp_path / "secret.txt"
    path.write_text(FIRST + "\n")
    return str(path)


def test_a_secret_goes_in_without_its_line_end_and_never_comes_out(desk: Desk, secret_file: str) -> None:
    output = desk.run("account", "add", "twilio", SID, "--secret-file", secret_file).output
    assert stored(desk, "twilio", SID) == (FIRST,)
    output += desk.run("account", "add", "twilio", SID, "--second", "--secret-file", "-", stdin=SECOND + "\r\n").output
    assert stored(desk, "twilio", SID) == (FIRST, SECOND)
    output += desk.run("account", "list").output
    output += desk.run("account", "list", "--json").output
    output += desk.run("provider", "show", "twilio").output
    output += desk.run("provider", "show", "twilio", "--json").output
    output += desk.run("account", "add", "twilio", SID, "--secret-file", secret_file, exit_code=2).output
    assert FIRST not in output
    assert SECOND not in output


def test_list_says_what_is_set(desk: Desk) -> None:
    desk.run("account", "add", "twilio", SID, "--secret-env", "TWILIO_TOKEN", "--network", "203.0.113.0/24")
    desk.run("account", "add", "twilio", SID, "--second", "--secret-file", "-", stdin=SECOND)
    (row,) = desk.json("account", "list")
    assert row["created_at"] <= row["updated_at"]
    assert {name: value for name, value in row.items() if not name.endswith("_at")} == {
        "provider": "twilio",
        "account": SID,
        "scheme": "twilio",
        "secret": "env:TWILIO_TOKEN",
        "second_secret": "set",
        "networks": ["203.0.113.0/24"],
        "enabled": True,
    }
    assert desk.json("account", "list", "--provider", "routee") == []
    (account,) = next(one.accounts for one in desk.engine.endpoints() if one.provider == "twilio")
    assert account.networks == ("203.0.113.0/24",)


def test_rotation_keeps_one_secret_valid_all_the_time(desk: Desk, secret_file: str) -> None:
    desk.run("account", "rotate", "twilio", SID, exit_code=2)
    desk.run("account", "add", "twilio", SID, "--secret-file", secret_file)
    result = desk.run("account", "rotate", "twilio", SID, exit_code=2)
    assert "has no second secret" in result.stderr
    desk.run("account", "add", "twilio", SID, "--second", "--secret-file", "-", stdin=SECOND)
    result = desk.run("account", "add", "twilio", SID, "--second", "--secret-file", "-", stdin="x" * 20, exit_code=2)
    assert "two secrets already" in result.stderr
    desk.run("account", "rotate", "twilio", SID)
    assert stored(desk, "twilio", SID) == (SECOND,)
    desk.run("account", "add", "twilio", SID, "--second", "--secret-file", secret_file)
    desk.run("account", "remove", "twilio", SID, "--second")
    assert stored(desk, "twilio", SID) == (SECOND,)


def test_generate_prints_the_secret_alone_on_standard_output(desk: Desk) -> None:
    token = desk.run("account", "add", "routee", "main", "--scheme", "token", "--generate").stdout
    assert stored(desk, "routee", "main") == (token.rstrip("\n"),)
    assert len(token.rstrip("\n")) >= 32
    again = desk.run("account", "add", "routee", "main", "--scheme", "basic", "--generate", "--replace").stdout
    assert again.startswith("main:")
    assert again != token


def test_an_account_that_is_there_is_only_replaced_when_asked(desk: Desk, secret_file: str) -> None:
    desk.run("account", "add", "twilio", SID, "--secret-file", secret_file, "--network", "203.0.113.7")
    desk.run("account", "add", "twilio", SID, "--second", "--secret-file", "-", stdin=SECOND)
    result = desk.run("account", "add", "twilio", SID, "--secret-env", "TOKEN", exit_code=2)
    assert "--replace" in result.stderr
    desk.run("account", "add", "twilio", SID, "--secret-env", "TOKEN", "--replace")
    (row,) = desk.json("account", "list")
    assert (row["secret"], row["second_secret"], row["networks"]) == ("env:TOKEN", None, [])


def test_scheme_none_is_asked_for_by_name_and_warned_of(desk: Desk) -> None:
    desk.sql("UPDATE {s}sms_provider SET scheme = 'none' WHERE provider = 'ytel'")
    assert "signs nothing" in desk.run("account", "add", "ytel", "main", exit_code=2).stderr
    result = desk.run("account", "add", "ytel", "main", "--scheme", "none")
    assert "Warning: Scheme none" in result.stderr
    assert stored(desk, "ytel", "main") == ()
    result = desk.run("account", "add", "ytel", "other", "--scheme", "none", "--generate", exit_code=2)
    assert "takes no secret" in result.stderr


def test_an_unknown_provider_gets_the_list_of_those_that_are_known(desk: Desk) -> None:
    result = desk.run("account", "add", "twillio", SID, "--generate", exit_code=2)
    assert "There is no provider 'twillio'" in result.stderr
    assert "octopush, routee, twilio, ytel" in result.stderr


def test_a_strange_twilio_sid_is_warned_of(desk: Desk) -> None:
    assert "Warning: A Twilio account SID" in desk.run("account", "add", "twilio", "ACME", "--generate").stderr
    assert "Warning" not in desk.run("account", "add", "twilio", SID, "--generate").stderr


@pytest.mark.parametrize(
    ("arguments", "stdin", "complaint"),
    [
        (["--secret-file", "-"], "\n", "empty"),
        (["--secret-file", "-"], "one\ntwo\n", "more than one line"),
        (["--secret-file", "-"], "env:SECRET\n", "--secret-ref"),
        (["--secret-file", "-"], "s" * 501, "501 characters, 500 fit"),
        (["--secret-file", "-"], b"\xff\xfe", "not text"),
        (["--secret-file", "/nowhere/secret"], None, "Cannot read the secret"),
        (["--secret-ref", "hunter2"], None, "not a reference"),
        (["--secret-env", "NO-NAME"], None, "not a reference"),
        (["--scheme", "basic", "--secret-file", "-"], "nocolon", "user:password"),
        (["--scheme", "token", "--secret-file", "-"], "a/b?c=d&e", "part of the URL"),
        (["--generate", "--network", "10.0.0.1/8"], None, "is not a network"),
        (["--generate", "--secret-env", "TOKEN"], None, "Give one secret"),
        (["--scheme", "token"], None, "needs a secret"),
    ],
)
def test_what_cannot_work_is_refused_and_not_repeated(
    desk: Desk, arguments: list[str], stdin: str | bytes | None, complaint: str
) -> None:
    result = desk.run("account", "add", "twilio", SID, *arguments, stdin=stdin, exit_code=2)
    assert complaint in result.stderr
    assert "hunter2" not in result.output
    assert desk.json("account", "list") == []


def test_a_short_secret_is_warned_of(desk: Desk) -> None:
    result = desk.run("account", "add", "twilio", SID, "--secret-file", "-", stdin="short")
    assert "Warning: The secret is short (5 characters)" in result.stderr


def test_a_reference_by_a_relative_path_is_warned_of(desk: Desk, tmp_path: Path) -> None:
    assert "not absolute" in desk.run("account", "add", "twilio", SID, "--secret-ref", "file:token.txt").stderr
    result = desk.run("account", "add", "twilio", SID, "--secret-ref", f"file:{tmp_path}/token.txt", "--replace")
    assert "Warning" not in result.stderr
    assert desk.json("account", "list")[0]["secret"] == f"file:{tmp_path}/token.txt"


def test_remove_asks(desk: Desk) -> None:
    desk.run("account", "add", "twilio", SID, "--generate")
    desk.run("account", "remove", "twilio", SID, stdin="n\n", exit_code=1)
    assert len(desk.json("account", "list")) == 1
    desk.run("account", "remove", "twilio", SID, "--yes")
    assert desk.json("account", "list") == []
    result = desk.run("account", "remove", "twilio", SID, "--yes", exit_code=2)
    assert f"has no account '{SID}'" in result.stderr


def test_a_disabled_account_is_kept_out(desk: Desk) -> None:
    desk.run("account", "add", "twilio", SID, "--generate")
    desk.run("account", "disable", "twilio", SID)
    assert [endpoint.accounts for endpoint in desk.engine.endpoints() if endpoint.provider == "twilio"] == [()]
    assert desk.json("account", "list")[0]["enabled"] is False
    desk.run("account", "enable", "twilio", SID)
    assert len(stored(desk, "twilio", SID)) == 1
