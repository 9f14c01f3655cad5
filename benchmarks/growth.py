"""Our adapter in databases that have been in use for long: as many messages stored as asked, with journal and history."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import time
from contextlib import closing
from dataclasses import replace

from benchmarks.callbacks import STATUSES, Callbacks, request, request_file
from benchmarks.cluster import TEMPLATE, Cluster
from benchmarks.latency import at_rate
from benchmarks.paths import WORK, BenchmarkError
from benchmarks.prepare import say
from benchmarks.results import Measured
from benchmarks.rows import ROWS, Row
from benchmarks.rules import send
from benchmarks.store import PostgresqlStore, SqliteStore, Store, install
from benchmarks.text import shipped
from benchmarks.throughput import Bench, loaded

PROTOTYPE = Callbacks("prototype").message_id(0)
"""The message that the others are like."""

FEW = 10_000
"""Messages in a database that counts as empty."""

BYTES = 4200
"""What a message takes at most on disk, with its three reports."""

CACHE = 4 * 2**20
"""KiB that SQLite may use while it is filled."""

RUN = f"growth-{time.time_ns()}"
"""Callbacks of each run are new ones: the filled databases are kept from run to run."""


def measure(bench: Bench, row: Row, messages: int) -> Measured:
    """Full load and half load with so many messages stored before.

    Raises:
        BenchmarkError: there is no room for them, or the load failed.
    """
    store = _filled(bench, row, messages)
    application = row.application(store)
    application.start()
    try:
        requests = request_file(bench.requests * bench.options.few_rounds, RUN)
        rounds, first = [], 0
        for _ in range(bench.options.few_rounds):
            rounds.append(loaded(bench, application, store, requests, first))
            first = rounds[-1]["position"]
        rates = [found["rate"] for found in rounds]
        half = at_rate(bench, application, statistics.median(rates) / 2, f"{RUN}-half")
        return {"rates": rates, "half": half, "size": _size(store), "memory": application.peak_memory()}
    finally:
        application.stop()


def forget_requests() -> None:
    """Delete the requests of earlier runs: nobody sends them again."""
    for path in WORK.glob("requests-growth-*"):
        path.unlink()


def _filled(bench: Bench, row: Row, messages: int) -> Store:
    """A database with so many messages, filled in this run or an earlier one."""
    store = row.store(bench.cluster)
    assert isinstance(store, PostgresqlStore | SqliteStore)  # noqa: S101
    if not messages:
        store.create()
        return store
    if isinstance(store, PostgresqlStore):
        grown: Store = replace(store, database=f"growth_{messages}")
        there = f"growth_{messages}" in bench.cluster.databases()
    else:
        path = store.path.with_name(f"growth-{messages}.db")
        grown, there = replace(store, path=path), path.with_suffix(".filled").exists()
    if not there or not _upgraded(grown):
        _fill(bench, row, grown, messages)
    return grown


def prime(cluster: Cluster) -> None:
    """Give the template that each round copies what a database in use has: some messages, and statistics of its tables.

    In empty tables PostgreSQL would plan for empty tables until autovacuum comes by, a minute later.
    """
    store = PostgresqlStore(cluster, database=TEMPLATE)
    _send_prototype(next(row for row in ROWS if row.ours and not row.sqlite), store)
    _fill_postgresql(store, FEW)


def _upgraded(store: Store) -> bool:
    """Bring a database of an earlier commit up to date; false if its tables are not those of this one."""
    try:
        install(store.url)
    except BenchmarkError as error:
        say(f"    not as this commit would make it, so made anew: {error}")
        return False
    return True


def _fill(bench: Bench, row: Row, store: Store, messages: int) -> None:
    room = shutil.disk_usage(WORK).free
    if room < messages * BYTES:
        wanted = messages * BYTES / 2**30
        raise BenchmarkError(f"Not enough room: {wanted:.0f} GiB wanted, {room / 2**30:.0f} are free; see --growth")
    say(f"    filling it with {messages} messages, once; this takes minutes")
    began = time.monotonic()
    if isinstance(store, SqliteStore):
        store.path.with_suffix(".filled").unlink(missing_ok=True)
    part = replace(store, database="growth_part") if isinstance(store, PostgresqlStore) else store
    part.create()
    _send_prototype(row, part)
    if isinstance(part, PostgresqlStore) and isinstance(store, PostgresqlStore):
        _fill_postgresql(part, messages)
        with bench.cluster.connect() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {store.database} WITH (FORCE)".encode())
            # Only a complete one has the name that is looked for.
            connection.execute(f"ALTER DATABASE {part.database} RENAME TO {store.database}".encode())
    elif isinstance(store, SqliteStore):
        _fill_sqlite(store, messages)
    say(f"    filled in {time.monotonic() - began:.0f} s: {_size(store) / 2**30:.1f} GiB")


def _send_prototype(row: Row, store: Store) -> None:
    application = row.application(store)
    application.start()
    try:
        send(application, [request(PROTOTYPE, status) for status in STATUSES])
    finally:
        application.stop()


def _fill_postgresql(store: PostgresqlStore, messages: int) -> None:
    with store.cluster.connect(store.database) as connection:
        connection.execute(_text("postgresql/fill", messages).encode())
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _fill_sqlite(store: SqliteStore, messages: int) -> None:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as handle:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE}", "temp_store = MEMORY"):
            handle.execute(f"PRAGMA {pragma}")
        # With the indexes in place: made afterwards, their pages would be full, and each new row would split one.
        handle.executescript(f"BEGIN; {_text('sqlite/fill', messages)} COMMIT;")
        handle.execute("PRAGMA journal_mode = WAL")
    store.path.with_suffix(".filled").touch()


def _text(name: str, messages: int) -> str:
    return shipped(name).decode().replace("@messages@", str(messages)).replace("@prototype@", PROTOTYPE)


def _size(store: Store) -> int:
    """Bytes on disk."""
    if isinstance(store, PostgresqlStore):
        with store.cluster.connect(store.database) as connection:
            found = connection.execute(shipped("postgresql/size")).fetchone()
        return int(str(found[0])) if found else 0
    assert isinstance(store, SqliteStore)  # noqa: S101
    return store.path.stat().st_size
