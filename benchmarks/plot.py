"""The plot: full load of each row, with the spread of its rounds."""

from __future__ import annotations

import statistics
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot as plt

from benchmarks.results import Results
from benchmarks.rows import PGBENCH, ROWS

OURS, PEER, CEILING = "#1f6f8b", "#9aa5b1", "#c98b2b"


def draw(results: Results, path: Path) -> None:
    """Bars of the rows that store something, best first; the empty application would dwarf them."""
    bars: list[tuple[str, list[float], str]] = []
    for row in ROWS:
        rates = [found["rate"] for found in results.all(f"throughput/{row.name}/")]
        if rates and row.stores:
            bars.append((f"{row.title}\n{row.stores}", rates, OURS if row.ours else PEER))
    ceiling = [found["rate"] for found in results.all(f"throughput/{PGBENCH}/")]
    if ceiling:
        bars.append(("pgbench, no HTTP\nour procedure, one callback a transaction", ceiling, CEILING))
    bars.sort(key=lambda bar: statistics.median(bar[1]))

    # The same figures give the same file.
    mpl.rcParams.update({"svg.hashsalt": "benchmarks", "svg.fonttype": "none", "font.size": 9})
    figure, axes = plt.subplots(figsize=(9, 0.7 * len(bars) + 1))
    for position, (_, rates, color) in enumerate(bars):
        middle = statistics.median(rates)
        axes.barh(position, middle, 0.6, color=color, xerr=[[middle - min(rates)], [max(rates) - middle]], capsize=3)
        axes.annotate(f" {middle:.0f}", (max(rates), position), va="center")
    axes.set_yticks(range(len(bars)), [name for name, _, _ in bars])
    axes.set_xlabel("signed callbacks stored a second, 64 connections (median; the line is the spread of the rounds)")
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.12)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="svg", metadata={"Date": None})
    plt.close(figure)
