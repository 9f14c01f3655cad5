"""Every command says what it does, with an example, and docs/cli.md has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sms_callback.cli import COMMANDS, main

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


def paths(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name, member in command.commands.items():
            yield from paths(member, (*path, name))


def every_command() -> list[tuple[str, ...]]:
    context = click.Context(main)
    found: list[tuple[str, ...]] = []
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        found += paths(command, (name,))
    return found


def command_of(path: tuple[str, ...]) -> click.Command | None:
    command = main.get_command(click.Context(main), path[0])
    return command.commands[path[1]] if isinstance(command, click.Group) and len(path) > 1 else command


def is_group(path: tuple[str, ...]) -> bool:
    return not path or isinstance(command_of(path), click.Group)


@pytest.mark.parametrize("path", every_command(), ids=" ".join)
def test_help_has_an_example_and_the_page_names_the_command(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*path, "--help"])
    assert result.exit_code == 0
    assert "Example" in result.output
    example = result.output[result.output.index("Example") :]
    assert "sms-callback " in example
    assert path[-1] in example or isinstance(command_of(path), click.Group)
    assert f"`{' '.join(path)}`" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [path for path in [(), *every_command()] if is_group(path)], ids=" ".join)
def test_the_list_of_commands_cuts_no_sentence(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*path, "--help"], terminal_width=80)
    listed = result.output.partition("Commands:")[2]
    assert listed.strip()
    assert not [line for line in listed.splitlines() if line.endswith("...")]


def test_the_page_names_no_command_that_is_not_there() -> None:
    headings = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("## `")]
    assert {heading.split("`")[1].split()[0] for heading in headings} == set(COMMANDS)
