"""What a run is asked to do."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

PARTS = ("throughput", "latency", "rules", "outage", "growth")


@dataclass(frozen=True, slots=True)
class Options:
    """The command line.

    Args:
        rounds: of the throughput part; the other parts have two at most.
        seconds: that one round measures.
        warm_up: seconds before each round, not counted.
        rows: names of `rows.ROWS`; empty: all.
        parts: some of PARTS.
        growth: messages already stored, for the growth part.
        fresh: forget the results of earlier runs.
        quick: a smoke run.
    """

    rounds: int
    seconds: int
    warm_up: int
    rows: tuple[str, ...]
    parts: tuple[str, ...]
    growth: tuple[int, ...]
    fresh: bool
    quick: bool

    @property
    def few_rounds(self) -> int:
        """Rounds of the parts that take longer."""
        return min(2, self.rounds)


def read_options(arguments: Sequence[str]) -> Options:
    """Read the command line; exits with a usage text where that does not go."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure sms-callback beside its peers and write docs/benchmarks.md (see benchmarks/README.md).",
    )
    parser.add_argument("--rounds", type=_positive, help="interleaved rounds of the throughput part (default: 5)")
    parser.add_argument("--seconds", type=_positive, help="length of a round (default: 10)")
    parser.add_argument("--rows", type=_names, default=(), metavar="NAME,NAME", help="only these rows")
    parser.add_argument("--parts", type=_names, metavar="PART,PART", help=f"some of {','.join(PARTS)} (default: all)")
    parser.add_argument(
        "--growth",
        type=_numbers,
        metavar="N,N",
        help="messages already stored in the growth part (default: 1000000,5000000)",
    )
    parser.add_argument("--fresh", action="store_true", help="forget the results of earlier runs")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="only try that everything works: about a minute, no figures worth reading, report in benchmarks/.work",
    )
    given = parser.parse_args(arguments)
    quick: bool = given.quick
    for part in given.parts or ():
        if part not in PARTS:
            parser.error(f"there is no part '{part}'; the parts are {', '.join(PARTS)}")
    return Options(
        rounds=given.rounds or (1 if quick else 5),
        seconds=given.seconds or (1 if quick else 10),
        warm_up=1 if quick else 2,
        rows=given.rows,
        parts=given.parts or PARTS,
        growth=given.growth or ((3_000,) if quick else (1_000_000, 5_000_000)),
        fresh=given.fresh or quick,
        quick=quick,
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted(_positive(number) for number in _names(text)))
