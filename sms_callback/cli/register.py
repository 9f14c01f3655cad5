"""sms-callback register: tell which messages were sent."""

from __future__ import annotations

import datetime as dt
import os
from typing import BinaryIO

import click

from sms_callback.cli.context import Context, pass_context
from sms_callback.cli.progress import progress
from sms_callback.operate.register import Numbered, Registration, read_json_lines
from sms_callback.operate.register import register as register_all
from sms_callback.operate.times import parse_time


@click.command(short_help="Tell which messages were sent.")
@click.option("--provider", metavar="NAME", help="The provider that sent the message.")
@click.option("--message-id", metavar="ID", help="The provider's id of the message.")
@click.option("--to", "to_number", metavar="NUMBER", help="The phone that it goes to.")
@click.option("--from", "from_number", metavar="NUMBER", help="The sender.")
@click.option("--body", metavar="TEXT", help="The text.")
@click.option("--campaign", metavar="NAME", help="Your campaign: v_sms_campaign sums it up.")
@click.option("--label", metavar="TEXT", help="Your own mark, for example an order number.")
@click.option("--account", metavar="NAME", help="The provider's account.")
@click.option("--status", metavar="WORD", help="The status that the provider's API answered, in its own word.")
@click.option("--registered-at", type=parse_time, metavar="TIME", help="When it was sent (UTC). Default: now.")
@click.option(
    "--json-lines",
    type=click.File("rb"),
    metavar="FILE",
    help="Many messages, one JSON object a line with the columns of sms_message as names; - is standard input.",
)
@pass_context
def register(
    context: Context,
    provider: str | None,
    message_id: str | None,
    to_number: str | None,
    from_number: str | None,
    body: str | None,
    campaign: str | None,
    label: str | None,
    account: str | None,
    status: str | None,
    registered_at: dt.datetime | None,
    json_lines: BinaryIO | None,
) -> None:
    """Tell which messages were sent, so that their reports find campaign and label.

    The report may come first, and a message may be registered again: what is given wins, the rest stays.

    \b
    Example:
      sms-callback register --provider twilio --message-id SM1 --to +15005550006 --campaign spring
      sms-callback register --json-lines sent.jsonl
    A line of sent.jsonl:
      {"provider": "twilio", "message_id": "SM1", "to_number": "+15005550006", "campaign": "spring"}
    """
    if json_lines is not None:
        given = (provider, message_id, to_number, from_number, body, campaign, label, account, status, registered_at)
        if any(value is not None for value in given):
            raise click.UsageError("With --json-lines each line says everything: leave out the other options.")
        with progress("Registering (bytes)", _size(json_lines)) as advance:
            count = register_all(context.engine, read_json_lines(json_lines), advance)
    else:
        if not provider or not message_id:
            raise click.UsageError("Give --provider and --message-id, or --json-lines.")
        message = Registration(
            provider, message_id, to_number, from_number, body, campaign, label, account, status, registered_at
        )
        count = register_all(context.engine, [Numbered(1, 1, message)])
    click.echo(f"{count} {'message' if count == 1 else 'messages'} registered.", err=True)


def _size(file: BinaryIO) -> int | None:
    """Bytes of a file; None for a pipe, whose end nobody knows."""
    try:
        return os.fstat(file.fileno()).st_size or None
    except OSError:
        return None
