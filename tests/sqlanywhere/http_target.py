"""The contract cases over HTTP, straight to the modelled server: provider → web service → sp_sms_http → tables."""

from __future__ import annotations

import datetime as dt
import http.client
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace

from sms_callback.contract.load import load_accounts, load_cases
from sms_callback.contract.model import Case, Check, Failure, Script, Send
from sms_callback.contract.request import Request
from sms_callback.contract.run import Got, run_case
from sms_callback.contract.selftest import PUBLIC_URL
from sms_callback.engine.outcome import OUT, given, outcome_of
from sms_callback.engine.sqlanywhere_text import numbered, owned, statements
from sms_callback.errors import DatabaseRefusedError
from sms_callback.model import Callback, Outcome, Row, Value
from sms_callback.service.definition import web_services
from sms_callback.sqlfiles import shipped
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.installed import EMPTY, files
from tests.sqlanywhere.machine import Connection, Cursor, Database
from tests.sqlanywhere.runtime import Value as ModelValue
from tests.sqlanywhere.web import serve

TIMEOUT = 300
"""Seconds to wait for an answer on a machine that is busy."""

ROLES = {"contract_application": "sms_admin", "contract_reader": "sms_reader"}
"""Users who may do what their one group may, and nothing else."""

LARGEST = 4 * 1024 * 1024
"""The server's MaxRequestSize: more than sp_sms_http takes, so that the limit of the latter shows."""


@dataclass(frozen=True)
class ModelSession:
    """A transaction of one user, as the contract's runner and the service's commands use it."""

    connection: Connection

    def deliver(self, callback: Callback) -> Outcome:
        """Hand one callback to `sp_sms_callback`."""
        return outcome_of(self.call("sp_sms_callback", given(callback), OUT))

    def query(self, name: str, parameters: dict[str, Value] | None = None) -> list[Row]:
        """Send the statement of a file of `sql/sqlanywhere/query/`."""
        statement, names = numbered(shipped("sqlanywhere").query(name))
        return self._rows(self.connection.execute(statement, [(parameters or {})[item] for item in names]))

    def select(self, text: str) -> list[Row]:
        """Send one SELECT."""
        return self._rows(self.connection.execute(owned(text)))

    def script(self, text: str) -> None:
        """Execute statements, whose tables may have no owner."""
        for statement in statements(text):
            self.connection.execute(owned(statement))

    def call(self, procedure: str, parameters: dict[str, Value], out: Sequence[str] = ()) -> Row:
        """Call a procedure; parameters that are left out are NULL, as the engine does it."""
        known = self.query("procedure_parameters", {"name": procedure})
        values = [parameters.get(str(item["name"])) for item in known]
        try:
            cursor = self.connection.execute(f"CALL sms.{procedure}({', '.join('?' for _ in known)})", values)
        except SqlError as error:
            raise DatabaseRefusedError(error.message) from error
        return {str(item["name"]): _plain(cursor.out[place]) for place, item in enumerate(known) if item["name"] in out}

    @staticmethod
    def _rows(cursor: Cursor) -> list[Row]:
        names = [column.name for column in cursor.columns]
        return [dict(zip(names, map(_plain, row), strict=True)) for row in cursor.rows]


@dataclass(frozen=True)
class ModelTarget:
    """A modelled server with our web services, and its database."""

    database: Database
    port: int
    public_url: str = PUBLIC_URL
    at_once: bool = True

    def run(self, case: Case) -> list[Failure]:
        """Run a case on empty tables."""
        with self.owner() as session:
            session.script(EMPTY.read_text(encoding="utf-8"))
        return run_case(_without_adapter(case), self)

    def send(self, request: Request) -> Got:
        """Send one request on a connection of its own."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)) as connection:
            # The server may answer a body that is too large before it has read it.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.request(request.method, request.target, request.body or None, dict(request.headers))
            answer = connection.getresponse()
            return Got(
                status=answer.status,
                type=(answer.getheader("Content-Type") or "").partition(";")[0],
                body=answer.read(),
                headers={name.lower(): value for name, value in answer.getheaders()},
            )

    def install(self, provider: Script) -> None:
        """The cases' own providers are there before the server starts."""

    @contextmanager
    def application(self) -> Iterator[ModelSession]:
        """A transaction of a user who may call procedures."""
        with self._transaction("contract_application", commit=True) as session:
            yield session

    @contextmanager
    def owner(self) -> Iterator[ModelSession]:
        """A transaction of the DBA."""
        with self._transaction("dba", commit=True) as session:
            yield session

    @contextmanager
    def reader(self) -> Iterator[ModelSession]:
        """A transaction of a user who may only read."""
        with self._transaction("contract_reader", commit=False) as session:
            yield session

    @contextmanager
    def _transaction(self, user: str, *, commit: bool) -> Iterator[ModelSession]:
        with closing(self.database.connect(user, "sql")) as connection:
            yield ModelSession(connection)
            if commit:
                connection.commit()


def _without_adapter(case: Case) -> Case:
    """The case with what the journal says of a request's way: here it is the database's own, not the adapter's."""
    if not any(isinstance(step, Send) for step in case.steps):
        return case
    return replace(case, steps=tuple(_check(step) if isinstance(step, Check) else step for step in case.steps))


def _check(step: Check) -> Check:
    return Check(
        {
            table: [{**row, **({"via": "database"} if row.get("via") == "adapter" else {})} for row in rows]
            for table, rows in step.rows.items()
        }
    )


@contextmanager
def model_target(charset: str = "utf-8") -> Iterator[ModelTarget]:
    """A server on a new database with everything, the cases' own providers and all accounts."""
    with ExitStack() as stack:
        database = Database(charset=charset)
        stack.callback(database.close)
        prepare(database)
        server = serve(database, max_request_size=LARGEST)
        stack.callback(server.close)
        yield ModelTarget(database, server.port)


def prepare(database: Database) -> None:
    """Install everything: SQL, the cases' providers and accounts, the web services, the users of the cases."""
    providers = {provider.name: provider for case in load_cases() for provider in case.providers}
    with closing(database.connect("dba", "sql")) as connection:
        session = ModelSession(connection)
        for text in (
            *(file.read_text(encoding="utf-8") for file in files()),
            *(item.text for item in providers.values()),
        ):
            session.script(text)
        for account in load_accounts():
            first, second = (*account.secrets, None, None)[:2]
            key = {"provider": account.provider, "account": account.account}
            session.query("account_insert", {**key, "scheme": account.scheme, "secret": first, "networks": None})
            session.query("account_second", {**key, "second_secret": second})
        set_value(session, "public_url", PUBLIC_URL)
        for service in web_services(str(row["provider"]) for row in session.query("service_providers")):
            session.script(service.statement(exists=False, secure=False, enabled=True))
        for user, group in ROLES.items():
            session.script(f"GRANT CONNECT TO {user} IDENTIFIED BY sql; GRANT MEMBERSHIP IN GROUP {group} TO {user};")
        connection.commit()


def set_value(session: ModelSession, name: str, value: str) -> None:
    """Store a setting of sp_sms_http."""
    session.query("service_setting_insert", {"name": name, "value": value, "meaning": name})


def _plain(value: ModelValue) -> Value:
    """A value as the engine gives it: times as text with milliseconds, bytes never."""
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "milliseconds")
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)
