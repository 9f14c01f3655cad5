"""sms-callback spool: what waits on this machine for the database."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

import click

from sms_callback.cli.context import Command, Context, json_option, pass_context, print_json, print_table
from sms_callback.cli.progress import progress
from sms_callback.errors import ExitCode, SmsCallbackError
from sms_callback.spool import Spool, SpoolStatus, default_path, imported
from sms_callback.spool import drain as drain_spool


def spool_option(command: Command) -> Command:
    """The option `--spool`."""
    return click.option(
        "--spool",
        "path",
        type=click.Path(dir_okay=False, path_type=Path),
        envvar="SMS_CALLBACK_SPOOL",
        metavar="PATH",
        help="File (also SMS_CALLBACK_SPOOL). Default: FILE-spool beside SQLite's FILE, else sms-callback-spool.db.",
    )(command)


@click.group(short_help="Callbacks that wait on this machine for the database.")
def spool() -> None:
    """Callbacks that were acknowledged while the database was away, and wait on this machine for it.

    A running server brings them to the database by itself.

    \b
    Example:
      sms-callback spool status
    """


@spool.command(short_help="What waits, since when, and what was set aside.")
@spool_option
@json_option
@click.pass_context
@pass_context
def status(context: Context, ctx: click.Context, path: Path | None, as_json: bool) -> None:
    """Show what waits, since when, and what was set aside because the database refuses it.

    Exits with 1 if something waits or was set aside.

    \b
    Example:
      sms-callback spool status
      sms-callback spool status --spool /var/lib/sms-callback/spool.db --json
    """
    with _opened(context, path) as found:
        state = found.status()
    if as_json:
        print_json(asdict(state))
    else:
        _print_status(state)
    if state.waiting or state.poison:
        ctx.exit(int(ExitCode.DRIFT))


@spool.command(short_help="Bring what waits to the database, now.")
@spool_option
@click.option("--poison", is_flag=True, help="Try again what was set aside, too.")
@json_option
@click.pass_context
@pass_context
def drain(context: Context, ctx: click.Context, path: Path | None, poison: bool, as_json: bool) -> None:
    """Bring what waits to the database, also beside a running server.

    Exits with 1 if something waits still or was set aside.

    \b
    Example:
      sms-callback --database postgresql://sms_web@db/sms spool drain
      sms-callback spool drain --poison
    """
    with _opened(context, path) as found:
        before = found.status()
        with progress("Callbacks", before.waiting + (before.poison if poison else 0)) as advance:
            drained = drain_spool(found, context.engine, advance, poison=poison)
        after = found.status()
    if as_json:
        print_json({"stored": drained.stored, "waiting": after.waiting, "poison": after.poison})
    else:
        click.echo(f"{drained.stored} brought to the database, {after.waiting} waiting, {after.poison} set aside.")
    if drained.error:
        raise drained.error
    if after.waiting or after.poison:
        ctx.exit(int(ExitCode.DRIFT))


@spool.command(short_help="Write the callbacks as JSON lines.")
@spool_option
@click.option("--poison", is_flag=True, help="Those that were set aside, instead of those that wait.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this new file, not to stdout."
)
@pass_context
def export(context: Context, path: Path | None, poison: bool, output: Path | None) -> None:
    """Write the callbacks as JSON, one a line; they stay in the spool.

    Of a damaged file everything is written that can be read. The lines hold phone numbers and texts: the file is made
    for your user alone; delete it when it has served.

    \b
    Example:
      sms-callback spool export -o callbacks.jsonl
    """
    count = 0
    with _opened(context, path) as found, _writing(output) as file:
        try:
            for row in found.export(poison=poison):
                print(json.dumps(row), file=file)
                count += 1
        finally:
            click.echo(
                f"{count} callbacks{f' in {output}' if output else ''}. They hold phone numbers and texts:"
                " keep them safe, and delete them when they have served.",
                err=True,
            )


@spool.command("import", short_help="Put exported callbacks into the spool again.")
@spool_option
@click.argument("file", type=click.File("r", encoding="ascii", errors="replace"))
@pass_context
def import_(context: Context, path: Path | None, file: TextIO) -> None:
    """Put the callbacks of an export into the spool, from which they go to the database.

    One that came there otherwise in the meantime is known by its time of arrival: importing twice does no harm.

    \b
    Example:
      sms-callback spool import callbacks.jsonl
    """
    count = 0
    with _opened(context, path) as found:
        found.check()
        for one, reason in imported(file):
            found.put([one], reason)
            count += 1
    click.echo(f"{count} callbacks are in the spool. Next: sms-callback spool drain, or wait for the server.", err=True)


@contextmanager
def _opened(context: Context, path: Path | None) -> Iterator[Spool]:
    with closing(Spool(path or default_path(context.database_url), context.engine.label)) as found:
        yield found


@contextmanager
def _writing(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    try:
        descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SmsCallbackError(f"{output} is there already.", "Name a new file: nothing is written over.") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        yield file
        file.flush()
        os.fsync(descriptor)


def _print_status(state: SpoolStatus) -> None:
    if state.database is None:
        click.echo(f"There is no spool at {state.path}: nothing waits.")
        return
    click.echo(f"Spool     {state.path}")
    click.echo(f"Database  {state.database}")
    late = " (too long)" if state.overdue else ""
    since = f", the first since {state.oldest_at:%Y-%m-%d %H:%M:%S} UTC{late}" if state.oldest_at else ""
    click.echo(f"Waiting   {state.waiting}{since}")
    click.echo(f"Set aside {state.poison}")
    full = "; it takes no more" if state.full else ""
    click.echo(f"Size      {_bytes(state.bytes)}, {_bytes(state.used_bytes)} of {_bytes(state.max_bytes)} in use{full}")
    if state.reasons:
        print_table(
            "Set aside",
            ["provider", "callbacks", "first arrived", "reason"],
            [(one.provider, one.callbacks, f"{one.oldest_at:%Y-%m-%d %H:%M:%S}", one.reason) for one in state.reasons],
        )


def _bytes(count: int) -> str:
    size = float(count)
    for unit in ("B", "KiB", "MiB"):
        if size < 1024:
            return f"{size:.0f} {unit}"
        size /= 1024
    return f"{size:.1f} GiB"
