"""When an event's schedule is due (D17 816bb10e…, CREATE EVENT: START TIME or BETWEEN, EVERY, ON, START DATE)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.database import Database

_UNITS = {"HOURS": dt.timedelta(hours=1), "MINUTES": dt.timedelta(minutes=1), "SECONDS": dt.timedelta(seconds=1)}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HORIZON = 366


def _time(expression: tree.Expression) -> dt.time:
    if not isinstance(expression, tree.Literal) or not isinstance(expression.value, str):
        raise ModelError("a schedule's time is a literal in the model")
    text = expression.value.strip()
    for form in ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p"):
        try:
            return dt.datetime.strptime(text, form).time()
        except ValueError:
            continue
    raise ModelError(f"a schedule's time: {text}")


def _date(expression: tree.Expression | None) -> dt.date:
    if expression is None:
        return dt.date.min
    if not isinstance(expression, tree.Literal) or not isinstance(expression.value, str):
        raise ModelError("a schedule's date is a literal in the model")
    return dt.date.fromisoformat(expression.value)


def _on(schedule: tree.Schedule, day: dt.date) -> bool:
    if not schedule.days:
        return True
    for wanted in schedule.days:
        if isinstance(wanted, int):
            last = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
            if wanted == day.day or (wanted == 0 and day == last):
                return True
        elif _DAYS[day.weekday()].startswith(wanted.casefold()):
            return True
    return False


def next_run(schedule: tree.Schedule, after: dt.datetime, database: Database) -> dt.datetime | None:
    """The first moment after another at which it is due, both UTC; None: never again.

    Times of a schedule are local times of the server. Without EVERY it runs once on each of its days; without days and
    without EVERY only on its date, or the next day.
    """
    if schedule.between is not None:
        first, last = _time(schedule.between[0]), _time(schedule.between[1])
    elif schedule.start_time is not None:
        first, last = _time(schedule.start_time), dt.time.max
    else:
        raise ModelError("a schedule without a time")
    local = after + database.utc_offset
    step = None if schedule.every is None else schedule.every * _UNITS[schedule.unit or "HOURS"]
    start = max(_date(schedule.start_date), local.date())
    for number in range(_HORIZON):
        day = start + dt.timedelta(days=number)
        if not _on(schedule, day):
            continue
        moment = dt.datetime.combine(day, first)
        if step is not None and moment <= local:
            moment += step * ((local - moment) // step + 1)
        if local < moment <= dt.datetime.combine(day, last):
            return moment - database.utc_offset
    return None
