"""The database's ceiling: pgbench calls our procedure, one callback a transaction, 16 clients, no HTTP."""

from __future__ import annotations

import re
from dataclasses import dataclass

from benchmarks.cluster import Cluster
from benchmarks.paths import POSTGRESQL, SQL, BenchmarkError
from benchmarks.prepare import run

CLIENTS = 16


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What pgbench did: transactions, seconds of them, transactions a second and milliseconds each on average."""

    transactions: int
    rate: float
    latency: float


def pgbench(cluster: Cluster, database: str, seconds: int, first: int) -> Ceiling:
    """Run it.

    Args:
        cluster: the server.
        database: with our procedures.
        seconds: to run.
        first: message of each client to start with; two runs in one database must not repeat any.
    """
    printed = run(
        [
            str(POSTGRESQL / "pgbench"),
            "--no-vacuum",
            "--protocol=prepared",
            f"--client={CLIENTS}",
            "--jobs=1",
            f"--time={seconds}",
            f"--define=n={first * 3}",
            f"--file={SQL / 'pgbench.sql'}",
            cluster.url(database),
        ]
    )
    return Ceiling(
        transactions=int(_found(r"number of transactions actually processed: (\d+)", printed)),
        rate=float(_found(r"tps = ([\d.]+)", printed)),
        latency=float(_found(r"latency average = ([\d.]+) ms", printed)),
    )


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise BenchmarkError(f"pgbench prints no '{pattern}':\n{text}")
    return match[1]
