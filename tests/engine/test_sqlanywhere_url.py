"""The URL of a SQL Anywhere database as the connection string that sqlanydb makes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_callback.engine.sqlanywhere_url import read_url
from sms_callback.errors import DatabaseUrlError
from tests.sqlanywhere.client.connection_string import parse

OURS = {"APP": "sms-callback", "CON": "sms-callback", "CHARSET": "utf-8"}


@pytest.mark.parametrize(
    ("url", "label", "parameters"),
    [
        (
            "sqlanywhere://dba:s%40l%2F@db.example.com:2639/crm?server=north&ENC=tls(trusted_certificate=a.pem)",
            "sqlanywhere://dba@db.example.com:2639/crm?server=north",
            {
                "UID": "dba",
                "PWD": "s@l/",
                "HOST": "db.example.com:2639",
                "DBN": "crm",
                "SERVER": "north",
                "ENC": "tls(trusted_certificate=a.pem)",
            },
        ),
        ("sqlanywhere://u@h/d", "sqlanywhere://u@h/d", {"UID": "u", "HOST": "h:2638", "DBN": "d"}),
        ("sqlanywhere://u@[::1]/d", "sqlanywhere://u@[::1]/d", {"UID": "u", "HOST": "[::1]:2638", "DBN": "d"}),
        ("sqlanywhere:///d?ENG=s", "sqlanywhere:///d?server=s", {"DBN": "d", "SERVER": "s"}),
        ("sqlanywhere://?app=mine&CON=night", "sqlanywhere://", {"APP": "mine", "CON": "night"}),
    ],
)
def test_a_url_becomes_parameters(url: str, label: str, parameters: dict[str, str]) -> None:
    address = read_url(url)
    assert address.label == label
    assert address.parameters == OURS | parameters
    assert "s@l" not in repr(address)


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("sqlanywhere://u:s3cret%3B@h/d", "the password has a character"),
        ("sqlanywhere://u:s3cret%27@h/d", "the password has a character"),
        ("sqlanywhere://u:s3cret(@h/d", "the password has a character"),
        ("sqlanywhere://u:s3cret)(@h/d", "the password has a character"),
        ("sqlanywhere://u:s3cret%7B@h/d", "the password has a character"),
        ("sqlanywhere://u:s3cret%20@h/d", "the password has a character"),
        ("sqlanywhere://u:s3cret%00@h/d", "the password has a character"),
        ("sqlanywhere://u%3B:s3cret@h/d", "the user has a character"),
        ("sqlanywhere://u:s3cret@h/d%22", "the database name has a character"),
        ("sqlanywhere://u:s3cret@h/d?LINKS=a", "exclude"),
        ("sqlanywhere:///d?LINKS=tcpip(HOST=a;PORT=1)", "LINKS has a character"),
        ("sqlanywhere://u:s3cret%zz@h/d", "% without two digits"),
        ("sqlanywhere://u:s3cret%ff@h/d", "no UTF-8"),
        ("sqlanywhere://u:s3cret#x@h/d", "a # in it"),
        ("sqlanywhere://u:s3cret@h:port/d", "cannot be read"),
        ("sqlanywhere://u:s3cret@:2638/d", "port without a host"),
        ("sqlanywhere://u:s3cret@h/d/e", "more than a database name"),
        ("sqlanywhere://u:s3cret@h/d?PWD=x", "does not belong there"),
        ("sqlanywhere://u:s3cret@h/d?charset=x", "always utf-8"),
        ("sqlanywhere://u:s3cret@h/d?ENC=a&enc=b", "twice"),
        ("sqlanywhere://u:s3cret@h/d?E-C=a", "whose name is none"),
        ("sqlanywhere://u:s3cret@h/d?ENC", "cannot be read"),
    ],
)
def test_what_cannot_be_passed_on_is_refused_without_its_text(url: str, complaint: str) -> None:
    with pytest.raises(DatabaseUrlError) as caught:
        read_url(url)
    assert complaint in caught.value.message
    assert "s3cret" not in caught.value.message + caught.value.hint
    assert caught.value.hint


@given(st.text(), st.text())
def test_what_is_taken_arrives_as_it_was(user: str, password: str) -> None:
    """Either refused, or the client library reads the same again."""
    quoted = "".join(f"%{byte:02x}" for byte in user.encode("utf-8", "replace"))
    secret = "".join(f"%{byte:02x}" for byte in password.encode("utf-8", "replace"))
    try:
        given = read_url(f"sqlanywhere://{quoted}:{secret}@h/d").parameters
    except DatabaseUrlError:
        return
    read = parse(";".join(f"{name}={value}" for name, value in given.items()))
    assert (read.get("UID", ""), read.get("PWD", "")) == (
        user.encode("utf-8", "replace").decode(),
        password.encode("utf-8", "replace").decode(),
    )
