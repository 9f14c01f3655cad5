"""The rows of the catalogue views that describe what is not a table (runtime.Catalogue).

Columns as in the manual's "System views" (12.0.1 dbreference) and as SAP's unload script reads them (sources P15, G10).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.machine.catalogue_rights import (
    Row,
    column_rights,
    executes,
    groups,
    sorted_users,
    table_rights,
    user_id,
)
from tests.sqlanywhere.machine.domains import DOMAINS
from tests.sqlanywhere.machine.schema import Routine
from tests.sqlanywhere.machine.source import normalised
from tests.sqlanywhere.runtime import Value

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.database import Database


class SystemCatalogue:
    """What the machine tells the store's catalogue views."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._views: dict[str, Callable[[], Iterator[Row]]] = {
            "sysuser": self._users,
            "sysuserperm": self._users,
            "sysdomain": self._domains,
            "sysprocedure": self._procedures,
            "sysprocparm": self._parameters,
            "sysprocperm": partial(executes, database),
            "systrigger": self._triggers,
            "sysevent": self._events,
            "sysschedule": self._schedules,
            "syswebservice": self._services,
            "sysgroup": partial(groups, database),
            "sysrolegrant": partial(groups, database),
            "sysoption": self._options,
            "sysremark": self._remarks,
            "systableperm": partial(table_rights, database),
            "syscolperm": partial(column_rights, database),
        }

    def names(self) -> tuple[str, ...]:
        """The views that it has rows for."""
        return tuple(self._views)

    def rows(self, view: str) -> Sequence[Mapping[str, Value]]:
        """The rows of a view.

        Raises:
            ModelError: a view that it does not have.
        """
        make = self._views.get(view.casefold())
        if make is None:
            raise ModelError(f"catalogue view {view} is not modelled")
        return list(make())

    def _users(self) -> Iterator[Row]:
        for user in sorted_users(self._database):
            yield {
                "user_id": user.user_id,
                "object_id": user.user_id,
                "user_name": user.name,
                "password": b"" if user.password is not None else None,
                "user_type": 13 if user.role else 12,
                "remarks": user.remarks,
                "user_group": "Y" if user.role else "N",
                "dbaauth": "Y" if "DBA" in user.authorities else "N",
                "resourceauth": "Y" if "RESOURCE" in user.authorities else "N",
            }

    def _domains(self) -> Iterator[Row]:
        for name, number in list(DOMAINS.items()):
            yield {"domain_id": number, "domain_name": name, "type_id": number}

    def _routines(self) -> list[Routine]:
        return sorted(self._database.schema.routines.values(), key=lambda routine: routine.routine_id)

    def _procedures(self) -> Iterator[Row]:
        keep = self._database.options.get("PUBLIC", "preserve_source_format") == "On"
        for routine in self._routines():
            yield {
                "proc_id": routine.routine_id,
                "object_id": routine.routine_id,
                "creator": user_id(self._database, routine.owner),
                "proc_name": routine.name,
                "proc_defn": normalised(routine.source),
                "source": routine.source if keep else None,
                "remarks": routine.remarks,
                "replicate": "N",
                "srvid": None,
            }

    def _parameters(self) -> Iterator[Row]:
        for routine in self._routines():
            number = 0
            for parameter in routine.statement.parameters:
                number += 1
                yield {
                    **self._parameter(routine, number, 0, parameter.name, parameter.type),
                    "parm_mode_in": "N" if parameter.mode is tree.Mode.OUT else "Y",
                    "parm_mode_out": "N" if parameter.mode is tree.Mode.IN else "Y",
                    "default": _spelled(parameter.default),
                }
            declared = getattr(routine.statement, "result", None) or ()
            for column in declared:
                number += 1
                yield self._parameter(routine, number, 1, column.name, column.type)
            if routine.returns is not None:
                yield self._parameter(routine, number + 1, 4, routine.name, routine.returns)

    def _parameter(self, routine: Routine, number: int, kind: int, name: str, type_: tree.DataType) -> Row:
        """parm_type 0: parameter, 1: column of the result, 4: what a function returns (SYSPROCPARM)."""
        known = type_ if isinstance(type_, tree.TypeName) else tree.TypeName("long varchar")
        known = self._database.schema.domains.get(known.name, known)
        return {
            "proc_id": routine.routine_id,
            "parm_id": number,
            "parm_type": kind,
            "parm_mode_in": "N",
            "parm_mode_out": "Y",
            "domain_id": DOMAINS.get(known.name),
            "width": known.length or 0,
            "scale": known.scale or 0,
            "user_type": None,
            "parm_name": name,
            "default": None,
        }

    def _triggers(self) -> Iterator[Row]:
        """One row a trigger; the store knows the table's number by owner and name."""
        for triggers in list(self._database.schema.triggers.values()):
            for trigger in sorted(triggers.values(), key=lambda trigger: trigger.trigger_id):
                events = sorted({word[0] for word in trigger.statement.events})
                yield {
                    "trigger_id": trigger.trigger_id,
                    "object_id": trigger.trigger_id,
                    "owner": trigger.owner,
                    "table_name": trigger.table,
                    "trigger_name": trigger.name,
                    "event": "C" if events == ["U"] and trigger.statement.columns else "".join(events)[:1],
                    "trigger_time": "A",
                    "trigger_order": trigger.statement.order or 1,
                    "foreign_table_id": None,
                    "foreign_key_id": None,
                    "referential_action": None,
                    "trigger_defn": normalised(trigger.source),
                    "remarks": None,
                    "source": trigger.source,
                }

    def _events(self) -> Iterator[Row]:
        for event in sorted(self._database.schema.events.values(), key=lambda event: event.event_id):
            yield {
                "event_id": event.event_id,
                "object_id": event.event_id,
                "creator": user_id(self._database, event.owner),
                "event_name": event.name,
                "enabled": "Y" if event.enabled else "N",
                "location": "A",
                "event_type_id": None,
                "action": normalised(_handler_text(event.source)),
                "external_action": None,
                "condition": None,
                "remarks": event.remarks,
                "source": event.source,
            }

    def _schedules(self) -> Iterator[Row]:
        for event in list(self._database.schema.events.values()):
            for schedule in event.schedules:
                yield {
                    "event_id": event.event_id,
                    "sched_name": schedule.name,
                    "recurring": 1 if schedule.every is not None or schedule.days else 0,
                    "start_time": _spelled(schedule.start_time or (schedule.between or (None,))[0]),
                    "stop_time": _spelled(schedule.between[1]) if schedule.between else None,
                    "start_date": _spelled(schedule.start_date),
                    "days_of_week": None,
                    "days_of_month": None,
                    "interval_units": {"HOURS": "HH", "MINUTES": "NN", "SECONDS": "SS"}.get(schedule.unit or ""),
                    "interval_amt": schedule.every,
                }

    def _services(self) -> Iterator[Row]:
        for service in sorted(self._database.schema.services.values(), key=lambda service: service.service_id):
            yield {
                "service_id": service.service_id,
                "object_id": service.service_id,
                "service_name": service.name,
                "service_type": service.type,
                "auth_required": "Y" if service.authorization else "N",
                "secure_required": "Y" if service.secure else "N",
                "url_path": {"ON": "Y", "OFF": "N", "ELEMENTS": "E"}[service.url],
                "user_id": user_id(self._database, service.user),
                "parameter": None,
                "statement": service.text,
                "remarks": service.remarks,
                "enabled": "Y" if service.enabled else "N",
            }

    def _options(self) -> Iterator[Row]:
        for user, name, setting in self._database.options.rows():
            yield {"user_id": user_id(self._database, user), "option": name, "setting": setting}

    def _remarks(self) -> Iterator[Row]:
        schema = self._database.schema
        for number, text in (
            *((user.user_id, user.remarks) for user in list(schema.users.values())),
            *((routine.routine_id, routine.remarks) for routine in list(schema.routines.values())),
            *((event.event_id, event.remarks) for event in list(schema.events.values())),
            *((service.service_id, service.remarks) for service in list(schema.services.values())),
        ):
            if text is not None:
                yield {"object_id": number, "remarks": text}


def _spelled(expression: tree.Expression | None) -> str | None:
    """A default or a time as the catalogue shows it."""
    match expression:
        case None:
            return None
        case tree.Literal(value=None):
            return "NULL"
        case tree.Literal(value=str(text)):
            return "'" + text.replace("'", "''") + "'"
        case tree.Literal(value=value):
            return str(value)
        case tree.SpecialValue(name=name):
            return name.lower()
        case _:
            return "(expression)"


def _handler_text(source: str) -> str:
    """What follows HANDLER in an event's text."""
    place = source.casefold().find("handler")
    return source[place + len("handler") :] if place >= 0 else source
