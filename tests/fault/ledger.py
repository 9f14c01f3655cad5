"""What is in the database, read with its driver alone, and whether that is what was acknowledged."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import psycopg

from tests.fault.load import Fate
from tests.fault.provider import INBOUND, WORDS

Key: TypeAlias = tuple[str, str]
"""A callback: message and word."""

JOURNAL = "SELECT CAST(params AS text), hits, state, error, via FROM sms_callback"
HISTORY = "SELECT message_id, provider_status FROM sms_status"
RECEIVED = "SELECT message_id FROM sms_inbound"
MESSAGES = "SELECT message_id, provider_status FROM sms_message"


@contextmanager
def reading(url: str) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    """Sends statements that all see the same state of a database."""
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
            file.execute("BEGIN")
            yield lambda statement: file.execute(statement).fetchall()
    else:
        with psycopg.connect(url, options="-c search_path=sms") as session:
            session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            yield lambda statement: session.execute(statement.encode()).fetchall()


def change(url: str, statement: str) -> None:
    """One statement that changes rows."""
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection, connection:
            connection.execute(statement)
    else:
        with psycopg.connect(url, options="-c search_path=sms") as session:
            session.execute(statement.encode())


@dataclass(frozen=True, slots=True)
class Journaled:
    """The journal's rows of one callback; a state `failed` is followed by the reason."""

    rows: int
    hits: int
    states: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a database holds of what a provider sent."""

    journal: dict[Key, Journaled]
    history: Counter[Key]
    message_words: dict[str, str]
    ways: Counter[str]
    """How many journal rows came which way: `adapter`, `spool`."""

    @classmethod
    def read(cls, url: str) -> Ledger:
        with reading(url) as query:
            journaled, told = query(JOURNAL), query(HISTORY)
            received, messages = query(RECEIVED), query(MESSAGES)
        rows: dict[Key, list[tuple[int, str]]] = {}
        for params, hits, state, error, _ in journaled:
            given = json.loads(params)
            told_of = f"failed: {error}" if state == "failed" else state
            rows.setdefault((given["MessageSid"], given["SmsStatus"]), []).append((hits, told_of))
        journal = {
            key: Journaled(len(found), sum(hits for hits, _ in found), frozenset(state for _, state in found))
            for key, found in rows.items()
        }
        history = Counter((str(message), str(word)) for message, word in told)
        history.update((str(message), INBOUND) for (message,) in received)
        ways = Counter(str(via) for *_, via in journaled)
        return cls(journal, history, {str(message): str(word) for message, word in messages}, ways)

    @property
    def stored(self) -> int:
        """Callbacks that are there."""
        return len(self.journal)

    @property
    def pending(self) -> int:
        """Callbacks that were journaled and not worked off yet."""
        return sum("pending" in found.states for found in self.journal.values())

    def findings(self, fates: Sequence[Fate]) -> dict[str, Sequence[object]]:
        """All that is not as it must be, by what it is."""
        return {
            "lost": self.lost(fates),
            "doubled": self.doubled(),
            "wrong": self.wrong(fates),
            "overcounted": self.overcounted(fates),
        }

    def lost(self, fates: Sequence[Fate]) -> list[Key]:
        """Acknowledged callbacks that are not in the journal, or have not become a row of the history."""
        keys = [fate.sent.key for fate in fates if fate.acknowledged]
        return [key for key in keys if key not in self.journal or not self.history[key]]

    def doubled(self) -> list[Key]:
        """Callbacks with more than one row in the journal or in the history."""
        return [key for key in self.journal if self.journal[key].rows > 1 or self.history[key] > 1]

    def wrong(self, fates: Sequence[Fate]) -> list[str]:
        """Whatever else is not as it must be, in words; for `hits` see `overcounted`."""
        tries = {fate.sent.key: fate.tries for fate in fates}
        found = [f"{key}: in the journal, never sent" for key in self.journal.keys() - tries.keys()]
        found += [f"{key}: in the history, not in the journal" for key in self.history.keys() - self.journal.keys()]
        for key, row in self.journal.items():
            if row.states != {"done"}:
                found.append(f"{key}: {', '.join(sorted(row.states))}")
        for message, word in self.message_words.items():
            told = [known for known in WORDS if self.history[message, known]]
            if word != told[-1]:
                found.append(f"{message}: {word}, and its history is {', '.join(told)}")
        return found

    def overcounted(self, fates: Sequence[Fate]) -> list[str]:
        """Callbacks that are said to have come more often than they were sent, in words."""
        tries = {fate.sent.key: fate.tries for fate in fates}
        hits = {key: row.hits for key, row in self.journal.items() if row.hits > tries.get(key, row.hits)}
        return [f"{key}: sent {tries[key]} times, {count} hits" for key, count in hits.items()]
