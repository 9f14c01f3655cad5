"""A whole run: the parts one after another, then the report."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial

from benchmarks import growth, latency, outage, rules, throughput
from benchmarks.callbacks import request_file
from benchmarks.cluster import TEMPLATE, Cluster
from benchmarks.machine import describe, load
from benchmarks.options import Options
from benchmarks.paths import PLOT, REPORT, WORK, BenchmarkError
from benchmarks.plot import draw
from benchmarks.prepare import say
from benchmarks.report import write
from benchmarks.results import Results
from benchmarks.rows import PGBENCH, ROWS, Row
from benchmarks.store import make_template
from benchmarks.throughput import Bench

BUSY = 0.7
"""Load of the machine above which the figures mean little."""

FILES = 65536
"""Open files of a process: driver and applications hold a connection each for every callback that waits."""


def measure(options: Options) -> int:
    """Measure what is not measured yet, and write the report; 0 if nothing failed."""
    rows = _rows(options)
    # Peers that stall hold many connections.
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, FILES) if most > 0 else FILES, most))
    name = "quick" if options.quick else "results"
    settings = {"seconds": options.seconds, "warm_up": options.warm_up, "outage": asdict(outage.plan(options))}
    results = Results(settings, fresh=options.fresh, path=WORK / f"{name}.json")
    if load() > BUSY:
        say(f"Warning: this machine is busy (load {load():.1f}); figures of a busy machine mean little.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends what was started, as Ctrl-C does
    cluster = Cluster()
    cluster.start()
    began = time.monotonic()
    good = True
    try:
        make_template(cluster)
        growth.prime(cluster)
        bench = Bench(options, cluster)
        results.step("machine", lambda: {**describe(), "settings": cluster.settings(), "started": _now()})
        for part in options.parts:
            say(f"{part} ({(time.monotonic() - began) / 60:.1f} minutes so far)")
            good &= _part(part, bench, rows, results)
        for database in cluster.databases() & {"bench", TEMPLATE}:
            cluster.drop(database)
    finally:
        cluster.stop()
    report, plot = (WORK / "quick.md", WORK / "quick.svg") if options.quick else (REPORT, PLOT)
    draw(results, plot)
    write(results, report, plot)
    say(f"Wrote {report} and {plot} after {(time.monotonic() - began) / 60:.1f} minutes.")
    return 0 if good else 1


def _part(part: str, bench: Bench, rows: Sequence[Row], results: Results) -> bool:
    """Do the steps of a part that were not done yet; whether all are there now."""
    wanted = bench.options.rows
    # A quick run spares the peers what takes long.
    tried = [row for row in rows if row.ours] if bench.options.quick else rows
    good = True
    if part == "throughput":
        request_file(bench.requests)
        for number in range(1, bench.options.rounds + 1):
            for row in rows:
                say(f"  round {number} {row.name}")
                good &= results.step(f"throughput/{row.name}/{number}", partial(throughput.measure_row, bench, row))
            if not wanted or PGBENCH in wanted:
                say(f"  round {number} {PGBENCH}")
                good &= results.step(f"throughput/{PGBENCH}/{number}", partial(throughput.measure_ceiling, bench))
    elif part == "latency":
        for number in range(1, bench.options.few_rounds + 1):
            for row in (row for row in tried if row.stores):
                say(f"  round {number} {row.name}")
                good &= results.step(f"latency/{row.name}/{number}", partial(latency.measure, bench, row, results))
    elif part == "growth":
        growth.forget_requests()
        for messages in bench.options.growth if bench.options.quick else (0, *bench.options.growth):
            for row in (row for row in rows if row.ours):
                say(f"  {messages} messages {row.name}")
                good &= results.step(f"growth/{row.name}/{messages}", partial(growth.measure, bench, row, messages))
    elif part == "rules":
        for row in (row for row in rows if row.stores):
            say(f"  {row.name}")
            good &= results.step(f"rules/{row.name}", partial(rules.measure, bench, row))
    else:
        for row in (row for row in tried if row.stores):
            say(f"  {row.name}")
            good &= results.step(f"outage/{row.name}", partial(outage.measure, bench, row))
    return good


def _rows(options: Options) -> Sequence[Row]:
    """The rows that are wanted.

    Raises:
        BenchmarkError: one of the names is none.
    """
    known = {row.name: row for row in ROWS}
    for name in options.rows:
        if name not in known and name != PGBENCH:
            raise BenchmarkError(f"There is no row '{name}'. The rows are: {', '.join([*known, PGBENCH])}")
    return [row for row in ROWS if not options.rows or row.name in options.rows]


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
