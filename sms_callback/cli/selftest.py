"""`sms-callback selftest`: the contract cases on an installed database."""

from __future__ import annotations

from dataclasses import asdict

import click
from rich.console import Console
from rich.progress import Progress

from sms_callback.cli.context import Context, json_option, pass_context, print_json, print_table
from sms_callback.contract.selftest import SelftestReport
from sms_callback.contract.selftest import selftest as run_selftest
from sms_callback.errors import ExitCode
from sms_callback.install import require_installed, verify
from sms_callback.install.state import State


@click.command(
    epilog="Example: sms-callback --database sqlite:///crm-sms.db selftest",
    short_help="Run the contract cases, in transactions that are rolled back.",
)
@json_option
@pass_context
@click.pass_context
def selftest(ctx: click.Context, context: Context, as_json: bool) -> None:
    """Run the contract cases on the installed database, in transactions that are rolled back.

    No row is left behind, and rows that are there do not matter. On SQL Anywhere it first checks what the procedures
    take for granted of the server. Exit code 0 if all passed, 1 if not.
    """
    require_installed(context.engine)
    plan = verify(context.engine)
    edited = [item.name for item in plan.items if item.state is State.EDITED]
    edited += [f"{edit.table} ({edit.key})" for edit in plan.edits]
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("contract cases", total=None)

        def show(done: int, of: int, name: str) -> None:
            bar.update(task, completed=done, total=of, description=name)

        report = run_selftest(context.engine, show)
    if as_json:
        print_json(_document(report, edited))
    else:
        _print(report, edited)
    ctx.exit(int(ExitCode.DRIFT if report.failures or report.false_assumptions else ExitCode.CURRENT))


def _print(report: SelftestReport, edited: list[str]) -> None:
    if report.assumptions:
        wrong = report.false_assumptions
        if wrong:
            rows = [(item.name, item.claim, item.expected, item.got) for item in wrong]
            print_table("Assumed, but not so on this server", ("assumption", "claims", "expected", "got"), rows)
        held = len(report.assumptions) - len(wrong)
        click.echo(f"{report.database}: {held} of {len(report.assumptions)} assumptions about the server hold.")
    if report.failures:
        print_table(
            "",
            ("case", "step", "where", "expected", "got"),
            [(item.case, item.step, item.where, item.expected, item.got) for item in report.failures],
        )
    failed = sum(bool(result.failures) for result in report.results)
    click.echo(f"{report.database}: {len(report.results) - failed} of {len(report.results)} contract cases passed.")
    if report.skipped:
        click.echo(f"Not run, since they need a database of their own: {', '.join(report.skipped)}.")
    if edited:
        click.echo(f"Changed by hand, which may be why a case fails: {', '.join(edited)}.")


def _document(report: SelftestReport, edited: list[str]) -> dict[str, object]:
    return {
        "database": report.database,
        "assumptions": [{**asdict(item), "holds": item.holds} for item in report.assumptions],
        "passed": sum(not result.failures for result in report.results),
        "cases": [
            {
                "name": result.case.name,
                "why": result.case.why,
                "rules": result.case.rules,
                "passed": not result.failures,
                "failures": [
                    {"step": item.step, "where": item.where, "expected": item.expected, "got": item.got}
                    for item in result.failures
                ],
            }
            for result in report.results
        ],
        "skipped": report.skipped,
        "edited": edited,
    }
