"""Messages that an application sent, told through `sp_sms_register`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from itertools import islice

from sms_callback.engine.base import Engine
from sms_callback.errors import DatabaseRefusedError, SmsCallbackError
from sms_callback.model import Value
from sms_callback.operate.provider import require_provider
from sms_callback.operate.times import parse_time

BATCH = 500
"""Messages a transaction: few enough that callbacks need not wait long, many enough that each costs little."""


@dataclass(frozen=True, slots=True)
class Registration:
    """One message; the fields are the IN parameters of `sp_sms_register`, without their prefix."""

    provider: str
    message_id: str
    to_number: str | None = field(default=None, repr=False)
    from_number: str | None = field(default=None, repr=False)
    body: str | None = field(default=None, repr=False)
    campaign: str | None = None
    label: str | None = None
    account: str | None = None
    status: str | None = None
    registered_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Numbered:
    """A registration and where it came from (a line, counted from 1), and how many bytes were read for it."""

    line: int
    size: int
    registration: Registration


def register(engine: Engine, messages: Iterable[Numbered], progress: Callable[[int], None] = lambda _size: None) -> int:
    """Register messages, 500 in one transaction.

    Args:
        engine: the database.
        messages: what to register, in order.
        progress: called with the bytes of each batch that is committed.

    Returns:
        how many were registered.

    Raises:
        SmsCallbackError: one cannot be registered; the message names its line and says how many before it are kept.
    """
    source = iter(messages)
    known: set[str] = set()
    count = 0
    try:
        while batch := list(islice(source, BATCH)):
            _register_batch(engine, batch, known)
            count += len(batch)
            progress(sum(one.size for one in batch))
    except SmsCallbackError as error:
        if count == 0:
            raise
        raise SmsCallbackError(
            f"{error.message} The {count} messages before this batch are registered.",
            f"{error.hint} Registering a message again does no harm.".strip(),
        ) from error
    return count


def _register_batch(engine: Engine, batch: list[Numbered], known: set[str]) -> None:
    with engine.transaction() as session:
        # In the order of their messages, as the adapter locks them: two that wait for each other would be a deadlock.
        for one in sorted(batch, key=lambda item: (item.registration.provider, item.registration.message_id)):
            provider = one.registration.provider
            if provider not in known:
                require_provider(session, provider)
                known.add(provider)
            try:
                session.call("sp_sms_register", _parameters(one.registration))
            except DatabaseRefusedError as error:
                raise DatabaseRefusedError(f"Line {one.line} was refused: {error.message}", error.hint) from error


def read_json_lines(lines: Iterable[bytes]) -> Iterator[Numbered]:
    """Registrations from JSON, one object a line; the names are those of the columns of `sms_message`.

    Raises:
        SmsCallbackError: a line is no such object; the message names it.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield Numbered(number, len(line), _from_json(number, line))


def _from_json(number: int, line: bytes) -> Registration:
    names = [one.name for one in fields(Registration)]
    hint = f"Each line is a JSON object with provider, message_id and any of: {', '.join(names[2:])}."
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise SmsCallbackError(f"Line {number} is not JSON in UTF-8.", hint) from None
    if not isinstance(value, dict):
        raise SmsCallbackError(f"Line {number} is not a JSON object.", hint)
    if unknown := sorted(set(value) - set(names)):
        raise SmsCallbackError(f"Line {number} has a name that is no column: {unknown[0]!r}.", hint)
    texts = {name: _text(number, name, member, hint) for name, member in value.items()}
    provider, message_id = texts.pop("provider", None), texts.pop("message_id", None)
    if not provider or not message_id:
        raise SmsCallbackError(f"Line {number} has no {'message_id' if provider else 'provider'}.", hint)
    registered_at = texts.pop("registered_at", None)
    return Registration(
        provider, message_id, **texts, registered_at=parse_time(registered_at) if registered_at else None
    )


def _text(number: int, name: str, value: object, hint: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise SmsCallbackError(f"Line {number}: {name} is not a text.", hint)


def _parameters(message: Registration) -> dict[str, Value]:
    values = {one.name: getattr(message, one.name) for one in fields(message)}
    return {f"p_{name}": storable(value) for name, value in values.items() if value is not None}


def storable(value: Value) -> Value:
    """A text with U+FFFD for what no column holds: U+0000, and half of a surrogate pair (docs/rules.md, section 1)."""
    if not isinstance(value, str):
        return value
    return value.replace("\0", "\ufffd").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
