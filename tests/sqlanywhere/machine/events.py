"""Events: CREATE, ALTER, DROP, TRIGGER EVENT, and the schedule (12.0.1 dbadmin/handlers-internals-events.html)."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.sqlanywhere import tree, values
from tests.sqlanywhere.coverage import event_place
from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.fault import error
from tests.sqlanywhere.machine.definition import definition
from tests.sqlanywhere.machine.frame import Activation, Frame
from tests.sqlanywhere.machine.schedule import next_run
from tests.sqlanywhere.machine.schema import Event
from tests.sqlanywhere.machine.step import Block, Signal, Step, Steps, compiles, leaf, sequence

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.database import Database


class EventRunner:
    """Runs the handlers of a database's events, each on a connection of its own, as the event's creator."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._threads: list[threading.Thread] = []
        self._due: dict[tuple[int, int], dt.datetime | None] = {}
        self._lock = threading.Lock()

    def trigger(self, name: str, parameters: Mapping[str, str]) -> None:
        """Run a handler now.

        Raises:
            SqlError: no such event (-771).
        """
        event = self._database.schema.events.get(name.casefold())
        if event is None:
            raise error(-771, name)
        self._run(event, parameters)

    def trigger_later(self, name: str, parameters: Mapping[str, str]) -> None:
        """TRIGGER EVENT: the handler does not run on the connection that triggered it, which does not wait."""
        if name.casefold() not in self._database.schema.events:
            raise error(-771, name)
        thread = threading.Thread(target=self.trigger, args=(name, parameters), name=f"event {name}", daemon=True)
        with self._lock:
            self._threads.append(thread)
        thread.start()

    def wait(self) -> None:
        """Wait for the handlers that TRIGGER EVENT began."""
        while True:
            with self._lock:
                if not self._threads:
                    return
                thread = self._threads.pop()
            thread.join()

    def run_due(self, now: dt.datetime) -> list[str]:
        """Run what is due by schedule; the next run of a schedule is computed when the handler has ended, so an event
        never runs twice at once by schedule (sources P14). The first call only begins the clock."""
        ran = []
        for event in list(self._database.schema.events.values()):
            for place, schedule in enumerate(event.schedules):
                slot = (event.event_id, place)
                if slot not in self._due:
                    self._due[slot] = next_run(schedule, now, self._database)
                due = self._due[slot]
                if due is None or due > now:
                    continue
                try:
                    if event.enabled and event.handler is not None:
                        self._run(event, {"schedulename": schedule.name or "", "scheduledate": due.date().isoformat()})
                        ran.append(event.name)
                finally:
                    self._due[slot] = next_run(schedule, now, self._database)
        return ran

    def forget(self, event: Event) -> None:
        """Its schedules changed: the clock begins anew."""
        for slot in [slot for slot in self._due if slot[0] == event.event_id]:
            del self._due[slot]

    def _run(self, event: Event, parameters: Mapping[str, str]) -> None:
        """COMMIT if no error leaves the handler, else ROLLBACK and a line in the log; no result sets."""
        if event.handler is None:
            return
        connection = self._database.open(event.owner)
        with self._lock:
            event.active += 1
            active = event.active
        connection.event_parameters = {name.casefold(): value for name, value in parameters.items()}
        connection.event_parameters |= {"eventname": event.name, "numactive": str(active)}
        activation = Activation(event.owner)
        connection.activation = activation
        try:
            for _ in event.handler(Frame(connection, activation)):
                raise error(-946, event.name)
            connection.raise_pending()
            connection.transaction.commit()
        except SqlError as failure:
            if not connection.closed:
                connection.transaction.rollback()
            text = f"Handler for event '{event.name}' caused SQLSTATE '{failure.sqlstate}': {failure.message}"
            self._database.write_log(text, connection.number)
        finally:
            connection.close()
            with self._lock:
                event.active -= 1


def _handler(statement: tree.CreateEvent) -> Steps | None:
    if statement.handler is None:
        return None
    return sequence((statement.handler,), Block(place=event_place(statement.name.name), start=statement.at))


@compiles(tree.CreateEvent)
def compile_create_event(statement: tree.CreateEvent, block: Block) -> Step:
    """CREATE EVENT, ALTER EVENT; made ENABLE unless it says otherwise (D17 816bb10e…)."""

    def run(frame: Frame) -> None:
        connection = frame.connection
        connection.rights.need_authority(connection.user, "MANAGE ANY EVENT")
        database = connection.database
        events = database.schema.events
        name = statement.name.name
        known = events.get(name.casefold())
        if statement.alter:
            if known is None:
                raise error(-771, name)
            _alter(known, statement)
            database.events.forget(known)
            return
        if known is not None and not statement.or_replace:
            raise error(-110, name)
        owner = statement.name.owner or connection.user
        events[name.casefold()] = Event(
            known.event_id if known is not None else database.schema.next_id(),
            owner,
            name,
            statement,
            statement.text,
            list(statement.schedules),
            _handler(statement),
            statement.enabled is not False,
        )

    return definition(statement, block, run)


def _alter(event: Event, statement: tree.CreateEvent) -> None:
    """ALTER EVENT: ADD, ALTER or DROP of a schedule, the handler, ENABLE or DISABLE (alter-event-statement.html)."""
    if statement.handler is not None:
        event.handler = _handler(statement)
        event.statement = statement
        event.source = statement.text
    if statement.enabled is not None:
        event.enabled = statement.enabled
    names = {(schedule.name or "").casefold() for schedule in statement.schedules}
    match statement.schedule_change:
        case "ADD":
            event.schedules.extend(statement.schedules)
        case "ALTER":
            event.schedules = [s for s in event.schedules if (s.name or "").casefold() not in names]
            event.schedules.extend(statement.schedules)
        case "DROP":
            dropped = (statement.dropped or "").casefold()
            event.schedules = [s for s in event.schedules if (s.name or "").casefold() != dropped]
        case _:
            if statement.schedules:
                event.schedules = list(statement.schedules)


def drop_event(frame: Frame, statement: tree.Drop) -> None:
    """DROP EVENT.

    Raises:
        SqlError: there is none (-771).
    """
    connection = frame.connection
    connection.rights.need_authority(connection.user, "MANAGE ANY EVENT")
    name = statement.name.name
    if connection.database.schema.events.pop(name.casefold(), None) is None and not statement.if_exists:
        raise error(-771, name)


@compiles(tree.TriggerEvent)
def compile_trigger(statement: tree.TriggerEvent, block: Block) -> Step:
    """TRIGGER EVENT name (parameter = value, …)."""
    arguments = [(argument.name or "", values.compile_expression(argument.value)) for argument in statement.arguments]

    def run(frame: Frame) -> Signal | None:
        connection = frame.connection
        given = {name: values.to_text(value(frame), connection) or "" for name, value in arguments}
        connection.database.events.trigger_later(statement.name.name, given)
        return None

    return leaf(statement, block, run)
