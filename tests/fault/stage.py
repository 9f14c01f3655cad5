"""Where a fault is played: a database, adapters with their spools, a load; and at the end the line of the table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sms_callback.spool import Spool
from tests.fault.adapter import Adapter, serving
from tests.fault.ledger import Ledger
from tests.fault.load import Load
from tests.fault.provider import Provider
from tests.fault.table import Line
from tests.fault.waiting import until

DRAINED = 30.0
"""Seconds after the end of a fault within which nothing may wait any more."""

_SHOWN = 5
"""Findings that a failure shows."""


@dataclass(slots=True)
class Stage:
    """What one fault needs.

    Args:
        engine: `postgresql` or `sqlite`, for the table.
        url: of the database, as the test reads it.
        folder: for adapters, logs and spools.
        rounds: how often a fault that strikes at random moments strikes.
        lines: the table.
        chance: for those moments.
    """

    engine: str
    url: str
    folder: Path
    rounds: int
    lines: list[Line]
    chance: Random
    adapters: list[Adapter] = field(default_factory=list)
    spools: list[Spool] = field(default_factory=list)

    @contextmanager
    def adapter(
        self,
        *options: str,
        url: str | None = None,
        spool: Path | None = None,
        environ: dict[str, str] | None = None,
    ) -> Iterator[Adapter]:
        """An adapter with a spool of its own.

        Args:
            options: of `serve`, beyond those that the suite needs.
            url: of the database, if the adapter is to reach it another way.
            spool: a file in a place of its own.
            environ: variables for it alone.
        """
        path = spool or self.folder / f"spool{len(self.spools)}.db"
        given = ["--spool", str(path), "--admin", "none", *options]
        with (
            closing(Spool(path, url or self.url)) as watched,
            serving(self.folder, url or self.url, given, environ or {}) as adapter,
        ):
            self.spools.append(watched)
            self.adapters.append(adapter)
            yield adapter

    def load(self, *adapters: Adapter, rate: float = 500, everywhere: bool = False) -> Load:
        """A load for these adapters; a context manager."""
        provider = Provider(f"{self.engine[0]}{self.chance.getrandbits(32):08x}", self.chance.getrandbits(32))
        ports = [adapter.port for adapter in adapters]
        return Load(provider.callbacks(), ports, rate, everywhere=everywhere)

    def strike(
        self,
        fault: str,
        load: Load,
        strikes: Sequence[Callable[[], object]],
        *,
        pending: float = 0.0,
        repeated: bool = False,
    ) -> None:
        """Let a fault strike at random moments of a load; for the rest see `finish`."""
        with load:
            for strike in strikes:
                self.random_moment(load)
                strike()
            ended = time.monotonic()
            self.random_moment(load)
        recovery = self.wait_drained(ended)
        self.finish(fault, load, len(strikes), recovery, pending=pending, repeated=repeated)

    @contextmanager
    def outage(self, fault: str, load: Load, *, repeated: bool = False) -> Iterator[None]:
        """Load before, while and after the block, in which a fault comes and goes; for the rest see `finish`."""
        with load:
            load.wait_acknowledged(200)
            yield
            recovery = self.wait_drained(time.monotonic())
            load.wait_acknowledged(100)
        self.finish(fault, load, 1, recovery, repeated=repeated)

    def random_moment(self, load: Load) -> None:
        """Let some callbacks be acknowledged, some time between one and half a second of them."""
        load.wait_acknowledged(self.chance.randint(1, 250))

    def wait_drained(self, ended: float, seconds: float = DRAINED) -> float:
        """Wait until no spool holds a callback any more; the seconds since a moment of `time.monotonic()`."""
        try:
            until(lambda: not self.backlog(), seconds, "the backlog is 0")
        except AssertionError as error:
            raise AssertionError(f"{error}: {self.backlog()}\n{self._logs()}") from None
        return time.monotonic() - ended

    def backlog(self) -> int:
        """Callbacks in all spools."""
        return sum(spool.status().waiting for spool in self.spools)

    def finish(
        self, fault: str, load: Load, times: int, recovery: float, *, pending: float = 0.0, repeated: bool = False
    ) -> None:
        """Write the line, and check that nothing was lost and nothing is there twice.

        Args:
            fault: what happened.
            load: what was sent; it must have ended.
            times: how often it happened.
            recovery: seconds until the backlog was 0.
            pending: seconds that callbacks which are only journaled have to be worked off.
            repeated: the answer of a commit may have got lost; the engine sends it again then, which counts.
        """
        began = time.monotonic()
        # The last callbacks of the load may have gone to the spool again.
        self.wait_drained(began)
        if pending:
            until(lambda: not Ledger.read(self.url).pending, pending, "nothing is pending")
            recovery += time.monotonic() - began
        ledger = Ledger.read(self.url)
        tally = load.tally
        findings = ledger.findings(tally.fates)
        line = Line(
            fault,
            self.engine,
            times,
            len(tally.fates),
            tally.acknowledged,
            ledger.stored,
            len(findings["lost"]),
            len(findings["doubled"]),
            tally.p99,
            recovery,
        )
        self.lines.append(line)
        if repeated:
            findings["overcounted"] = []
        if not tally.acknowledged:
            findings["nothing was acknowledged"] = [""]
        told = [f"{name} {_some(found)}" for name, found in findings.items() if found]
        assert not told, "\n".join([*told, str(line), f"{tally.answers}", f"{ledger.ways}", self._logs()])

    def _logs(self) -> str:
        return "\n".join(f"{adapter.log}:\n{adapter.log.read_text()[-3000:]}" for adapter in self.adapters)


def _some(found: Sequence[object]) -> str:
    return f"{len(found)}: " + "; ".join(str(one) for one in found[:_SHOWN])
