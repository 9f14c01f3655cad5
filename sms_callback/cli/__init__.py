"""The command line. Each command lives in a module of its own and only prints what the package returns."""

from __future__ import annotations

import click

from sms_callback import __version__
from sms_callback.cli.context import Context, LazyGroup

DEFAULT_DATABASE = "sqlite:///sms-callback.db"

COMMANDS = {
    "install": "sms_callback.cli.install:install",
    "plan": "sms_callback.cli.install:plan",
    "verify": "sms_callback.cli.install:verify",
    "script": "sms_callback.cli.install:script",
    "uninstall": "sms_callback.cli.install:uninstall",
    "selftest": "sms_callback.cli.selftest:selftest",
    "serve": "sms_callback.cli.serve:serve",
    "account": "sms_callback.cli.account:account",
    "provider": "sms_callback.cli.provider:provider",
    "url": "sms_callback.cli.url:url",
    "explain-signature": "sms_callback.cli.explain_signature:explain_signature",
    "register": "sms_callback.cli.register:register",
    "messages": "sms_callback.cli.messages:messages",
    "simulate": "sms_callback.cli.simulate:simulate",
    "process": "sms_callback.cli.process:process",
    "replay": "sms_callback.cli.replay:replay",
    "purge": "sms_callback.cli.purge:purge",
    "spool": "sms_callback.cli.spool:spool",
    "service": "sms_callback.cli.service:service",
    "server-config": "sms_callback.cli.server_config:server_config",
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--database",
    envvar="SMS_CALLBACK_DATABASE",
    default=DEFAULT_DATABASE,
    show_default=True,
    metavar="URL",
    help="sqlite:///path, postgresql://… or sqlanywhere://… (also SMS_CALLBACK_DATABASE).",
)
@click.version_option(__version__, prog_name="sms-callback")
@click.pass_context
def main(ctx: click.Context, database: str) -> None:
    """What SMS providers report, checked and in order, as rows in tables that you own.

    Start with: sms-callback install, then sms-callback account add --help.
    """
    ctx.obj = Context(database)
