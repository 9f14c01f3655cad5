"""sms-callback provider: what the reference tables say of each provider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import click

from sms_callback.cli.context import Context, json_option, pass_context, print_json, print_table
from sms_callback.model import Row
from sms_callback.operate.account import accounts
from sms_callback.operate.provider import ProviderDetail, provider_detail, providers


@click.group()
def provider() -> None:
    """What is known of each provider: words, fields, answers.

    \b
    Example:
      sms-callback provider show twilio
    """


@provider.command("list")
@json_option
@pass_context
def list_(context: Context, as_json: bool) -> None:
    """List the providers.

    \b
    Example:
      sms-callback provider list
    """
    rows = providers(context.engine)
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    print_table(
        "Providers",
        ["provider", "title", "scheme", "status words", "error codes", "accounts"],
        [(row.provider, row.title, row.scheme, row.status_words, row.error_codes, row.accounts) for row in rows],
    )


@provider.command(short_help="Show one provider: rules, fields, words, answers, accounts.")
@click.argument("name")
@click.option("--errors", "with_errors", is_flag=True, help="All error codes, not only how many.")
@json_option
@pass_context
def show(context: Context, name: str, with_errors: bool, as_json: bool) -> None:
    """Show one provider: rules, fields, status words, answers, keywords, accounts.

    \b
    Example:
      sms-callback provider show twilio --errors
    """
    detail = provider_detail(context.engine, name)
    own = accounts(context.engine, name)
    if as_json:
        print_json(
            {
                **asdict(detail.provider),
                "rules": detail.rules,
                "fields": detail.fields,
                "statuses": detail.statuses,
                **({"errors": detail.errors} if with_errors else {}),
                "answers": detail.answers,
                "keywords": detail.keywords,
                "accounts": [asdict(one) for one in own],
            }
        )
        return
    _print(detail, with_errors)
    _rows(
        "Accounts",
        ["account", "scheme", "secret", "second_secret", "enabled"],
        [{**asdict(one), "enabled": "yes" if one.enabled else "no"} for one in own],
    )


def _print(detail: ProviderDetail, with_errors: bool) -> None:
    info = detail.provider
    click.echo(f"{info.provider}: {info.title}")
    click.echo(f"  scheme {info.scheme}, times in {info.time_zone}, prices in {info.currency or 'what it says'}")
    if info.idempotency_header:
        click.echo(f"  repeats a callback with the same header {info.idempotency_header}")
    if info.docs_url:
        click.echo(f"  {info.docs_url}")
    click.echo(f"  {info.error_codes} error codes" + ("" if with_errors else " (all with --errors)"))
    _rows("Kinds: the first rule that fits", ["position", "param", "value", "kind"], detail.rules)
    _rows("Fields", ["kind", "column_name", "preference", "param", "format", "in_key"], detail.fields)
    _rows("Status words", ["word", "status", "phone"], detail.statuses)
    if with_errors:
        _rows("Error codes", ["code", "text", "permanent", "phone"], detail.errors)
    _rows("Answers", ["kind", "status", "content_type", "body"], detail.answers)
    _rows("Keywords", ["keyword", "action"], detail.keywords)


def _rows(title: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    print_table(title, columns, [[row[column] for column in columns] for row in rows])
