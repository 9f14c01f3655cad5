"""Secrets by reference: `env:NAME` and `file:PATH`, resolved at each use, so that a new one counts at once."""

from __future__ import annotations

import os
from pathlib import Path

from sms_callback.errors import SecretReferenceError


def resolve(secret: str) -> str:
    """The secret itself.

    Args:
        secret: of an account: a reference, or the secret.

    Raises:
        SecretReferenceError: the reference leads nowhere. Its text names the place, never a secret.
    """
    kind, colon, place = secret.partition(":")
    if colon and kind == "env":
        return _checked(os.environ.get(place), f"environment variable {place}")
    if colon and kind == "file":
        try:
            text = Path(place).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
            raise SecretReferenceError(
                f"The secret in file {place} cannot be read: {reason}.", "Check the path and its rights."
            ) from None
        # An editor ends the line; that does not belong to the secret.
        return _checked(text.removesuffix("\n").removesuffix("\r"), f"file {place}")
    return secret


def _checked(value: str | None, place: str) -> str:
    if not value:
        raise SecretReferenceError(f"There is no secret in {place}.", "Set it where the adapter runs.")
    return value
