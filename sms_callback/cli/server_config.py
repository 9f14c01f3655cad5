"""sms-callback server-config: SQL Anywhere's server option -xs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sms_callback.cli.context import Context, confirm, json_option, pass_context, print_json, print_table
from sms_callback.errors import ExitCode, SmsCallbackError
from sms_callback.serveroption.edit import plan_edit
from sms_callback.serveroption.form import FORMS, shown
from sms_callback.serveroption.running import compare, running_listeners
from sms_callback.serveroption.wanted import Wanted

_PORT = click.IntRange(1, 65535)


def _listener_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what the server listens to."""
    options = [
        click.option("--http-port", type=_PORT, help="Listen for HTTP on this port."),
        click.option("--https-port", type=_PORT, help="Listen for HTTPS on this port."),
        click.option("--identity", metavar="FILE", help="Certificate with its private key, on the server's machine."),
        click.option(
            "--identity-password-file",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="File whose first line is the password of that key.",
        ),
        click.option("--dbn", metavar="NAME", help="The only database that web requests reach."),
        click.option(
            "--max-request-size",
            default="1m",
            show_default=True,
            metavar="SIZE",
            help="Larger requests are answered 413.",
        ),
        click.option("--max-connections", type=click.IntRange(1), help="Web requests at the same time."),
        click.option("--keepalive", type=click.IntRange(0), metavar="SECONDS", help="How long an idle one is kept."),
        click.option("--log", metavar="FILE", help="Log of web requests, on the server's machine (without URLs)."),
        click.option("--local", is_flag=True, help="Only from the same machine: a proxy there ends TLS."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _wanted(identity_password_file: Path | None, **given: Any) -> Wanted:
    password = None
    if identity_password_file is not None:
        password = identity_password_file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    return Wanted(identity_password=password, **given)


@click.group("server-config", short_help="SQL Anywhere: the server option -xs, for web requests.")
def server_config() -> None:
    """SQL Anywhere's server option -xs, with which the database server takes web requests itself: show, write, check.

    \b
    Example:
      sms-callback server-config show --http-port 8080 --local
      sms-callback server-config write /etc/sqlanywhere/crm.options --http-port 8080 --local
    """


@server_config.command(short_help="Print the option as options file, Windows service, systemd unit.")
@_listener_options
@click.option(
    "--as", "form", type=click.Choice(sorted(FORMS)), default="options", show_default=True, help="In which form."
)
@click.option("--options-file", default="/etc/sqlanywhere/crm.options", show_default=True, help="Where it is kept.")
@click.option("--server", default="crm", show_default=True, help="Name of the server and of its service.")
@click.option("--database-file", default="/var/lib/sqlanywhere/crm.db", show_default=True, help="The database.")
@json_option
def show(form: str, options_file: str, server: str, database_file: str, as_json: bool, **given: Any) -> None:
    """Print the option as an options file, a Windows service or a systemd unit, to copy from. Passwords are masked.

    \b
    Example:
      sms-callback server-config show --http-port 8080 --local --dbn crm
      sms-callback server-config show --as systemd --https-port 8443 --identity /etc/sqlanywhere/server.id
      sms-callback server-config show --http-port 8080 --local --json
    """
    text = shown(form, _wanted(**given), options_file=options_file, server=server, database_file=database_file)
    if as_json:
        print_json({"form": form, "text": text})
    else:
        click.echo(text, nl=False)


@server_config.command(short_help="Put the option into an options file, in place.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_listener_options
@click.option("--add", is_flag=True, help="Add a further listener; without, the one that is there moves to the port.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def write(file: Path, add: bool, yes: bool, as_json: bool, **given: Any) -> None:
    """Put the option into an options file of the server. All else in it stays as it is, byte for byte.

    Shows what changes, asks, and keeps the file as it was in FILE.bak. Run again, it finds nothing to do.
    The server reads the file when it starts.

    \b
    Example:
      sms-callback server-config write /etc/sqlanywhere/crm.options --http-port 8080 --local
      sms-callback server-config write crm.options --https-port 8443 --identity server.id --identity-password-file pw
    """
    edit = plan_edit(file, _wanted(**given), add=add)
    backup = None
    if edit.changed:
        click.echo(edit.diff, err=as_json, nl=False)
        if not yes:
            confirm(f"Write {edit.path}?")
        backup = edit.apply()
    if as_json:
        print_json({"file": str(edit.path), "changed": edit.changed, "backup": None if backup is None else str(backup)})
    elif not edit.changed:
        click.echo(f"{edit.path} has it already: nothing to do.")
    else:
        kept = f" As it was: {backup}." if backup else ""
        click.echo(f"{edit.path} is written.{kept} Restart the server, then: sms-callback server-config check {file}")


@server_config.command(short_help="Compare an options file with the running server.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@json_option
@pass_context
@click.pass_context
def check(ctx: click.Context, context: Context, file: Path | None, as_json: bool) -> None:
    """Tell what the running server listens to, and whether that is what FILE says. Exit code 1: it is not.

    \b
    Example:
      sms-callback --database sqlanywhere://dba@db.example.com/crm server-config check /etc/sqlanywhere/crm.options
    """
    if context.engine.name != "sqlanywhere":
        raise SmsCallbackError(
            f"{context.engine.label} is no SQL Anywhere server.", "Give --database sqlanywhere://user@host/name"
        )
    running = running_listeners(context.engine)
    found = compare(running, file)
    if as_json:
        print_json(
            [
                {"listener": i.listener, "what": i.what, "file": i.file, "server": i.server, "same": i.same}
                for i in found
            ]
        )
    else:
        print_table("", ("listener", "what", "file", "server"), [(i.listener, i.what, i.file, i.server) for i in found])
        if not running:
            click.echo("The server listens to no web requests: it was started without -xs.")
        elif any(not item.same for item in found):
            click.echo(
                "They differ: restart the server with this file, or correct it: sms-callback server-config write"
            )
    if any(not item.same for item in found) or not running:
        ctx.exit(int(ExitCode.DRIFT))
