"""sms-callback serve: the adapter as a web server."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from sms_callback import __version__
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.request import DEFAULT_MAX_BODY
from sms_callback.adapter.setting import Settings
from sms_callback.cli import DEFAULT_DATABASE
from sms_callback.cli.context import Context, pass_context
from sms_callback.errors import DatabaseAwayError
from sms_callback.install import install_missing, require_installed
from sms_callback.operate.simulate import providers as simulated

PROGRAM = "sms-callback"
DEFAULT_LOCAL = "http://127.0.0.1:8080"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen on this address.")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Listen on this port.")
@click.option(
    "--public-url",
    metavar="URL",
    envvar="SMS_CALLBACK_PUBLIC_URL",
    help="What providers call, and sign: https://host[/prefix] (also SMS_CALLBACK_PUBLIC_URL). Default: http://HOST:PORT.",
)
@click.option(
    "--route",
    "routes",
    multiple=True,
    metavar="PATH=PROVIDER[/KIND]",
    help="Take callbacks of an existing path, too; repeatable.",
)
@click.option(
    "--max-body",
    type=click.IntRange(min=1024),
    default=DEFAULT_MAX_BODY,
    show_default=True,
    metavar="BYTES",
    help="Refuse a longer body with 413.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes.")
@click.option(
    "--threads",
    type=click.IntRange(1, 256),
    default=16,
    show_default=True,
    help="Threads in each, each with its own connection to the database.",
)
@pass_context
def serve(
    context: Context,
    host: str,
    port: int,
    public_url: str | None,
    routes: tuple[str, ...],
    max_body: int,
    workers: int,
    threads: int,
) -> None:
    """Take callbacks over HTTP until Ctrl-C or SIGTERM. An SQLite file that is not there yet is installed first.

    Callbacks come to /sms/PROVIDER[/KIND][/TOKEN]; /healthz and /readyz say how the adapter is.

    \b
    Example:
      sms-callback serve --public-url https://sms.example.com
      sms-callback serve --port 8081 --public-url https://example.com --route /hooks/sms=twilio/status
    """
    # Costs 20 ms that other commands need not spend.
    from sms_callback.adapter import serve as server

    shown_host = f"[{host}]" if ":" in host else host
    local = f"http://{shown_host}:{port}"
    public = PublicUrl.parse(public_url or local)
    settings = Settings(context.database_url, str(public), routes, max_body)
    listen = server.Listen(host, port, workers, threads)
    server.check(settings, listen)
    if install_missing(context.database_url):
        _say(f"Installed sms-callback into {context.engine.label}.")
    next_steps = _next_steps(context, local, public)
    context.engine.close()
    _say(f"sms-callback {__version__} on {local} ({workers} {'worker' if workers == 1 else 'workers'})")
    _say(f"  database    {context.engine.label}")
    _say(f"  public URL  {public}")
    for step in next_steps:
        _say(f"  next        {step}")
    if public_url is None:
        _say("Warning: no --public-url. Providers sign the URL that they call: behind a proxy no signature will match.")
    else:
        for warning in public.warnings:
            _say(f"Warning: {warning}")
    server.serve(settings, listen)


def _next_steps(context: Context, local: str, public: PublicUrl) -> list[str]:
    """What the operator does now.

    Raises:
        NotInstalledError: the database has not our procedures.
    """
    engine = context.engine
    command = _command(context)
    try:
        require_installed(engine)
        callers = [endpoint.provider for endpoint in engine.endpoints() if endpoint.accounts]
    except DatabaseAwayError as error:
        return [f"start the database ({error.message}); callbacks are answered 503 until then"]
    if not callers:
        return [f"{command} account add twilio AC… --secret-file FILE (no account yet: every callback is refused)"]
    # The adapter's own login may be in sms_web alone, which reads no table.
    who = "; as the owner or a member of sms_admin" if engine.name != "sqlite" else ""
    steps = [f"{command} url --public-url {public} (what to paste into the provider's console{who})"]
    known = [provider for provider in callers if provider in simulated()]
    if known:
        where = "" if local == DEFAULT_LOCAL else f" --url {local}"
        signed = "" if str(public) == local else f" --public-url {public}"
        steps.append(f"{command} simulate {known[0]}{where}{signed} (in a second terminal: plays the provider{who})")
    return steps


def _command(context: Context) -> str:
    """This program as the operator called it, with the database if it is not the default (never its password)."""
    typed = sys.argv[0] if Path(sys.argv[0]).stem == PROGRAM else PROGRAM
    if context.database_url == DEFAULT_DATABASE:
        return shlex.quote(typed)
    return f"{shlex.quote(typed)} --database {shlex.quote(context.engine.label)}"


def _say(text: str) -> None:
    click.echo(text, err=True)
