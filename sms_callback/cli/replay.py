"""sms-callback replay: old callbacks through today's procedures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import click

from sms_callback.cli.context import Context, json_option, pass_context, print_json, print_table
from sms_callback.cli.progress import progress
from sms_callback.errors import ExitCode
from sms_callback.operate.replay import Replayed, Selection, select
from sms_callback.operate.replay import replay as replay_callbacks
from sms_callback.operate.times import parse_time


@click.command(short_help="Apply callbacks again by today's rules; show what changes.")
@click.option(
    "--since", type=parse_time, metavar="TIME", help="Received then or later: 2026-01-31 (UTC), or an age such as 7d."
)
@click.option("--until", type=parse_time, metavar="TIME", help="Received before that.")
@click.option("--provider", metavar="NAME", help="Only this provider's.")
@click.option("--state", type=click.Choice(["done", "failed", "pending"]), help="Only those in this state.")
@click.option(
    "--callback-id",
    "callback_ids",
    type=click.IntRange(min=1),
    multiple=True,
    metavar="N",
    help="Only this; repeatable.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="So many at most, oldest first. Default: all.")
@click.option("--commit", is_flag=True, help="Let the changes stay. Without it everything is undone.")
@json_option
@click.pass_context
@pass_context
def replay(
    context: Context,
    ctx: click.Context,
    since: dt.datetime | None,
    until: dt.datetime | None,
    provider: str | None,
    state: str | None,
    callback_ids: tuple[int, ...],
    limit: int | None,
    commit: bool,
    as_json: bool,
) -> None:
    """Apply callbacks of the journal again, by today's rules, and show what changes.

    All of it is one transaction, undone at the end unless --commit is given. On SQLite callbacks that arrive meanwhile
    wait for it: go through a big journal in steps (--since, --until, --limit).

    Exits with 1 if something would change and --commit was not given.

    \b
    Example, after a DBA has taught sms_provider_status a new word:
      sms-callback replay --provider twilio --since 7d
      sms-callback replay --provider twilio --since 7d --commit
    """
    which = Selection(since, until, provider, state, callback_ids, -1 if limit is None else limit)
    todo = select(context.engine, which)
    with progress("Callbacks", len(todo) * (2 if commit else 1)) as advance:
        result = replay_callbacks(context.engine, todo, commit=commit, progress=advance)
    if as_json:
        print_json(_document(result))
    else:
        _print(result)
    if result.changes and not commit:
        ctx.exit(int(ExitCode.DRIFT))


def _document(result: Replayed) -> dict[str, object]:
    return {
        "callbacks": result.callbacks,
        "committed": result.committed,
        "changes": [
            {
                "table": change.table,
                "key": change.key,
                "change": "new" if change.new else "changed",
                "columns": {
                    name: {"before": before, "after": after} for name, (before, after) in change.columns.items()
                },
            }
            for change in result.changes
        ],
    }


def _print(result: Replayed) -> None:
    if result.changes:
        print_table(
            "Changed" if result.committed else "Would change",
            ["table", "row", "column", "before", "after"],
            _lines(result),
        )
    click.echo(f"{result.callbacks} callbacks applied again, {len(result.changes)} rows {_verb(result)}.")
    if result.changes and not result.committed:
        click.echo("Nothing is changed yet: give --commit to let it stay.", err=True)


def _verb(result: Replayed) -> str:
    return "changed" if result.committed else "would change"


def _lines(result: Replayed) -> Iterator[tuple[object, ...]]:
    for change in result.changes:
        row = " ".join(str(value) for value in change.key.values() if value != "")
        for number, (name, (before, after)) in enumerate(change.columns.items()):
            label = f"{row} (new)" if change.new else row
            yield (change.table, label, name, before, after) if number == 0 else ("", "", name, before, after)
