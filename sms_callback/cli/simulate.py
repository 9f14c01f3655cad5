"""sms-callback simulate: play the provider."""

from __future__ import annotations

from dataclasses import asdict

import click

from sms_callback.cli.context import Context, json_option, pass_context, print_json, print_table
from sms_callback.operate.messages import message_detail
from sms_callback.operate.simulate import providers
from sms_callback.operate.simulate import simulate as play


@click.command(short_help="Play the provider: send a running server one message.")
@click.argument("provider", type=click.Choice(sorted(providers())))
@click.option("--url", "server", default="http://127.0.0.1:8080", show_default=True, help="Where the server listens.")
@click.option("--public-url", metavar="URL", help="What the server was started with, if that is another URL.")
@json_option
@pass_context
def simulate(context: Context, provider: str, server: str, public_url: str | None, as_json: bool) -> None:
    """Send a running server the signed callbacks of one made-up message, and show the row that came of them.

    The first account of PROVIDER in the database signs. The message stays: its id starts with SM and is new each time.

    \b
    Example:
      sms-callback simulate twilio
      sms-callback simulate routee --url http://127.0.0.1:9000 --json
    """
    message_id, sent = play(context.engine, provider, server, public_url)
    detail = message_detail(context.engine, message_id, provider)
    if as_json:
        print_json({"sent": [asdict(one) for one in sent], "message": detail.message, "history": detail.history})
        return
    for one in sent:
        fields = ", ".join(f"{name}={value}" for name, value in one.fields.items() if not isinstance(value, dict))
        click.echo(f"sent   {fields}\nanswer {one.answer}")
    filled = [pair for pair in detail.message.items() if pair[1] is not None]
    print_table("The row in sms_message", ["column", "value"], filled)
    columns = ["status_id", "status", "provider_status", "received_at", "applied"]
    print_table("Its history in sms_status", columns, [[row[name] for name in columns] for row in detail.history])
