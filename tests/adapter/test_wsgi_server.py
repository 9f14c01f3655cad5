"""The application under another server than ours."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.adapter.serving import FORM, START
from tests.adapter.support import Database

SERVER = """
from wsgiref.simple_server import make_server

from sms_callback.adapter.worker import create_wsgi_app

with make_server("127.0.0.1", 0, create_wsgi_app()) as server:
    print(server.server_port, flush=True)
    server.handle_request()
"""


def environment(**variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SMS_CALLBACK_")}
    return {**kept, **variables}


def started(folder: Path, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SERVER],
        cwd=folder,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_callback(database: Database) -> None:
    database.add_account("probe", "none")
    with started(
        database.path.parent,
        SMS_CALLBACK_DATABASE=f"sqlite:///{database.path}",
        SMS_CALLBACK_PUBLIC_URL="https://sms.example.com",
    ) as process:
        assert process.stdout
        port = int(process.stdout.readline())
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=START)) as connection:
            connection.request("POST", "/sms/probe", b"a=1", {"Content-Type": FORM})
            assert connection.getresponse().status == 200
        process.communicate(timeout=START)
        assert process.returncode == 0
    assert database.params() == {"a": "1"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "SMS_CALLBACK_DATABASE is not set."),
        ({"SMS_CALLBACK_DATABASE": "sqlite:///sms.db"}, "SMS_CALLBACK_PUBLIC_URL is not set."),
        (
            {
                "SMS_CALLBACK_DATABASE": "sqlite:///sms.db",
                "SMS_CALLBACK_PUBLIC_URL": "https://sms.example.com",
                "SMS_CALLBACK_SPOOL": "no/such/folder/spool",
            },
            "spool",
        ),
    ],
)
def test_setting_that_is_missing_or_wrong(tmp_path: Path, given: dict[str, str], message: str) -> None:
    with started(tmp_path, **given) as process:
        _, errors = process.communicate(timeout=START)
    assert process.returncode == 1
    assert message in errors.splitlines()[-1]
