"""CREATE and ALTER of events and web services.

Manual of 12.0.1: "CREATE EVENT statement", "ALTER EVENT statement", "CREATE SERVICE statement"; sources P14, G1, G4.
"""

from __future__ import annotations

from dataclasses import replace

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Kind, Token
from tests.sqlanywhere.parser.routines import Routines

_TYPES = ("RAW", "HTML", "JSON", "XML", "SOAP", "DISH")
_METHODS = {"DEFAULT", "POST", "GET", "HEAD", "PUT", "DELETE", "NONE", "*", "TRUE"}
_CLAUSES = {"TYPE", "URL", "AUTHORIZATION", "ENABLE", "DISABLE", "METHODS", "SECURE", "USER", "AS", "USING", "FORMAT"}


class EventsAndServices(Routines):
    """Events and web services."""

    def create_event(self, start: Token, *, or_replace: bool = False, alter: bool = False) -> tree.Statement:
        """From EVENT on."""
        self.need("EVENT")
        event = tree.CreateEvent(self.qualified("an event"), or_replace=or_replace, alter=alter, at=start.at)
        while True:
            if self.take("TYPE"):
                event = replace(event, type=self.name("an event type"))
            elif self.take("WHERE"):
                event = replace(event, where=None if self.take("NULL") else self.condition())
            elif self.key == "SCHEDULE" or (alter and self.key in {"ADD", "ALTER", "DROP", "DELETE"}):
                event = self._schedules(event)
            elif self.key in {"ENABLE", "DISABLE"}:
                event = replace(event, enabled=self.advance().key == "ENABLE")
            elif self.take("AT"):
                self.one_of("CONSOLIDATED", "REMOTE", "ALL")
            elif self.take("FOR"):
                self.one_of("PRIMARY", "ALL")
            elif self.take("HANDLER"):
                event = replace(event, handler=self.body("EVENT"))
                break
            else:
                break
        if self.key == "AS":
            raise self.error("an event's statements stand in HANDLER BEGIN … END")
        return replace(event, text=self.text_from(start))

    def _schedules(self, event: tree.CreateEvent) -> tree.CreateEvent:
        change = None
        if self.key != "SCHEDULE":
            change = self.advance().key
            if change == "ALTER" and self.key == "HANDLER":
                return event
            if change in {"DROP", "DELETE"}:
                if self.one_of("SCHEDULE", "TYPE", "HANDLER") != "SCHEDULE":
                    return event
                return replace(event, schedule_change="DROP", dropped=self.name("a schedule"))
        self.need("SCHEDULE")
        schedules = [self._schedule()]
        while self.take(","):
            schedules.append(self._schedule())
        return replace(event, schedules=tuple(schedules), schedule_change=change)

    def _schedule(self) -> tree.Schedule:
        at = self.at
        name = self.name("a schedule") if self.is_name() else None
        start_time = between = start_date = every = unit = None
        if self.take("START"):
            self.need("TIME")
            start_time = self.any_expression(5)
        else:
            self.need("BETWEEN")
            low = self.any_expression(5)
            self.need("AND")
            between = (low, self.any_expression(5))
        if self.take("EVERY"):
            every = self.integer()
            unit = self.one_of("HOURS", "MINUTES", "SECONDS")
        days = self._days() if self.take("ON") else ()
        if self.take("START"):
            self.need("DATE")
            start_date = self.any_expression(5)
        return tree.Schedule(name, start_time, between, every, unit, days, start_date, at=at)

    def _days(self) -> tuple[str | int, ...]:
        self.need("(")
        days: list[str | int] = []
        while True:
            if self.token.kind is Kind.STRING:
                days.append(self.string())
            elif self.token.kind is Kind.NUMBER:
                days.append(self.integer())
            else:
                days.append(self.name("a day"))
            if not self.take(","):
                break
        self.need(")")
        return tuple(days)

    # --- services ----------------------------------------------------------------------------------------------------

    def create_service(self, start: Token, *, or_replace: bool = False, alter: bool = False) -> tree.Statement:
        """From SERVICE on; the clauses come in any order, AS last (sources G1, G4)."""
        self.need("SERVICE")
        service = tree.CreateService(self.name("a service"), or_replace=or_replace, alter=alter, at=start.at)
        seen: set[str] = set()
        while self.key in _CLAUSES:
            token = self.advance()
            clause = "ENABLE" if token.key == "DISABLE" else token.key
            if clause in seen:
                raise self.error(f"the clause {token.key} is there twice", token, sqlcode=-1933)
            seen.add(clause)
            service = self._service_clause(service, token)
            if token.key == "AS":
                break
        if not alter and service.type is None:
            raise self.error("a service has a TYPE", sqlcode=-915)
        if service.authorization is False and not alter:
            self._check_open_service(service, seen)
        return service

    def _check_open_service(self, service: tree.CreateService, seen: set[str]) -> None:
        # Without authorization a service has a statement and a user (sources G6).
        if "AS" not in seen or service.statement_null:
            raise self.error("a service with AUTHORIZATION OFF has a statement after AS", sqlcode=-931)
        if service.user is None:
            raise self.error("a service with AUTHORIZATION OFF has a USER", sqlcode=-918)

    def _service_clause(self, service: tree.CreateService, token: Token) -> tree.CreateService:
        clause = token.key
        if clause == "TYPE":
            type_token = self.token
            type_ = self.string("a type").upper()
            if type_ not in _TYPES:
                raise self.error(f"a type is one of {', '.join(_TYPES)}", type_token, sqlcode=-916)
            return replace(service, type=type_)
        if clause == "URL":
            self.take("PATH")
            return replace(service, url=self.one_of("ON", "OFF", "ELEMENTS"))
        if clause == "AUTHORIZATION":
            return replace(service, authorization=self.on_off())
        if clause in {"ENABLE", "DISABLE"}:
            return replace(service, enabled=clause == "ENABLE")
        if clause == "SECURE":
            return replace(service, secure=self.on_off())
        if clause == "METHODS":
            return replace(service, methods=self._methods())
        if clause == "USER":
            if self.take("NULL"):
                return replace(service, user=None, user_null=True)
            return replace(service, user=self.name("a user"))
        if clause in {"USING", "FORMAT"}:
            self.string("a prefix or a format")
            return service
        return self._service_statement(service)

    def _methods(self) -> tuple[str, ...]:
        token = self.token
        methods = tuple(method.strip().upper() for method in self.string("the methods").split(","))
        for method in methods:
            if method not in _METHODS:
                raise self.error(f"{method or 'nothing'} is no HTTP method here", token)
        return methods

    def _service_statement(self, service: tree.CreateService) -> tree.CreateService:
        if self.take("NULL"):
            return replace(service, statement_null=True)
        start = self.token
        if self.key not in {"CALL", "SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "BEGIN"}:
            raise self.error("a statement is expected here: CALL, SELECT …", sqlcode=-1269)
        saved = self.host_variables, self.placeholders
        self.host_variables, self.placeholders = True, False
        statement = self.statement()
        self.host_variables, self.placeholders = saved
        return replace(service, statement=statement, statement_text=self.text_from(start))
