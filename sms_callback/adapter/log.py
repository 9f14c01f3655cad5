"""What the log looks like: text for people, or one JSON object a line for programs."""

from __future__ import annotations

import datetime as dt
import json
import logging
from typing import Any

LEVELS = ("debug", "info", "warning", "error")
FORMATS = ("text", "json")

_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class JsonFormatter(logging.Formatter):
    """One object a line, in ASCII: `time` (UTC), `level`, `logger`, `message`, and the fields of an `event`."""

    def format(self, record: logging.LogRecord) -> str:
        """A line."""
        found: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            found["exception"] = self.formatException(record.exc_info)
        return json.dumps(found, default=str)


def event(log: logging.Logger, level: int, name: str, **fields: object) -> None:
    """Log something with fields: `name: key=value …` as text; in JSON they are fields of the object, too.

    Args:
        log: where.
        level: of logging.
        name: what happened, such as `callback`.
        fields: no body, phone number or secret, at any level. Only the last one may hold blanks.
    """
    if log.isEnabledFor(level):
        text = " ".join(f"{key}={value}" for key, value in fields.items())
        log.log(level, "%s: %s", name, text, extra={"fields": {"event": name, **fields}})


def configuration(level: str, form: str) -> dict[str, Any]:
    """For `logging.config.dictConfig`.

    Args:
        level: one of LEVELS; that of the server itself is never below error.
        form: one of FORMATS.
    """
    own = {"()": "sms_callback.adapter.log.JsonFormatter"} if form == "json" else {"format": _TEXT}
    handler = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"own": own},
        "handlers": {"console": {"formatter": "own", **handler}, "access": {"formatter": "own", **handler}},
        "loggers": {
            "_granian": {"handlers": ["console"], "level": "ERROR", "propagate": False},
            "sms_callback": {"handlers": ["console"], "level": level.upper(), "propagate": False},
        },
    }
