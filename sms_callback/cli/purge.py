"""sms-callback purge: delete what is older than the settings say."""

from __future__ import annotations

from dataclasses import asdict

import click

from sms_callback.cli.context import Context, confirm, json_option, pass_context, print_json, print_table
from sms_callback.cli.progress import progress
from sms_callback.operate.purge import Purged, keep_settings
from sms_callback.operate.purge import purge as purge_rows


@click.command(short_help="Delete what is older than the settings say.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@pass_context
def purge(context: Context, yes: bool, as_json: bool) -> None:
    """Delete callbacks, messages and inbound messages that are older than the settings say.

    The settings are rows of sms_setting (keep_callback_days and so on; 0 keeps for ever). Opt-outs are never deleted.

    \b
    Example:
      sms-callback purge
      sms-callback purge --yes --json
    """
    settings = keep_settings(context.engine)
    if not as_json:
        print_table(
            "How long rows are kept",
            ["setting", "days", "meaning"],
            [(one.name, one.days or "for ever", one.meaning) for one in settings],
        )
    result = Purged()
    if any(one.days for one in settings):
        if not yes:
            confirm("Delete what is older?")
        with progress("Rows", None) as advance:
            result = purge_rows(context.engine, advance)
    if as_json:
        print_json({**asdict(result), "settings": {one.name: one.days for one in settings}})
    else:
        click.echo(
            f"Deleted: {result.callbacks} callbacks, {result.messages} messages, {result.inbound} inbound messages."
        )
