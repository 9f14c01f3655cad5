"""Every error that a user can meet: what happened, and in `hint` what to do next."""

from __future__ import annotations

import traceback
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line (docs/installer.md)."""

    CURRENT = 0
    DRIFT = 1
    ERROR = 2
    NEWER = 3


class SmsCallbackError(Exception):
    """Something went wrong that the user can put right.

    Args:
        message: what happened, in one sentence.
        hint: the next step, in one sentence; printed after the message.
    """

    exit_code = ExitCode.ERROR

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class DatabaseUrlError(SmsCallbackError):
    """The database URL cannot be used."""


class DatabaseAwayError(SmsCallbackError):
    """The database cannot be reached, or did not take the transaction; the same call may succeed later."""


class DatabaseRefusedError(SmsCallbackError):
    """The database refused a statement; the same call would be refused again."""


class DeniedError(DatabaseRefusedError):
    """The database user may not do that."""


class NotInstalledError(SmsCallbackError):
    """The database has no sms-callback tables, or not all that this program needs."""


class NewerDatabaseError(NotInstalledError):
    """A newer release of this program installed the database; this one would spoil it."""

    exit_code = ExitCode.NEWER


class EditedError(SmsCallbackError):
    """Somebody changed installed objects by hand, and the installer does not overwrite that by itself."""

    exit_code = ExitCode.DRIFT


class DriverMissingError(SmsCallbackError):
    """The Python driver of this engine is not installed."""


class UnparseableBodyError(SmsCallbackError):
    """A request's body cannot be understood as what its content type says."""


class SecretReferenceError(SmsCallbackError):
    """A secret reference (env:NAME or file:PATH) cannot be resolved."""


class SpoolAwayError(SmsCallbackError):
    """The spool cannot take a callback: it is full, over its limits or cannot be written."""


class NotStoredError(SmsCallbackError):
    """Neither the database nor the spool took a callback in time: it must not be acknowledged."""


def without_text(error: BaseException) -> str:
    """An error that nobody expected, for a log: its type and place, since its text may repeat a parameter."""
    return f"{type(error).__name__}, at\n" + "".join(traceback.format_tb(error.__traceback__)).rstrip()
