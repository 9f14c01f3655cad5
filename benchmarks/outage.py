"""The database is away for a while; the application is killed again and again. What was acknowledged must be there."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.application import Application
from benchmarks.fixedrate import FixedLoad, FixedRate
from benchmarks.options import Options
from benchmarks.prepare import say
from benchmarks.results import Measured
from benchmarks.rows import Row
from benchmarks.store import Store, Stored
from benchmarks.throughput import Bench

SETTLE = 60.0
"""Seconds after the load's end within which everything acknowledged must be in the database."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of it.

    Args:
        rate: callbacks a second.
        lead: seconds of load before the database goes, or before the first kill.
        away: seconds that the database is away.
        after: seconds of load after its return.
        kills: how often the application is killed.
        pause: seconds that it lives between two kills.
    """

    rate: int = 500
    lead: float = 3.0
    away: float = 20.0
    after: float = 10.0
    kills: int = 8
    pause: float = 2.0


FULL = Plan()
QUICK = Plan(rate=200, lead=1.0, away=3.0, after=2.0, kills=1, pause=1.0)


def plan(options: Options) -> Plan:
    """What the command line asks for."""
    return QUICK if options.quick else FULL


def measure(bench: Bench, row: Row) -> Measured:
    """Both for a row."""
    store = row.store(bench.cluster)
    assert store is not None  # noqa: S101
    asked = plan(bench.options)
    return {"outage": _outage(asked, row, store), "crash": _crash(asked, row, store)}


def _outage(asked: Plan, row: Row, store: Store) -> Measured:
    store.create()
    application = row.application(store)
    application.start()
    try:
        seconds = asked.lead + asked.away + asked.after
        load = FixedRate(application.port, asked.rate, seconds, "outage")
        try:
            time.sleep(asked.lead)
            with store.away():
                time.sleep(asked.away)
            back = time.time()
            result = load.result()
        finally:
            load.stop()
        stored = _settled(store, result)
        found = _account(result, stored)
        # What was due before the database was back, and was acknowledged, is the backlog.
        backlog = [
            stored[result.callbacks.message(answer.index)].at
            for answer in result.answers
            if answer.kind == "2xx"
            and result.began + answer.index / asked.rate < back
            and result.callbacks.message(answer.index) in stored
        ]
        found["empty_after"] = max(0.0, max(backlog, default=0.0) - back)
        found["memory"] = application.peak_memory()
    finally:
        application.stop()
    say(f"    away {asked.away} s: {found}")
    return found


def _crash(asked: Plan, row: Row, store: Store) -> Measured:
    store.create()
    application = row.application(store)
    application.start()
    load = FixedRate(application.port, asked.rate, _crash_seconds(asked, application), "crash")
    try:
        time.sleep(asked.lead)
        for _ in range(asked.kills):
            time.sleep(asked.pause)
            application.kill()
            application.start()
        result = load.result()
        stored = _settled(store, result)
    finally:
        load.stop()
        application.stop()
    found = {**_account(result, stored), "kills": asked.kills}
    say(f"    killed {asked.kills} times: {found}")
    return found


def _crash_seconds(asked: Plan, application: Application) -> float:
    """How long the load lasts: as long as the kills and the starts between them, the first of which is timed."""
    began = time.monotonic()
    application.kill()
    application.start()
    return asked.lead + asked.kills * (asked.pause + time.monotonic() - began) + asked.pause


def _settled(store: Store, result: FixedLoad) -> Mapping[tuple[str, str], Stored]:
    """What is stored as soon as everything acknowledged is, or after SETTLE seconds."""
    wanted = {result.callbacks.message(index) for index in result.acknowledged()}
    end = time.monotonic() + SETTLE
    stored = store.stored()
    while not wanted <= stored.keys() and time.monotonic() < end:
        time.sleep(0.5)
        stored = store.stored()
    return stored


def _account(result: FixedLoad, stored: Mapping[tuple[str, str], Stored]) -> Measured:
    """Sent, answered, stored, lost."""
    sent = {result.callbacks.message(answer.index) for answer in result.answers}
    acknowledged = {result.callbacks.message(index) for index in result.acknowledged()}
    return {
        "sent": len(sent),
        "kinds": result.kinds(),
        "p50": result.percentile(0.5),
        "p99": result.percentile(0.99),
        "most": result.percentile(1.0),
        "lost": len(sent - stored.keys()),
        "acknowledged_lost": len(acknowledged - stored.keys()),
        "doubled": sum(item.times - 1 for item in stored.values()),
    }
