"""sms-callback serve: the adapter as a web server."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from sms_callback import __version__
from sms_callback.adapter.gate import DEFAULT_MAX_BODY, DEFAULT_READ_SECONDS
from sms_callback.adapter.listen import try_port
from sms_callback.adapter.log import FORMATS, LEVELS
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.setting import Listen, Settings
from sms_callback.cli import DEFAULT_DATABASE
from sms_callback.cli.context import Context, pass_context
from sms_callback.delivery.model import DEFAULT_WRITERS
from sms_callback.errors import DatabaseAwayError, SmsCallbackError
from sms_callback.install import install_missing, require_installed
from sms_callback.operate.simulate import providers as simulated
from sms_callback.spool import default_path

PROGRAM = "sms-callback"
DEFAULT_LOCAL = "http://127.0.0.1:8080"
DEFAULT_ADMIN = ("127.0.0.1", 9464)


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
@click.option(
    "--spool",
    metavar="PATH|none",
    envvar="SMS_CALLBACK_SPOOL",
    help="Where callbacks wait while the database is away. Default: FILE-spool beside a SQLite FILE,"
    " else sms-callback-spool.db in the working folder (also SMS_CALLBACK_SPOOL).",
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes.")
@click.option(
    "--writers",
    type=click.IntRange(1, 64),
    default=DEFAULT_WRITERS,
    show_default=True,
    help="Connections to the database in each, which store what waits in groups.",
)
@click.option(
    "--trusted-proxy",
    "trusted_proxies",
    multiple=True,
    metavar="CIDR",
    help="Believe X-Forwarded-For of a proxy in this network; repeatable.",
)
@click.option(
    "--read-timeout",
    type=click.FloatRange(0.1, 60),
    default=DEFAULT_READ_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="What a sender may take for its headers, and again for its body.",
)
@click.option(
    "--admin",
    metavar="HOST:PORT|none",
    help=f"Where /healthz, /readyz and /metrics are. Default: {DEFAULT_ADMIN[0]}:{DEFAULT_ADMIN[1]}.",
)
@click.option("--log-level", type=click.Choice(LEVELS), default="info", show_default=True)
@click.option("--log-format", type=click.Choice(FORMATS), default="text", show_default=True)
@pass_context
def serve(
    context: Context,
    host: str,
    port: int,
    public_url: str | None,
    routes: tuple[str, ...],
    max_body: int,
    spool: str | None,
    workers: int,
    writers: int,
    trusted_proxies: tuple[str, ...],
    read_timeout: float,
    admin: str | None,
    log_level: str,
    log_format: str,
) -> None:
    """Take callbacks over HTTP until Ctrl-C or SIGTERM. An SQLite file that is not there yet is installed first.

    Callbacks come to /sms/PROVIDER[/KIND][/TOKEN]; /healthz and /readyz say how the adapter is. SIGHUP reads accounts
    again at once. docs/operating.md is the runbook.

    \b
    Example:
      sms-callback serve --public-url https://sms.example.com
      sms-callback serve --port 8081 --public-url https://example.com --route /hooks/sms=twilio/status
    """
    # Costs 20 ms that other commands need not spend.
    from sms_callback.adapter import serve as server

    local = f"http://{_netloc(host, port)}"
    public = PublicUrl.parse(public_url or local)
    settings = Settings(
        database_url=context.database_url,
        public_url=str(public),
        routes=routes,
        max_body=max_body,
        spool=_spool(context, spool),
        writers=writers,
        trusted_proxies=trusted_proxies,
        read_timeout=read_timeout,
    )
    listen = Listen(host, port, workers, _admin(admin), log_level, log_format)
    server.check(settings, listen)
    if install_missing(context.database_url):
        _say(f"Installed sms-callback into {context.engine.label}.")
    next_steps = _next_steps(context, local, public, settings.spool)
    settings.check_spool()
    context.engine.close()
    _say(f"sms-callback {__version__} on {local} ({workers} {'worker' if workers == 1 else 'workers'})")
    _say(f"  database    {context.engine.label}")
    _say(f"  public URL  {public}")
    _say(f"  spool       {settings.spool or 'none: while the database is away callbacks are answered 503'}")
    _say(f"  admin       {'http://' + _netloc(*listen.admin) + '/metrics' if listen.admin else 'none'}")
    for step in next_steps:
        _say(f"  next        {step}")
    if public_url is None:
        _say("Warning: no --public-url. Providers sign the URL that they call: behind a proxy no signature will match.")
    else:
        for warning in public.warnings:
            _say(f"Warning: {warning}")
    server.serve(settings, listen)


def _spool(context: Context, given: str | None) -> str | None:
    """The spool's file; None if there is to be none."""
    if given == "none":
        return None
    return given or str(default_path(context.database_url))


def _admin(given: str | None) -> tuple[str, int] | None:
    """Host and port of the admin process; None if there is to be none, or the default port is taken.

    Raises:
        SmsCallbackError: the option cannot be read.
    """
    if given == "none":
        return None
    if given is None:
        try:
            try_port(*DEFAULT_ADMIN)
        except SmsCallbackError as error:
            _say(f"Warning: no admin port, and so no metrics. {error.message} Choose one with --admin HOST:PORT.")
            return None
        return DEFAULT_ADMIN
    host, _, port = given.rpartition(":")
    if not host or not port.isascii() or not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise SmsCallbackError(f"The admin port {given!r} cannot be read.", "Write --admin 127.0.0.1:9464.")
    return host.removeprefix("[").removesuffix("]"), int(port)


def _netloc(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _next_steps(context: Context, local: str, public: PublicUrl, spool: str | None) -> list[str]:
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
        meanwhile = "go to the spool" if spool else "are answered 503"
        return [f"start the database ({error.message}); callbacks {meanwhile} until then"]
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
