"""sms-callback process: work off what is pending or failed."""

from __future__ import annotations

from dataclasses import asdict

import click

from sms_callback.cli.context import Context, json_option, pass_context, print_json, print_table
from sms_callback.cli.progress import progress
from sms_callback.errors import ExitCode
from sms_callback.operate.process import open_callbacks
from sms_callback.operate.process import process as process_callbacks


@click.command(short_help="Work off callbacks that are pending or failed.")
@click.option(
    "--callback-id",
    "callback_ids",
    type=click.IntRange(min=1),
    multiple=True,
    metavar="N",
    help="Work this callback, whatever its state; repeatable.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="So many at most, oldest first. Default: all.")
@json_option
@click.pass_context
@pass_context
def process(
    context: Context, ctx: click.Context, callback_ids: tuple[int, ...], limit: int | None, as_json: bool
) -> None:
    """Work off callbacks that are pending, or failed and not yet tried too often.

    Each is tried once a run. How often in all says the setting process_attempts; replay takes any.
    Exits with 1 if a callback failed.

    \b
    Example:
      sms-callback process
      sms-callback process --callback-id 4711
    """
    if callback_ids and limit is not None:
        raise click.UsageError("--callback-id and --limit exclude each other.")
    todo = list(callback_ids) or open_callbacks(context.engine, -1 if limit is None else limit)
    with progress("Callbacks", len(todo)) as advance:
        result = process_callbacks(context.engine, todo, advance)
    if as_json:
        print_json(asdict(result))
    else:
        click.echo(f"{result.done} done, {result.failed} failed.")
        if result.reasons:
            print_table(
                "Failed",
                ["callbacks", "first callback_id", "reason"],
                [(one.callbacks, one.first_callback_id, one.reason) for one in result.reasons],
            )
    if result.failed:
        ctx.exit(int(ExitCode.DRIFT))
