"""What an expression may ask of its connection: users, options, properties, the status of the last statement."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.machine import properties
from tests.sqlanywhere.machine.fault import DONE, Status
from tests.sqlanywhere.machine.frame import Activation
from tests.sqlanywhere.machine.options import check
from tests.sqlanywhere.runtime import HttpExchange

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.database import Database


class Session:
    """The state of a connection (runtime.Session).

    Args:
        database: what it is connected to.
        login: the user's name.
        number: the connection's number.
    """

    def __init__(self, database: Database, login: str, number: int) -> None:
        self.database = database
        self.login = login
        self.number = number
        self.name = f"SQL_DBC_{number}"
        self.link = "local"
        self.address = "NA"
        self.charset = database.charset
        self.client_charset = database.charset
        self.status: Status = DONE
        self.warning: Status = DONE
        self.errormsg_open = False
        self.rowcount = 0
        self.identity = 0
        self.error_number = 0
        self.trace_count = 0
        self.fetched = 0
        self.http: HttpExchange | None = None
        self.removed_headers: set[str] = set()
        self.closed = False
        self.event_parameters: dict[str, str] = {}
        self.base = Activation(login)
        self.activation = self.base
        self._temporary: dict[str, str] = {}
        self._options: dict[tuple[str, str], str] = {}
        self._options_version = -1
        self._pending: SqlError | None = None

    def clear(self) -> None:
        """Back to how it was at the beginning."""
        self._temporary.clear()
        self._options.clear()
        self._pending = None
        self.http = None
        self.removed_headers.clear()
        self.status = self.warning = DONE
        self.rowcount = self.identity = self.error_number = self.trace_count = self.fetched = 0

    @property
    def user(self) -> str:
        """The user whose rights count now."""
        return self.activation.user

    @property
    def sqlcode(self) -> int:
        """SQLCODE."""
        return self.status.sqlcode

    @property
    def sqlstate(self) -> str:
        """SQLSTATE."""
        return self.status.sqlstate

    @property
    def message(self) -> str:
        """What ERRORMSG() gives."""
        return self.status.message

    def errormsg_allowed(self) -> bool:
        """Whether this is the first statement of a handler."""
        return self.errormsg_open

    def now(self) -> dt.datetime:
        """The server's clock, UTC."""
        return self.database.now()

    def utc_offset(self) -> dt.timedelta:
        """The server's zone."""
        return self.database.utc_offset

    def owners(self) -> tuple[str, ...]:
        """Whose tables may be named without an owner now."""
        return self.database.schema.owners(self.user)

    def option(self, name: str) -> str:
        """An option's value: temporary, the user's, or PUBLIC's.

        Raises:
            SqlError: no such option (-200).
        """
        options = self.database.options
        if self._options_version != options.version:
            self._options.clear()
            self._options_version = options.version
        place = (self.login, name)
        found = self._options.get(place)
        if found is None:
            folded = name.casefold()
            found = self._temporary[folded] if folded in self._temporary else options.get(self.login, name)
            self._options[place] = found
        return found

    def set_option(self, name: str, value: str | None) -> None:
        """SET TEMPORARY OPTION."""
        folded, setting = check(name, value)
        if setting is None:
            self._temporary.pop(folded, None)
        else:
            self._temporary[folded] = setting
        self._options.clear()

    def property(self, scope: str, name: str) -> str | None:
        """PROPERTY, DB_PROPERTY, CONNECTION_PROPERTY."""
        return properties.find(self, scope, name)

    def event_parameter(self, name: str) -> str | None:
        """EVENT_PARAMETER."""
        return self.event_parameters.get(name.casefold())

    def done(self) -> Status:
        """The status of a statement that succeeded."""
        self.warning = DONE
        return DONE

    def note_error(self, failure: SqlError) -> None:
        """SQLCODE, SQLSTATE, ERRORMSG() and @@error are this error's now."""
        self.status = Status(failure.sqlcode, failure.sqlstate, failure.message)
        if failure.sqlcode != -631:
            self.error_number = failure.sqlcode

    def raise_later(self, number: int, failure: SqlError) -> None:
        """RAISERROR with continue_after_raiserror: returned when the outermost procedure ends."""
        self.error_number = number
        self._pending = failure

    def raise_pending(self) -> None:
        """The outermost procedure ends."""
        failure, self._pending = self._pending, None
        if failure is not None:
            raise failure

    def forget_pending(self) -> None:
        """ "If, at return time, an error occurs along with the RAISERROR, … the RAISERROR information is lost"."""
        self._pending = None
