"""The adapter inside one open transaction, which is rolled back: everything happens in the thread that has it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace

from sms_callback.adapter.endpoints import Endpoints, Want
from sms_callback.delivery.answer import committed
from sms_callback.delivery.delivery import Delivery
from sms_callback.delivery.model import Stored
from sms_callback.delivery.pending import Steps
from sms_callback.engine.arrival import POLL_SECONDS, Arrivals, Polled
from sms_callback.engine.base import Engine, Session
from sms_callback.engine.endpoint import endpoints_of
from sms_callback.errors import DatabaseRefusedError, SmsCallbackError
from sms_callback.model import Account, Callback, Endpoint, Outcome


class SessionEngine:
    """An engine whose every delivery goes into one open transaction, with accounts of its own."""

    def __init__(self, engine: Engine, session: Session, accounts: Sequence[Account]) -> None:
        self.name = engine.name
        self._label = engine.label
        self._session = session
        self._accounts = accounts

    @property
    def label(self) -> str:
        """The database's URL."""
        return self._label

    def deliver(self, callbacks: Sequence[Callback]) -> list[Outcome | SmsCallbackError]:
        """Store callbacks inside the transaction, a refused one with the refusal as its reason."""
        return [*self.store(callbacks)]

    def store(self, callbacks: Sequence[Callback]) -> list[Outcome]:
        """The same, with an error as it comes."""
        return [self._deliver(callback) for callback in callbacks]

    def endpoints(self) -> list[Endpoint]:
        """The database's providers with the cases' accounts instead of the real ones."""
        return [
            replace(
                endpoint,
                accounts=tuple(account for account in self._accounts if account.provider == endpoint.provider),
            )
            for endpoint in endpoints_of(
                self._session.query("endpoints"), self._session.query("answers"), self._session.query("rules")
            )
        ]

    def ping(self) -> None:
        """The transaction is open, so the database is there."""

    @contextmanager
    def transaction(self, *, commit: bool = True, snapshot: bool = False) -> Iterator[Session]:
        """The one transaction; nothing in it is ever committed."""
        del commit, snapshot
        yield self._session

    def installation(self) -> AbstractContextManager[Session]:
        """Nothing is installed in the middle of a case."""
        return self.transaction()

    def arrivals(self, stop: threading.Event, interval: float | None = None) -> AbstractContextManager[Arrivals]:
        """Nobody but the case changes what is seen here."""
        return nullcontext(Polled(stop, POLL_SECONDS if interval is None else interval))

    def close(self) -> None:
        """The transaction belongs to the caller."""

    def _deliver(self, callback: Callback) -> Outcome:
        try:
            with undone_on_error(self._session):
                return self._session.deliver(callback)
        except DatabaseRefusedError as error:
            if callback.error is not None:
                raise
            return self._deliver(replace(callback, error=error.message))


class SessionDelivery(Delivery):
    """Stores in the caller's thread: one transaction cannot be used from two threads at once."""

    def __init__(self, engine: SessionEngine) -> None:
        super().__init__(engine, None)
        self._engine = engine

    def store(self, callbacks: Sequence[Callback], endpoint: Endpoint) -> Steps[Stored]:
        """Store the callbacks of one request, with an error as it comes."""
        del endpoint
        yield from ()
        return committed(self._engine.store(callbacks)[0])


class SessionEndpoints(Endpoints):
    """Reads in the caller's thread, too."""

    def _wait(self, want: Want, seconds: float) -> Steps[Exception | None]:
        del seconds
        yield from ()
        try:
            self._read([want])
        except SmsCallbackError as error:
            return error
        return None


@contextmanager
def undone_on_error(session: Session) -> Iterator[Session]:
    """A part of a transaction: an error takes it back, and the transaction stays usable."""
    session.query("savepoint")
    try:
        yield session
    except SmsCallbackError:
        session.query("savepoint_undo")
        raise
    session.query("savepoint_release")
