"""Makes web services, switches them, takes them away. Definitions commit by themselves: each step can be repeated."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from ipaddress import ip_network

from sms_callback import __version__
from sms_callback.adapter.publicurl import PublicUrl
from sms_callback.engine.base import Engine, Session
from sms_callback.errors import EditedError, NotInstalledError, SmsCallbackError
from sms_callback.install.apply import record_statement
from sms_callback.install.installer import current_user
from sms_callback.install.text import literal, render
from sms_callback.model import Row
from sms_callback.service.definition import WebService, web_services
from sms_callback.service.listing import ENGINE, ListedService, ServiceState, demand, listed
from sms_callback.sqlfiles import SqlFile

PUBLIC_URL = "public_url"
MEANINGS = {
    PUBLIC_URL: "What providers call, up to the name of the web service: Twilio signs it (sp_sms_http).",
    "trusted_proxies": "Networks of proxies whose X-Forwarded-For sp_sms_http believes, separated by blanks.",
}
"""The settings of sp_sms_http that `service install` keeps, and what they do."""


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """What was done: `services` are there now, `saved` are those whose old form was kept in sms_schema_saved.

    `failed` says which checks of the signatures failed: then all services are disabled. `secure` are those that take
    https alone. `public_url` is what is stored now. `references` are the accounts of these providers with a secret that
    the database server cannot read, as `octopush main`.
    """

    services: tuple[WebService, ...]
    saved: tuple[str, ...]
    failed: tuple[str, ...]
    secure: tuple[str, ...]
    public_url: str | None
    references: tuple[str, ...]

    @property
    def enabled(self) -> bool:
        """Whether the services answer."""
        return not self.failed


def install_services(
    engine: Engine,
    *,
    secure: bool | None = None,
    providers: Sequence[str] = (),
    public_url: PublicUrl | None = None,
    trusted_proxies: str | None = None,
    force: bool = False,
) -> ServiceReport:
    """Make the web services of these providers (none named: of all), or bring them to this form again.

    Args:
        engine: the database.
        secure: they take https alone; None leaves those that are there as they are, and new ones take https alone.
        providers: in `sms_provider`.
        public_url: what providers call, up to the service's name; what is stored stays if it is None.
        trusted_proxies: networks whose X-Forwarded-For counts, '' for none; what is stored stays if it is None.
        force: replace services that somebody else made or changed; their old form is kept.

    Raises:
        SmsCallbackError: the engine has no web services, there is no such provider, or that is no network.
        NotInstalledError: the procedures are not there.
        EditedError: a service of this name was made or changed by hand, and `force` is not given.
    """
    demand(engine)
    _demand_networks(trusted_proxies or "")
    with engine.transaction() as session:
        wanted = web_services(_providers(session, providers))
        there = {service.name: service for service in listed(session)}
        _refuse_foreign([there[service.name] for service in wanted if service.name in there], force=force)
        failed = tuple(_difference(row) for row in session.query("service_selftest"))
        for name, value in (
            (PUBLIC_URL, str(public_url) if public_url else None),
            ("trusted_proxies", trusted_proxies),
        ):
            if value is not None:
                _set(session, name, value)
        https = {
            service.name: there[service.name].secure
            if secure is None and service.name in there
            else secure is not False
            for service in wanted
        }
        saved = [
            _make(session, service, there.get(service.name), secure=https[service.name], enabled=not failed)
            for service in wanted
        ]
        settings = {str(row["name"]): row["value"] for row in session.query("service_settings")}
        references = _references(session, {service.provider for service in wanted})
    return ServiceReport(
        services=tuple(wanted),
        saved=tuple(name for name in saved if name),
        failed=failed,
        secure=tuple(name for name, alone in https.items() if alone),
        public_url=str(settings[PUBLIC_URL]) if settings.get(PUBLIC_URL) else None,
        references=references,
    )


def switch_services(engine: Engine, names: Sequence[str], *, enabled: bool) -> list[str]:
    """Switch services on or off; none named means all that `service install` made.

    Returns:
        their names.

    Raises:
        SmsCallbackError: the engine has none, there is no such service of ours, or signatures cannot be checked on this
            server, so that nothing is switched on.
    """
    demand(engine)
    with engine.transaction() as session:
        chosen = _chosen(session, names)
        failed = session.query("service_selftest") if enabled else []
        if failed:
            raise SmsCallbackError(
                f"Signatures cannot be checked on this server: {failed[0]['name']}.",
                "The services stay as they are. sms-callback service install says what differs.",
            )
        for name in chosen:
            session.script(render(ENGINE, "service_switch", name=name, state="ENABLE" if enabled else "DISABLE"))
    return chosen


def uninstall_services(engine: Engine, names: Sequence[str] = ()) -> list[str]:
    """Take services away; none named means all that `service install` made.

    Returns:
        their names.

    Raises:
        SmsCallbackError: the engine has none, or there is no such service of ours.
    """
    demand(engine)
    with engine.transaction() as session:
        chosen = _chosen(session, names)
        for name in chosen:
            session.script(render(ENGINE, "service_drop", name=name))
            session.script(render(ENGINE, "schema_forget", object=literal(ENGINE, f"service/{name}")))
    return chosen


def _demand_networks(text: str) -> None:
    for item in text.split():
        if not _is_network(item):
            raise SmsCallbackError(
                f"{item!r} is not a network.", "Write addresses or CIDR separated by blanks: 127.0.0.1 10.0.0.0/8"
            )


def _is_network(text: str) -> bool:
    _, slash, bits = text.partition("/")
    if slash and not bits.isdecimal():
        # sms_in_network reads a number of bits, and no mask.
        return False
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _providers(session: Session, names: Sequence[str]) -> list[str]:
    known = [str(row["provider"]) for row in session.query("service_providers")]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SmsCallbackError(
            f"There is no provider '{unknown[0]}'.", f"Choose one of {', '.join(known)}: sms-callback provider list"
        )
    if not known:
        raise NotInstalledError("The database has no provider.", "Run: sms-callback install")
    return [name for name in known if not names or name in names]


def _refuse_foreign(services: Sequence[ListedService], *, force: bool) -> None:
    by_hand = [service.name for service in services if service.state is not ServiceState.CURRENT]
    if by_hand and not force:
        raise EditedError(
            f"Made or changed by hand: {', '.join(by_hand)}.",
            "Nothing was changed. --force replaces them and keeps their old form in the table sms_schema_saved.",
        )


def _make(
    session: Session, service: WebService, there: ListedService | None, *, secure: bool, enabled: bool
) -> str | None:
    """Make one service and record it; its name, if its old form was kept."""
    text = service.statement(exists=there is not None, secure=secure, enabled=enabled)
    foreign = there is not None and there.state is not ServiceState.CURRENT
    if there is not None and foreign:
        old = f"USER {there.user} AS {there.statement}"
        session.script(
            render(ENGINE, "schema_saved", object=literal(ENGINE, service.object), text=literal(ENGINE, old))
        )
    session.script(text)
    file = SqlFile("service", "sms_service", service.statement(exists=False, secure=secure, enabled=True))
    session.script(record_statement(ENGINE, file, __version__, current_user(), service.object))
    session.script(
        render(ENGINE, "service_record", name=literal(ENGINE, service.name), object=literal(ENGINE, service.object))
    )
    return service.name if foreign else None


def _references(session: Session, providers: Collection[str]) -> tuple[str, ...]:
    return tuple(
        f"{row['provider']} {row['account']}"
        for row in session.query("account_list", {"provider": None, "account": None})
        # A secret itself never leaves the database: it says `set`.
        if row["provider"] in providers and not {row["secret"], row["second_secret"]} <= {None, "set"}
    )


def _set(session: Session, name: str, value: str) -> None:
    known = {str(row["name"]) for row in session.query("service_settings")}
    if name in known:
        session.query("service_setting_update", {"name": name, "value": value})
    else:
        session.query("service_setting_insert", {"name": name, "value": value, "meaning": MEANINGS[name]})


def _chosen(session: Session, names: Sequence[str]) -> list[str]:
    ours = [service.name for service in listed(session) if service.state is not ServiceState.FOREIGN]
    unknown = [name for name in names if name not in ours]
    if unknown or not ours:
        missing = f"There is no web service '{unknown[0]}' of ours." if unknown else "There is no web service of ours."
        raise SmsCallbackError(
            missing, "sms-callback service list shows them; sms-callback service install makes them."
        )
    return [name for name in ours if not names or name in names]


def _difference(row: Row) -> str:
    return f"{row['name']}: {row['expected']} must come, {row['got']} came"
