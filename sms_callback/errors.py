"""Every error that a user can meet: what happened, and in `hint` what to do next."""

from __future__ import annotations

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
