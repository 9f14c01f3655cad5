"""sms-callback messages: what became of messages."""

from __future__ import annotations

import datetime as dt

import click

from sms_callback.cli.context import Context, json_option, pass_context, print_json, print_table
from sms_callback.model import Row
from sms_callback.operate.messages import ALL, Filter, MessageDetail, message_detail
from sms_callback.operate.messages import messages as list_messages
from sms_callback.operate.times import parse_time

_WIDE = 40
_SECONDS = len("2026-01-31 13:02:08")


@click.command(short_help="List messages, or show one with its history.")
@click.argument("message_id", required=False)
@click.option("--provider", metavar="NAME", help="Only this provider's.")
@click.option("--status", metavar="STATUS", help="Only in this status (ours, as in sms_status_code).")
@click.option("--to", "to_number", metavar="NUMBER", help="Only to this phone.")
@click.option("--campaign", metavar="NAME", help="Only of this campaign.")
@click.option(
    "--since",
    type=parse_time,
    metavar="TIME",
    help="Only made since then: 2026-01-31 (UTC), or an age such as 12h, 7d.",
)
@click.option("--failed", is_flag=True, help="Only those that ended badly.")
@click.option("--limit", type=click.IntRange(min=0), default=50, show_default=True, help="So many at most; 0 is all.")
@json_option
@pass_context
def messages(
    context: Context,
    message_id: str | None,
    provider: str | None,
    status: str | None,
    to_number: str | None,
    campaign: str | None,
    since: dt.datetime | None,
    failed: bool,
    limit: int,
    as_json: bool,
) -> None:
    """List messages, newest first; with MESSAGE_ID show one with its history and replies.

    With --json these are full rows of sms_message.

    \b
    Example:
      sms-callback messages --failed --since 7d
      sms-callback messages SM00000000000000000000000000000001 --json
    """
    if message_id is not None:
        if failed or any(value is not None for value in (status, to_number, campaign, since)):
            raise click.UsageError("With MESSAGE_ID only --provider and --json have a meaning.")
        detail = message_detail(context.engine, message_id, provider)
        if as_json:
            print_json({**detail.message, "history": detail.history, "replies": detail.replies})
        else:
            _print_detail(detail)
        return
    rows = list_messages(context.engine, Filter(provider, status, to_number, campaign, since, failed, limit or ALL))
    if as_json:
        print_json(rows)
        return
    if not rows:
        click.echo("No message fits.", err=True)
        return
    print_table(
        "Messages",
        ["created (UTC)", "provider", "message_id", "to", "status", "error", "campaign", "body"],
        [
            (
                str(row["created_at"])[:_SECONDS],
                row["provider"],
                row["message_id"],
                row["to_number"],
                row["status"],
                row["error_code"],
                row["campaign"],
                _short(row["body"]),
            )
            for row in rows
        ],
    )


def _print_detail(detail: MessageDetail) -> None:
    print_table("Message", ["column", "value"], [pair for pair in detail.message.items() if pair[1] is not None])
    if detail.history:
        _print_rows(
            "History",
            [
                "received_at",
                "occurred_at",
                "status",
                "provider_status",
                "part_id",
                "error_code",
                "error_message",
                "applied",
            ],
            detail.history,
        )
    else:
        click.echo("No report of it has come yet.", err=True)
    if detail.replies:
        _print_rows("Replies", ["received_at", "from_number", "to_number", "body"], detail.replies)


def _print_rows(title: str, columns: list[str], rows: list[Row]) -> None:
    used = [column for column in columns if any(row[column] is not None for row in rows)]
    print_table(title, used, [[row[column] for column in used] for row in rows])


def _short(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _WIDE else text[: _WIDE - 1] + "…"
