"""Half load: how long a callback takes where the machine is not full."""

from __future__ import annotations

import statistics

from benchmarks.application import Application
from benchmarks.fixedrate import FixedRate
from benchmarks.paths import BenchmarkError
from benchmarks.prepare import say
from benchmarks.results import Measured, Results
from benchmarks.rows import Row
from benchmarks.throughput import Bench


def measure(bench: Bench, row: Row, results: Results) -> Measured:
    """One round of a row at half the rate that it reached at full load.

    Raises:
        BenchmarkError: its full load is not known, or a reply was no 2xx.
    """
    full = [round_["rate"] for round_ in results.all(f"throughput/{row.name}/")]
    if not full:
        raise BenchmarkError("its full load is not known: run the part throughput first")
    store = row.store(bench.cluster)
    if store is not None:
        store.create()
    application = row.application(store)
    application.start()
    try:
        found = at_rate(bench, application, statistics.median(full) / 2, "latency")
        return {**found, "memory": application.peak_memory()}
    finally:
        application.stop()


def at_rate(bench: Bench, application: Application, rate: float, seed: str) -> Measured:
    """Load an application at a fixed rate; the first seconds do not count.

    Raises:
        BenchmarkError: a reply was no 2xx.
    """
    warm_up, seconds = bench.options.warm_up, bench.options.seconds
    load = FixedRate(application.port, rate, warm_up + seconds, seed)
    try:
        result = load.result()
    finally:
        load.stop()
    kinds = result.kinds()
    if set(kinds) != {"2xx"}:
        raise BenchmarkError(f"not all replies are 2xx: {kinds}")
    found = {"rate": rate, **{name: result.percentile(share, warm_up) for name, share in SHARES.items()}}
    say(f"    at {rate:.0f}/s  p50 {found['p50']:.1f} ms  p99 {found['p99']:.1f} ms  longest {found['most']:.1f} ms")
    return found


SHARES = {"p50": 0.5, "p99": 0.99, "most": 1.0}
