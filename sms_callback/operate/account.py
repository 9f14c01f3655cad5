"""Accounts: who may call, and how a call proves itself (table `sms_account`). A secret goes in and never comes out."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sms_callback.adapter.signature import SCHEMES
from sms_callback.engine.base import Engine, Session
from sms_callback.errors import DatabaseRefusedError, SmsCallbackError
from sms_callback.model import Row, Value
from sms_callback.operate.provider import require_provider
from sms_callback.operate.secret import Secret, check
from sms_callback.service.listing import ENGINE as SERVICES
from sms_callback.service.listing import UNREADABLE, serves

_ACCOUNT_LENGTH = 64
_NETWORKS_LENGTH = 500


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """An account as it may be shown. `secret` and `second_secret` are `set`, a reference's name, or None."""

    provider: str
    account: str
    scheme: str
    secret: str | None
    second_secret: str | None
    networks: tuple[str, ...]
    enabled: bool
    created_at: str
    updated_at: str


def accounts(engine: Engine, provider: str | None = None) -> list[AccountInfo]:
    """All accounts, or those of a provider, by provider and account."""
    with engine.transaction() as session:
        return [_info(row) for row in session.query("account_list", {"provider": provider, "account": None})]


def scheme_of(engine: Engine, provider: str, scheme: str | None) -> str:
    """The scheme asked for, else the provider's.

    Raises:
        SmsCallbackError: no such provider, or its own scheme is `none`, which must be asked for by name.
    """
    with engine.transaction() as session:
        default = require_provider(session, provider).scheme
    if scheme is None and default == "none":
        raise SmsCallbackError(
            f"Provider '{provider}' signs nothing by itself.",
            "Use --scheme token (a secret in the URL) or --scheme basic; --scheme none lets anybody in.",
        )
    return scheme or default


def add(
    engine: Engine,
    provider: str,
    account: str,
    scheme: str,
    secret: Secret | None,
    networks: Sequence[str] = (),
    *,
    replace: bool = False,
) -> list[str]:
    """Add an account, or replace all that one has.

    Args:
        engine: the database.
        provider: its name in `sms_provider`.
        account: 1 to 64 characters; what the provider calls the account.
        scheme: one of SCHEMES.
        secret: None for scheme `none` only.
        networks: address ranges that may call, in CIDR notation; empty means any.
        replace: an existing account gets this scheme, secret and these networks, and loses its second secret.

    Returns:
        warnings, each a sentence.

    Raises:
        SmsCallbackError: no such provider, the account is there, or one of the values cannot be used.
    """
    warnings = _check_account(account, scheme) + _check_secret(secret, scheme)
    values: dict[str, Value] = {
        "provider": provider,
        "account": account,
        "scheme": scheme,
        "secret": secret.value if secret else None,
        "networks": _networks(networks),
    }
    with engine.transaction() as session:
        require_provider(session, provider)
        exists = _find(session, provider, account) is not None
        if exists and not replace:
            raise SmsCallbackError(
                f"Account '{account}' of provider '{provider}' is there already.",
                "--replace gives it this secret instead; --second adds one that is valid as well.",
            )
        _write(session, "account_replace" if exists else "account_insert", values)
        return warnings + _unreadable(engine, session, provider, account, secret)


def add_second(engine: Engine, provider: str, account: str, secret: Secret, *, replace: bool = False) -> list[str]:
    """Give an account a second secret; from now on both are valid.

    Returns:
        warnings, each a sentence.

    Raises:
        SmsCallbackError: no such account, it has scheme `none`, or it has a second secret and `replace` is not set.
    """
    with engine.transaction() as session:
        info = _require(session, provider, account)
        warnings = _check_secret(secret, info.scheme)
        if info.second_secret is not None and not replace:
            raise SmsCallbackError(
                f"Account '{account}' of provider '{provider}' has two secrets already.",
                "End that rotation with account rotate or account remove --second, or use --replace.",
            )
        _write(session, "account_second", {"provider": provider, "account": account, "second_secret": secret.value})
        return warnings + _unreadable(engine, session, provider, account, secret, "--second ")


def rotate(engine: Engine, provider: str, account: str) -> None:
    """Make the second secret the only one.

    Raises:
        SmsCallbackError: no such account, or it has no second secret.
    """
    with engine.transaction() as session:
        _require_second(session, provider, account)
        session.query("account_rotate", {"provider": provider, "account": account})


def remove_second(engine: Engine, provider: str, account: str) -> None:
    """Take the second secret away; the first stays valid.

    Raises:
        SmsCallbackError: no such account, or it has no second secret.
    """
    with engine.transaction() as session:
        _require_second(session, provider, account)
        session.query("account_second", {"provider": provider, "account": account, "second_secret": None})


def remove(engine: Engine, provider: str, account: str) -> None:
    """Remove an account and its secrets.

    Raises:
        SmsCallbackError: no such account.
    """
    with engine.transaction() as session:
        _require(session, provider, account)
        session.query("account_delete", {"provider": provider, "account": account})


def enable(engine: Engine, provider: str, account: str, *, enabled: bool) -> None:
    """Let an account's callbacks in, or keep them out.

    Raises:
        SmsCallbackError: no such account.
    """
    with engine.transaction() as session:
        _require(session, provider, account)
        session.query("account_enable", {"provider": provider, "account": account, "enabled": int(enabled)})


def account_scheme(engine: Engine, provider: str, account: str) -> str:
    """The scheme of an account that is there.

    Raises:
        SmsCallbackError: no such account.
    """
    with engine.transaction() as session:
        return _require(session, provider, account).scheme


def _write(session: Session, statement: str, values: dict[str, Value]) -> None:
    try:
        session.query(statement, values)
    except DatabaseRefusedError:
        # The database's own text may show the row, and the secret with it.
        raise SmsCallbackError(
            "The database refused the account.",
            "Check it with account list; another program may have added it just now.",
        ) from None


def _find(session: Session, provider: str, account: str) -> AccountInfo | None:
    rows = session.query("account_list", {"provider": provider, "account": account})
    return _info(rows[0]) if rows else None


def _require(session: Session, provider: str, account: str) -> AccountInfo:
    info = _find(session, provider, account)
    if info is None:
        require_provider(session, provider)
        raise SmsCallbackError(
            f"Provider '{provider}' has no account '{account}'.", "See account list for those that are there."
        )
    return info


def _require_second(session: Session, provider: str, account: str) -> None:
    if _require(session, provider, account).second_secret is None:
        raise SmsCallbackError(
            f"Account '{account}' of provider '{provider}' has no second secret.",
            "Give it one first: account add … --second --secret-file FILE.",
        )


def _check_account(account: str, scheme: str) -> list[str]:
    if not 0 < len(account) <= _ACCOUNT_LENGTH or not account.isprintable():
        raise SmsCallbackError(
            f"An account's name has 1 to {_ACCOUNT_LENGTH} printable characters.", "Use the provider's own name for it."
        )
    if scheme not in SCHEMES:
        raise SmsCallbackError(f"There is no scheme '{scheme}'.", f"Use one of: {', '.join(SCHEMES)}.")
    if scheme == "twilio" and re.fullmatch(r"AC[0-9a-fA-F]{32}", account) is None:
        return ["A Twilio account SID is AC and 32 hexadecimal digits; callbacks of another account are refused."]
    return []


def _check_secret(secret: Secret | None, scheme: str) -> list[str]:
    if scheme == "none":
        if secret is not None:
            raise SmsCallbackError("Scheme none takes no secret.", "Leave out either the scheme or the secret.")
        return ["Scheme none: anybody who knows the URL can write to your tables."]
    if secret is None:
        raise SmsCallbackError(
            f"Scheme {scheme} needs a secret.",
            "Use --secret-file FILE (- for standard input), --secret-env NAME, --secret-ref file:PATH or --generate.",
        )
    return check(secret, scheme)


def _unreadable(
    engine: Engine, session: Session, provider: str, account: str, secret: Secret | None, option: str = ""
) -> list[str]:
    """A warning, if the database server itself checks this provider's calls: it resolves no reference."""
    if engine.name != SERVICES or secret is None or not secret.reference or not serves(session, provider):
        return []
    command = f"sms-callback account add {provider} {account} {option}--secret-file FILE --replace"
    return [f"{UNREADABLE} Store the secret itself: {command}"]


def _networks(networks: Sequence[str]) -> str | None:
    for network in networks:
        try:
            ipaddress.ip_network(network)
        except ValueError as error:
            raise SmsCallbackError(
                f"'{network}' is not a network: {error}.", "Write it as 203.0.113.0/24, 203.0.113.7 or 2001:db8::/32."
            ) from None
    text = " ".join(networks)
    if len(text) > _NETWORKS_LENGTH:
        raise SmsCallbackError(
            f"The networks have {len(text)} characters together, {_NETWORKS_LENGTH} fit.", "Name wider networks."
        )
    return text or None


def _info(row: Row) -> AccountInfo:
    def text(name: str) -> str | None:
        return None if row[name] is None else str(row[name])

    return AccountInfo(
        provider=str(row["provider"]),
        account=str(row["account"]),
        scheme=str(row["scheme"]),
        secret=text("secret"),
        second_secret=text("second_secret"),
        networks=tuple(re.split(r"[,\s]+", text("networks") or "")) if row["networks"] else (),
        enabled=bool(row["enabled"]),
        created_at=str(row["created_at"]),
        updated_at=str(row["updated_at"]),
    )
