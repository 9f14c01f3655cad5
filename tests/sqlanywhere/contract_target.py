"""What contract cases run against in this process: adapter, engine, unmodified sqlanydb, and the model's procedures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from io import BytesIO

from werkzeug.test import EnvironBuilder, run_wsgi_app

from sms_callback.adapter.app import Adapter
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.reception import Reception
from sms_callback.contract.load import load_accounts, load_cases
from sms_callback.contract.model import Case, Failure, Script
from sms_callback.contract.request import Request
from sms_callback.contract.run import Got, run_case
from sms_callback.contract.selftest import PUBLIC_URL, quiet
from sms_callback.engine.base import Engine, Session
from sms_callback.engine.sqlanywhere import SqlanywhereEngine
from sms_callback.engine.sqlanywhere_text import owned, statements
from tests.sqlanywhere.client import model_library
from tests.sqlanywhere.installed import EMPTY, files
from tests.sqlanywhere.machine import Connection, Database


@dataclass
class EngineTarget:
    """The adapter over an engine; each request is a transaction of its own, which is committed."""

    engine: Engine
    public_url: str = PUBLIC_URL
    at_once: bool = True

    def run(self, case: Case) -> list[Failure]:
        """Run a case on empty tables."""
        with self.owner() as session:
            session.script(EMPTY.read_text(encoding="utf-8"))
        with quiet():
            return run_case(case, self)

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
        adapter = Adapter(Reception(self.engine, PublicUrl.parse(self.public_url)))
        body, status, headers = run_wsgi_app(adapter, builder.get_environ(), buffered=True)
        return Got(
            status=int(status.split()[0]),
            type=headers.get("Content-Type", "").partition(";")[0],
            body=b"".join(body),
            headers={name.lower(): value for name, value in headers.items()},
        )

    def install(self, provider: Script) -> None:
        """The cases' own providers are there from the beginning."""

    def application(self) -> AbstractContextManager[Session]:
        """A transaction for calls of procedures."""
        return self.engine.transaction()

    def owner(self) -> AbstractContextManager[Session]:
        """A transaction for a DBA's statements."""
        return self.engine.transaction()

    def reader(self) -> AbstractContextManager[Session]:
        """A transaction for reading rows."""
        return self.engine.transaction(commit=False)


@contextmanager
def engine_target(database: Database) -> Iterator[EngineTarget]:
    """Put everything into a database, and what the cases share; closed at the end."""
    connection = database.connect("dba", "sql")
    for file in files():
        _script(connection, file.read_text(encoding="utf-8"))
    for provider in {provider.name: provider for case in load_cases() for provider in case.providers}.values():
        _script(connection, provider.text)
    connection.commit()
    with (
        model_library(contract=database),
        closing(SqlanywhereEngine("sqlanywhere://dba:sql@/contract?server=contract")) as engine,
    ):
        with engine.transaction() as session:
            for account in load_accounts():
                first, second = (*account.secrets, None, None)[:2]
                key = {"provider": account.provider, "account": account.account}
                session.query("account_insert", {**key, "scheme": account.scheme, "secret": first, "networks": None})
                session.query("account_second", {**key, "second_secret": second})
        yield EngineTarget(engine)
    connection.close()
    database.close()


def _script(connection: Connection, text: str) -> None:
    for statement in statements(text):
        connection.execute(owned(statement))
