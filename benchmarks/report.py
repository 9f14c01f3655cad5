"""docs/benchmarks.md: the tables, what stands behind them, and whether the figures that we want hold."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.figures import figures
from benchmarks.outage import Plan
from benchmarks.pgbench import CLIENTS
from benchmarks.results import Measured, Results
from benchmarks.rows import PGBENCH, ROWS, Row
from benchmarks.spread import Spread, ratios
from benchmarks.wrk import CONNECTIONS

MIB = 2**20


def write(results: Results, path: Path, plot: Path) -> None:
    """Write the report."""
    path.write_text("\n".join([*_lines(results, plot)]) + "\n")


def _lines(results: Results, plot: Path) -> Iterator[str]:
    machine = results.get("machine") or {}
    yield from (
        "# Benchmarks",
        "",
        "Written by `python3 -m benchmarks` ([how it measures](../benchmarks/README.md)); not edited by hand.",
        f"Measured {machine.get('started', '')}, commit {', '.join(results.commits())}.",
        "Absolute figures hold for this machine alone, on which driver, application and database share the cores: read the ratios.",
        "",
        "## Do the figures hold?",
        "",
        *_table(("figure", "wanted", "measured", "holds"), [figure.cells() for figure in figures(results)]),
        "",
        *_failure_lines(results),
        "## Full load and half load",
        "",
        f"{CONNECTIONS} connections that are kept; every callback signed, of its own, and durable before its answer (fsync on).",
        "Median of the rounds, smallest and largest in brackets. Ratios are of the same round. Half load is a fixed rate, half of the row's own full one;",
        "its times count from when a callback was due. Memory is the peak of the largest process.",
        "What a callback costs in processor time holds on a busy machine, too; the driver's share is not in it.",
        "",
        *_table(
            (
                "row",
                "stores by",
                "processes",
                "callbacks/s",
                f"of {PGBENCH}",
                "p50 / p99 ms, full load",
                "p50 / p99 ms, half load",
                "CPU µs a callback, application + PostgreSQL",
                "MiB",
                "rows stored / 2xx",
            ),
            [*_load_rows(results)],
        ),
        "",
        f"![Callbacks a second of each row]({plot.name})",
        "",
        "## What goes wrong",
        "",
        "Three callbacks that small handlers trip over: the same one three times at once, `sent` after `delivered`, and `delivered` before the application",
        "has written its message.",
        "",
        *_table(
            ("row", "stores by", "same callback three times", "status after `delivered`, `sent`", "status after an early `delivered`"),
            [*_rule_rows(results)],
        ),
        "",
        *_outage_lines(results),
        "",
        *_growth_lines(results),
        "",
        "## Machine and versions",
        "",
        *_table(("what", "value"), [*_machine_rows(machine)]),
    )  # fmt: skip


def _failure_lines(results: Results) -> Iterator[str]:
    errors = results.errors()
    if errors:
        yield "## What failed"
        yield ""
        for name, error in errors.items():
            # The end of a traceback says what it was.
            yield f"- {name}: {error.strip().splitlines()[-1]}"
        yield ""


def _load_rows(results: Results) -> Iterator[Sequence[str]]:
    ceiling = results.rounds("throughput", PGBENCH)
    for row in ROWS:
        rounds = results.rounds("throughput", row.name)
        if not rounds:
            continue
        half = results.all(f"latency/{row.name}/")
        stored = sum(found["rows"] for found in rounds.values())
        replies = sum(found["stored"] for found in rounds.values())
        yield (
            *_name(row),
            str(row.processes),
            Spread.of(found["rate"] for found in rounds.values()).text(0),
            ratios(rounds, ceiling).text(2) if ceiling and row.stores else "",
            _times(rounds.values()),
            _times(half),
            f"{_middle(rounds, 'application_us'):.0f} + {_middle(rounds, 'database_us'):.0f}",
            f"{max(found['memory'] for found in [*rounds.values(), *half]) / MIB:.0f}",
            f"{stored} / {replies}" if row.stores else "",
        )
    if ceiling:
        rates = Spread.of(found["rate"] for found in ceiling.values()).text(0)
        rows = sum(found["rows"] for found in ceiling.values())
        done = sum(found["transactions"] for found in ceiling.values())
        cost = f"{_middle(ceiling, 'database_us'):.0f}"
        title = f"pgbench, {CLIENTS} clients, no HTTP"
        yield title, "our procedure, one callback a transaction", "1", rates, "1", "", "", cost, "", f"{rows} / {done}"


def _rule_rows(results: Results) -> Iterator[Sequence[str]]:
    for row in ROWS:
        found = results.get(f"rules/{row.name}")
        if found:
            yield *_name(row), f"{found['repeated']} rows", str(found["late"]), str(found["early"])


def _outage_lines(results: Results) -> Iterator[str]:
    found = [(row, step) for row in ROWS if (step := results.get(f"outage/{row.name}"))]
    asked = Plan(**results.settings["outage"])
    yield from (
        "## The database is away, the application is killed",
        "",
        f"{asked.rate} callbacks a second, whatever the answers. After {asked.lead:.0f} s PostgreSQL is stopped for {asked.away:.0f} s and started again (SQLite: another program holds the",
        f"lock of its writers), then {asked.after:.0f} s more. *Lost* are callbacks that are in no table a minute later; Twilio sends nothing again after an error. *Backlog* is the",
        "time from the database's return until everything that was acknowledged before it is stored.",
        "",
    )
    yield from _table(
        ("row", "stores by", "sent", "2xx", "4xx", "5xx", "broken", "no answer", "p99 ms of the 2xx", "lost", "acknowledged and lost", "stored twice", "backlog s"),
        [
            (*_name(row), *_account(step["outage"]), f"{step['outage']['empty_after']:.1f}")
            for row, step in found
        ],
    )  # fmt: skip
    yield from (
        "",
        f"Under the same load all processes of the application are killed (SIGKILL) {asked.pause:.0f} s after each start, {asked.kills} times. While it starts, connections are refused, and",
        "nothing can be promised; what counts is that nothing acknowledged is lost.",
        "",
    )
    yield from _table(
        ("row", "stores by", "sent", "2xx", "4xx", "5xx", "broken", "no answer", "p99 ms of the 2xx", "lost", "acknowledged and lost", "stored twice"),
        [(*_name(row), *_account(step["crash"])) for row, step in found],
    )  # fmt: skip


def _account(found: Measured) -> Sequence[str]:
    kinds = [str(found["kinds"].get(kind, 0)) for kind in ("2xx", "4xx", "5xx", "broken", "timeout")]
    sums = [str(found[name]) for name in ("lost", "acknowledged_lost", "doubled")]
    return str(found["sent"]), *kinds, f"{found['p99']:.0f}", *sums


def _growth_lines(results: Results) -> Iterator[str]:
    yield from (
        "## Growth",
        "",
        "Messages already stored, each with the journal and history rows of its three reports.",
        "",
    )
    cells = []
    for row in ROWS:
        empty = results.get(f"growth/{row.name}/0")
        for messages, found in results.grown(row.name):
            full, half = Spread.of(found["rates"]), found["half"]
            cells.append(
                (
                    row.title,
                    f"{messages:,}".replace(",", " "),
                    f"{found['size'] / 2**30:.2f}",
                    full.text(0),
                    f"{full.middle / statistics.median(empty['rates']):.2f}" if empty else "",
                    f"{half['p50']:.1f} / {half['p99']:.1f}",
                )
            )
    yield from _table(
        ("row", "messages", "GiB on disk", "callbacks/s", "of the empty one", "p50 / p99 ms, half load"), cells
    )


def _machine_rows(machine: Measured) -> Iterator[Sequence[str]]:
    for name, value in machine.items():
        if name == "settings":
            yield "PostgreSQL", ", ".join(f"{setting} = {item}" for setting, item in value.items())
        elif name not in ("started", "commit"):
            yield name, str(value)


def _name(row: Row) -> tuple[str, str]:
    return f"**{row.title}**" if row.ours else row.title, row.stores


def _middle(rounds: Mapping[int, Measured], name: str) -> float:
    return float(statistics.median(found[name] for found in rounds.values()))


def _times(steps: Iterable[Measured]) -> str:
    found = [*steps]
    if not found:
        return ""
    p50, p99 = (statistics.median(step[name] for step in found) for name in ("p50", "p99"))
    return f"{p50:.1f} / {p99:.1f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if not rows:
        yield "Not measured in this run."
        return
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
