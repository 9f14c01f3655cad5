"""Runs the contract cases on an installed database, through the adapter, and takes all of it back."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from io import BytesIO

from werkzeug.test import EnvironBuilder, run_wsgi_app

from sms_callback.adapter.app import Adapter
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.reception import Reception
from sms_callback.contract.assumption import Checked, check_assumptions
from sms_callback.contract.load import load_accounts, load_cases
from sms_callback.contract.model import Case, Failure, Script
from sms_callback.contract.request import Request
from sms_callback.contract.run import Got, run_case
from sms_callback.contract.session import SessionDelivery, SessionEndpoints, SessionEngine, undone_on_error
from sms_callback.engine.base import Engine, Session
from sms_callback.model import Account

ADAPTER_LOG = logging.getLogger("sms_callback.adapter")

PUBLIC_URL = "https://sms.example.com"

Progress = Callable[[int, int, str], None]
"""Called before each case with the cases done, all cases and the next one's name."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How one case ended."""

    case: Case
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class SelftestReport:
    """How all cases ended. `skipped` names those that need a database of their own.

    `assumptions` are what the SQL files take for granted of the server (SQL Anywhere).
    """

    database: str
    results: tuple[CaseResult, ...]
    skipped: tuple[str, ...]
    assumptions: tuple[Checked, ...] = ()

    @property
    def failures(self) -> list[Failure]:
        """Every difference found."""
        return [failure for result in self.results for failure in result.failures]

    @property
    def false_assumptions(self) -> list[Checked]:
        """What the server does otherwise than assumed."""
        return [item for item in self.assumptions if not item.holds]


def selftest(engine: Engine, progress: Progress | None = None) -> SelftestReport:
    """Run every case in a transaction of its own that is rolled back.

    The ids of the cases are made anew each time, the accounts are the cases' own, and rows are told from real
    ones by their ids and their age, so a database in use is neither changed nor in the way.

    Raises:
        DatabaseAwayError: the database cannot be reached.
        NotInstalledError: the procedures are not there.
        DatabaseRefusedError: a case could not be run at all.
    """
    assumptions = check_assumptions(engine)
    accounts = load_accounts()
    cases = load_cases(nonce=secrets.token_hex(8))
    known = {endpoint.provider for endpoint in engine.endpoints()}
    # A DBA may have tried the example of docs/adding-a-provider.md, which is a case's own provider.
    runnable = [case for case in cases if not case.alone and known.isdisjoint(item.name for item in case.providers)]
    skipped = [case.name for case in cases if case not in runnable]
    results: list[CaseResult] = []
    with quiet():
        for number, case in enumerate(runnable):
            if progress:
                progress(number, len(runnable), case.name)
            results.append(CaseResult(case, tuple(run_rolled_back(case, engine, accounts))))
    return SelftestReport(engine.label, tuple(results), tuple(skipped), tuple(assumptions))


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the adapter from logging the requests that the cases want refused."""
    level = ADAPTER_LOG.level
    ADAPTER_LOG.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        ADAPTER_LOG.setLevel(level)


def run_rolled_back(case: Case, engine: Engine, accounts: Sequence[Account]) -> list[Failure]:
    """Run one case in a transaction that is rolled back."""
    with engine.transaction(commit=False, snapshot=True) as session:
        return run_case(case, WsgiTarget(session, SessionEngine(engine, session, accounts)))


class WsgiTarget:
    """The adapter's WSGI application, called in this process."""

    public_url = PUBLIC_URL
    at_once = False

    def __init__(self, session: Session, engine: SessionEngine) -> None:
        self._session = session
        reception = Reception(
            engine, PublicUrl.parse(PUBLIC_URL), delivery=SessionDelivery(engine), endpoints=SessionEndpoints(engine)
        )
        self._adapter = Adapter(reception)

    def send(self, request: Request) -> Got:
        """Call the application as a WSGI server does."""
        path, _, query = request.target.partition("?")
        builder = EnvironBuilder(
            method=request.method,
            path=path,
            query_string=query,
            headers=list(request.headers),
            input_stream=BytesIO(request.body),
            content_length=len(request.body),
        )
        body, status, headers = run_wsgi_app(self._adapter, builder.get_environ(), buffered=True)
        return Got(
            status=int(status.split()[0]),
            type=headers.get("Content-Type", "").partition(";")[0],
            body=b"".join(body),
            headers={name.lower(): value for name, value in headers.items()},
        )

    def install(self, provider: Script) -> None:
        """The transaction takes the provider back with all else."""
        self._session.script(provider.text)

    def application(self) -> AbstractContextManager[Session]:
        """A part of the open transaction, for a call may be refused."""
        return undone_on_error(self._session)

    def owner(self) -> AbstractContextManager[Session]:
        """The open transaction."""
        return nullcontext(self._session)

    def reader(self) -> AbstractContextManager[Session]:
        """The open transaction."""
        return nullcontext(self._session)
