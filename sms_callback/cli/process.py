"""sms-callback process: work off what is pending or failed, once or as it comes."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

import click

from sms_callback.cli.context import Context, json_option, pass_context, print_json, print_table
from sms_callback.cli.progress import progress
from sms_callback.errors import ExitCode, SmsCallbackError
from sms_callback.operate.process import open_callbacks
from sms_callback.operate.process import process as process_callbacks
from sms_callback.operate.watch import Watcher, Worked


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
@click.option("--watch", is_flag=True, help="Work off what is pending as it comes, until Ctrl-C or SIGTERM.")
@click.option(
    "--interval",
    type=click.FloatRange(min=0.05, max=86400),
    metavar="SECONDS",
    help="With --watch: how often to look. Default: 1; on PostgreSQL, which tells at once, 60.",
)
@json_option
@click.pass_context
@pass_context
def process(
    context: Context,
    ctx: click.Context,
    callback_ids: tuple[int, ...],
    limit: int | None,
    watch: bool,
    interval: float | None,
    as_json: bool,
) -> None:
    """Work off callbacks that are pending, or failed and not yet tried too often.

    Each is tried once a run. How often in all says the setting process_attempts; replay takes any.
    Exits with 1 if a callback failed.

    With --watch it goes on working off what is pending (setting process = deferred), and leaves failed ones
    alone. Several may watch at once. --json prints one line a round. Ctrl-C or SIGTERM ends it after the
    callback at hand, with 0.

    \b
    Example:
      sms-callback process
      sms-callback process --callback-id 4711
      sms-callback process --watch
    """
    if callback_ids and limit is not None:
        raise click.UsageError("--callback-id and --limit exclude each other.")
    if watch and (callback_ids or limit is not None):
        raise click.UsageError("--watch takes all that is pending: leave --callback-id and --limit out.")
    if interval is not None and not watch:
        raise click.UsageError("--interval belongs to --watch.")
    if watch:
        _watch(context, interval, as_json)
        return
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


@dataclass(frozen=True)
class _Terminal:
    """Tells on standard error what happens; with `as_json` each round is a line of standard output."""

    as_json: bool

    def worked(self, count: Worked) -> None:
        if self.as_json:
            click.echo(json.dumps(asdict(count)))
        elif count.failed:
            click.echo(f"{count.failed} failed; v_sms_dead_letter says why.", err=True)

    def refused(self, callback_id: int, error: SmsCallbackError) -> None:
        click.echo(f"Callback {callback_id} stays pending: {error.message}", err=True)

    def away(self, error: SmsCallbackError) -> None:
        click.echo(f"Error: {error.message}", err=True)
        click.echo(f"  {error.hint} Waiting until it works again.", err=True)

    def back(self) -> None:
        click.echo("The database answers again.", err=True)


def _watch(context: Context, interval: float | None, as_json: bool) -> None:
    with _until_signal() as stop:
        watcher = Watcher(context.engine, stop, _Terminal(as_json), interval)
        click.echo(f"Working off {context.engine.label} as callbacks come. Ctrl-C ends it.", err=True)
        total = watcher.run()
    if not as_json:
        refused = f", {total.refused} refused" if total.refused else ""
        click.echo(f"{total.done} done, {total.failed} failed{refused}.")


@contextmanager
def _until_signal() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set; a second Ctrl-C ends the program at once."""
    stop = threading.Event()

    def end(number: int, _frame: object) -> None:
        if number == signal.SIGINT and stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
