"""What all commands share: the database, the way errors are shown, tables for people and JSON for programs."""

from __future__ import annotations

import errno
import importlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Table

from sms_callback.engine import open_engine
from sms_callback.engine.base import Engine
from sms_callback.errors import ExitCode, SmsCallbackError

PIPE_WIDTH = 240
"""Characters that a table may take where the output is no terminal."""

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass
class Context:
    """The options of the main command. The engine is opened when a command first asks for it."""

    database_url: str

    @cached_property
    def engine(self) -> Engine:
        """The database named by `--database`."""
        return open_engine(self.database_url)


pass_context = click.make_pass_decorator(Context)


def json_option(command: Command) -> Command:
    """The option `--json`, for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")(command)


def confirm(question: str) -> None:
    """Ask; anything but yes ends the command with exit code 1."""
    try:
        click.confirm(question, abort=True, err=True)
    except click.Abort:
        if sys.stdin is None or not sys.stdin.isatty():
            click.echo("Nothing was done. Where nobody can answer, give --yes.", err=True)
        raise


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is used, and shows our errors with their hint.

    Args:
        lazy: command name → `module:attribute`.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = dict(lazy or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they were named."""
        return [*self.lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module."""
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        module, attribute = self.lazy[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an SmsCallbackError becomes two lines on stderr and its exit code."""
        # What the terminal's charset does not have is shown escaped; it must not end a command.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE or error.strerror is None:
                raise
            place = f" ({os.fsdecode(error.filename)})" if isinstance(error.filename, str | bytes) else ""
            click.echo(f"Error: {error.strerror}{place}.", err=True)
            ctx.exit(int(ExitCode.ERROR))
        except SmsCallbackError as error:
            click.echo(f"Error: {error.message}", err=True)
            if error.hint:
                click.echo(f"  {error.hint}", err=True)
            ctx.exit(int(error.exit_code))


def print_json(value: Any) -> None:
    """Print one JSON document, ASCII only so that any terminal and any text survives."""
    click.echo(json.dumps(value, indent=2, default=str))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table for people; control characters in values are shown, not sent to the terminal."""
    table = Table(title=title or None, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else _printable(str(value)) for value in row))
    # A pipe or a file has no width: long ids should stay whole there.
    if sys.stdout is None:
        # Started with its output closed (`>&-`).
        return
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    console = Console(file=sys.stdout, highlight=False, markup=False, width=width)
    console.print(table, markup=False)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() or char == "\n" else repr(char)[1:-1] for char in text)
