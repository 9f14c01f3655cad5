"""What `serve` hands to its workers, each of which builds the application: JSON in an environment variable."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field

from sms_callback.adapter.app import Adapter
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.adapter.request import DEFAULT_MAX_BODY
from sms_callback.adapter.route import Alias
from sms_callback.engine import open_engine
from sms_callback.errors import SmsCallbackError

VARIABLE = "SMS_CALLBACK_SERVE"


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the application must know; the URL may hold a password."""

    database_url: str = field(repr=False)
    public_url: str
    routes: tuple[str, ...] = ()
    max_body: int = DEFAULT_MAX_BODY

    def export(self) -> None:
        """Put the settings where the workers of this process find them."""
        os.environ[VARIABLE] = json.dumps(asdict(self))

    @classmethod
    def imported(cls) -> Settings:
        """The settings of this worker.

        Raises:
            SmsCallbackError: there are none.
        """
        text = os.environ.get(VARIABLE)
        if text is None:
            raise SmsCallbackError(f"{VARIABLE} is not set.", "Start the server with: sms-callback serve")
        given = json.loads(text)
        return cls(given["database_url"], given["public_url"], tuple(given["routes"]), given["max_body"])

    def adapter(self) -> Adapter:
        """The application. Nothing is connected before its first request.

        Raises:
            SmsCallbackError: one of the settings cannot be used.
        """
        return Adapter(
            open_engine(self.database_url),
            PublicUrl.parse(self.public_url),
            [Alias.parse(route) for route in self.routes],
            self.max_body,
        )


def create_app() -> Adapter:
    """The WSGI application of a worker, by its settings."""
    return Settings.imported().adapter()
