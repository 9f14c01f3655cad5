"""server-config check against the model's server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sms_callback.cli import main
from tests.sqlanywhere import web
from tests.sqlanywhere.client import model_library
from tests.sqlanywhere.machine import Database

URL = "sqlanywhere://dba:sql@?server=here"


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["--database", URL, "server-config", "check", *arguments])


@pytest.fixture
def database() -> Iterator[Database]:
    database = Database()
    with model_library(here=database):
        yield database


def test_a_server_without_xs(database: Database) -> None:
    result = check()
    assert result.exit_code == 1, result.output
    assert "started without -xs" in result.stdout


def test_what_listens_and_whether_the_file_says_so(database: Database, tmp_path: Path) -> None:
    server = web.serve(database)
    try:
        file = tmp_path / "o"
        file.write_text(f"-xs http(port={server.port};MaxRequestSize=1m)\n")
        agreed = check(str(file))
        assert agreed.exit_code == 0, agreed.output
        assert str(server.port) in agreed.stdout

        file.write_text("-xs http(port=1)\n")
        differs = check(str(file), "--json")
        assert differs.exit_code == 1
        assert json.loads(differs.stdout) == [
            {"listener": "http", "what": "port", "file": "1", "server": None, "same": False},
            {"listener": "http", "what": "port", "file": None, "server": str(server.port), "same": False},
        ]
    finally:
        server.close()


def test_options_count_where_the_server_shows_its_command_line(database: Database, tmp_path: Path) -> None:
    database.server_properties.update(
        HttpPorts="8080",
        HttpsPorts="8443",
        CommandLine='-n x -xs "http(port=8080;dbn=crm), https(port=8443;identity=a)"',
    )
    file = tmp_path / "o"
    file.write_text("-xs http(port=8080;DatabaseName=crm),https(port=8443;identity=a;identity_password=never-shown)\n")
    agreed = check(str(file))
    assert agreed.exit_code == 0, agreed.output
    assert "never-shown" not in agreed.output
    file.write_text("-xs http(port=8080;dbn=other),https(port=8443;identity=a)\n")
    differs = check(str(file))
    assert differs.exit_code == 1
    assert "other" in differs.stdout


def test_a_server_that_says_nothing_of_ports_is_read_by_its_command_line(database: Database) -> None:
    database.server_properties["CommandLine"] = "dbsrv17 -xs https -n x"
    result = check("--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == [
        {"listener": "https", "what": "port", "file": None, "server": "443", "same": True}
    ]
