"""sms-callback account: who may call, and how a call proves itself."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from sms_callback.adapter.signature import SCHEMES
from sms_callback.cli.context import Context, confirm, json_option, pass_context, print_json, print_table
from sms_callback.errors import SmsCallbackError
from sms_callback.operate import account as operate
from sms_callback.operate import secret as secrets
from sms_callback.operate.secret import Secret

STANDARD_INPUT = "-"


@click.group(short_help="Who may call, and how a call proves itself.")
def account() -> None:
    """Who may call, and how a call proves itself: add, list, rotate, remove.

    A secret is never shown again, and never given on the command line, where a process list would show it.

    \b
    Example:
      sms-callback account add twilio AC00000000000000000000000000000001 --secret-file token.txt
    """


@account.command()
@click.argument("provider")
@click.argument("account")
@click.option(
    "--scheme", type=click.Choice(tuple(SCHEMES)), help="How a call proves itself. Default: the provider's own."
)
@click.option("--secret-file", metavar="FILE", help="Read the secret from this file; - is standard input.")
@click.option("--secret-env", metavar="NAME", help="The adapter takes the secret from this environment variable.")
@click.option("--secret-ref", metavar="file:PATH", help="The adapter reads the secret from this file.")
@click.option("--generate", is_flag=True, help="Make a random secret and print it, once.")
@click.option("--second", is_flag=True, help="Add it to an account as the second valid secret, for rotation.")
@click.option("--network", "networks", multiple=True, metavar="CIDR", help="Only these addresses may call; repeatable.")
@click.option("--replace", is_flag=True, help="Replace what is there.")
@pass_context
def add(
    context: Context,
    provider: str,
    account: str,
    scheme: str | None,
    secret_file: str | None,
    secret_env: str | None,
    secret_ref: str | None,
    generate: bool,
    second: bool,
    networks: tuple[str, ...],
    replace: bool,
) -> None:
    """Add an account, or a second secret to one.

    The scheme twilio takes the account's auth token, token a secret that is part of the URL, basic user:password.
    none lets anybody in and must be asked for by name.

    \b
    Example:
      sms-callback account add twilio AC00000000000000000000000000000001 --secret-file -
      sms-callback account add routee main --generate
      sms-callback account add ytel main --scheme basic --secret-env YTEL_LOGIN --network 203.0.113.0/24
    """
    if second and (scheme is not None or networks):
        raise click.UsageError("--second only adds a secret: leave out --scheme and --network.")
    engine = context.engine
    chosen = (
        operate.account_scheme(engine, provider, account) if second else operate.scheme_of(engine, provider, scheme)
    )
    secret = _secret(secret_file, secret_env, secret_ref, chosen if generate else None, account)
    if not second:
        warnings = operate.add(engine, provider, account, chosen, secret, networks, replace=replace)
    elif secret is None:
        raise click.UsageError("--second needs a secret: --secret-file, --secret-env, --secret-ref or --generate.")
    else:
        warnings = operate.add_second(engine, provider, account, secret, replace=replace)
    for warning in warnings:
        click.echo(f"Warning: {warning}", err=True)
    if second:
        click.echo(
            f"Both secrets of {provider} {account} are valid. Next: change it at the provider, then account rotate.",
            err=True,
        )
    else:
        click.echo(
            f"Account {provider} {account} is set (scheme {chosen}). Next: sms-callback url {provider} --public-url https://…",
            err=True,
        )
    if generate and secret is not None:
        click.echo("Its secret, shown only this once:", err=True)
        click.echo(secret.value)


@account.command("list", short_help="List accounts, without their secrets.")
@click.option("--provider", metavar="NAME", help="Only this provider's accounts.")
@json_option
@pass_context
def list_(context: Context, provider: str | None, as_json: bool) -> None:
    """List accounts; of a secret only whether it is set, or the name of its place.

    \b
    Example:
      sms-callback account list --json
    """
    rows = operate.accounts(context.engine, provider)
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    print_table(
        "Accounts",
        ["provider", "account", "scheme", "secret", "second secret", "networks", "enabled"],
        [
            (
                row.provider,
                row.account,
                row.scheme,
                row.secret,
                row.second_secret,
                " ".join(row.networks) or "any",
                "yes" if row.enabled else "no",
            )
            for row in rows
        ],
    )


@account.command()
@click.argument("provider")
@click.argument("account")
@pass_context
def rotate(context: Context, provider: str, account: str) -> None:
    """End a rotation: the second secret becomes the only one.

    \b
    Example, without a callback lost:
      sms-callback account add twilio AC00000000000000000000000000000001 --second --secret-file new.txt
      (change it at the provider)
      sms-callback account rotate twilio AC00000000000000000000000000000001
    """
    operate.rotate(context.engine, provider, account)
    click.echo(f"Account {provider} {account} has one secret now: the one that was its second.", err=True)


@account.command(short_help="Remove an account and its secrets.")
@click.argument("provider")
@click.argument("account")
@click.option("--second", is_flag=True, help="Only take the second secret away.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_context
def remove(context: Context, provider: str, account: str, second: bool, yes: bool) -> None:
    """Remove an account and its secrets; its callbacks are refused from then on.

    \b
    Example:
      sms-callback account remove twilio AC00000000000000000000000000000001
      sms-callback account remove twilio AC00000000000000000000000000000001 --second
    """
    if second:
        operate.remove_second(context.engine, provider, account)
        click.echo(f"Account {provider} {account} has one secret now: its first.", err=True)
        return
    operate.account_scheme(context.engine, provider, account)
    if not yes:
        confirm(f"Remove account {account} of provider {provider}?")
    operate.remove(context.engine, provider, account)
    click.echo(f"Account {provider} {account} is removed.", err=True)


@account.command()
@click.argument("provider")
@click.argument("account")
@pass_context
def enable(context: Context, provider: str, account: str) -> None:
    """Let an account's callbacks in again.

    \b
    Example:
      sms-callback account enable ytel main
    """
    operate.enable(context.engine, provider, account, enabled=True)
    click.echo(f"Account {provider} {account} is enabled.", err=True)


@account.command()
@click.argument("provider")
@click.argument("account")
@pass_context
def disable(context: Context, provider: str, account: str) -> None:
    """Keep an account's callbacks out, and its secrets in place.

    \b
    Example:
      sms-callback account disable ytel main
    """
    operate.enable(context.engine, provider, account, enabled=False)
    click.echo(f"Account {provider} {account} is disabled.", err=True)


def _secret(
    file: str | None, env: str | None, reference: str | None, generate_for: str | None, account: str
) -> Secret | None:
    given = [value for value in (file, env, reference, generate_for) if value is not None]
    if len(given) > 1:
        raise click.UsageError("Give one secret: --secret-file, --secret-env, --secret-ref or --generate.")
    if file == STANDARD_INPUT:
        return _from_standard_input()
    if file is not None:
        return secrets.from_file(Path(file))
    if env is not None:
        return secrets.from_reference(f"env:{env}")
    if reference is not None:
        return secrets.from_reference(reference)
    return secrets.generate(generate_for, account) if generate_for is not None else None


def _from_standard_input() -> Secret:
    if sys.stdin.isatty():
        return secrets.literal(click.prompt("Secret", hide_input=True, err=True))
    try:
        return secrets.literal(sys.stdin.read())
    except UnicodeDecodeError:
        raise SmsCallbackError("Standard input is not text.", "Send the secret alone, on one line.") from None
