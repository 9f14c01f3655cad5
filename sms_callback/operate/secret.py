"""A secret on its way into `sms_account`: read from a file or standard input, a reference to it, or made here."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from sms_callback.errors import SecretReferenceError, SmsCallbackError

REFERENCES = ("env:", "file:")
"""What a stored secret begins with if it names the place of the secret; the adapter resolves it."""

MAX_LENGTH = 500
"""Characters that `sms_account.secret` holds."""

_RANDOM_BYTES = 32
_SHORT = 16


@dataclass(frozen=True, slots=True)
class Secret:
    """What is stored as an account's secret: the secret itself, or the name of its place."""

    value: str = field(repr=False)
    reference: bool = False


def literal(text: str) -> Secret:
    """A secret as text; one line end after it does not belong to it.

    Raises:
        SmsCallbackError: the text is empty, has several lines, or would be taken for a reference.
    """
    value = text.removesuffix("\n").removesuffix("\r")
    if not value:
        raise SmsCallbackError("The secret is empty.", "Put the secret into the file, on one line.")
    if not value.isprintable():
        raise SmsCallbackError(
            "The secret has more than one line, or characters that cannot be printed.",
            "Put nothing else into the file.",
        )
    if value.startswith(REFERENCES):
        raise SmsCallbackError(
            "The secret begins like a reference (env: or file:).", "To store a reference, use --secret-ref."
        )
    return Secret(_of_length(value))


def from_file(path: Path) -> Secret:
    """The secret that a file holds.

    Raises:
        SmsCallbackError: the file cannot be read as text, or holds no secret.
    """
    try:
        return literal(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise SmsCallbackError(
            f"Cannot read the secret from {path}: {reason}.", "Check the path and its rights."
        ) from None


def from_reference(text: str) -> Secret:
    """A reference, `env:NAME` or `file:PATH`. The place need not exist here: the adapter may run on another machine.

    Raises:
        SecretReferenceError: the text is no reference; it is not repeated, since it may be the secret itself.
    """
    if re.fullmatch(r"env:[A-Za-z_][A-Za-z0-9_]*|file:.+", text) is None:
        raise SecretReferenceError(
            "This is not a reference to a secret.",
            "Write env:NAME or file:PATH. A secret itself comes with --secret-file, so that no process list shows it.",
        )
    return Secret(_of_length(text), reference=True)


def generate(scheme: str, account: str) -> Secret:
    """A new random secret that is safe in a URL: 43 characters, for scheme basic behind `account:`."""
    token = secrets.token_urlsafe(_RANDOM_BYTES)
    return Secret(f"{account}:{token}" if scheme == "basic" else token)


def check(secret: Secret, scheme: str) -> list[str]:
    """Whether a secret can work with a scheme.

    Returns:
        warnings, each a sentence that does not show the secret.

    Raises:
        SmsCallbackError: it cannot.
    """
    if secret.reference:
        kind, _, place = secret.value.partition(":")
        relative = kind == "file" and not Path(place).is_absolute()
        return ["A path that is not absolute counts from the folder in which the adapter runs."] if relative else []
    user, colon, password = secret.value.partition(":")
    if scheme == "basic" and not (user and colon and password):
        raise SmsCallbackError("For scheme basic the secret is user:password.", "Put both into the file, on one line.")
    if scheme == "token" and re.fullmatch(r"[A-Za-z0-9._~-]+", secret.value) is None:
        raise SmsCallbackError(
            "For scheme token the secret is a part of the URL: letters, digits and . _ ~ - only.",
            "Let --generate make one.",
        )
    proof = password if scheme == "basic" else secret.value
    return [f"The secret is short ({len(proof)} characters): it may be guessed."] if len(proof) < _SHORT else []


def _of_length(value: str) -> str:
    if len(value) > MAX_LENGTH:
        raise SmsCallbackError(f"The secret has {len(value)} characters, {MAX_LENGTH} fit.", "Is this the right file?")
    return value
