"""The commands around the installer: install, plan, verify, script, uninstall."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from sms_callback import install as installer
from sms_callback.cli.context import Context, confirm, json_option, pass_context, print_json, print_table
from sms_callback.engine import open_engine
from sms_callback.errors import ExitCode, NotInstalledError
from sms_callback.install.merge import Edit
from sms_callback.install.state import Action, Item, State, counts
from sms_callback.sqlfiles import EXTRA_KINDS

EXIT_CODES = "Exit codes: 0 current, 1 drift, 2 error, 3 the database is newer than this program."


@click.command(epilog=EXIT_CODES, short_help="Bring the database to this release.")
@click.option(
    "--force", is_flag=True, help="Replace what was changed by hand, too; its text is kept in sms_schema_saved."
)
@click.option(
    "--with",
    "extra",
    multiple=True,
    type=click.Choice(EXTRA_KINDS),
    help="Install this, too, and keep it current from then on (SQL Anywhere).",
)
@json_option
@pass_context
def install(context: Context, force: bool, extra: tuple[str, ...], as_json: bool) -> None:
    """Bring the database to this release, in one transaction: all of it or nothing.

    On SQL Anywhere, where definitions commit by themselves, it goes in steps: run it again after an interruption.

    An SQLite file is made if it is not there. Rows, secrets and your own edits of reference data are kept. Two that run
    at once do not collide.

    \b
    Examples:
      sms-callback --database sqlite:///sms.db install
      sms-callback --database postgresql://dba@db.example.com/crm install
      sms-callback --database sqlite:///sms.db install --force
    """
    console = Console(stderr=True)
    with (
        closing(open_engine(context.database_url, create=True)) as engine,
        Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
            transient=True,
            # Where there is no terminal it would leave an empty line.
            disable=as_json or not console.is_terminal,
        ) as bar,
    ):
        task = bar.add_task("install", total=None)

        def show(done: int, steps: int, name: str) -> None:
            bar.update(task, completed=done, total=steps, description=name or "install")

        report = installer.install(engine, force=force, progress=show, extra=extra)
    if as_json:
        print_json(
            {
                "database": report.database,
                "version": report.version,
                "exit_code": int(ExitCode.CURRENT),
                "done": [_item_json(item) for item in report.done],
                "kept": [_edit_json(edit) for edit in report.edits],
                "saved": list(report.saved),
            }
        )
        return
    if report.done:
        number = len(report.done)
        click.echo(
            f"{report.database} is at version {report.version}:"
            f" {number} object{'s' if number > 1 else ''} installed ({_states(report.done)} before)."
        )
    else:
        click.echo(f"{report.database} is current (version {report.version}): nothing to do.")
    for name in report.saved:
        click.echo(f"saved the old text of {name} in sms_schema_saved")
    _print_edits(report.edits)


@click.command(epilog=EXIT_CODES)
@click.option("--sql", is_flag=True, help="Print the statements that install would send.")
@json_option
@pass_context
@click.pass_context
def plan(ctx: click.Context, context: Context, sql: bool, as_json: bool) -> None:
    """Show what install would do, without doing it.

    \b
    Examples:
      sms-callback --database sqlite:///sms.db plan
      sms-callback --database postgresql://dba@db.example.com/crm plan --sql | less
    """
    try:
        found = installer.plan(context.engine)
    except NotInstalledError:
        if context.engine.name != "sqlite":
            raise
        found = installer.plan_missing_file(context.engine.label)
    if as_json:
        print_json(_plan_json(found, statements=True))
    elif sql:
        for item in found.items:
            for statement in item.statements:
                click.echo(f"-- {item.object}: {item.action}\n{statement.rstrip()}\n")
    else:
        _print_plan(found)
    ctx.exit(int(found.exit_code))


@click.command(epilog=EXIT_CODES)
@json_option
@pass_context
@click.pass_context
def verify(ctx: click.Context, context: Context, as_json: bool) -> None:
    """Compare the database's catalogue with this release. Reads only.

    \b
    Examples:
      sms-callback --database sqlite:///sms.db verify
      sms-callback --database postgresql://dba@db.example.com/crm verify --json
    """
    found = installer.verify(context.engine)
    if as_json:
        print_json(_plan_json(found, statements=False))
    else:
        _print_plan(found)
    ctx.exit(int(found.exit_code))


@click.command(short_help="Print the installation as one SQL file.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, not to stdout."
)
@pass_context
def script(context: Context, output: Path | None) -> None:
    """Print the installation as one SQL file, for a DBA who installs by hand into an empty database.

    The database is not connected to: --database only names the engine. A later verify knows what the file installed.

    \b
    Examples:
      sms-callback --database postgresql:// script -o sms.sql && psql -v ON_ERROR_STOP=1 -f sms.sql crm
      sms-callback --database sqlite:///sms.db script -o sms.sql && sqlite3 sms.db ".read sms.sql"
    """
    text = installer.script(context.engine.name)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8", newline="\n")
        click.echo(f"Wrote {output}.", err=True)


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@pass_context
def uninstall(context: Context, yes: bool, as_json: bool) -> None:
    """Drop everything of sms-callback, with all messages. There is no way back.

    \b
    Example:
      sms-callback --database sqlite:///sms.db uninstall
      sms-callback --database sqlite:///sms.db uninstall --yes --json
    """
    loss = installer.loss(context.engine)
    if not yes:
        confirm(
            f"Drop {loss.objects} objects with {loss.messages} messages and {loss.callbacks} raw callbacks "
            f"from {context.engine.label}?"
        )
    removal = installer.uninstall(context.engine)
    if as_json:
        print_json({"database": context.engine.label, **asdict(removal)})
        return
    click.echo(f"Dropped {removal.objects} objects from {context.engine.label}.")
    for role in removal.roles_left:
        click.echo(f"{role} stays: {_why_left(context.engine.name, role)}")


def _why_left(engine: str, role: str) -> str:
    """Why a role could not be dropped, and what to do."""
    if engine == "sqlanywhere":
        return f"the user is connected; the web server keeps its connections for a while. Later: DROP USER {role}"
    return f"something else depends on it, or this user may not drop it. To see which: DROP ROLE {role}"


def _print_plan(found: installer.Plan) -> None:
    drift = [item for item in found.items if item.state is not State.CURRENT]
    if drift:
        print_table(
            found.database,
            ("object", "state", "install would", "why"),
            [(item.object, item.state, _would(item), item.detail) for item in drift],
        )
    click.echo(f"{found.database}, against version {found.version}: {_states(found.items)}.")
    _print_edits(found.edits)


def _would(item: Item) -> str:
    """What `install` would do; without `--force` it leaves alone what was changed by hand."""
    if item.state is State.EDITED:
        return "refuse" if item.action is Action.NONE else f"{item.action} with --force"
    return "refuse" if item.state is State.NEWER else str(item.action)


def _states(items: Iterable[Item]) -> str:
    return ", ".join(f"{number} {state}" for state, number in counts(items).items())


def _print_edits(edits: Iterable[Edit]) -> None:
    by_object: dict[str, list[Edit]] = {}
    for edit in edits:
        by_object.setdefault(edit.object, []).append(edit)
    for name, own in by_object.items():
        click.echo(f"kept {len(own)} local edit{'s' if len(own) > 1 else ''} in {name}")


def _plan_json(found: installer.Plan, *, statements: bool) -> dict[str, object]:
    return {
        "database": found.database,
        "version": found.version,
        "exit_code": int(found.exit_code),
        "objects": [
            _item_json(item) | ({"statements": list(item.statements)} if statements else {}) for item in found.items
        ],
        "local_edits": [_edit_json(edit) for edit in found.edits],
    }


def _item_json(item: Item) -> dict[str, object]:
    return {
        "object": item.object,
        "kind": item.kind,
        "state": item.state.value,
        "action": item.action.value,
        "detail": item.detail,
        "version": item.record.version if item.record else None,
        "installed_at": item.record.installed_at if item.record else None,
        "installed_by": item.record.installed_by if item.record else None,
    }


def _edit_json(edit: Edit) -> dict[str, str]:
    return {"object": edit.object, "table": edit.table, "key": edit.key, "what": edit.what.value, "detail": edit.detail}
