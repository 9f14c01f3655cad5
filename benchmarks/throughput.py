"""Full load: every row in every round, one after another, each in a new database."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.application import Application
from benchmarks.callbacks import request_file
from benchmarks.cluster import Cluster
from benchmarks.options import Options
from benchmarks.paths import BenchmarkError
from benchmarks.pgbench import pgbench
from benchmarks.prepare import say
from benchmarks.results import Measured
from benchmarks.rows import Row
from benchmarks.store import PostgresqlStore, Store
from benchmarks.wrk import Load, full_load

MOST = 16_000
"""Callbacks a second for which there are enough requests."""

SETTLE = 20.0
"""Seconds within which the last callbacks of a round must be in the database (ours may be in the spool until then)."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What all parts need."""

    options: Options
    cluster: Cluster

    @property
    def requests(self) -> int:
        """How many requests one round may need."""
        return MOST * (self.options.seconds + self.options.warm_up)


def measure_row(bench: Bench, row: Row) -> Measured:
    """One round of a row.

    Raises:
        BenchmarkError: it does not start, answers errors, or stored less than it acknowledged.
    """
    store = row.store(bench.cluster)
    if store is not None:
        store.create()
    application = row.application(store)
    application.start()
    try:
        return loaded(bench, application, store, request_file(bench.requests))
    finally:
        application.stop()


def loaded(bench: Bench, application: Application, store: Store | None, requests: Path, first: int = 0) -> Measured:
    """Warm up, measure, count.

    Args:
        bench: of this run.
        application: started.
        store: where it stores; None for nowhere.
        requests: what to send.
        first: the byte in that file to start with.
    """
    around = store is None
    before_all = store.rows() if store is not None else 0
    warm = full_load(application.port, bench.options.warm_up, requests, first, around=around)
    before = store.rows() if store is not None else 0
    application_cpu, database_cpu = application.cpu_seconds(), bench.cluster.cpu_seconds()
    load = full_load(application.port, bench.options.seconds, requests, warm.position, around=around)
    _check(load)
    cost = {
        "application_us": (application.cpu_seconds() - application_cpu) / load.stored * 1e6,
        "database_us": (bench.cluster.cpu_seconds() - database_cpu) / load.stored * 1e6,
    }
    rows = _settled(store, before_all + warm.stored + load.stored) - before if store is not None else 0
    if store is not None and rows < load.stored:
        raise BenchmarkError(f"{load.stored} callbacks were acknowledged, but only {rows} rows came to the database")
    say(
        f"    {load.rate:8.0f}/s  p50 {load.p50:.1f} ms  p99 {load.p99:.1f} ms  {rows} rows"
        f"  CPU µs: application {cost['application_us']:.0f}, PostgreSQL {cost['database_us']:.0f}"
    )
    return {**asdict(load), **cost, "rate": load.rate, "rows": rows, "memory": application.peak_memory()}


def measure_ceiling(bench: Bench) -> Measured:
    """One round of pgbench."""
    store = PostgresqlStore(bench.cluster)
    store.create()
    # The warm-up's messages have other numbers, so that none comes twice.
    pgbench(bench.cluster, store.database, bench.options.warm_up, 1_000_000)
    before, cpu = store.rows(), bench.cluster.cpu_seconds()
    ceiling = pgbench(bench.cluster, store.database, bench.options.seconds, 0)
    rows = store.rows() - before
    if rows < ceiling.transactions:
        raise BenchmarkError(f"pgbench says {ceiling.transactions} transactions, but {rows} rows came to the database")
    cost = (bench.cluster.cpu_seconds() - cpu) / ceiling.transactions * 1e6
    say(f"    {ceiling.rate:8.0f}/s  on average {ceiling.latency:.1f} ms  {rows} rows  CPU µs: PostgreSQL {cost:.0f}")
    return {**asdict(ceiling), "database_us": cost, "rows": rows}


def _check(load: Load) -> None:
    if load.exhausted:
        raise BenchmarkError(f"there were not enough requests for {load.rate:.0f}/s: raise throughput.MOST")
    if load.refused or load.failed:
        raise BenchmarkError(f"{load.refused} replies were errors, {load.failed} did not come")
    if not load.stored:
        raise BenchmarkError("no reply came")


def _settled(store: Store, wanted: int) -> int:
    end = time.monotonic() + SETTLE
    rows = store.rows()
    while rows < wanted and time.monotonic() < end:
        time.sleep(0.2)
        rows = store.rows()
    return rows
