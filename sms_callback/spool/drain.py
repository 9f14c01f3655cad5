"""Bringing what is in a spool to the database: oldest first, in groups, and no bad callback holds up the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sms_callback.engine.base import Engine
from sms_callback.engine.group import LostError
from sms_callback.errors import DatabaseRefusedError, DeniedError, SmsCallbackError, SpoolAwayError
from sms_callback.model import Outcome
from sms_callback.spool.lock import drainer_lock
from sms_callback.spool.model import Spooled
from sms_callback.spool.row import LAST
from sms_callback.spool.spool import Spool

GROUP = 200
"""Callbacks in one transaction."""

GROUP_BYTES = 4 << 20
"""What their texts take at most, unless a single one is longer."""

SUSPECTS = 3
"""Callbacks one after the other that fail each alone: then it is the database, and not they."""

LOST = 5
"""How often the connection breaks over a callback, with nothing else to try, before the callback is set aside."""

LOCK_WAIT = 0.5
"""Seconds between two looks at what another process has drained."""

_log = logging.getLogger("sms_callback.spool")


@dataclass(frozen=True, slots=True)
class Drained:
    """What a drain did.

    Args:
        stored: callbacks that the database has now, about as many as another process brought there meanwhile included.
        poison: callbacks that were set aside.
        error: why it ended before the spool was empty, None if it did not.
    """

    stored: int
    poison: int
    error: SmsCallbackError | None


def drain(
    spool: Spool, engine: Engine, progress: Callable[[int], None] = lambda _count: None, *, poison: bool = False
) -> Drained:
    """Empty a spool of what is in it now, beside a running server's drainer.

    Args:
        spool: what to drain.
        engine: its database.
        progress: called with how many callbacks more have left the spool, whoever drained them.
        poison: try again what was set aside, too.

    Raises:
        SpoolAwayError: the spool cannot be read or written, or is another database's.
    """
    before = spool.status()
    if before.database is None:
        return Drained(0, 0, None)
    if poison:
        spool.try_again()
    seen = spool.status().waiting
    up_to = spool.newest()
    others = 0
    while spool.oldest(1, 0, up_to=up_to):
        with drainer_lock(spool.path, LOCK_WAIT) as mine:
            if mine:
                one = run(spool, engine, Memory(), up_to=up_to, on_stored=progress)
                if one.error is None:
                    spool.shrink()
                return Drained(others + one.stored, one.poison, one.error)
        # Another process is at it.
        now = spool.status().waiting
        progress(max(0, seen - now))
        others += max(0, seen - now)
        seen = now
    return Drained(others, 0, None)


def run(
    spool: Spool,
    engine: Engine,
    memory: Memory,
    *,
    up_to: int = LAST,
    on_stored: Callable[[int], None] = lambda _count: None,
    keep_on: Callable[[], bool] = lambda: True,
) -> Drained:
    """Empty the spool; the caller has the drainer's lock.

    Args:
        spool: what to drain.
        engine: its database.
        memory: of earlier runs.
        up_to: the last spool_id that counts.
        on_stored: called with how many callbacks more have left the spool.
        keep_on: asked before each group.
    """
    one = _Run(spool, engine, memory, on_stored)
    error = one.go(up_to, keep_on)
    return Drained(one.stored, one.poison, error)


def answers(engine: Engine) -> bool:
    """Does the database answer now?"""
    try:
        engine.ping()
    except SmsCallbackError:
        return False
    return True


def is_poison(error: SmsCallbackError) -> bool:
    """Would the database refuse the same callback again? A hint says what the operator must do: not its fault."""
    return isinstance(error, DatabaseRefusedError) and not isinstance(error, DeniedError) and not error.hint


@dataclass(slots=True)
class Memory:
    """What one run knows from those before it.

    Args:
        lost: how often the connection broke over a callback with which no other could be compared.
        kept: callbacks that the database has and that could not be deleted, since the spool's disk is full.
    """

    lost: dict[int, int] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Run:
    spool: Spool
    engine: Engine
    memory: Memory
    on_stored: Callable[[int], None]
    after: int = 0
    size: int = GROUP
    stored: int = 0
    poison: int = 0
    suspects: list[tuple[Spooled, SmsCallbackError]] = field(default_factory=list)
    not_deleted: SpoolAwayError | None = None

    def go(self, up_to: int, keep_on: Callable[[], bool]) -> SmsCallbackError | None:
        """Until nothing is left up to that spool_id, or the database fails; gives its error then."""
        if self.memory.kept:
            self._settle([], {})
        while keep_on():
            group = self._next(up_to)
            if not group:
                return self._only_suspects() or self.not_deleted
            error = self._deliver(group)
            if error is None:
                continue
            if not answers(self.engine):
                return error
            # It answers, but not to this group: smaller and smaller ones, until the cause is alone.
            if len(group) > 1:
                self.size = len(group) // 2
                continue
            self.suspects.append((group[0], error))
            self.after = group[0].spool_id
            if len(self.suspects) >= SUSPECTS:
                return error
        return None

    def _next(self, up_to: int) -> list[Spooled]:
        while group := self.spool.oldest(self.size, GROUP_BYTES, self.after, up_to):
            new = [spooled for spooled in group if spooled.spool_id not in self.memory.kept]
            if new:
                return new
            self.after = group[-1].spool_id
        return []

    def _deliver(self, group: Sequence[Spooled]) -> SmsCallbackError | None:
        """Hand over a group and settle it; gives an error if none of it was stored or set aside."""
        try:
            results = self.engine.deliver([spooled.callback for spooled in group])
        except SmsCallbackError as error:
            return error
        stored: list[int] = []
        poison: dict[int, str] = {}
        failure: SmsCallbackError | None = None
        for spooled, result in zip(group, results, strict=True):
            if isinstance(result, Outcome):
                stored.append(spooled.spool_id)
            elif is_poison(result):
                poison[spooled.spool_id] = result.message
            else:
                failure = result
        if not stored and not poison:
            return failure
        self._settle(stored, poison)
        if stored:
            self.size = min(GROUP, self.size * 2)
            self._convict()
        return None

    def _convict(self) -> None:
        """The database takes others at this moment: a suspect over which the server fails once more is the cause.

        One that meets a full disk, a lock or a missing right is not, though others needed no room: it stays.
        """
        suspects, self.suspects = self.suspects, []
        for spooled, _ in suspects:
            error = self._deliver([spooled])
            if error is None:
                continue
            if isinstance(error, LostError) and answers(self.engine):
                self._settle([], {spooled.spool_id: error.message})
            else:
                self.suspects.append((spooled, error))

    def _only_suspects(self) -> SmsCallbackError | None:
        """Nothing is left to compare suspects with. A callback that breaks the connection each time is the cause."""
        for suspect in [*self.suspects]:
            spooled, error = suspect
            if isinstance(error, LostError):
                count = self.memory.lost[spooled.spool_id] = self.memory.lost.get(spooled.spool_id, 0) + 1
                if count >= LOST:
                    self._settle([], {spooled.spool_id: error.message})
                    self.suspects.remove(suspect)
        return self.suspects[0][1] if self.suspects else None

    def _settle(self, stored: Sequence[int], poison: dict[int, str]) -> None:
        try:
            self.spool.settle([*self.memory.kept, *stored], poison)
            self.memory.kept.clear()
        except SpoolAwayError as error:
            if poison:
                raise
            # They are in the database: on with the others, and deleted is when there is room.
            self.memory.kept.update(stored)
            self.not_deleted = error
        for spool_id in (*stored, *poison):
            self.memory.lost.pop(spool_id, None)
        for why in poison.values():
            _log.error("A callback in the spool was set aside: %s", why)
        self.stored += len(stored)
        self.poison += len(poison)
        if stored or poison:
            self.on_stored(len(stored) + len(poison))
