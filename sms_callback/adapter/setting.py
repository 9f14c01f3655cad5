"""What `serve` hands to its workers and to the admin process: JSON."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sms_callback.adapter.gate import DEFAULT_MAX_BODY, DEFAULT_READ_SECONDS
from sms_callback.delivery.model import DEFAULT_WRITERS
from sms_callback.engine import open_engine
from sms_callback.engine.base import Engine
from sms_callback.errors import SmsCallbackError
from sms_callback.spool import Spool, default_path

VARIABLE = "SMS_CALLBACK_SERVE"


@dataclass(frozen=True, slots=True)
class Listen:
    """Where and how the server listens.

    Args:
        host: the address of an interface, or a name of it.
        port: 1 to 65535.
        workers: processes.
        admin: host and port of the admin process; None: there is none.
        log_level: one of log.LEVELS.
        log_format: one of log.FORMATS.
    """

    host: str
    port: int
    workers: int = 1
    admin: tuple[str, int] | None = None
    log_level: str = "info"
    log_format: str = "text"


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the application must know; the URL may hold a password.

    Args:
        database_url: of the database.
        public_url: what providers call.
        routes: existing paths, as `/path=provider[/kind]`.
        max_body: bytes of a body.
        spool: the spool's file; None: there is none.
        writers: threads that write to the database.
        trusted_proxies: networks whose `X-Forwarded-For` counts.
        read_timeout: seconds that a sender may take for its headers, and for its body.
        reports: the folder of the workers' metrics; None: they are not reported.
    """

    database_url: str = field(repr=False)
    public_url: str
    routes: tuple[str, ...] = ()
    max_body: int = DEFAULT_MAX_BODY
    spool: str | None = None
    writers: int = DEFAULT_WRITERS
    trusted_proxies: tuple[str, ...] = ()
    read_timeout: float = DEFAULT_READ_SECONDS
    reports: str | None = None

    @property
    def text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def parse(cls, text: str) -> Settings:
        """Read what `text` wrote."""
        given = json.loads(text)
        return cls(**{**given, "routes": tuple(given["routes"]), "trusted_proxies": tuple(given["trusted_proxies"])})

    def export(self) -> None:
        """Put the settings where the workers of this process find them."""
        os.environ[VARIABLE] = self.text

    @classmethod
    def imported(cls) -> Settings:
        """The settings of this worker.

        Raises:
            SmsCallbackError: there are none.
        """
        text = os.environ.get(VARIABLE)
        if text is None:
            raise SmsCallbackError(f"{VARIABLE} is not set.", "Start the server with: sms-callback serve")
        return cls.parse(text)

    @classmethod
    def of_environment(cls) -> Settings:
        """The settings that the variables of the command line's options name; the others as `serve` has them.

        Raises:
            SmsCallbackError: one that is needed is not set.
        """
        database_url = _needed("SMS_CALLBACK_DATABASE")
        spool = os.environ.get("SMS_CALLBACK_SPOOL") or str(default_path(database_url))
        return cls(database_url, _needed("SMS_CALLBACK_PUBLIC_URL"), spool=None if spool == "none" else spool)

    def open_engine(self) -> Engine:
        """The database. Nothing is connected before its first use."""
        return open_engine(self.database_url)

    def open_spool(self, engine: Engine) -> Spool | None:
        """The spool, if there is one. Nothing is opened before its first use."""
        return Spool(Path(self.spool), engine.label) if self.spool else None

    def check_spool(self) -> None:
        """Make sure that the spool can be written.

        Raises:
            SmsCallbackError: it cannot.
        """
        spool = self.open_spool(self.open_engine())
        if spool:
            spool.check()


def _needed(variable: str) -> str:
    value = os.environ.get(variable)
    if not value:
        raise SmsCallbackError(f"{variable} is not set.", "Set it where the server runs: docs/operating.md.")
    return value
