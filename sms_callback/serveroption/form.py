"""The server option as a DBA needs it: options file, Windows service, systemd unit (templates in server-config/)."""

from __future__ import annotations

from importlib.resources import files
from string import Template

from sms_callback.errors import SmsCallbackError
from sms_callback.serveroption.listener import masked, merge, parse
from sms_callback.serveroption.wanted import Wanted

FORMS = {"options": "options.txt", "dbsvc": "dbsvc.txt", "systemd": "sqlanywhere.service"}
"""Form → template. Only the options file holds the option itself: passwords never stand on a command line."""


def shown(form: str, wanted: Wanted, *, options_file: str, server: str, database_file: str) -> str:
    """One form of the option, with passwords masked.

    Args:
        form: one of `FORMS`.
        wanted: the listeners.
        options_file: path of the options file on the database server's machine.
        server: name of the service and of the database server.
        database_file: path of the database.

    Raises:
        SmsCallbackError: the listeners are not complete.
    """
    value = merge(None, wanted.listeners())
    if any(entry.protocol == "https" and entry.option("identity") is None for entry in parse(value)):
        raise SmsCallbackError("https needs a certificate.", "Give --identity FILE (and its password in a file).")
    template = Template((files("sms_callback.server_config") / FORMS[form]).read_text(encoding="utf-8"))
    fields = {"xs": masked(value), "options_file": options_file, "server": server, "database_file": database_file}
    return template.substitute(fields)
