"""sms-callback explain-signature: why a provider's signature does not match."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from sms_callback.adapter.explain import Explanation, explain
from sms_callback.adapter.form import Pairs
from sms_callback.adapter.head import Fields
from sms_callback.adapter.params import FORM, Content
from sms_callback.adapter.secret import resolve
from sms_callback.adapter.signature import (
    ALGORITHMS,
    DEFAULT_ALGORITHM,
    SETTINGS_HEADER,
    SIGNATURE_HEADER,
    Evidence,
)
from sms_callback.cli.context import Context, json_option, pass_context, print_json
from sms_callback.errors import SmsCallbackError
from sms_callback.model import Account

_FORMS = ("without port", "with port")


@click.command("explain-signature", short_help="Find out why a Twilio signature does not match.")
@click.option("--url", required=True, help="The URL as the provider called it, with its query string.")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A field of the form; repeatable.")
@click.option(
    "--body-file", type=click.Path(path_type=Path), metavar="FILE", help="The body as sent, in place of --param."
)
@click.option("--content-type", default=FORM, show_default=True, metavar="TYPE", help="Of --body-file.")
@click.option("--signature", required=True, help="The header X-Twilio-Signature.")
@click.option("--account", "name", required=True, metavar="ACCOUNT", help="Whose secrets are tried, such as AC….")
@click.option("--provider", default="twilio", show_default=True, help="Whose account it is.")
@click.option(
    "--algorithm",
    type=click.Choice(sorted(ALGORITHMS)),
    default=DEFAULT_ALGORITHM,
    show_default=True,
    help=f"As the header {SETTINGS_HEADER} names it.",
)
@json_option
@click.pass_context
@pass_context
def explain_signature(
    context: Context,
    ctx: click.Context,
    url: str,
    params: tuple[str, ...],
    body_file: Path | None,
    content_type: str,
    signature: str,
    name: str,
    provider: str,
    algorithm: str,
    as_json: bool,
) -> None:
    """Show the string that a Twilio signature covers, whether the account's secrets fit, and if not, what differs.

    Without --param and --body-file the request is a GET. The exit code is 0 if the signature matches, 1 if not.

    \b
    Example:
      sms-callback explain-signature --url https://sms.example.com/sms/twilio \\
        --param MessageSid=SM1 --param MessageStatus=sent \\
        --signature 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' --account AC00000000000000000000000000000001
    """
    if params and body_file is not None:
        raise click.UsageError("Give --param or --body-file, not both.")
    secrets = [resolve(secret) for secret in _account(context, provider, name).secrets]
    content = _content(body_file, content_type)
    fields = Fields([(SIGNATURE_HEADER, signature.strip()), (SETTINGS_HEADER, f"algorithm={algorithm}")])
    form = _fields(params) if body_file is None else content.form
    found = explain(Evidence(url.partition("#")[0], form, content.body, fields, None), secrets)
    matched = any(found.matches)
    if as_json:
        shown = asdict(found)
        print_json({"matches": matched, "matches_each": shown.pop("matches"), **shown})
    else:
        _print(found, matched=matched)
    ctx.exit(0 if matched else 1)


def _account(context: Context, provider: str, name: str) -> Account:
    accounts = [item for endpoint in context.engine.endpoints() for item in endpoint.accounts]
    found = next((item for item in accounts if (item.provider, item.account) == (provider, name)), None)
    if found is None:
        raise SmsCallbackError(
            f"Provider '{provider}' has no enabled account '{name}'.", "See sms-callback account list."
        )
    if found.scheme != "twilio":
        raise SmsCallbackError(
            f"Account '{name}' has scheme {found.scheme}, which signs nothing.", "Only scheme twilio can be explained."
        )
    return found


def _content(file: Path | None, content_type: str) -> Content:
    try:
        return Content(content_type, file.read_bytes() if file else b"")
    except OSError as error:
        raise SmsCallbackError(f"Cannot read {file}: {error.strerror}.", "Check the path and its rights.") from None


def _fields(params: tuple[str, ...]) -> Pairs:
    fields: Pairs = []
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            raise click.UsageError(f"--param {param!r} has no =.")
        fields.append((name, value))
    return fields


def _print(found: Explanation, *, matched: bool) -> None:
    for words, text in zip(_FORMS, found.strings, strict=True):
        click.echo(f"Signed {words}: {_visible(text)}")
    for words, fits in zip(("first", "second"), found.matches, strict=False):
        click.echo(f"The {words} secret {'matches' if fits else 'does not match'}.")
    if not found.matches:
        click.echo("The account has no secret.")
    for hint in found.hints:
        click.echo(f"Hint: {_visible(hint)}")
    click.echo("The signature matches." if matched else "The signature does not match.")


def _visible(text: str) -> str:
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
