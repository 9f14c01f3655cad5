"""The web services of SQL Anywhere: a provider calls the database server itself, with no Python in the way."""

from sms_callback.service.definition import WebService, web_services
from sms_callback.service.installer import ServiceReport, install_services, switch_services, uninstall_services
from sms_callback.service.listing import ListedService, list_services

__all__ = [
    "ListedService",
    "ServiceReport",
    "WebService",
    "install_services",
    "list_services",
    "switch_services",
    "uninstall_services",
    "web_services",
]
