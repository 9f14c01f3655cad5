"""sms-callback url: what to paste into a provider's console."""

from __future__ import annotations

from dataclasses import asdict

import click

from sms_callback.adapter.address import RETRY, RETRY_PROVIDERS, CallbackUrl, callback_urls
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.cli.context import Context, json_option, pass_context, print_json
from sms_callback.errors import SmsCallbackError
from sms_callback.model import Account
from sms_callback.operate.provider import provider_detail


@click.command(short_help="Print the URLs to paste into a provider's console.")
@click.argument("provider", required=False)
@click.option(
    "--public-url",
    metavar="URL",
    required=True,
    envvar="SMS_CALLBACK_PUBLIC_URL",
    help="Where providers reach the adapter: https://host[/prefix] (also SMS_CALLBACK_PUBLIC_URL).",
)
@click.option("--show-secret", is_flag=True, help="Write out the secret that is part of a URL.")
@json_option
@pass_context
def url(context: Context, provider: str | None, public_url: str, show_secret: bool, as_json: bool) -> None:
    """Print the URLs to paste into a provider's console, for each account and kind of callback.

    \b
    Example:
      sms-callback url twilio --public-url https://sms.example.com
      sms-callback url octopush --public-url https://sms.example.com --show-secret
    """
    public = PublicUrl.parse(public_url)
    found = [
        item
        for account, kinds in _accounts(context, provider)
        for item in callback_urls(public, account, kinds, show_secret=show_secret)
    ]
    for warning in public.warnings:
        click.echo(f"Warning: {warning}", err=True)
    if as_json:
        print_json([asdict(item) for item in found])
        return
    _print(found, show_secret=show_secret)


def _accounts(context: Context, provider: str | None) -> list[tuple[Account, set[str]]]:
    """The enabled accounts, each with the kinds that its provider sends.

    Raises:
        SmsCallbackError: no such provider, or no account.
    """
    engine = context.engine
    if provider is not None:
        provider_detail(engine, provider)
    accounts = [
        account
        for endpoint in engine.endpoints()
        if provider in {None, endpoint.provider}
        for account in endpoint.accounts
    ]
    if not accounts:
        raise SmsCallbackError(
            f"Provider '{provider}' has no account." if provider else "There is no account yet.",
            f"Add one: sms-callback account add {provider or 'twilio'} --help",
        )
    kinds = {
        name: {str(row["kind"]) for row in provider_detail(engine, name).fields}
        for name in {account.provider for account in accounts}
    }
    return [(account, kinds[account.provider]) for account in accounts]


def _print(found: list[CallbackUrl], *, show_secret: bool) -> None:
    for name, account in dict.fromkeys((item.provider, item.account) for item in found):
        own = [item for item in found if (item.provider, item.account) == (name, account)]
        click.echo(f"{name} {account}")
        # No table: it would break a long URL into lines, and nobody could copy it.
        for item in own:
            click.echo(f"  {item.use}:\n    {item.url}")
        if name in RETRY_PROVIDERS:
            click.echo(
                f"{RETRY} is for Twilio and not sent to us: try twice again (rc) if it cannot connect (ct), and also\n"
                "if the answer is late (rt) or 5xx; by itself it tries only once, for ct. All ends within 15 seconds."
            )
        if not show_secret and any("***" in item.url for item in own):
            click.echo("*** is the secret: --show-secret writes it out.")
