"""sms-callback service: the web services by which a provider calls SQL Anywhere itself."""

from __future__ import annotations

from dataclasses import asdict

import click

from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.cli.context import Context, confirm, json_option, pass_context, print_json, print_table
from sms_callback.errors import ExitCode
from sms_callback.service import (
    ServiceReport,
    install_services,
    list_services,
    switch_services,
    uninstall_services,
)
from sms_callback.service.listing import UNREADABLE
from sms_callback.service.urls import service_urls


@click.group(short_help="Web services of SQL Anywhere: the provider calls the database server.")
def service() -> None:
    """Web services of SQL Anywhere: the provider calls the database server itself, with no adapter in between.

    \b
    Example:
      sms-callback service install --public-url https://sms.example.com
    """


@service.command(short_help="Make the web services, or bring them to this release.")
@click.option(
    "--secure/--no-secure",
    default=None,
    help="Take https alone, or http too. Default: as they are; new ones take https alone.",
)
@click.option("--provider", "providers", multiple=True, metavar="NAME", help="Only of this provider; repeatable.")
@click.option("--public-url", metavar="URL", help="What providers call, up to /sms: Twilio signs it. Stored.")
@click.option("--trust-proxy", metavar="CIDR…", help="Networks of proxies whose X-Forwarded-For counts. Stored.")
@click.option("--force", is_flag=True, help="Replace services that were made by hand, too; their old form is kept.")
@json_option
@pass_context
@click.pass_context
def install(
    ctx: click.Context,
    context: Context,
    secure: bool | None,
    providers: tuple[str, ...],
    public_url: str | None,
    trust_proxy: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Make the web services, or bring them to this release: one a provider, one for each kind of callback, and
    ws_sms_update.

    Signatures are checked against published vectors first, on this very server. If one fails, all services are made but
    disabled, and what differs is printed.

    \b
    Examples:
      sms-callback service install --public-url https://sms.example.com
      sms-callback service install --no-secure --trust-proxy 127.0.0.1
    """
    url = PublicUrl.parse(public_url) if public_url is not None else None
    report = install_services(
        context.engine,
        secure=secure,
        providers=providers,
        public_url=url,
        trusted_proxies=trust_proxy,
        force=force,
    )
    for warning in url.warnings if url else []:
        click.echo(f"Warning: {warning}", err=True)
    if as_json:
        print_json(
            {
                "services": [asdict(item) for item in report.services],
                "enabled": report.enabled,
                "secure": list(report.secure),
                "saved": list(report.saved),
                "failed": list(report.failed),
                "public_url": report.public_url,
                "references": list(report.references),
            }
        )
    else:
        _print_report(report)
    if report.public_url is None:
        click.echo(
            "Warning: no public URL is stored: Twilio's signatures cannot be checked, its callbacks are answered 503.\n"
            "  Run: sms-callback service install --public-url https://…",
            err=True,
        )
    if report.references:
        click.echo(
            f"Warning: {UNREADABLE} So it is with: {', '.join(report.references)}.\n"
            "  Store the secret itself: sms-callback account add PROVIDER ACCOUNT --secret-file FILE --replace",
            err=True,
        )
    ctx.exit(int(ExitCode.CURRENT if report.enabled else ExitCode.ERROR))


@service.command("list", short_help="List the web services.")
@json_option
@pass_context
def list_(context: Context, as_json: bool) -> None:
    """List the web services, and whether each is as this program made it.

    \b
    Example:
      sms-callback service list --json
    """
    found = list_services(context.engine)
    if as_json:
        print_json([asdict(item) for item in found])
        return
    print_table(
        "Web services",
        ["service", "state", "enabled", "https alone", "user", "statement"],
        [(item.name, item.state, _word(item.enabled), _word(item.secure), item.user, item.statement) for item in found],
    )


@service.command()
@click.argument("names", nargs=-1, metavar="[SERVICE]…")
@json_option
@pass_context
def enable(context: Context, names: tuple[str, ...], as_json: bool) -> None:
    """Let web services answer: those that are named, or all.

    \b
    Example:
      sms-callback service enable sms/twilio
      sms-callback service enable --json
    """
    _tell(switch_services(context.engine, names, enabled=True), "enabled", as_json=as_json)


@service.command()
@click.argument("names", nargs=-1, metavar="[SERVICE]…")
@json_option
@pass_context
def disable(context: Context, names: tuple[str, ...], as_json: bool) -> None:
    """Let web services answer 404: those that are named, or all.

    \b
    Example:
      sms-callback service disable ws_sms_update
      sms-callback service disable --json
    """
    _tell(switch_services(context.engine, names, enabled=False), "disabled", as_json=as_json)


@service.command(short_help="Remove web services.")
@click.argument("names", nargs=-1, metavar="[SERVICE]…")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@pass_context
def uninstall(context: Context, names: tuple[str, ...], yes: bool, as_json: bool) -> None:
    """Remove web services: those that are named, or all that this program made.

    \b
    Example:
      sms-callback service uninstall sms/octopush
      sms-callback service uninstall --yes --json
    """
    if not yes:
        confirm("Remove " + (", ".join(names) or "all web services of sms-callback") + "?")
    _tell(uninstall_services(context.engine, names), "removed", as_json=as_json)


@service.command(short_help="Print the URLs to paste into a provider's console.")
@click.argument("provider", required=False)
@click.option("--public-url", metavar="URL", help="Default: what service install has stored.")
@click.option("--show-secret", is_flag=True, help="Write out the secret that is part of a URL.")
@json_option
@pass_context
def url(context: Context, provider: str | None, public_url: str | None, show_secret: bool, as_json: bool) -> None:
    """Print the URLs to paste into a provider's console, for each account and web service that is enabled.

    ws_sms_update is not among them: it is for a console that has its URL already, and what calls it may go on.

    \b
    Example:
      sms-callback service url twilio
    """
    public = PublicUrl.parse(public_url) if public_url is not None else None
    found = service_urls(context.engine, provider, public, show_secret=show_secret)
    if as_json:
        print_json([asdict(item) for item in found])
        return
    for item in found:
        # No table: it would break a long URL into lines, and nobody could copy it.
        click.echo(f"{item.provider} {item.account}, {item.use}:\n    {item.url}")


def _tell(names: list[str], what: str, *, as_json: bool) -> None:
    """Name the services to which this was done."""
    if as_json:
        print_json({what: names})
        return
    for name in names:
        click.echo(f"{name} is {what}.", err=True)


def _print_report(report: ServiceReport) -> None:
    for name in report.saved:
        click.echo(f"saved the old form of {name} in sms_schema_saved")
    number = len(report.services)
    if report.enabled:
        https = len(report.secure)
        take = "https alone" if https == number else f"http too, {https} of them https alone" if https else "http too"
        click.echo(f"{number} web services are there and enabled; they take {take}. Next: sms-callback service url")
        return
    click.echo(f"{number} web services are there, all DISABLED: signatures cannot be checked on this server.", err=True)
    for line in report.failed:
        click.echo(f"  {line}", err=True)


def _word(value: bool) -> str:
    return "yes" if value else "no"
