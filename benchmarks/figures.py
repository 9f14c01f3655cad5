"""The figures that we want to reach, and whether this run did."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.results import Measured, Results
from benchmarks.rows import PGBENCH, ROWS
from benchmarks.spread import Spread, ratios

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Figure:
    """One of them, for people."""

    what: str
    wanted: str
    measured: str
    holds: bool

    def cells(self) -> Sequence[str]:
        """A row of the table."""
        return self.what, self.wanted, self.measured, "yes" if self.holds else "**no**"


def figures(results: Results) -> list[Figure]:
    """Those that the parts of this run can tell."""
    return [*_throughput(results), *_latency(results), *_growth(results), *_outage(results), *_memory(results)]


def _throughput(results: Results) -> Iterator[Figure]:
    rounds = {row.name: results.rounds("throughput", row.name) for row in ROWS}
    peers = [row for row in ROWS if row.stores and not row.ours and rounds[row.name]]
    best = max(peers, key=lambda row: _median(rounds[row.name]), default=None)
    postgresql, sqlite = rounds["ours-postgresql"], rounds["ours-sqlite"]
    pairs: list[tuple[str, Mapping[int, Measured], str, Mapping[int, Measured], float]] = []
    if best is not None:
        name = f"the best peer ({best.title}, {best.stores})"
        pairs += [
            ("PostgreSQL", postgresql, name, rounds[best.name], 2.0),
            ("SQLite", sqlite, f"{name} on PostgreSQL", rounds[best.name], 2.0),
        ]
    flask = max((rounds["flask"], rounds["flask-plain"]), key=_median)
    pairs.append(("PostgreSQL", postgresql, "Flask + SQLAlchemy (the better of its two rows)", flask, 5.0))
    pairs.append(("PostgreSQL", postgresql, "pgbench", results.rounds("throughput", PGBENCH), 0.7))
    for ours, mine, other, theirs, wanted in pairs:
        if mine.keys() & theirs.keys():
            spread = ratios(mine, theirs)
            yield Figure(
                f"throughput on {ours} beside {other}", f"≥ {wanted}", f"{spread.text(2)}", spread.middle >= wanted
            )


def _latency(results: Results) -> Iterator[Figure]:
    for row in ROWS:
        found = [step["p99"] for step in results.all(f"latency/{row.name}/")]
        if row.ours and found:
            spread = Spread.of(found)
            yield Figure(f"p99 at half load, {row.title}", "< 25 ms", f"{spread.text(1)} ms", spread.middle < 25)


def _growth(results: Results) -> Iterator[Figure]:
    for row in ROWS:
        grown = dict(results.grown(row.name))
        if 0 in grown and len(grown) > 1:
            most = max(grown)
            share = statistics.median(grown[most]["rates"]) / statistics.median(grown[0]["rates"])
            what = f"throughput with {most} messages stored beside none, {row.title}"
            yield Figure(what, "≥ 0.8", f"{share:.2f}", share >= 0.8)


def _outage(results: Results) -> Iterator[Figure]:
    for row in ROWS:
        found = results.get(f"outage/{row.name}")
        if not row.ours or not found:
            continue
        away, crash = found["outage"], found["crash"]
        good = away["kinds"].get("2xx", 0)
        measured = (
            f"{100 * good / away['sent']:.2f} % 2xx, p99 {away['p99']:.0f} ms, backlog {away['empty_after']:.1f} s, "
            f"{away['lost']} lost, {away['doubled']} doubled"
        )
        holds = (
            good == away["sent"]
            and away["p99"] < 1000
            and away["empty_after"] < 30
            and not away["lost"]
            and not away["doubled"]
        )
        wanted = "100 % 2xx, p99 < 1000 ms, backlog < 30 s, 0 lost, 0 doubled"
        yield Figure(f"database away, {row.title}", wanted, measured, holds)
        lost = f"{crash['acknowledged_lost']} acknowledged and lost, {crash['doubled']} doubled"
        none = not crash["acknowledged_lost"] and not crash["doubled"]
        yield Figure(f"killed {crash['kills']} times, {row.title}", "0 and 0", lost, none)


def _memory(results: Results) -> Iterator[Figure]:
    for row in ROWS:
        steps = [results.all(f"{part}/{row.name}") for part in ("throughput", "latency", "growth")]
        peaks = [found["memory"] for part in steps for found in part]
        peaks += [found["outage"]["memory"] for found in results.all(f"outage/{row.name}")]
        if row.ours and peaks:
            most = max(peaks) / MIB
            yield Figure(f"memory of a process, {row.title}", "< 150 MiB", f"{most:.0f} MiB", most < 150)


def _median(rounds: Mapping[int, Measured]) -> float:
    return float(statistics.median([found["rate"] for found in rounds.values()] or [0.0]))
