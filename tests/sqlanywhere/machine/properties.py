"""PROPERTY, DB_PROPERTY and CONNECTION_PROPERTY: those that the model knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sqlanywhere.machine.options import DEFAULTS

if TYPE_CHECKING:
    from tests.sqlanywhere.machine.session import Session

_PRODUCT = {12: "12.0.1.4216", 16: "16.0.0.2798", 17: "17.0.11.7312"}
_CHARSETS = {"utf-8": "UTF-8", "cp1252": "windows-1252", "iso8859-1": "iso_1", "latin-1": "iso_1"}


def _charset(codec: str) -> str:
    return _CHARSETS.get(codec.casefold(), codec)


def find(connection: Session, scope: str, name: str) -> str | None:
    """A property's value; None: no such property, or it is NULL.

    Args:
        connection: of whom.
        scope: `server`, `database` or `connection`.
        name: case does not count.
    """
    folded = name.casefold()
    found = {"server": _server, "database": _database, "connection": _connection}[scope](connection).get(folded)
    if found is None and scope == "connection" and folded in DEFAULTS:
        # an option's setting is a property of the connection (12.0.1 dbadmin "Connection properties")
        return connection.option(folded)
    return found


def _server(connection: Session) -> dict[str, str]:
    database = connection.database
    return {
        "name": database.name,
        "productname": "SQL Anywhere",
        "productversion": _PRODUCT[database.version],
        "platform": "Model",
        "machinename": "model",
        "multipleclients": "Yes",
        **{name.casefold(): value for name, value in database.server_properties.items()},
    }


def _database(connection: Session) -> dict[str, str]:
    database = connection.database
    return {
        "name": database.name,
        "alias": database.name,
        "charset": _charset(database.charset),
        "ncharcharset": "UTF-8",
        "casesensitive": "Off",
        "accentsensitive": "Ignore",
        "collation": "UCA" if database.charset == "utf-8" else "1252LATIN1",
        "multibytecharset": "On" if database.charset == "utf-8" else "Off",
        "conncount": str(len(database.connections())),
        "readonly": "Off",
    }


def _connection(connection: Session) -> dict[str, str]:
    web = connection.http
    properties = {
        "number": str(connection.number),
        "name": connection.name,
        "userid": connection.login,
        "charset": _charset(connection.client_charset),
        "commlink": connection.link,
        "nodeaddress": connection.address,
        "transactionstarttime": "",
        "dbnumber": "0",
    }
    if web is not None:
        properties |= {
            "httpservicename": web.service,
            "clientnodeaddress": web.remote_addr,
            "nodeaddress": web.remote_addr,
            "commlink": "HTTPS" if web.secure else "HTTP",
            "commprotocol": "HTTPS" if web.secure else "HTTP",
            "sessionid": web.options.get("SessionID", ""),
        }
    return properties
